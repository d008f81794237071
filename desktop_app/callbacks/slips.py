"""每日反馈单: what customers found wrong today, one slip for each department that it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from db import Attempt
from desktop_app import settings
from desktop_app.callbacks.made_calls import MadeCall, made_calls
from desktop_app.paper.pages import print_reports
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Session, require
from desktop_app.statistics.report import Column, Report

NAME, TITLE = "daily-slip", "客户反馈单"
USUAL = {"sales": "销售部"}
"""The department of a call whose consultant or advisor the staff list puts in none."""
OTHERWISE = "售后部"
COLUMNS = (
    Column("序号", "integer", 5),
    Column("客户姓名", width=10),
    Column("车型", width=10),
    Column("车牌号", "code", 11),
    Column("顾问", width=9),
    Column("反映的问题", width=34),
    Column("客户原话", width=34),
    Column("案例编号", "code", 16),
    Column("部门处理", width=20),
)
TO_SIGN = ("签收人", "签收日期")


@dataclass(frozen=True, slots=True)
class Slip:
    """What one department hears about one day; ``calls`` are those with something wrong, by time."""

    department: str
    day: date
    calls: tuple[MadeCall, ...]


def slips(session: Session, day: date | None = None) -> tuple[Slip, ...]:
    """The slips of a day (None: today), by department; no slip where nothing was wrong."""
    require(session, "see")
    on = day or session.today()
    that_day = Attempt.at.between(datetime.combine(on, time.min), datetime.combine(on, time.max))
    with session.connected():
        calls = made_calls(session, that_day & ((Attempt.disposition == "completed") | Attempt.dissatisfied))
    wrong = sorted((one for one in calls if problems(one)), key=department_of)
    return tuple(Slip(name, on, tuple(group)) for name, group in groupby(wrong, department_of))


def problems(call: MadeCall) -> tuple[str, ...]:
    """What was found wrong in a call: what made it dissatisfied first, then the other bad answers."""
    return (*call.grievances(), *call.shortfalls())


def department_of(call: MadeCall) -> str:
    """The department that a call concerns: the consultant's or advisor's, else that of the delivery or repair."""
    return call.department or USUAL.get(call.kind, OTHERWISE)


def slip_report(session: Session, slip: Slip) -> Report:
    """One slip as a report, to be signed by the department."""
    require(session, "see")
    listed = tuple(
        (
            number,
            one.name,
            one.model,
            one.plate,
            one.person,
            "；".join(problems(one)),
            one.words,
            one.case,
            None,
        )
        for number, one in enumerate(slip.calls, 1)
    )
    return Report(
        NAME, f"{TITLE} · {slip.department}", slip.day, slip.day, session.now(), COLUMNS, listed, None,
        tuple((one.reference,) for one in slip.calls), head=TO_SIGN,
    )  # fmt: skip


def slips_pdf(session: Session, chosen: Iterable[Slip]) -> bytes:
    """The slips as one PDF, each on a page of its own, noted in the audit trail; Refused without any."""
    require(session, "print_forms")
    printed = tuple(chosen)
    if not printed:
        raise Refused("这一天没有要反馈给部门的问题。")
    pages = print_reports(
        [slip_report(session, one) for one in printed], shop=settings.get(session, "shop_name")
    )
    with session.saving():
        record_deed(session, "print", NAME, new="、".join(one.department for one in printed))
    return pages
