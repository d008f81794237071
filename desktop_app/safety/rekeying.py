"""Changing the lock (换锁): a new data key, so that whoever kept an old copy of the keys file opens nothing any more.

The data is copied, encrypted anew and verified beside the old, the new key wrapped for every account that remains
and for the recovery code, without their passwords; then data and keys change places together (``replacing``).
Killed at any moment, all is old or all is new. Backups made before stay with the keys of their time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from db import Account, AuditEntry
from db.backup import Progress, copy_data, count_records
from db.connection import connect, rows, scalar
from db.rekey import rekey
from db.soundness import broken_structure, damaged_pages
from db.whole_files import sync_file
from desktop_app.problems import Unavailable
from desktop_app.safety.backup import BUSY_MARK, back_up_folder
from desktop_app.safety.file_lock import held
from desktop_app.safety.folder_layout import BACKUPS, DATA, KEYS
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import KeyRing, new_key, wrapped_anew
from desktop_app.safety.opening import opened
from desktop_app.safety.opening_faults import damaged, told
from desktop_app.safety.presence import look
from desktop_app.safety.replacing import RESTORING, finish_restore, move_in, new_files
from desktop_app.safety.slots import RECOVERY, Slot, belongs
from desktop_app.session import Session, require

UNTOUCHED = "锁没有换，数据和密码都没有改动。"


def lock_change_due(session: Session) -> tuple[str, ...]:
    """Names of the accounts that were retired since the lock was last changed, in the order of their retirement."""
    require(session, "see_office")
    deeds = AuditEntry.select(AuditEntry.id).where(
        (AuditEntry.entity == "data_folder") & (AuditEntry.action == "change_lock")
    )
    with session.connected():
        last = scalar(deeds.order_by(AuditEntry.id.desc()).limit(1)) or 0
        retired = (AuditEntry.entity == "account") & (AuditEntry.action == "retire") & (AuditEntry.id > last)
        return tuple(
            name for (name,) in rows(AuditEntry.select(AuditEntry.new).where(retired).order_by(AuditEntry.id))
        )


def change_lock(session: Session, *, progress: Progress | None = None) -> Session:
    """Give the data a new key and return the session of the same person on it; the old session is at its end.

    No other thread may work with the session meanwhile. ``progress`` is told pages of the safety copy, and then
    those of the new data; raising stops it. Refused without the duty; Unavailable, with nothing changed and the
    session as it was, when somebody else has the data open, a slot cannot be wrapped anew without its password,
    or the disk does not take it.
    """
    require(session, "manage_office")
    folder, key = session.data.path.parent, new_key()
    with told(folder), _alone(folder):
        ring = _remaining(session)
        back_up_folder(folder, session.data, session.now(), progress=progress)
        session.data.close()
        with _nobody_backs_up(folder), _nobody_saves(session):
            with new_files(folder) as workshop:
                _encrypt_anew(session, workshop / DATA, key, progress)
                write_ring(workshop / KEYS, wrapped_anew(ring, key))
            session.data.shut()
        with _changed_already(folder):
            move_in(folder)
    with _changed_already(folder):
        fresh = opened(folder, key, session.person.name, session.clock)
    return replace(fresh, replay=session.replay)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else has the data open, and nobody opens it: whoever does looks for this lock."""
    finish_restore(folder)
    lock = held(folder / RESTORING)
    if lock is None:
        raise Unavailable("正在恢复数据。", data=UNTOUCHED, todo="等它做完，再换锁。")
    try:
        if len(look(folder).live) > 1:
            raise Unavailable(
                "数据还开在另一个窗口或命令里，不能换锁。",
                data=UNTOUCHED,
                todo="关闭其他窗口，等命令做完，再换锁。",
            )
        yield
    finally:
        lock.remove()


@contextmanager
def _nobody_backs_up(folder: Path) -> Iterator[None]:
    """A backup begun now would put the new keys to the old data."""
    lock = held(folder / BACKUPS / BUSY_MARK)
    if lock is None:
        raise Unavailable("一份备份正在进行，不能换锁。", data=UNTOUCHED, todo="等它做完，再换锁。")
    try:
        yield
    finally:
        lock.remove()


@contextmanager
def _nobody_saves(session: Session) -> Iterator[None]:
    """What another thread saved after the copy would stay behind with the old data."""
    with closing(connect(session.data.path, session.data.key)) as handle:
        handle.execute("BEGIN IMMEDIATE")
        yield


def _remaining(session: Session) -> KeyRing:
    """The slots that get the new key; Unavailable when one of them cannot without its password."""
    with session.connected():
        living = {name for (name,) in rows(Account.select(Account.name).where(Account.retired_at.is_null()))}
    ring = read_ring(session.data.path.parent / KEYS)
    kept = KeyRing(tuple(slot for slot in ring.slots if slot.kind == RECOVERY or slot.name in living))
    _refuse_unpaired(tuple(slot for slot in kept.slots if slot.pair is None))
    _refuse_planted(tuple(slot for slot in kept.slots if not belongs(slot, session.data.key)))
    return kept


def _refuse_unpaired(unpaired: tuple[Slot, ...]) -> None:
    names = "、".join(slot.name for slot in unpaired if slot.kind != RECOVERY)
    if names:
        raise Unavailable(
            f"{names}的钥匙是旧版程序做的，没有密码不能换。",
            data=UNTOUCHED,
            todo=f"请{names}登录一次，或者由经理重设密码，再换锁。",
        )
    if unpaired:
        raise Unavailable(
            "恢复码是旧版程序做的，没有它不能换。", data=UNTOUCHED, todo="先换一个新的恢复码并打印，再换锁。"
        )


def _refuse_planted(planted: tuple[Slot, ...]) -> None:
    names = "、".join(slot.name or "恢复码" for slot in planted)
    if names:
        raise Unavailable(
            f"密钥文件被人改过：{names}的钥匙不是这里做的。",
            data=UNTOUCHED,
            todo="重设这些账号的密码；是恢复码的，换一个新的恢复码。再换锁。",
        )


def _encrypt_anew(session: Session, path: Path, key: str, progress: Progress | None) -> None:
    """A verified copy of the data under the new key, with the deed in its audit trail."""
    copied = copy_data(session.data.path, path, session.data.key, look=_nothing, progress=progress)
    rekey(path, session.data.key, key)
    with closing(connect(path, key)) as handle:
        if damaged_pages(handle) or broken_structure(handle) or count_records(handle) != copied.counts:
            raise damaged(session.data.path.parent, "换锁时核对不上")
        _note(handle, session)
    sync_file(path)


def _nothing(_handle: Any) -> dict[str, str]:
    return {}


def _note(handle: Any, session: Session) -> None:
    deed = AuditEntry.insert(
        at=session.now(), account=session.person.name, action="change_lock", entity="data_folder"
    )
    statement, values = deed.sql()
    handle.execute(statement, values)


@contextmanager
def _changed_already(folder: Path) -> Iterator[None]:
    """What fails from the announcement on does not take it back: the next sign-in finishes it."""
    try:
        with told(folder):
            yield
    except Unavailable as error:
        raise Unavailable(
            f"锁已经换好，但数据没能重新打开：{error.message}",
            data="数据完好，各人的密码都没有变，旧的密钥文件已经打不开它。",
            todo="关闭程序，再打开登录。",
        ) from error
