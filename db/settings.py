"""Records of the office itself: settings, staff, teams, departments and running numbers."""

from __future__ import annotations

from peewee import SQL, BooleanField, ForeignKeyField, IntegerField, TextField

from db.fields import DayField, JsonField, MomentField, Record, one_of

ROLES = (
    "sales_consultant",  # 销售顾问
    "service_advisor",  # 服务顾问
    "callback_specialist",  # 客户回访专员
    "receptionist",  # 客户接待专员
    "technician",  # 技师
    "department_manager",  # 部门经理
    "cr_manager",  # 客关部经理
    "general_manager",  # 总经理
    "other",
)


class Setting(Record):
    """One setting that differs from its default."""

    key = TextField(unique=True)
    value = JsonField()
    updated_at = MomentField()
    updated_by = TextField()


class Counter(Record):
    """The last number given of a running series (``D``, ``TS-202610``); taken in the saving transaction."""

    name = TextField(unique=True)
    value = IntegerField(constraints=[SQL("DEFAULT 0")], default=0)


class Department(Record):
    """A department (部门) that answers for complaints and corrections."""

    name = TextField(unique=True)
    manager_name = TextField(null=True)


class Team(Record):
    """A repair team (维修班组)."""

    name = TextField(unique=True)
    retired_on = DayField(null=True)


class Staff(Record):
    """A person of the dealership who is named in records; not an account."""

    name = TextField()
    role = TextField(constraints=[one_of("role", ROLES)])
    department = ForeignKeyField(Department, null=True, backref="+")
    team = ForeignKeyField(Team, null=True, backref="+")
    from_import = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    retired_on = DayField(null=True)

    class Meta:
        indexes = ((("name", "role"), True),)
