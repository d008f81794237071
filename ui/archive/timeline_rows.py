"""往来 as rows: one entry for each event, under the month it happened in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from desktop_app.archive.history import ACTION_LABELS
from desktop_app.archive.history import Entry as Change
from desktop_app.archive.timeline import Event, EventKind
from ui.kit.items import Entry, Head, ListRow
from ui.kit.paint import Badge
from ui.kit.tones import Tone

ICONS: dict[EventKind, tuple[str, Tone]] = {
    "sale": ("car", "accent"),
    "visit": ("wrench", "teal"),
    "call": ("phone", "neutral"),
    "case": ("message-square-warning", "red"),
    "sms": ("message-square", "neutral"),
    "promise": ("hand", "yellow"),
    "correction": ("circle-alert", "yellow"),
}
TONES: dict[str, Tone] = {"plain": "neutral", "good": "green", "warn": "yellow", "bad": "red"}
CALL_ICONS = {"成功": "phone-call", "无人接听": "phone-missed", "空号": "phone-off", "错误号码": "phone-off"}


def timeline_rows(events: Iterable[Event], kind: str = "") -> Iterator[ListRow]:
    """The events, or those of one kind, with a head for each month."""
    wanted = [event for event in events if not kind or event.kind == kind]
    for (year, month), group in groupby(wanted, key=lambda event: (event.on.year, event.on.month)):
        yield Head(f"{year} 年 {month} 月")
        for place, event in enumerate(group):
            yield _entry(event, place)


def _entry(event: Event, place: int) -> Entry:
    icon, tone = ICONS[event.kind]
    if event.kind == "call":
        icon = CALL_ICONS.get(event.outcome, "phone")
    marked = event.tone != "plain" and event.outcome
    return Entry(
        (event.kind, event.reference, event.on, event.at, place),
        f"{event.on:%m-%d}",
        icon,
        event.title,
        event.detail,
        tone,
        right="" if marked else event.outcome,
        badge=Badge(event.outcome, TONES[event.tone]) if marked else None,
        data=event,
    )


def history_rows(changes: Iterable[Change]) -> Iterator[ListRow]:
    """修改记录: what was changed from what to what, by day."""
    for day, group in groupby(changes, key=lambda change: change.at.date()):
        yield Head(day.isoformat())
        for place, change in enumerate(group):
            what = " ".join(
                part for part in (ACTION_LABELS.get(change.action, change.action), change.field) if part
            )
            values = f"{change.old or '空'} → {change.new or '空'}" if change.field else change.new
            sub = " · ".join(part for part in (change.account, values, change.reason) if part)
            yield Entry((change.at, place), f"{change.at:%H:%M}", "pencil", what, sub)
