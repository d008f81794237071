"""The day's list as rows: a head for each group, an item for each customer, with the reason in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    "care": ("关怀", "green"),
}
GROUP_LOOKS: dict[str, tuple[str, Tone]] = {
    "appointment": ("calendar-clock", "accent"),
    "overdue": ("alarm-clock", "red"),
    "due": ("calendar-check", ""),
    "open": ("calendar-days", ""),
    "sms": ("message-square", ""),
    "complaint": ("message-square-warning", ""),
    "care": ("gift", ""),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list, and when."""

    me: str
    now: datetime

    @property
    def today(self) -> date:
        """The day of the list."""
        return self.now.date()


def key_of(entry: Entry) -> tuple[str, str]:
    """What an entry is known by."""
    return entry.kind, entry.ref


def list_rows(entries: Sequence[Entry], group: str, reader: Reader) -> Iterator[ListRow]:
    """The customers with a task in a group (all for ""), each as one row at the place of the first task there."""
    wanted = [entry for entry in entries if not group or entry.group == group]
    counted = Counter(entry.group for entry in wanted)
    for name, members in groupby(sorted(_firsts(wanted), key=_rank), key=lambda entry: entry.group):
        icon, tone = GROUP_LOOKS[name]
        yield Head(GROUP_LABELS[name], counted[name], icon, tone)
        for entry in members:
            yield _item(entry, tasks_of(entry, entries), reader)


def tasks_of(entry: Entry, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """All tasks of the customer, whatever their group, this one first."""
    if entry.together is None:
        return (entry,)
    return (entry, *(other for other in entries if other.together == entry.together and other is not entry))


def callable_now(tasks: Sequence[Entry], reader: Reader) -> bool:
    """Whether the next call could be this one: nobody else's, and no appointment still to come."""
    first = tasks[0]
    others = {first.claimed_by, first.appointment_of} - {None, reader.me}
    early = first.group == "appointment" and first.agreed_at is not None and first.agreed_at > reader.now
    return first.callback_id is not None and not others and not early


def _firsts(entries: Sequence[Entry]) -> Iterator[Entry]:
    seen: set[int] = set()
    for entry in entries:
        if entry.together is None or entry.together not in seen:
            yield entry
        if entry.together is not None:
            seen.add(entry.together)


def _rank(entry: Entry) -> int:
    """Groups stand together even where a customer's tasks belong to several."""
    return tuple(GROUP_LABELS).index(entry.group)


def _item(entry: Entry, together: Sequence[Entry], reader: Reader) -> Item:
    words, tone = KIND_BADGES[entry.kind]
    signs = (
        ("pencil", any(task.draft for task in together)),
        ("layers", len(together) > 1),
        ("lock", entry.claimed_by not in (None, reader.me)),
    )
    right, right_tone, right_icon = _right(entry, reader)
    reason = entry.reason + (f" · {len(together)} 件一次打完" if len(together) > 1 else "")
    return Item(
        key_of(entry), entry.name or "未填姓名", reason, Badge(words, tone), entry.model or "",
        tuple(icon for icon, shown in signs if shown), right, right_tone, right_icon, data=tuple(together),
        spoken=f"{words}{'' if entry.kind == 'care' else '回访'}，{entry.name}，{GROUP_LABELS[entry.group]}，{reason}",
    )  # fmt: skip


def _right(entry: Entry, reader: Reader) -> tuple[str, Tone, str]:
    if entry.claimed_by == reader.me:
        return "通话中", "green", "audio-lines"
    if entry.claimed_by:
        return f"{entry.claimed_by}通话中", "grey", ""
    if entry.group == "appointment" and entry.agreed_at is not None:
        mine = "" if entry.appointment_of in (None, reader.me) else f"{entry.appointment_of} "
        return f"{mine}{_clock(entry.agreed_at, reader.today)}", "accent", "calendar-clock"
    if entry.group == "overdue" and entry.due_to is not None:
        late = (reader.today - entry.due_to).days
        return (f"逾期 {late} 天" if late > 0 else "逾期"), "red", "alarm-clock"
    if entry.group == "due":
        return "今日到期", "yellow", "calendar-check"
    return "", "", ""


def _clock(moment: datetime, today: date) -> str:
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%m-%d %H:%M}"
