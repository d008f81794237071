"""Thinning backups (精简): which of the older ones may go, so that they never fill the disk and no month is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from desktop_app.problems import Unavailable
from desktop_app.safety.backup_file import ENDING, read_backup

DAYS, WEEKS = 30, 26
ASIDE_DAYS, ASIDE_AT_LEAST = 30, 3

_BACKUP = re.compile(rf"crdesk-(\d{{8}}-\d{{6}})(?:-\d+)?{re.escape(ENDING)}")
_ASIDE = re.compile(r"before-restore-(\d{8}-\d{6})(?:-\d+)?")


class Dated(NamedTuple):
    """A file or folder of ours with the moment its name tells; sorts by that, then by name."""

    moment: datetime
    name: str


def superfluous(found: Iterable[Dated], today: date) -> set[str]:
    """The names of backups that may go.

    Kept are all of today and later, the last one of each of the newest 30 days, of the newest 26 weeks and of
    every month that have one at all. Days without a backup do not count, so neither a long holiday nor a clock
    set years ahead removes what it should not; one set back removes nothing that then lies ahead.
    """
    ordered = sorted(found)
    kept = {one.name for one in ordered if one.moment.date() >= today}
    kept |= _last_of_each(ordered, lambda moment: moment.date(), DAYS)
    kept |= _last_of_each(ordered, lambda moment: moment.date().isocalendar()[:2], WEEKS)
    kept |= _last_of_each(ordered, lambda moment: (moment.year, moment.month), len(ordered))
    return {one.name for one in ordered} - kept


def superfluous_aside(found: Iterable[Dated], today: date) -> set[str]:
    """The names of folders put aside by restores that may go: older than 30 days and not among the newest three."""
    ordered = sorted(found)[:-ASIDE_AT_LEAST]
    return {one.name for one in ordered if today - one.moment.date() > timedelta(days=ASIDE_DAYS)}


def thin(place: Path, key: str, today: date) -> tuple[str, ...]:
    """Remove what is superfluous in a folder of backups; returns the names that went.

    Only complete backups of this data, which ``key`` opens, are counted and removed: a damaged one is no reason
    to remove a good one, and what others put there is theirs. Raises OSError.
    """
    gone = superfluous(_own(place, key), today)
    for name in gone:
        (place / name).unlink(missing_ok=True)
    aside = superfluous_aside(_dated(place, _ASIDE), today)
    for name in aside:
        with suppress(OSError):  # one that is open in another window goes the next time
            shutil.rmtree(place / name)
    return tuple(sorted(gone | aside))


def _own(place: Path, key: str) -> Iterator[Dated]:
    for one in _dated(place, _BACKUP):
        with suppress(Unavailable, OSError):
            if read_backup(place / one.name).is_of(key):
                yield one


def _dated(place: Path, form: re.Pattern[str]) -> list[Dated]:
    found = []
    for path in place.iterdir():
        match = form.fullmatch(path.name)
        if match:
            with suppress(ValueError):  # a name like ours with a day that does not exist
                found.append(Dated(datetime.strptime(match[1], "%Y%m%d-%H%M%S"), path.name))
    return found


def _last_of_each(
    ordered: Collection[Dated], stretch: Callable[[datetime], object], at_most: int
) -> set[str]:
    last = {stretch(one.moment): one.name for one in ordered}
    return set(list(last.values())[max(0, len(last) - at_most) :])
