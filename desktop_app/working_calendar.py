"""The working calendar (工作日历): weekends, the public holidays and make-up days of China, and what the office adds.

The State Council announces the days of a year in the November before. They stand in a yearly table that the office
edits on that day (setting ``days_off``); years announced when this program was made are known to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop_app import settings
from desktop_app.holidays import ANNOUNCED, Year
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import as_text, record_changes
from desktop_app.session import Changed, Session, changed, require

SETTING = "days_off"
LONGEST_BREAK = 60
"""No break is longer than so many days; a calendar with one has been typed wrongly."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: ``weekdays`` (0 is Monday) but for days off and make-up days of the years known."""

    weekdays: frozenset[int]
    years: Mapping[int, Year]

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on a day; in a year not yet announced its weekdays decide."""
        year = self.years.get(day.year)
        if year and day in year.off:
            return False
        return bool(year and day in year.work) or day.weekday() in self.weekdays

    def next_working_day(self, day: date) -> date:
        """The first working day after a day."""
        return next(
            (after for step in range(1, LONGEST_BREAK) if self.is_working_day(after := day + step * _DAY)),
            day + _DAY,
        )

    def is_holiday(self, day: date) -> bool:
        """Whether a day is off by announcement, and not just a weekend."""
        year = self.years.get(day.year)
        return year is not None and day in year.off

    def knows(self, year: int) -> bool:
        """Whether the days of a year have been entered."""
        return year in self.years


@dataclass(frozen=True, slots=True)
class Break:
    """Days off in a row, from the day after the last working day; ``holiday`` when it is more than a weekend."""

    first: date
    last: date
    holiday: bool

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1


def calendar_of(values: Mapping[str, Any]) -> Calendar:
    """The calendar that the office's settings make."""
    typed = {int(year): _year(days) for year, days in values[SETTING].items()}
    return Calendar(frozenset(values["working_weekdays"]), {**ANNOUNCED, **typed})


def _year(days: Mapping[str, list[str]]) -> Year:
    return Year(*(frozenset(map(date.fromisoformat, days[part])) for part in ("off", "work")))


def calendar(session: Session) -> Calendar:
    """The office's calendar as it is set now."""
    require(session, "see")
    return calendar_of(settings.get_all(session))


def is_working_day(session: Session, day: date) -> bool:
    """Whether the office works on a day."""
    return calendar(session).is_working_day(day)


def next_working_day(session: Session, day: date) -> date:
    """The first working day after a day."""
    return calendar(session).next_working_day(day)


def break_after(session: Session, day: date) -> Break | None:
    """The days off that begin tomorrow; None when tomorrow is worked, or when ``day`` itself is off."""
    kept = calendar(session)
    again = kept.next_working_day(day)
    if not kept.is_working_day(day) or again == day + _DAY:
        return None
    days = [day + step * _DAY for step in range(1, (again - day).days)]
    return Break(days[0], days[-1], any(map(kept.is_holiday, days)))


def hint_before_days_off(session: Session, last_days: Iterable[date | None]) -> str:
    """``明天起放假 3 天：今天是最后一天的 5 位请先打``; empty on other days.

    ``last_days`` are the last days of today's rows: those that end today or on one of the days off count. Windows
    run in calendar days, days off or not (department's rules, section 2).
    """
    today = session.today()
    rest = break_after(session, today)
    if rest is None:
        return ""
    ends = [day for day in last_days if day is not None and today <= day <= rest.last]
    now, later = ends.count(today), len(ends) - ends.count(today)
    parts = [f"今天是最后一天的 {now} 位请先打"] if now else []
    word = "放假" if rest.holiday else "休息"
    parts += [f"{word}期间到期的 {later} 位也请提前打"] if later else []
    return (
        f"明天起{word} {rest.days} 天"
        + ("：" if parts else "。")
        + "，".join(parts)
        + ("。" if parts else "")
    )


def hint_of_missing_year(session: Session) -> str:
    """A word to the manager when the days of next year can be known and are not entered; empty otherwise."""
    kept, today = calendar(session), session.today()
    missing = [year for year in (today.year, today.year + (today.month >= 11)) if not kept.knows(year)]
    if not missing:
        return ""
    return f"{missing[0]} 年的节假日还没有录入，暂按周末休息计算；国务院办公厅公布后请在设置里录入。"


def set_year(session: Session, year: int, off: Iterable[date], work: Iterable[date]) -> Changed:
    """Enter the days off and the make-up days of a year; raises Refused, at the field, for what cannot be."""
    require(session, "manage_office")
    entered = Year(frozenset(off), frozenset(work))
    _check(year, entered)
    with session.saving():
        before = settings.get(session, SETTING)
        after = before | {
            str(year): {part: sorted(map(str, getattr(entered, part))) for part in ("off", "work")}
        }
        settings.put(session, SETTING, after)
        old, new = (
            _told(calendar_of({SETTING: told, "working_weekdays": []}), year) for told in (before, after)
        )
        record_changes(session, "setting", year, {SETTING: old}, {SETTING: new})
    return changed("settings", "callbacks")


def set_working_weekdays(session: Session, weekdays: Iterable[int]) -> Changed:
    """Set the days of the week that are worked, 0 for Monday; at least one."""
    require(session, "manage_office")
    chosen = sorted(set(weekdays))
    if not chosen or not set(chosen) <= set(range(7)):
        raise Refused("每周至少要有一个工作日。", field="working_weekdays")
    with session.saving():
        before = settings.get(session, "working_weekdays")
        settings.put(session, "working_weekdays", chosen)
        record_changes(
            session,
            "setting",
            0,
            {"working_weekdays": as_text(before)},
            {"working_weekdays": as_text(chosen)},
        )
    return changed("settings", "callbacks")


def _check(year: int, entered: Year) -> None:
    strangers = sorted(day for day in entered.off | entered.work if day.year != year)
    if strangers:
        raise Refused(f"{strangers[0]} 不在 {year} 年，请核对。", field="off")
    both = sorted(entered.off & entered.work)
    if both:
        raise Refused(f"{both[0]} 既是放假又是调休上班，请核对。", field="work")
    weekday = next((day for day in sorted(entered.work) if day.weekday() < 5), None)
    if weekday:
        raise Refused(f"{weekday} 不是周末，不用列为调休上班。", field="work")
    if longest(entered.off) > LONGEST_BREAK // 2:
        raise Refused("放假连续超过一个月，请核对日期。", field="off")


def longest(days: Iterable[date]) -> int:
    """How many days in a row there are at most."""
    found, most = set(days), 0
    for day in found:
        if day - _DAY not in found:
            length = 1
            while day + length * _DAY in found:
                length += 1
            most = max(most, length)
    return most


def _told(kept: Calendar, year: int) -> str | None:
    days = kept.years.get(year)
    return f"放假 {len(days.off)} 天，调休上班 {len(days.work)} 天" if days else None
