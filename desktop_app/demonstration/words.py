"""The invented names, places and sentences, from ``resources/demonstration.toml``."""

from __future__ import annotations

import random
import tomllib
from datetime import date, datetime, timedelta
from typing import Any, Final

import resources

WORDS: Final[dict[str, Any]] = tomllib.loads(resources.path("demonstration.toml").read_text("utf-8"))
SHOP: Final[str] = WORDS["shop"]["name"]
BRAND: Final[str] = WORDS["shop"]["brand"]

OPENS, CLOSES = 9, 18
"""Hours between which the desk calls and is called."""


def at_work(draw: random.Random, day: date, until: datetime) -> datetime | None:
    """A moment of the desk's hours on a day, not later than ``until``; None when they had not begun by then."""
    opens = datetime(day.year, day.month, day.day, OPENS)
    closes = min(until, opens + timedelta(hours=CLOSES - OPENS))
    minutes = int((closes - opens).total_seconds()) // 60
    if minutes < 1:
        return None
    return opens + timedelta(minutes=draw.randrange(minutes), seconds=draw.randrange(60))
