"""A line of the archive list as a row of the kit's table."""

from __future__ import annotations

from datetime import date

from desktop_app.archive.lists import FileRow
from desktop_app.archive.marks import MARK_LABELS, Mark, MarkKind
from ui.kit.cells import Badges, Column, Row, Text
from ui.kit.paint import Badge
from ui.kit.tones import Tone

COLUMNS = (
    Column("name", "姓名", 116, least=92),
    Column("phone", "电话", 116, least=104),
    Column("plate", "车牌", 92, least=84),
    Column("model", "车型", 80, least=62),
    Column("advisor", "顾问", 64, least=54),
    Column("last_visit_on", "最近来店", 84, least=70),
    Column("marks", "状态", 120, stretch=1, sortable=False, least=64),
)

MARK_LOOKS: dict[MarkKind, tuple[Tone, str]] = {
    "open_cases": ("red", "message-square-warning"),
    "promises": ("yellow", "hand"),
    "recall": ("red", "megaphone"),
    "information_incorrect": ("yellow", "circle-alert"),
    "do_not_call": ("grey", "phone-off"),
    "papers_missing": ("neutral", "file-x"),
    "sales_callback": ("accent", "phone"),
    "service_callback": ("accent", "phone"),
    "half_year": ("outline", "clock"),
}
COUNTED: frozenset[MarkKind] = frozenset({"promises", "papers_missing"})
"""Marks that say how many."""

MOST_BADGES = 2
NEVER_CAME = "尚未来店"


def row_of(file: FileRow, today: date) -> Row:
    """One file; the key is its VIN."""
    badges = tuple(mark_badge(mark) for mark in file.marks)
    tip = "、".join(badge.text for badge in badges)
    visited = Text(NEVER_CAME, tone="grey") if file.last_visit_on is None else Text(
        short_day(file.last_visit_on, today), copy=file.last_visit_on.isoformat()
    )  # fmt: skip
    return Row(
        file.vin,
        (
            Text(file.name or "未填姓名", strong=True, letter=file.card, letter_tone=card_tone(file.card)),
            Text(file.phone),
            Text(file.plate),
            Text(file.model),
            Text(file.advisor),
            visited,
            Badges(badges[:MOST_BADGES], tip=tip),
        ),
        data=file,
    )


def mark_badge(mark: Mark) -> Badge:
    """A mark as its badge; those that count say how many."""
    tone, icon = MARK_LOOKS[mark.kind]
    words = MARK_LABELS[mark.kind]
    if mark.kind in COUNTED:
        words = f"{words} {mark.count}"
    return Badge(words, tone, icon)


def card_tone(card: str) -> Tone:
    """The tone of a card's letter."""
    return "teal" if card == "C" else "accent"


def short_day(day: date, today: date) -> str:
    """A day as lists show it: without the year when it is this one."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()
