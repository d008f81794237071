"""The sentences of a restore: what it will do, and what it has done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ui.office.backup_words import exact_words

if TYPE_CHECKING:
    from desktop_app.safety.restore import Restored

ACCOUNTS = "姓名、密码和恢复码也回到那时的；登录时用那时的密码。"


def consequences(made_at: datetime, now: datetime, *, lost: int | None, has_data: bool) -> tuple[str, ...]:
    """What restoring does, a sentence a step; ``lost`` counts the saves since (None: nobody can know)."""
    steps = [f"数据回到 {exact_words(made_at, now)} 的样子。{_lost_words(lost)}"]
    if has_data:
        steps.append("现在的数据先另存一份，放在 backups 文件夹里，需要时还能找回来。")
    return (*steps, ACCOUNTS)


def _lost_words(lost: int | None) -> str:
    if lost is None:
        return "那以后保存的内容会没有。"
    return f"那以后的 {lost:,} 次保存会没有。" if lost else "那以后没有保存过内容。"


def done_words(done: Restored, now: datetime) -> str:
    """What was done and where the old data lies."""
    words = f"已经恢复：数据回到 {exact_words(done.made_at, now)} 的样子，共 {done.records:,} 条记录。"
    return f"{words}恢复前的数据另存在 {done.kept}" if done.kept else words
