"""Who may do what in a case: duties, one's own cases, and never the person complained about."""

from __future__ import annotations

from dataclasses import dataclass

from db import Account, Department, Staff
from db.connection import rows, scalar
from desktop_app.complaints.course import ACTIONS, Verb, waits_for
from desktop_app.complaints.reading import Subject
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.duties import CR_MANAGER, DUTIES, allows, reason
from desktop_app.session import Session, require

OWN_CASES_ONLY = "您只能处理自己受理的案例，这一件由{owner}负责。"
ACCUSED_NO_FOLLOW_UP = "您是这件投诉的相关责任人，再次回访请由别人来做。"
ACCUSED_HANDS_OFF = "您是这件投诉的相关责任人，请由客关部经理处理。"


@dataclass(frozen=True, slots=True)
class Responsible:
    """A department that a case can be handed to, with its manager if the list names one."""

    name: str
    manager: str | None


def departments(session: Session) -> tuple[Responsible, ...]:
    """The departments to choose from."""
    require(session, "see")
    with session.connected():
        listed = rows(Department.select(Department.name, Department.manager_name).order_by(Department.id))
    return tuple(Responsible(name, manager) for name, manager in listed)


def staff_names(session: Session) -> tuple[str, ...]:
    """Everyone of the staff list who still works here, to choose a handler or the accused from."""
    require(session, "see")
    today = session.today()
    query = Staff.select(Staff.name).where(Staff.retired_on.is_null() | (Staff.retired_on > today))
    with session.connected():
        return tuple(dict.fromkeys(name for (name,) in rows(query.order_by(Staff.role, Staff.name))))


def names_of(session: Session, account: str) -> frozenset[str]:
    """The account's name and that of the member of staff it belongs to; connected."""
    linked = Account.select(Staff.name).join(Staff).where(Account.name == account)
    return frozenset({account, *(name for (name,) in rows(linked))})


def why_not(session: Session, subject: Subject, verb: Verb) -> str | None:
    """Why this person cannot use the verb on the case now, one Chinese sentence; None when they can; connected."""
    standing = subject.standing
    contacted = standing.contacted_at is not None
    return why_not_person(session, subject, verb) or waits_for(verb, standing.state, contacted=contacted)


def why_not_person(session: Session, subject: Subject, verb: Verb) -> str | None:
    """The part of ``why_not`` that lies in the person, whatever the case's state."""
    duties, action = session.person.duties, ACTIONS[verb]
    if not allows(duties, action):
        return reason(action)
    accused = subject.columns["accused"]
    if accused and accused in names_of(session, session.person.name):
        return _why_not_accused(duties, verb)
    owner = subject.columns["owner"]
    if action == "handle_complaints" and not allows(duties, "handle_every_complaint"):
        return (
            None if owner == session.person.name else OWN_CASES_ONLY.format(owner=owner or DUTIES[CR_MANAGER])
        )
    return None


def _why_not_accused(duties: frozenset[str], verb: Verb) -> str | None:
    if verb == "follow_up":
        return ACCUSED_NO_FOLLOW_UP
    return None if CR_MANAGER in duties else ACCUSED_HANDS_OFF


def owner_for(session: Session, first_receiver: str, accused: str | None) -> str | None:
    """Who answers for a case: the first receiver (首接人), or the CR manager when that is the one accused; connected.

    None when there is not exactly one CR manager's account to name.
    """
    if not accused or accused not in names_of(session, first_receiver):
        return first_receiver
    accounts = Account.select(Account.name, Account.duties).where(Account.retired_at.is_null())
    others = [name for name, duties in rows(accounts) if CR_MANAGER in duties and name != first_receiver]
    return others[0] if len(others) == 1 else None


def check_department(name: str) -> tuple[str, str | None]:
    """A department of the list and its manager; raises Refused, with the list, for another; connected.

    As long as the list is empty every name will do.
    """
    wanted = name.strip()
    if not wanted:
        raise Refused("请选择责任部门。", field="department")
    known: dict[str, str | None] = dict(rows(Department.select(Department.name, Department.manager_name)))
    if known and wanted not in known:
        raise Refused(f"部门名单里没有“{wanted}”，可用：{'、'.join(known)}。", field="department")
    return wanted, known.get(wanted)


def check_manager(session: Session, department: str, known: str | None, name: str) -> str:
    """The department's manager: the one given, by default the one the list knows; inside ``session.saving()``.

    A department whose manager nobody has named yet takes the one given into the lists, as an import does with a
    new name. Raises Refused for no name, and for one that is not of the staff list.
    """
    wanted = name.strip() or (known or "")
    if not wanted:
        raise Refused("请填写责任部门的负责人。", field="manager")
    if known is None:
        _appoint(session, department, wanted)
    return check_listed(wanted, field="manager")


def check_handler(name: str, accused: str | None, *, field: str) -> str:
    """Someone of the staff list who can answer for a case (处理责任人), never the person complained about; connected.

    Raises Refused otherwise.
    """
    wanted = name.strip()
    if accused and wanted == accused:
        raise Refused(f"“{wanted}”是这件投诉的相关责任人，不能做处理责任人，请选别人。", field=field)
    return check_listed(wanted, field=field)


def check_listed(name: str, *, field: str) -> str:
    """A name of the staff list or of a department's manager; raises Refused for another; connected."""
    listed = {found for (found,) in rows(Staff.select(Staff.name))}
    managers = {found for (found,) in rows(Department.select(Department.manager_name))}
    if name not in listed | managers:
        raise Refused(f"员工名单里没有“{name}”，请从名单中选择，或先在设置里添加。", field=field)
    return name


def _appoint(session: Session, department: str, name: str) -> None:
    role = "department_manager"
    Department.insert(name=department, manager_name=name).on_conflict(
        conflict_target=[Department.name], preserve=[Department.manager_name]
    ).execute()
    row = scalar(Department.select(Department.id).where(Department.name == department))
    Staff.insert(name=name, role=role, department=row).on_conflict(
        conflict_target=[Staff.name, Staff.role], preserve=[Staff.department]
    ).execute()
    record_deed(session, "appoint", "department", row, new=name)
