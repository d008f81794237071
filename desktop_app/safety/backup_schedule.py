"""When the program makes a backup by itself: half-hourly when something changed, at the end, and before large changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from db.backup import Progress
from db.connection import raw_handle
from desktop_app.problems import Unavailable
from desktop_app.safety.backup import BUSY_MARK, Made, make, newest_first, state_of
from desktop_app.safety.backup_file import BackupFile
from desktop_app.safety.backup_thinning import thin
from desktop_app.safety.file_lock import is_held
from desktop_app.safety.folder_layout import BACKUPS
from desktop_app.safety.second_place import second_place
from desktop_app.session import Session

EVERY = timedelta(minutes=30)
WAIT_SECONDS, LOOK_AGAIN_SECONDS = 120.0, 0.1

Reason = Literal["half_hour", "exit"]
Why = Literal["half_hour", "exit", "import", "undo_import", "mass_edit"]

WORDS: dict[Why, str] = {
    "half_hour": "自动：每半小时",
    "exit": "自动：退出时",
    "import": "自动：导入前",
    "undo_import": "自动：撤销导入前",
    "mass_edit": "自动：批量修改前",
}
"""Why, as the audit trail tells it."""
BEFORE: dict[str, str] = {"import": "导入", "undo_import": "撤销导入", "mass_edit": "批量修改"}


@dataclass(frozen=True, slots=True)
class Due:
    """A backup is due; ``newest`` is the moment of the one before, None when there is none."""

    reason: Reason
    newest: datetime | None


def changed_since(session: Session, backup: BackupFile) -> bool:
    """Whether anything was saved since this backup was made; one that cannot tell counts as changed."""
    noted = backup.latest(session.data.key)
    with session.connected():
        return noted is None or noted != state_of(raw_handle(session.data))


def due(session: Session, *, leaving: bool = False) -> Due | None:
    """Whether the program should make one now: asked by the window's timer, and with ``leaving`` at its end.

    Half-hourly: something changed and the newest is 30 minutes old or more. Leaving: something changed at all.
    """
    newest = newest_not_ahead(session)
    if newest and not leaving and session.now() - newest.made_at < EVERY:
        return None
    if newest and not changed_since(session, newest):
        return None
    return Due("exit" if leaving else "half_hour", newest.made_at if newest else None)


def back_up_if_changed(session: Session, why: Why, progress: Progress | None = None) -> Made | None:
    """Make a verified backup unless the newest holds everything; asks for no duty, since the program itself does it.

    While another one is being made it is waited for, with ``progress`` told nothing but zeros, so that it can stop
    the waiting by raising.
    Unavailable when it fails; before an import, its undoing or a mass edit the sentence says that this was not
    done then.
    """
    if _busy(session, why, progress):
        return None
    newest = newest_not_ahead(session)
    if newest and not changed_since(session, newest):
        return None
    try:
        made = make(session, why=WORDS[why], progress=progress)
    except Unavailable as error:
        if why not in BEFORE:
            raise
        raise Unavailable(
            f"{BEFORE[why]}前的备份没有做成，所以没有{BEFORE[why]}。{error.message}",
            data="数据没有改动。",
            todo=error.todo,
            ways=error.ways,
        ) from error
    _thin(session)
    return made


def _busy(session: Session, why: Why, progress: Progress | None) -> bool:
    """Whether another backup is being made, which is good enough for the half-hourly one; others wait for its end."""
    mark = session.data.path.parent / BACKUPS / BUSY_MARK
    until = time.monotonic() + WAIT_SECONDS
    while is_held(mark) and time.monotonic() < until:
        if why == "half_hour":
            return True
        if progress:
            progress(0, 0)
        time.sleep(LOOK_AGAIN_SECONDS)
    return False


def _thin(session: Session) -> None:
    """Make room in both places; what cannot be removed now is removed another time."""
    for place in (session.data.path.parent / BACKUPS, second_place(session)):
        if place:
            with suppress(OSError):
                thin(place, session.data.key, session.today())


def newest_not_ahead(session: Session) -> BackupFile | None:
    """The newest that is not dated after now: after a clock was put right, one from the future says nothing."""
    now, folder = session.now(), session.data.path.parent
    found: Iterator[BackupFile] = (one for one in newest_first(folder) if one.made_at <= now)
    return next(found, None)
