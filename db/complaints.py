"""Records of 投诉处理: cases with their steps, the customer's words, promises and compensation."""

from __future__ import annotations

from peewee import SQL, BooleanField, ForeignKeyField, IntegerField, TextField

from db.archive import VehicleFile
from db.callbacks import Attempt
from db.fields import DayField, JsonField, MomentField, Record, one_of
from db.settings import Team

GRADES = ("grumble", "complaint", "urgent")  # 抱怨 投诉 紧急投诉
CHANNELS = (
    "visit",  # 来人
    "phone",  # 来电
    "letter",  # 函件
    "callback",  # 回访
    "manufacturer",  # 厂家
    "media",  # 媒体
    "regulator",  # 主管部门/12315
    "survey",  # 第三方满意度调查
    "hearsay",  # 他人转述
    "web",  # 网络
)
PARTIES = ("manufacturer", "dealership", "customer", "undecided")  # 厂商 销售店 顾客 未定
ACCEPTANCES = ("accepted", "mostly_accepted", "not_accepted")  # 接受 基本接受 不接受
COMPENSATION_KINDS = (
    "free_repair",  # 免费维修
    "free_wash",  # 免费洗车
    "courtesy_car",  # 代步车
    "discount",  # 折扣
    "gift",  # 赠品
    "free_maintenance",  # 免费保养
)
CASE_STATES = (
    "accepted",
    "verified",
    "unfounded",
    "new_round",
    "handed_over",
    "offered",
    "reported",
    "checked",
    "satisfied",
    "reviewed",
    "closed",
)


class Cause(Record):
    """A cause of complaints (内容分类) with its sub-causes; the list is edited in settings."""

    code = TextField(unique=True)
    name = TextField()
    sub_causes = JsonField()
    position = IntegerField()
    retired_on = DayField(null=True)


class Complaint(Record):
    """One case: what 表5, 表6 and 客户投诉处理单 print, and where it stands.

    ``first_receiver`` (首接人) is the account that accepted, for good; ``owner`` the account that answers for the
    case, NULL when it lies with the CR manager because the first receiver is accused. ``grade``, ``escalated``
    and the columns below ``# standing`` say what holds after the newest step; its transaction keeps them.
    """

    number = TextField(unique=True)
    accepted_at = MomentField(index=True)
    recorded_at = MomentField()
    key = TextField(null=True, unique=True)
    file = ForeignKeyField(VehicleFile, null=True, backref="+")
    attempt = ForeignKeyField(Attempt, null=True, backref="+")
    repeat_of = ForeignKeyField("self", null=True, backref="+")
    external_number = TextField(null=True)
    # classification
    grade = TextField(constraints=[one_of("grade", GRADES)])
    escalated = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    escalated_reason = TextField(null=True)
    channel = TextField(constraints=[one_of("channel", CHANNELS)])
    again = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    again_reason = TextField(null=True)
    cause = ForeignKeyField(Cause, backref="+")
    sub_cause = TextField(null=True)
    responsible_party = TextField(
        default="undecided",
        constraints=[one_of("responsible_party", PARTIES), SQL("DEFAULT 'undecided'")],
    )
    regulator_due_on = DayField(null=True)
    # persons
    first_receiver = TextField()
    owner = TextField(null=True)
    department = TextField(null=True)
    department_manager = TextField(null=True)
    accused = TextField(null=True)
    handler = TextField(null=True)
    caller_name = TextField(default="", constraints=[SQL("DEFAULT ''")])
    caller_phone = TextField(null=True)
    # the customer and the car as known at acceptance
    customer_name = TextField(default="", constraints=[SQL("DEFAULT ''")])
    sex = TextField(null=True)
    phone = TextField(null=True)
    landline = TextField(null=True)
    email = TextField(null=True)
    address = TextField(null=True)
    postcode = TextField(null=True)
    usage = TextField(null=True)
    model = TextField(null=True)
    vin = TextField(null=True)
    plate = TextField(null=True)
    sale_reference = TextField(null=True)
    bought_on = DayField(null=True)
    bought_here = BooleanField(null=True)
    consultant = TextField(null=True)
    odometer = IntegerField(null=True)
    advisor = TextField(null=True)
    team = ForeignKeyField(Team, null=True, backref="+", index=False)
    # the account of it
    demands = TextField(null=True)
    customer_overview = TextField(null=True)
    repair_description = TextField(null=True)
    happened = TextField(null=True)
    place = TextField(null=True)
    course = TextField(null=True)
    customer_view = TextField(null=True)
    evidence = TextField(null=True)
    reason = TextField(null=True)
    need = TextField(null=True)
    handling = TextField(null=True)
    handled_on = DayField(null=True)
    result_summary = TextField(null=True)
    desk_opinion = TextField(null=True)
    review_opinion = TextField(null=True)
    other_information = TextField(null=True)
    acceptance = TextField(null=True, constraints=[one_of("acceptance", ACCEPTANCES)])
    avoidable = BooleanField(null=True)
    improvement = TextField(null=True)
    # paper
    printed_at = MomentField(null=True)
    signed_at = MomentField(null=True)
    filed_at = MomentField(null=True)
    cabinet = TextField(null=True)
    # standing
    round = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])
    closed_at = MomentField(null=True)

    class Meta:
        indexes = (
            (("file",), False),
            (("vin",), False),
            (("phone",), False),
            (("caller_phone",), False),
            (("landline",), False),
            (("customer_name",), False),
            (("caller_name",), False),
            (("closed_at",), False),
        )


