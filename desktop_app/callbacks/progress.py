"""How far the day's calls have come, and why there is nothing left to call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from peewee import fn

from db import Attempt, Callback, CareOutcome, VehicleFile
from db.connection import first, scalar
from desktop_app.callbacks.dispositions import NUMBER_INVALID
from desktop_app.callbacks.reasons import day_text
from desktop_app.callbacks.worklist import Entry, worklist
from desktop_app.session import Session, require


@dataclass(frozen=True, slots=True)
class Progress:
    """Today's calls up to the clock: attempts made, those completed, and how much of the list is through.

    ``done`` are the callbacks tried today and the cars whose care call was made, ``left`` the rows of the list that
    were not.
    """

    calls: int
    completed: int
    done: int
    left: int

    @property
    def total(self) -> int:
        """Everything there was to do today."""
        return self.done + self.left


def progress(session: Session, entries: Iterable[Entry] | None = None) -> Progress:
    """How far today has come; ``entries`` is today's list where the caller has it already."""
    require(session, "see")
    today = session.today()
    rows = worklist(session) if entries is None else entries
    left = sum(1 for entry in rows if entry.last_at is None or entry.last_at.date() != today)
    completed = fn.COALESCE(fn.SUM(Attempt.disposition == "completed"), 0)
    query = Attempt.select(fn.COUNT(Attempt.id), completed, fn.COUNT(Attempt.callback.distinct()))
    until_now = (datetime.combine(today, time()), session.now())
    care = CareOutcome.select(fn.COUNT(CareOutcome.file.distinct())).where(CareOutcome.at.between(*until_now))
    with session.connected():
        calls, completed_calls, done = first(query.where(Attempt.at.between(*until_now))) or (0, 0, 0)
        cared_for = int(scalar(care) or 0)
    return Progress(calls, completed_calls, done + cared_for, left)


def empty_reason(session: Session) -> str:
    """Why the list of this moment is empty, and what comes next; one or two Chinese sentences."""
    require(session, "see")
    today = session.today()
    with session.connected():
        if scalar(Callback.select(Callback.id).where(Callback.event_on <= today).limit(1)) is None:
            return "还没有要回访的交车或维修记录。请先从“文件”菜单导入交车或维修工单。"
        made, following = progress(session, ()), _next_day(session, today)
    done = f"今天的回访已做完：打了 {made.calls} 个电话，完成 {made.completed} 个。" if made.calls else ""
    if following:
        return (done or "今天没有要打的回访。") + f"下一批从 {day_text(following, today)} 起。"
    return (done or "今天没有要打的回访。") + "已有的交车和维修都已回访完、拒访或失效，请导入新的数据。"


def _next_day(session: Session, today: date) -> date | None:
    """The next day on which a window opens or an appointment stands."""
    tomorrow = datetime.combine(today + timedelta(days=1), time())
    number_holds = Callback.last_disposition.is_null() | Callback.last_disposition.not_in(
        sorted(NUMBER_INVALID)
    )
    window = (
        (Callback.due_to > today) & (Callback.due_from > today) & Callback.agreed_at.is_null() & number_holds
    )
    opens = _earliest(session, fn.MIN(Callback.due_from), window)
    agreed = _earliest(session, fn.MIN(Callback.agreed_at), Callback.agreed_at >= tomorrow)
    days = [date.fromisoformat(str(found)[:10]) for found in (opens, agreed) if found]
    return min(days, default=None)


def _earliest(session: Session, what: Any, condition: Any) -> Any:
    may_call = VehicleFile.do_not_call_at.is_null() & Callback.closed_at.is_null()
    happened = Callback.event_on <= session.today()
    return scalar(Callback.select(what).join(VehicleFile).where(may_call & happened & condition))
