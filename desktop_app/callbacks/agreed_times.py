"""Agreed times as people type them: ``明天 15:00``, ``周三下午``, ``11-03 9:30``, ``15:00``, ``2 小时后``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

DAY_WORDS = {"今天": 0, "今": 0, "明天": 1, "明": 1, "后天": 2, "大后天": 3}
WEEKDAYS = "一二三四五六日"
PARTS_OF_DAY = {
    "上午": time(10),
    "早上": time(9),
    "中午": time(12),
    "下午": time(15),
    "傍晚": time(17),
    "晚上": time(19),
}
AFTERNOON_WORDS = frozenset({"下午", "傍晚", "晚上", "中午"})
MORNING = time(10)
"""Where only a day is named, the call is at ten."""

_AFTER = re.compile(r"(\d+|半)\s*(?:个)?\s*(小时|分钟|分|天)后?")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_WEEK = re.compile(r"(下?)(?:周|星期|礼拜)([一二三四五六日天])")
_CLOCK = re.compile(r"(\d{1,2})(?:[:点时](\d{1,2})?(半)?分?)?")


def read_agreed(text: str, now: datetime) -> datetime | None:
    """The moment that a text names, seen from ``now``; None when it names none. A day without time means ten."""
    words = unicodedata.normalize("NFKC", text).strip()
    if not words:
        return None
    if found := _AFTER.fullmatch(words):
        return _after(found, now)
    day, rest = _day(words, now.date())
    clock = _clock(rest)
    if day is None and clock is None:
        return None
    moment = datetime.combine(day or now.date(), clock or MORNING)
    return moment + timedelta(days=1) if day is None and moment <= now else moment


def _after(found: re.Match[str], now: datetime) -> datetime:
    count = 0.5 if found[1] == "半" else float(found[1])
    unit = {"小时": "hours", "分钟": "minutes", "分": "minutes", "天": "days"}[found[2]]
    return (now + timedelta(**{unit: count})).replace(second=0, microsecond=0)


def _day(words: str, today: date) -> tuple[date | None, str]:
    for word, days in sorted(DAY_WORDS.items(), key=lambda pair: -len(pair[0])):
        if words.startswith(word):
            return today + timedelta(days=days), words[len(word) :]
    if found := _WEEK.match(words):
        return _weekday(found, today), words[found.end() :]
    if found := _DAY.match(words):
        return _date(found, today), words[found.end() :]
    return None, words


def _weekday(found: re.Match[str], today: date) -> date:
    wanted = WEEKDAYS.index(found[2].replace("天", "日"))
    if found[1]:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7 or 7)


def _date(found: re.Match[str], today: date) -> date | None:
    try:
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
        return day if found[1] or day >= today else day.replace(year=day.year + 1)
    except ValueError:
        return None


def _clock(words: str) -> time | None:
    rest = words.strip()
    part = next((word for word in PARTS_OF_DAY if rest.startswith(word)), "")
    rest = rest[len(part) :].strip()
    if not rest:
        return PARTS_OF_DAY.get(part)
    found = _CLOCK.fullmatch(rest)
    if not found:
        return None
    hour, minute = int(found[1]), 30 if found[3] else int(found[2] or 0)
    if part in AFTERNOON_WORDS and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
