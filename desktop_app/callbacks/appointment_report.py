"""The book of a day (预约簿) as a report: to be printed for the workshop, copied and exported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop_app import settings
from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.appointments import STATE_LABELS, Booked, book
from desktop_app.paper.pages import print_report
from desktop_app.session import Session, require
from desktop_app.statistics.report import Cell, Column, Report

NAME, TITLE = "appointments", "预约簿"
COLUMNS = (
    Column("时间", width=8), Column("客户", width=10), Column("电话", "phone", 13), Column("车型", width=14),
    Column("车牌", "code", 10), Column("项目", width=26), Column("服务顾问", width=9), Column("代步/取送", width=9),
    Column("提醒", width=6), Column("状态", width=7),
)  # fmt: skip


def appointment_report(session: Session, day: date) -> Report:
    """The book of a day as it stands at the clock, phones covered."""
    require(session, "see")
    found = book(session, day)
    refs = tuple((one.vin,) for one in found)
    return Report(NAME, TITLE, day, day, session.now(), COLUMNS, _rows(found), None, refs)


def print_book(session: Session, day: date) -> bytes:
    """The book of a day as a page for the workshop."""
    require(session, "export_lists")
    return print_report(appointment_report(session, day), shop=settings.get(session, "shop_name"))


def _rows(found: Sequence[Booked]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            f"{one.at:%H:%M}", one.name, shown_phone(one.phone or ""), one.model, one.plate, one.work, one.advisor,
            one.courtesy, one.reminder_channel, STATE_LABELS[one.state],
        )
        for one in found
    )  # fmt: skip
