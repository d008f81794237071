"""How the backups stand: the newest here and in the second place, and whether to raise the alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import AuditEntry
from db.connection import scalar
from desktop_app import settings
from desktop_app.safety.backup_file import BackupFile
from desktop_app.safety.backup_schedule import changed_since, newest_not_ahead
from desktop_app.safety.second_place import KEPT, TROUBLE, second_place
from desktop_app.session import Session

ALARM_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Standing:
    """``newest`` and ``second`` are the moments of the newest verified backups here and in the second place.

    ``trouble`` is why the last copy to the second place failed, or nothing; ``has_second``: one is chosen.
    ``alarm``: for two days nothing saved was verified in any backup; ``words`` say all of it in one line.
    """

    newest: datetime | None
    second: datetime | None
    has_second: bool
    trouble: str
    alarm: bool
    words: str


def standing(session: Session) -> Standing:
    """Look at the folder and the settings, never at the second place itself, which may be slow or gone.

    A backup dated after now, from a clock that was wrong, says nothing. The alarm counts from the newest backup,
    or from the first deed in the audit trail when there is none, and is silent while nothing was saved since: a
    shop back from a holiday has lost nothing.
    """
    newest = newest_not_ahead(session)
    kept, trouble = settings.get(session, KEPT), settings.get(session, TROUBLE)
    second = datetime.fromisoformat(kept["made_at"]) if kept else None
    has_second, why = second_place(session) is not None, str(trouble["words"]) if trouble else ""
    alarm = _alarm(session, newest)
    made_at = newest.made_at if newest else None
    words = _words(session.now(), made_at, second, has_second=has_second, alarm=alarm)
    return Standing(made_at, second, has_second, why, alarm, words)


def _alarm(session: Session, newest: BackupFile | None) -> bool:
    since = newest.made_at if newest else _beginning(session)
    if since is None or session.now() - since < ALARM_AFTER:
        return False
    return newest is None or changed_since(session, newest)


def _beginning(session: Session) -> datetime | None:
    with session.connected():
        found: datetime | None = scalar(AuditEntry.select(AuditEntry.at).order_by(AuditEntry.id).limit(1))
    return found


def _words(
    now: datetime, newest: datetime | None, second: datetime | None, *, has_second: bool, alarm: bool
) -> str:
    here = f"备份已验证 {_when(newest, now)}" if newest else "还没有备份"
    if alarm and newest:
        here = f"两天多没有验证过的备份，最近一份是 {_when(newest, now)}"
    if not has_second:
        return here
    return f"{here} · 第二处 {_when(second, now) if second else '还没有'}"


def _when(moment: datetime, now: datetime) -> str:
    days = (now.date() - moment.date()).days
    near = {0: "今天", 1: "昨天"}.get(days, f"{moment.month}月{moment.day}日" if days < 0 else f"{days} 天前")
    return f"{near} {moment:%H:%M}"
