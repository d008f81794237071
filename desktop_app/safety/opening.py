"""Opening the data of a folder with its key: checked after an unclean exit, upgraded, and held open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from db import Account
from db.connection import DataFile, connect, first, open_data
from db.migrate import is_behind, migrate
from db.soundness import broken_structure, damaged_pages
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import opening_faults as faults
from desktop_app.safety.folder_layout import DATA, JOURNAL
from desktop_app.safety.keys import clean_name
from desktop_app.safety.presence import Around, announce, checked, look, take_over
from desktop_app.safety.replacing import refuse_while_restoring
from desktop_app.session import Clock, Crash, Person, Session

READ_THROUGH_BELOW = 20 * 1024 * 1024
"""Bytes up to which every page is verified at each opening: 50 ms; larger files only after an unclean exit."""


def opened(folder: Path, key: str, account: str, clock: Clock, *, without_journal: bool = False) -> Session:
    """The data of ``folder`` held open for an account whose key was unwrapped; Refused for a retired one."""
    around = look(folder)
    if around.left and not without_journal and not (folder / JOURNAL).exists():
        raise faults.journal_gone(folder)
    faults.refuse_misfit(folder / DATA)
    torn = not around.live and (folder / JOURNAL).exists() and faults.refuse_spoilt_journal(
        folder, knowingly=without_journal
    )  # fmt: skip
    unclean = bool(around.left) or around.unchecked or (not around.live and (folder / JOURNAL).exists())
    data = _held(folder, key)
    try:
        refuse_while_restoring(folder)
        if unclean:
            take_over(folder, around)
        _refuse_damage(data, whole=unclean)
        checked(folder)
        _upgrade(folder, data, around, clock)
        name = clean_name(account)
        session = Session(
            Person(name, frozenset()),
            clock,
            data,
            after_crash=_crash(unclean=unclean, torn=torn or without_journal),
        )
        if not around.live:
            _finish_imports(session)
        return replace(session, person=person_of(session, name))
    except BaseException:
        data.shut()
        raise


def _crash(*, unclean: bool, torn: bool) -> Crash:
    return ("torn" if torn else "whole") if unclean else ""


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


def _finish_imports(session: Session) -> None:
    """Let the search learn what an import had left to it when its process ended."""
    from desktop_app.exchange.search_of_batch import catch_up

    catch_up(session)


def person_of(session: Session, account: str) -> Person:
    """The holder of an account with the duties of now, on the data of ``session``; Refused for a retired one."""
    with session.connected():
        found = first(Account.select(Account.duties, Account.retired_at).where(Account.name == account))
    if found is None or found[1] is not None:
        raise Refused("这个账号已停用，请找客关部经理。", field="account")
    return Person(account, frozenset(found[0]))
