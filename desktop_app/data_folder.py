"""The data folder: made at first start with everything a shop needs, opened by an account and its password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from desktop_app.doorway import account_names, default_folder
from desktop_app.problems import Refused
from desktop_app.safety import opening_faults as faults
from desktop_app.safety.admission import (
    admitted,
    admitted_by_code,
    checked_password,
    code_renewed,
    lock_may_change,
    proved,
    refuse_other_key,
    renewed,
)
from desktop_app.safety.clock_faults import accept_clock, refuse_wrong_clock
from desktop_app.safety.folder_layout import holds_data
from desktop_app.safety.keys import COST, Cost, clean_name
from desktop_app.safety.opening import opened, person_of
from desktop_app.safety.recovery_code import new_code
from desktop_app.safety.replacing import finish_restore
from desktop_app.safety.surroundings import refuse_surroundings
from desktop_app.session import Clock, Session, wall_clock

__all__ = [
    "Opened", "account_names", "close_folder", "create", "default_folder", "holds_data", "open_folder", "prove",
    "recover", "refreshed", "switch",
]  # fmt: skip

ClockTrust = Literal["as it is", "asked", "vouched for"]
"""Commands and demonstrations take the clock as it is; a window asks whether it can be right, and someone may
vouch for it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new data folder: its manager's session, and the recovery code to print, which is stored nowhere."""

    session: Session
    recovery_code: str


def create(
    folder: Path, account: str, password: str, shop: str, brand: str = "", clock: Clock = wall_clock, *,
    person: str | None = None, recovery_code: str | None = None, cost: Cost = COST,
) -> Opened:  # fmt: skip
    """Make a data folder with its first account, which holds every duty; all of it, or nothing is left behind.

    ``person`` is the account holder's name in records where it differs from the account's, ``recovery_code`` one
    from ``recovery_code.new_code`` that was shown beforehand. Raises Refused for empty names or a folder that
    holds data, Unavailable when the disk does not take it.
    """
    from desktop_app.safety.first_start import Beginning, build, making, settle

    name, shop, code = clean_name(account), shop.strip(), recovery_code or new_code()
    if not shop:
        raise Refused("请填写店名。", field="shop")
    beginning = Beginning(name, password, (person or name).strip(), shop, brand.strip(), code, cost)
    refuse_surroundings(folder)
    with faults.told(folder), making(folder) as workshop:
        key = build(workshop, beginning, clock)
        settle(workshop, folder)
        return Opened(opened(folder, key, name, clock), code)


def open_folder(
    folder: Path, account: str, password: str, clock: Clock = wall_clock, *, replay: bool = False,
    without_journal: bool = False, clock_trust: ClockTrust = "as it is", wall: Clock = wall_clock,
) -> Session:  # fmt: skip
    """Sign in: unwrap the key, check and upgrade the data, and hold it open until ``close_folder``.

    Raises Refused for a wrong name or password (not saying which) and a retired account, TooSoon after several
    wrong ones (counted by the clock ``wall``, which nobody sets), Unavailable for every fault of the folder.
    ``replay`` says that the clock was set by hand; ``without_journal`` goes on after the newest saves were lost
    with their journal; ``clock_trust`` says whether a clock that cannot be right is a fault.
    """
    with faults.told(folder):
        _make_ready(folder)
        key = admitted(folder, account, password, wall)
        with lock_may_change(folder, key):
            session = opened(folder, key, account, clock, without_journal=without_journal)
        session = replace(session, replay=replay)
        _mind_clock(session, clock_trust)
        renewed(folder, key, account, password)
    return session


def recover(
    folder: Path, code: str, account: str, new_password: str, clock: Clock = wall_clock, *, replay: bool = False,
    clock_trust: ClockTrust = "as it is", wall: Clock = wall_clock,
) -> Session:  # fmt: skip
    """Sign in by the recovery code, which gives the account a new password.

    Refused for a wrong code (field code), an easy password (field password), and an account that is retired or,
    unless it manages the office, has no key any more (field account); TooSoon and Unavailable as at sign-in.
    """
    from desktop_app.safety.password_changes import set_by_code

    password = checked_password(new_password, account)
    with faults.told(folder):
        _make_ready(folder)
        key = admitted_by_code(folder, code, wall)
        with lock_may_change(folder, key):
            session = replace(opened(folder, key, account, clock), replay=replay)
        _mind_clock(session, clock_trust)
        try:
            set_by_code(session, password)
        except BaseException:
            session.data.shut()
            raise
        code_renewed(folder, key, code)
    return session


def switch(session: Session, account: str, password: str, *, wall: Clock = wall_clock) -> Session:
    """Another person at the same window: the data stays open, with everything that was loaded.

    Raises what ``open_folder`` raises for a wrong password; then the session goes on as it was.
    """
    folder = session.data.path.parent
    with faults.told(folder):
        key = admitted(folder, account, password, wall)
        refuse_other_key(session, key)
        switched = replace(session, person=person_of(session, clean_name(account)))
        renewed(folder, key, account, password)
    return switched


def prove(session: Session, password: str, *, wall: Clock = wall_clock) -> None:
    """That it is still the same person at the window: Refused (field password) or TooSoon if not."""
    with faults.told(session.data.path.parent):
        proved(session, password, wall)


def refreshed(session: Session) -> Session:
    """The session with the duties its account holds now; Refused when it was retired since."""
    return replace(session, person=person_of(session, session.person.name))


def close_folder(session: Session) -> None:
    """Say that the folder was left properly; done at the end of the process if nobody does it before."""
    session.data.shut()


def _mind_clock(session: Session, trust: ClockTrust) -> None:
    """Ask after the upgrade, so that the trail is of this program's shape."""
    try:
        if trust == "asked":
            refuse_wrong_clock(session)
        elif trust == "vouched for":
            accept_clock(session)
    except BaseException:
        session.data.shut()
        raise


def _make_ready(folder: Path) -> None:
    """Finish what a killed restore began, and refuse a folder in which nobody can work."""
    refuse_surroundings(folder)
    finish_restore(folder)
    faults.refuse_absent(folder)
    faults.refuse_unwritable(folder)
