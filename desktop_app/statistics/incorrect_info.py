"""表4 不确定客户记录表: customers whose number proved wrong, and the other corrections of the period."""

from __future__ import annotations

from datetime import date
from typing import Any

from db import Callback, Correction
from db.connection import rows
from desktop_app.archive.corrections import STATE_LABELS
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS, NUMBER_INVALID
from desktop_app.session import Session
from desktop_app.statistics.cohort import Cohort, cohort_of
from desktop_app.statistics.last_calls import LastCall, last_calls
from desktop_app.statistics.mendings import Mending, of_callbacks, others
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record, callback_records
from desktop_app.statistics.report import Cell, Column, Report

NAME = "incorrect-info"
KINDS = ("sales", "service")

COLUMNS = (
    Column("序号", "integer", 6),
    Column("VIN号", "code", 20),
    Column("客户姓名", width=10),
    Column("客户联系电话", "phone", 14),
    Column("客户通讯地址", width=24),
    Column("数据是否有效", width=8),
    Column("回访状态", width=10),
    Column("客户回访专员姓名", width=12),
    Column("回访时间", "time", 17),
    Column("备注", width=16),
    Column("找回正确客户姓名", width=12),
    Column("找回正确电话", "phone", 14),
    Column("找回其他联系电话", "phone", 14),
    Column("备注", width=20),
)


def incorrect_info(session: Session, start: date, end: date) -> Report:
    """表4: callbacks of the period whose last attempt was 空号 or 错误号码, then the other corrections.

    Those are the ones opened in the period or still open at its end. References are 协议号 and 工单号, then VINs.
    """
    check_period(start, end)
    with session.connected():
        cohort = cohort_of(session, KINDS, start, end)
        wrong = _number_wrong(cohort)
        calls = last_calls(cohort, wrong)
        of_calls = of_callbacks(Callback.select(Callback.id).where(cohort.condition, wrong), cohort.now)
        mendings = others(start, end, cohort.now)
    listed = [_of_call(call, of_calls.get(call.callback)) for call in calls]
    listed += [_of_mending(mending) for mending in mendings]
    return Report(
        name=NAME,
        title="表4 不确定客户记录表",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple((number, *cells) for number, cells in enumerate(listed, 1)),
        totals=None,
        refs=(*((call.reference,) for call in calls), *((one.vin,) for one in mendings)),
        reconciliation=f"共 {len(listed)} 条 = 空号、错误号码 {len(calls)} + 其他更正 {len(mendings)}",
        keys=(
            *(f"callback {call.callback}" for call in calls),
            *(f"correction {one.id}" for one in mendings),
        ),
    )


def incorrect_records(
    session: Session, report: Report, row: int | None, column: int | str
) -> tuple[Record, ...]:
    """The callback or the correction of a row; every row has exactly one."""
    if row is None:
        return ()
    what, _, number = report.keys[row].partition(" ")
    with session.connected():
        if what == "correction":
            return _correction_record(report, row, int(number))
        cohort = cohort_of(session.at(report.taken), KINDS, report.start, report.end)
        return callback_records(cohort, Callback.id == int(number))


def _number_wrong(cohort: Cohort) -> Any:
    return cohort.standing.last.in_(sorted(NUMBER_INVALID))


def _of_call(call: LastCall, mending: Mending | None) -> tuple[Cell, ...]:
    mended = mending is not None and mending.confirmed_at is not None and mending.confirmed_at >= call.at
    return (
        call.vin,
        call.name,
        call.number,
        call.mailing_address or call.address,
        "是" if mended else "否",
        call.outcome,
        call.caller,
        call.at,
        call.remark or call.words,
        *_found(mending),
    )


def _of_mending(mending: Mending) -> tuple[Cell, ...]:
    return (
        mending.vin,
        mending.name,
        mending.phone or mending.landline,
        mending.mailing_address or mending.address,
        "是" if mending.confirmed_at else "否",
        DISPOSITION_LABELS.get(mending.last or "", ""),
        mending.opened_by,
        mending.last_at,
        mending.reason,
        *_found(mending),
    )


def _found(mending: Mending | None) -> tuple[Cell, ...]:
    if mending is None:
        return None, None, None, STATE_LABELS["opened"]
    remark = "；".join(filter(None, (mending.state, mending.remark)))
    return mending.found_name, mending.found_phone, mending.found_other_phone, remark


def _correction_record(report: Report, row: int, number: int) -> tuple[Record, ...]:
    cells, (reference,) = report.rows[row], report.refs[row]
    opened = rows(Correction.select(Correction.file, Correction.opened_at).where(Correction.id == number))
    return tuple(
        Record(
            reference,
            file,
            customer=str(cells[2] or ""),
            person=str(cells[7] or ""),
            event_on=at.date(),
            outcome=str(cells[6] or ""),
            remark=str(cells[9] or ""),
        )
        for file, at in opened
    )
