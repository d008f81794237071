"""The day's list as rows: a head for each group, an item for each customer, with the reason in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from desktop_app.callbacks.reasons import GROUP_LABELS
from desktop_app.callbacks.worklist import APPOINTMENT_KEPT_FOR, Entry
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
PLACES = {name: place for place, name in enumerate(GROUP_LABELS)}
"""The order of the groups."""
CARE_STEP = 30
"""How many care rows are shown at first, and how many more each time: nobody calls more of them in a day."""
REST = ("care", "")
"""What the row behind the last care row shown is known by."""


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


def list_rows(
    wanted: Sequence[Entry], entries: Sequence[Entry], reader: Reader, care_shown: int
) -> Iterator[ListRow]:
    """The customers of the wanted entries, each as one row at the place of the first task wanted.

    Of the care reminders no more than ``care_shown`` rows stand there, with a last one that offers the others.
    """
    counted, together = Counter(entry.group for entry in wanted), by_customer(entries)
    for name, members in groupby(sorted(_firsts(wanted), key=_rank), key=lambda entry: entry.group):
        icon, tone = GROUP_LOOKS[name]
        yield Head(GROUP_LABELS[name], counted[name], icon, tone)
        found = list(members)
        shown = found[:care_shown] if name == "care" else found
        for entry in shown:
            yield _item(entry, tasks_of(entry, together), reader)
        if len(found) > len(shown):
            yield _rest(len(found) - len(shown))


def by_customer(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """The tasks of the customers who have several, by their number."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.together is not None:
            found.setdefault(entry.together, []).append(entry)
    return found


def tasks_of(entry: Entry, together: Mapping[int, Sequence[Entry]]) -> tuple[Entry, ...]:
    """All tasks of the customer, whatever their group, this one first."""
    others = together.get(entry.together, ()) if entry.together is not None else ()
    return (entry, *(other for other in others if other is not entry))


def whose(entry: Entry, now: datetime) -> str | None:
    """Whose appointment a row is just now: its maker's until half an hour after its time."""
    if entry.agreed_at is None or now >= entry.agreed_at + APPOINTMENT_KEPT_FOR:
        return None
    return entry.agreed_by


def callable_now(tasks: Sequence[Entry], reader: Reader) -> bool:
    """Whether the next call could be this one: nobody else's, and no appointment still to come."""
    first = tasks[0]
    others = {first.claimed_by, whose(first, reader.now)} - {None, reader.me}
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
    return PLACES[entry.group]


def _item(entry: Entry, together: Sequence[Entry], reader: Reader) -> Item:
    words, tone = KIND_BADGES[entry.kind]
    signs = (
        ("pencil", any(task.draft for task in together)),
        ("layers", len(together) > 1),
        ("lock", entry.claimed_by not in (None, reader.me)),
    )
    right, right_tone, right_icon = _right(entry, reader)
    reason = (
        _parked(entry, reader)
        + entry.reason
        + (f" · {len(together)} 件一次打完" if len(together) > 1 else "")
    )
    return Item(
        key_of(entry), entry.name or "未填姓名", reason, Badge(words, tone), entry.model or "",
        tuple(icon for icon, shown in signs if shown), right, right_tone, right_icon, data=tuple(together),
        spoken=f"{words}{'' if entry.kind == 'care' else '回访'}，{entry.name}，{GROUP_LABELS[entry.group]}，{reason}",
    )  # fmt: skip


def _parked(entry: Entry, reader: Reader) -> str:
    if entry.parked_at is None:
        return ""
    return f"已搁置 · {entry.draft_of} {_clock(entry.parked_at, reader.today)} · "


def _rest(many: int) -> Item:
    return Item(REST, f"还有 {many:,} 位", f"按日期排在后面。Enter 再看 {CARE_STEP} 位", note="关怀")


def _right(entry: Entry, reader: Reader) -> tuple[str, Tone, str]:
    if entry.claimed_by == reader.me:
        return "通话中", "green", "audio-lines"
    if entry.claimed_by:
        return f"{entry.claimed_by}通话中", "grey", ""
    if entry.group == "appointment" and entry.agreed_at is not None:
        kept_by, at = whose(entry, reader.now), _clock(entry.agreed_at, reader.today)
        if kept_by is None and entry.agreed_by not in (None, reader.me):
            return f"{at} 谁都可打", "yellow", "calendar-clock"
        return f"{'' if kept_by in (None, reader.me) else kept_by + ' '}{at}", "accent", "calendar-clock"
    if entry.group == "overdue" and entry.due_to is not None:
        late = (reader.today - entry.due_to).days
        return (f"逾期 {late} 天" if late > 0 else "逾期"), "red", "alarm-clock"
    if entry.group == "due":
        return "今日到期", "yellow", "calendar-check"
    return "", "", ""


def _clock(moment: datetime, today: date) -> str:
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%m-%d %H:%M}"
