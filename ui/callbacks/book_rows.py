"""The book of appointments as rows of its table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.appointments import OPEN_STATES, STATE_LABELS, Booked
from ui.kit.cells import Badges, Column, Row, Text, Tint
from ui.kit.paint import Badge
from ui.kit.tones import Tone

COLUMNS = (
    Column("at", "时间", 62, least=62), Column("name", "客户", 128, least=96), Column("car", "车", 128, least=96),
    Column("work", "项目", 190, least=110, stretch=True), Column("advisor", "服务顾问", 76, least=64),
    Column("courtesy", "代步/取送", 84, least=72), Column("reminder", "提醒", 104, least=64),
    Column("state", "状态", 84, least=76),
)  # fmt: skip
TONES: dict[str, Tone] = {
    "made": "accent", "reminded": "teal", "moved": "accent", "came": "green", "missed": "red", "cancelled": "grey",
}  # fmt: skip


def rows_of(found: Iterable[Booked], now: datetime, *, with_day: bool) -> list[Row]:
    """One row for each appointment; ``with_day`` where they are of several days."""
    return [_row(one, now, with_day) for one in found]


def _row(one: Booked, now: datetime, with_day: bool) -> Row:
    at = f"{one.at:%m-%d %H:%M}" if with_day else f"{one.at:%H:%M}"
    late = one.state in OPEN_STATES and one.at <= now
    tint: Tint = "grey" if one.state == "cancelled" else "yellow" if late else ""
    cells = (
        Text(at, strong=True), Text(one.name, sub=shown_phone(one.phone or "")),
        Text(one.model or "", sub=one.plate or ""), Text(one.work, sub=one.note or "", tip=one.note or ""),
        Text(one.advisor or "—"), Text(one.courtesy or "—"), _reminder(one, now),
        Badges((Badge(STATE_LABELS[one.state], TONES[one.state]),)),
    )  # fmt: skip
    return Row(one.id, cells, tint, f"{at} {one.name} {one.work} {STATE_LABELS[one.state]}", data=one)


def _reminder(one: Booked, now: datetime) -> Text:
    if one.reminder_due is None:
        return Text(one.reminder_channel or "—")
    return Text(f"{one.reminder_channel or ''}提醒", tone="yellow", icon="bell", tip="该提醒客户了")
