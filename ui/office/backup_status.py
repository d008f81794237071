"""How the backups stand, in the words of the status line and of the alarm over the tabs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from desktop_app.safety.backup_standing import Standing as Backups
from ui.kit.trouble import Trouble
from ui.office.backup_words import exact_words
from ui.status_line import Standing

LEADS_ON = "点这里看备份、恢复数据"
NOT_MADE = "自动备份没有做成"


def with_backups(line: Standing, found: Backups, trouble: Trouble | None, now: datetime) -> Standing:
    """The status line's standing with what there is to say of the backups; ``trouble`` is the timer's."""
    words, good = found.words, found.newest is not None and not found.alarm
    tip = [LEADS_ON]
    if found.trouble:
        good, tip = False, [found.trouble, *tip]
    if trouble is not None:
        words, good = f"{NOT_MADE} · {words}", False
        tip = [f"{NOT_MADE}：{trouble.what}", trouble.data, *trouble.todo, *tip]
    alarm = alarm_words(found, trouble, now) if found.alarm else ""
    return replace(line, backup=words, backup_good=good, tip="\n".join(filter(None, tip)), alarm=alarm)


def alarm_words(found: Backups, trouble: Trouble | None, now: datetime) -> str:
    """``已经 3 天没有验证过的备份，最近一份是 10月28日 17:05``, and why if that is known."""
    words = "到现在还没有一份验证过的备份"
    if found.newest is not None:
        days = (now.date() - found.newest.date()).days
        words = f"已经 {days} 天没有验证过的备份，最近一份是 {exact_words(found.newest, now)}"
    return f"{words}。{NOT_MADE}：{trouble.what}" if trouble else words
