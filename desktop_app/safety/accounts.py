"""Accounts (账号): who can sign in and with which duties; added, changed and retired by the manager.

Keys file and records are two files. Each deed writes the keys inside its transaction, so that a full disk
changes nothing; a process that dies between the two leaves a key without an account, which opens nothing, or an
account without a key, which does not sign in, and doing the deed again finishes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import Account, Claim, Draft, Staff
from db.connection import first, rows
from desktop_app.problems import Refused
from desktop_app.safety import slots
from desktop_app.safety.account_records import (
    checked_duties,
    refuse_last_manager,
    refuse_stranger,
    staff_of,
)
from desktop_app.safety.admission import checked_password, unlocked_again
from desktop_app.safety.attempts import of_account, waiting_until
from desktop_app.safety.audit_trail import record_changes, record_deed
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.key_file import change_ring, read_ring
from desktop_app.safety.keys import account_slot, clean_name
from desktop_app.safety.opening_faults import told
from desktop_app.safety.password_changes import change_password, renew_recovery_code, reset_password
from desktop_app.safety.slots import ACCOUNT
from desktop_app.session import Changed, Clock, Session, changed, require, wall_clock

__all__ = [
    "AccountLine", "accounts", "add_account", "change_password", "checked_password", "lift_lockout",
    "renew_recovery_code", "reset_password", "retire_account", "set_duties",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account: ``person`` is its holder's name in records, ``me`` says that it is the one signed in.

    ``has_key`` is False for one that cannot sign in until its password is reset; ``locked_until`` is when the
    next password is taken after too many wrong ones, None when at once.
    """

    name: str
    person: str
    duties: frozenset[str]
    created_at: datetime
    retired_at: datetime | None
    me: bool
    has_key: bool
    locked_until: datetime | None


def accounts(session: Session, *, wall: Clock = wall_clock) -> tuple[AccountLine, ...]:
    """Every account, the retired ones last, each group in the order in which they were added."""
    require(session, "see_office")
    folder, moment = _folder(session), wall()
    keys = read_ring(folder / KEYS).names()
    columns = (Account.name, Staff.name, Account.duties, Account.created_at, Account.retired_at)
    with session.connected():
        found = rows(
            Account.select(*columns)
            .left_outer_join(Staff, on=(Account.staff == Staff.id))
            .order_by(Account.retired_at.is_null(False), Account.id)
        )
    return tuple(
        AccountLine(
            name, person or name, frozenset(duties), created, retired, name == session.person.name,
            name in keys, waiting_until(folder, of_account(name), moment),
        )
        for name, person, duties, created, retired in found
    )  # fmt: skip


def add_account(
    session: Session, name: str, password: str, duties: frozenset[str], person: str = ""
) -> Changed:
    """A new account; ``person`` is its holder's name in records where it differs from the account's.

    Refused for a name that is empty (field account) or was ever given, an easy password (field password), or no
    duty at all (field duties).
    """
    require(session, "manage_office")
    name, held = clean_name(name), checked_duties(duties)
    _refuse_taken(session, name)
    slot = account_slot(session.data.key, name, checked_password(password, name), cost=slots.COST)
    with told(_folder(session)), session.saving():
        staff = staff_of(clean_name(person) or name, held)
        number = Account.insert(
            name=name, staff=staff, duties=sorted(held), created_at=session.now()
        ).execute()
        record_deed(session, "create", "account", number, new=f"{name}: {' '.join(sorted(held))}")
        change_ring(_folder(session), lambda ring: ring.having(slot))
    return changed("settings", reference=name)


def set_duties(session: Session, name: str, duties: frozenset[str]) -> Changed:
    """Other duties for an account, from its next sign-in on; Refused when nobody could manage the office then."""
    require(session, "manage_office")
    name, held = clean_name(name), checked_duties(duties)
    able = read_ring(_folder(session) / KEYS).names()
    with told(_folder(session)), session.saving():
        number = refuse_stranger(session, name)
        before = _duties_of(name)
        if not _manages(held):
            refuse_last_manager(session, name, able)
        Account.update(duties=sorted(held)).where(Account.id == number).execute()
        record_changes(session, "account", number, {"duties": before}, {"duties": " ".join(sorted(held))})
    return changed("settings", reference=name)


def retire_account(session: Session, name: str) -> Changed:
    """Close an account for good: its key goes at once, and what it held is free for others.

    Refused for one's own and for the last that can manage the office. Old copies of the keys file open the data
    until ``rekeying.change_lock``.
    """
    require(session, "manage_office")
    name = clean_name(name)
    if name == session.person.name:
        raise Refused("不能停用自己的账号，请由另一位经理操作。", field="account")
    able = read_ring(_folder(session) / KEYS).names()
    with told(_folder(session)), session.saving():
        number = refuse_stranger(session, name)
        refuse_last_manager(session, name, able)
        Account.update(retired_at=session.now()).where(Account.id == number).execute()
        _free(session, name)
        record_deed(session, "retire", "account", number, new=name)
        change_ring(_folder(session), lambda ring: ring.without(ACCOUNT, name))
    unlocked_again(_folder(session), name)
    return changed("settings", "callbacks", reference=name)


def lift_lockout(session: Session, name: str) -> Changed:
    """Let an account try its password again at once."""
    require(session, "manage_office")
    name = clean_name(name)
    with told(_folder(session)):
        number = refuse_stranger(session, name)
        if unlocked_again(_folder(session), name):
            with session.saving():
                record_deed(session, "lift_lockout", "account", number, new=name)
    return changed("settings", reference=name)


def _folder(session: Session) -> Path:
    return session.data.path.parent


def _refuse_taken(session: Session, name: str) -> None:
    if not name:
        raise Refused("请填写姓名。", field="account")
    with session.connected():
        found = first(Account.select(Account.retired_at).where(Account.name == name))
    if found is not None and found[0] is None:
        raise Refused(f"已经有名叫{name}的账号；忘了密码请用“重设密码”。", field="account")
    if found is not None:
        raise Refused(f"{name}是已停用的账号，记录里还有这个名字，请换一个写法。", field="account")


def _duties_of(name: str) -> str:
    found = first(Account.select(Account.duties).where(Account.name == name))
    return " ".join(sorted(found[0])) if found else ""


def _manages(duties: frozenset[str]) -> bool:
    from desktop_app.safety.duties import allows

    return allows(duties, "manage_office")


def _free(session: Session, name: str) -> None:
    """Calls begun are anyone's; what was typed in them goes to whoever closed the account."""
    Claim.delete().where(Claim.account == name).execute()
    Draft.update(account=session.person.name).where(Draft.account == name).execute()
