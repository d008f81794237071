"""The accounts as rows of a table: who, which duties, since when, and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.safety.duties import DUTIES
from ui.kit.cells import Badges, Column, Row, Text
from ui.kit.paint import Badge

if TYPE_CHECKING:
    from desktop_app.safety.accounts import AccountLine

COLUMNS = (
    Column("name", "登录名", 150, least=110, sortable=False),
    Column("person", "姓名", 100, least=80, sortable=False),
    Column("duties", "职责", 260, stretch=1, least=180, sortable=False),
    Column("since", "启用日期", 104, least=96, sortable=False),
    Column("state", "状态", 150, least=130, sortable=False),
)


def duty_words(duties: frozenset[str]) -> str:
    """Duties as people say them, 全部职责 for whoever holds all."""
    held = [words for duty, words in DUTIES.items() if duty in duties]
    return "全部职责" if len(held) == len(DUTIES) else "、".join(held)


def account_row(line: AccountLine) -> Row:
    """One account; a retired one is grey."""
    name = f"{line.name}（我）" if line.me else line.name
    tone = "grey" if line.retired_at else ""
    return Row(
        line.name,
        (
            Text(name, strong=not line.retired_at, tone=tone, copy=line.name),  # type: ignore[arg-type]
            Text(line.person, tone=tone),  # type: ignore[arg-type]
            Text(duty_words(line.duties), tone=tone, tip=duty_words(line.duties)),  # type: ignore[arg-type]
            Text(f"{line.created_at:%Y-%m-%d}", tone=tone),  # type: ignore[arg-type]
            Badges((state_badge(line),)),
        ),
        data=line,
    )


def state_badge(line: AccountLine) -> Badge:
    """在用, 停用 since when, 锁定 until when, or that it has no key."""
    if line.retired_at:
        return Badge(f"停用 {line.retired_at:%Y-%m-%d}", "neutral", "ban")
    if line.locked_until:
        return Badge(f"锁定到 {line.locked_until:%H:%M:%S}", "yellow", "lock", "密码连续输错，到时候才能再试")
    if not line.has_key:
        return Badge("要重设密码", "yellow", "key-round", "没有这个账号的钥匙，重设密码后才能登录")
    return Badge("在用", "green", "circle-check")
