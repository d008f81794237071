"""A wrong clock: earlier than what was recorded last, or far ahead of it.

Everything that follows from the clock (windows, deadlines, who is overdue) would be wrong on such a day, and what
is saved would stand in the wrong order for good. So the window asks before it opens. Whoever says that the clock
is right is believed from then on: that deed stands in the audit trail, and only what was recorded since counts.
A clock set by hand to look at another day is never wrong.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from peewee import fn

from db import AuditEntry
from db.connection import scalar
from desktop_app.problems import Unavailable
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Session

BACK_BY = timedelta(minutes=10)
"""A PC's clock that is set right by the network moves by seconds or a few minutes."""
AHEAD_BY = timedelta(days=90)
"""No desk in use saves nothing for a quarter; an empty battery or a mistyped year is far more likely."""
ACCEPTED, WENT_BACK = "accept_clock", "clock_went_back"
WAYS_OUT = "在系统的“日期和时间”里调好电脑时间，再试一次。\n时间本来就没有错的，选“时间没有错，继续”。"


def refuse_wrong_clock(session: Session) -> None:
    """Unavailable when the clock stands before the newest recorded moment, or a quarter after it."""
    newest = newest_recorded(session)
    if session.replay or newest is None:
        return
    now = session.now()
    if now < newest - BACK_BY:
        raise _wrong(f"电脑的时间不对：现在是 {_words(now)}，而最后一次记录是 {_words(newest)}。")
    if now > newest + AHEAD_BY:
        days = (now - newest).days
        raise _wrong(
            f"电脑的时间可能不对：现在是 {_words(now)}，离最后一次记录（{_words(newest)}）有 {days} 天。"
        )


def newest_recorded(session: Session) -> datetime | None:
    """The newest moment in the audit trail since someone last said that the clock is right; None in a new folder."""
    with session.connected():
        accepted = scalar(AuditEntry.select(fn.MAX(AuditEntry.id)).where(AuditEntry.action == ACCEPTED))
        newest: datetime | None = scalar(
            AuditEntry.select(AuditEntry.at)
            .where(AuditEntry.id >= (accepted or 0))
            .order_by(AuditEntry.at.desc())
            .limit(1)
        )
    return newest


def accept_clock(session: Session) -> None:
    """Note that the person signing in says the clock is right; asked for by nobody's duty, since all must go on."""
    newest = newest_recorded(session)
    with session.saving():
        record_deed(session, ACCEPTED, "clock", new=newest.isoformat(" ", "minutes") if newest else None)


def note_clock_went_back(session: Session, before: datetime) -> None:
    """Note that the clock was put back while the window was open; ``before`` is what it showed last."""
    with session.saving():
        record_deed(session, WENT_BACK, "clock", new=before.isoformat(" ", "minutes"))


def went_back(before: datetime, now: datetime) -> bool:
    """Whether the clock was put back further than the network would do."""
    return now < before - BACK_BY


def _wrong(what: str) -> Unavailable:
    return Unavailable(
        what,
        data="没有改动数据。时间错了，名单、期限和新的记录都会跟着错，所以先问一下。",
        todo=WAYS_OUT,
        ways=("again", "clock_is_right"),
    )


def _words(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
