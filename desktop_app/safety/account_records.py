"""The accounts as they stand in the records: found, guarded against the last manager's loss, named after staff."""

from __future__ import annotations

from collections.abc import Collection

from db import Account, Staff
from db.connection import first, rows, scalar
from desktop_app.problems import Refused
from desktop_app.safety.duties import (
    ALL_DUTIES,
    CALLBACK_SPECIALIST,
    CR_MANAGER,
    GENERAL_MANAGER,
    RECEPTIONIST,
    allows,
)
from desktop_app.session import Session

ROLES_BY_RANK = (CR_MANAGER, GENERAL_MANAGER, CALLBACK_SPECIALIST, RECEPTIONIST)
"""Which of several duties names the person in the staff list; a staff role has the same code."""


def refuse_stranger(session: Session, name: str) -> int:
    """The number of a living account; Refused (field account) for one that is unknown or retired."""
    with session.connected():
        found = first(Account.select(Account.id, Account.retired_at).where(Account.name == name))
    if found is None:
        raise Refused(f"没有名叫{name}的账号。", field="account")
    if found[1] is not None:
        raise Refused(f"{name}的账号已停用。", field="account")
    return int(found[0])


def refuse_last_manager(session: Session, name: str, able: Collection[str]) -> None:
    """Refused when nobody but ``name`` could manage the office; ``able`` are the accounts that have a key."""
    with session.connected():
        living = rows(Account.select(Account.name, Account.duties).where(Account.retired_at.is_null()))
    others = [one for one, duties in living if one != name and one in able]
    duties_of = dict(living)
    if not any(allows(frozenset(duties_of[one]), "manage_office") for one in others):
        raise Refused("至少要留一位能登录的客关部经理，请先让另一个账号担任。", field="duties")


def checked_duties(duties: Collection[str]) -> frozenset[str]:
    """Duties as an account holds them; Refused (field duties) for none, KeyError for one nobody knows."""
    if not duties:
        raise Refused("请至少选一项职责。", field="duties")
    if unknown := set(duties) - ALL_DUTIES:
        raise KeyError(*unknown)
    return frozenset(duties)


def staff_of(name: str, duties: frozenset[str]) -> int:
    """The row of the staff list for an account's holder, made if need be; must run inside ``session.saving()``."""
    role = next(role for role in ROLES_BY_RANK if role in duties)
    found = scalar(Staff.select(Staff.id).where((Staff.name == name) & (Staff.role == role)))
    return int(found) if found is not None else int(Staff.insert(name=name, role=role).execute())