Complaint.add_index(Complaint.accepted_at, name="complaint_open", where=SQL("closed_at IS NULL"))


class ComplaintStep(Record):
    """One step of a case: which verb, in which round, who, when, with whom and what was said.

    ``at`` is the step's own time, ``recorded_at`` when ``account`` entered it. ``round`` is the one it begins or
    belongs to, ``state`` where the case stands after it, NULL for a step that moves nothing. ``detail`` holds what
    only this verb has, e.g. ``{"reason_sufficient": true}``.
    """

    complaint = ForeignKeyField(Complaint, backref="+", index=False)
    round = IntegerField()
    verb = TextField()
    state = TextField(null=True, constraints=[one_of("state", CASE_STATES)])
    at = MomentField()
    recorded_at = MomentField()
    account = TextField()
    person = TextField(null=True)
    said = TextField(null=True)
    detail = JsonField(default=dict, constraints=[SQL("DEFAULT '{}'")])
    key = TextField(null=True, unique=True)

    class Meta:
        table_name = "complaint_step"
        indexes = ((("complaint", "at"), False),)


class CustomerWords(Record):
    """What the customer said, word for word; only ever added to."""

    complaint = ForeignKeyField(Complaint, backref="+")
    at = MomentField()
    recorded_at = MomentField()
    account = TextField()
    text = TextField()
    key = TextField(null=True, unique=True)

    class Meta:
        table_name = "customer_words"


class Promise(Record):
    """A promise to a customer: what, by when, by whom; shown until kept or broken."""

    file = ForeignKeyField(VehicleFile, null=True, backref="+")
    complaint = ForeignKeyField(Complaint, null=True, backref="+")
    made_at = MomentField()
    account = TextField()
    what = TextField()
    due_at = MomentField()
    by_whom = TextField()
    kept_at = MomentField(null=True)
    broken_at = MomentField(null=True)
    remark = TextField(null=True)
    key = TextField(null=True, unique=True)


Promise.add_index(Promise.due_at, name="promise_open", where=SQL("kept_at IS NULL AND broken_at IS NULL"))


class Compensation(Record):
    """What a customer was given to put things right, its cost and who authorised it.

    Above the limit of who enters it, ``needs_approval`` holds until the general manager approves or declines.
    """

    complaint = ForeignKeyField(Complaint, backref="+")
    kind = TextField(constraints=[one_of("kind", COMPENSATION_KINDS)])
    cost_fen = IntegerField(constraints=[SQL("CHECK (cost_fen >= 0)")])
    at = MomentField()
    account = TextField()
    authorised_by = TextField(null=True)
    needs_approval = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    approved_at = MomentField(null=True)
    declined_at = MomentField(null=True)
    approved_by = TextField(null=True)
    remark = TextField(null=True)
    key = TextField(null=True, unique=True)


class ComplaintReading(Record):
    """The general manager's list 待阅: read or told, by whom and when."""

    complaint = ForeignKeyField(Complaint, unique=True, backref="+")
    read_at = MomentField()
    told_by = TextField(null=True)
    account = TextField()

    class Meta:
        table_name = "complaint_reading"
