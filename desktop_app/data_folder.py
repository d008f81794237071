"""The data folder: made at first start with everything a shop needs, opened by an account and its password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from db import Account
from db.connection import DataFile, connect, first, open_data
from db.migrate import is_behind, migrate
from db.soundness import broken_structure, damaged_pages
from desktop_app.doorway import account_names, default_folder
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import opening_faults as faults
from desktop_app.safety.clock_faults import accept_clock, refuse_wrong_clock
from desktop_app.safety.folder_layout import DATA, JOURNAL, KEYS, holds_data
from desktop_app.safety.key_file import read_ring
from desktop_app.safety.keys import COST, Cost, KeyRing, clean_name, unlock
from desktop_app.safety.presence import Around, announce, checked, look, take_over
from desktop_app.safety.recovery_code import new_code
from desktop_app.safety.replacing import finish_restore, refuse_while_restoring
from desktop_app.safety.surroundings import refuse_surroundings
from desktop_app.session import Clock, Person, Session, wall_clock

__all__ = ["Opened", "account_names", "close_folder", "create", "default_folder", "holds_data", "open_folder"]

READ_THROUGH_BELOW = 20 * 1024 * 1024
"""Bytes up to which every page is verified at each opening: 50 ms; larger files only after an unclean exit."""

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
        return Opened(_session(folder, key, name, clock), code)


def open_folder(
    folder: Path, account: str, password: str, clock: Clock = wall_clock, *, replay: bool = False,
    without_journal: bool = False, clock_trust: ClockTrust = "as it is",
) -> Session:  # fmt: skip
    """Sign in: unwrap the key, check and upgrade the data, and hold it open until ``close_folder``.

    Raises Refused for a wrong name or password (not saying which) and a retired account, Unavailable for every
    fault of the folder. ``replay`` says that the clock was set by hand; ``without_journal`` goes on after the
    newest saves were lost with their journal; ``clock_trust`` says whether a clock that cannot be right is a fault.
    """
    with faults.told(folder):
        refuse_surroundings(folder)
        finish_restore(folder)
        faults.refuse_absent(folder)
        faults.refuse_unwritable(folder)
        key = unlock(_ring(folder), account, password)
        session = _session(folder, key, account, clock, without_journal=without_journal)
        session = replace(session, replay=replay)
        _mind_clock(session, clock_trust)
    return session


def close_folder(session: Session) -> None:
    """Say that the folder was left properly; done at the end of the process if nobody does it before."""
    session.data.shut()


def _ring(folder: Path) -> KeyRing:
    return read_ring(folder / KEYS)


def _session(folder: Path, key: str, account: str, clock: Clock, *, without_journal: bool = False) -> Session:
    around = look(folder)
    if around.left and not without_journal and not (folder / JOURNAL).exists():
        raise faults.journal_gone(folder)
    faults.refuse_misfit(folder / DATA)
    unclean = bool(around.left) or around.unchecked or (not around.live and (folder / JOURNAL).exists())
    data = _held(folder, key)
    try:
        refuse_while_restoring(folder)
        if unclean:
            take_over(folder, around)
        _refuse_damage(data, whole=unclean)
        checked(folder)
        _upgrade(folder, data, around, clock)
        return Session(_person(data, clean_name(account)), clock, data, after_crash=unclean)
    except BaseException:
        data.shut()
        raise


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


def _held(folder: Path, key: str) -> DataFile:
    """The data with one connection kept open, and the sign of it put up."""
    data = open_data(folder / DATA, key)
    try:
        data.hold()
        data.closing.callback(announce(folder).remove)
    except BaseException:
        data.shut()
        raise
    return data


def _refuse_damage(data: DataFile, *, whole: bool) -> None:
    if not whole and data.path.stat().st_size > READ_THROUGH_BELOW:
        return
    handle = connect(data.path, data.key)
    try:
        if whole:  # a page torn by a power cut stands whole in the journal
            handle.execute("PRAGMA wal_checkpoint").fetchall()
        found = damaged_pages(handle) or (broken_structure(handle) if whole else [])
    finally:
        handle.close()
    if found:
        raise faults.damaged(data.path.parent, f"{len(found)} 处")


def _upgrade(folder: Path, data: DataFile, around: Around, clock: Clock) -> None:
    with data.connection_context():
        if not is_behind(data):
            return
        if around.live:
            raise Unavailable(
                "数据需要升级，但它正开在另一个窗口或命令里。",
                data="数据没有改动。",
                todo="关闭其他窗口，等命令做完，再打开。",
            )
        from desktop_app.safety.backup import back_up_folder

        back_up_folder(folder, data, clock())
        migrate(data)


def _person(data: DataFile, account: str) -> Person:
    with data.connection_context():
        found = first(Account.select(Account.duties, Account.retired_at).where(Account.name == account))
    if found is None or found[1] is not None:
        raise Refused("这个账号已停用，请找客关部经理。", field="account")
    return Person(account, frozenset(found[0]))
