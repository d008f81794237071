"""表3 回访不成功明细表: every customer of the period whom the calls did not reach."""

from __future__ import annotations

from datetime import date
from typing import Any

from db import Callback
from desktop_app.callbacks.dispositions import NUMBER_INVALID
from desktop_app.session import Session
from desktop_app.statistics.cohort import Cohort, cohort_of
from desktop_app.statistics.last_calls import LastCall, last_calls
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record, callback_records
from desktop_app.statistics.report import Balance, Cell, Column, Part, Report, balance_lines
from desktop_app.statistics.tally import bands_of, tallies

NAME = "unreached"
KINDS = ("sales", "service")

COLUMNS = (
    Column("序号", "integer", 6),
    Column("VIN号", "code", 20),
    Column("客户姓名", width=10),
    Column("客户联系电话", "phone", 14),
    Column("车型", width=12),
    Column("回访状态", width=10),
    Column("客户回访专员姓名", width=12),
    Column("回访时间", "time", 17),
    Column("销售、服务顾问", width=12),
    Column("原因", width=16),
    Column("备注", width=24),
)


def unreached(session: Session, start: date, end: date) -> Report:
    """表3 of the deliveries and hand-overs of a period: tried, not completed, the number not known to be wrong.

    One row each with the last attempt, by reference. It balances with 表4 against the counts of 表7 and 表8.
    """
    check_period(start, end)
    with session.connected():
        cohort = cohort_of(session, KINDS, start, end)
        found = last_calls(cohort, *_listed(cohort))
        wrong = last_calls(cohort, *_wrong(cohort))
        balance = _balance(session, cohort, len(found), len(wrong))
    return Report(
        name=NAME,
        title="表3 回访不成功明细表",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple(_cells(number, call) for number, call in enumerate(found, 1)),
        totals=None,
        refs=tuple((call.reference,) for call in found),
        reconciliation=balance_lines((balance,)),
        reconciles=balance.holds,
        balances=(balance,),
        keys=tuple(str(call.callback) for call in found),
    )


def unreached_records(
    session: Session, report: Report, row: int | None, column: int | str
) -> tuple[Record, ...]:
    """The callback of a row; those of a term of the balance by its key (``column``) for ``row`` None."""
    with session.connected():
        cohort = cohort_of(session.at(report.taken), KINDS, report.start, report.end)
        if row is not None:
            return callback_records(cohort, Callback.id == int(report.keys[row]))
        parts = {"tried": _tried(cohort), "unreached": _listed(cohort), "wrong": _wrong(cohort)}
        return callback_records(cohort, *parts[str(column)])


def _tried(cohort: Cohort) -> tuple[Any, ...]:
    return ~cohort.standing.completed, cohort.standing.last.is_null(False)


def _listed(cohort: Cohort) -> tuple[Any, ...]:
    return *_tried(cohort), cohort.standing.last.not_in(sorted(NUMBER_INVALID))


def _wrong(cohort: Cohort) -> tuple[Any, ...]:
    return *_tried(cohort), cohort.standing.last.in_(sorted(NUMBER_INVALID))


def _balance(session: Session, cohort: Cohort, listed: int, wrong: int) -> Balance:
    counted = tallies(cohort, bands_of(session)).values()
    tried = sum(tally.failure(("refuse", "noanswer", "unreach", "other")) for tally in counted)
    parts = (Part("表3", listed, "unreached"), Part("表4（空号、错误号码）", wrong, "wrong"))
    return Balance(None, Part("拨打未成功", tried, "tried"), parts)


def _cells(number: int, call: LastCall) -> tuple[Cell, ...]:
    remark = "；".join(filter(None, (f"共拨打 {call.tries} 次", call.remark)))
    return (
        number,
        call.vin,
        call.name,
        call.number,
        call.model,
        call.outcome,
        call.caller,
        call.at,
        call.person,
        call.reason,
        remark,
    )
