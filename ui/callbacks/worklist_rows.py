"""The day's list as rows: a head for each group, an item for each customer, with the reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from desktop_app.callbacks.reasons import GROUP_LABELS
from desktop_app.callbacks.worklist import Entry
from ui.kit.items import Head, Item, ListRow
from ui.kit.paint import Badge
from ui.kit.tones import Tone

KIND_BADGES: dict[str, tuple[str, Tone]] = {
    "sales": ("销售", "accent"),
    "service": ("售后", "teal"),
    "complaint": ("投诉", "red"),
}
GROUP_LOOKS: dict[str, tuple[str, Tone]] = {
    "appointment": ("calendar-clock", "accent"),
    "overdue": ("alarm-clock", "red"),
    "due": ("calendar-check", ""),
    "open": ("calendar-days", ""),
    "sms": ("message-square", ""),
    "complaint": ("message-square-warning", ""),
}


def key_of(entry: Entry) -> tuple[str, str]:
    """What an entry is known by."""
    return entry.kind, entry.ref


def list_rows(entries: Iterable[Entry], group: str, today: date, me: str) -> Iterator[ListRow]:
    """The entries of a group (all for ""), those of one customer as one row at the place of the first."""
    wanted = [entry for entry in entries if not group or entry.group == group]
    seen: set[int] = set()
    for name, members in groupby(wanted, key=lambda entry: entry.group):
        items = [
            _item(entry, _together(entry, wanted), today, me)
            for entry in members
            if entry.together is None or (entry.together not in seen and not seen.add(entry.together))  # type: ignore[func-returns-value]
        ]
        icon, tone = GROUP_LOOKS[name]
        if items:
            yield Head(GROUP_LABELS[name], len(items), icon, tone)
            yield from items


def _together(entry: Entry, entries: Sequence[Entry]) -> list[Entry]:
    if entry.together is None:
        return [entry]
    return [other for other in entries if other.together == entry.together]


def _item(entry: Entry, together: Sequence[Entry], today: date, me: str) -> Item:
    words, tone = KIND_BADGES[entry.kind]
    others = len(together) - 1
    icons = tuple(
        icon for icon, shown in (("pencil", entry.draft), ("layers", others > 0), ("lock", entry.claimed_by not in (None, me)))
        if shown
    )  # fmt: skip
    right, right_tone, right_icon = _right(entry, today, me)
    reason = entry.reason + (f" · {others + 1} 件一次打完" if others else "")
    return Item(
        key_of(entry), entry.name or "未填姓名", reason, Badge(words, tone), entry.model or "", icons,
        right, right_tone, right_icon, data=tuple(together),
        spoken=f"{words}回访，{entry.name}，{GROUP_LABELS[entry.group]}，{reason}",
    )  # fmt: skip


def _right(entry: Entry, today: date, me: str) -> tuple[str, Tone, str]:
    if entry.claimed_by == me:
        return "通话中", "green", "audio-lines"
    if entry.claimed_by:
        return f"{entry.claimed_by}通话中", "grey", ""
    if entry.group == "appointment" and entry.agreed_at is not None:
        return _clock(entry.agreed_at, today), "accent", "calendar-clock"
    if entry.group == "overdue" and entry.due_to is not None:
        late = (today - entry.due_to).days
        return (f"逾期 {late} 天" if late > 0 else "逾期"), "red", "alarm-clock"
    if entry.group == "due":
        return "今日到期", "yellow", "calendar-check"
    return "", "", ""


def _clock(moment: datetime, today: date) -> str:
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%m-%d %H:%M}"
