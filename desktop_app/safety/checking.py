"""Checking the data (检查数据): is the file sound, and does what is stored for speed equal what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from db.connection import raw_handle
from db.soundness import damaged_pages
from desktop_app.safety.consistency import (
    callbacks_out_of_step,
    cases_out_of_step,
    files_out_of_step,
    gaps_in_case_numbers,
    reports_that_do_not_add_up,
    search_index_out_of_step,
)
from desktop_app.safety.examining import NAMED_AT_MOST, Findings, counts_of, damage_of
from desktop_app.session import Session, require

__all__ = ["CONSISTENCY", "Findings", "check"]

CONSISTENCY: tuple[tuple[str, Callable[[Session], Iterable[str]]], ...] = (
    ("回访的当前状态与通话记录不符", callbacks_out_of_step),
    ("档案的A/C卡或最近来店日与工单不符", files_out_of_step),
    ("投诉案例的结案状态与步骤不符", cases_out_of_step),
    ("投诉案例编号有缺号", gaps_in_case_numbers),
    ("搜索索引与档案不符", search_index_out_of_step),
    ("报表各项加起来不等于总数", reports_that_do_not_add_up),
)
"""What must hold between records: the finding, and the references that break it."""


def check(session: Session) -> Findings:
    """Look through the whole data file; changes nothing, others may go on working. 5 s for half a gigabyte.

    When pages are damaged the records are not compared, since they cannot all be read, and only what can be is
    counted. Refused without the duty.
    """
    require(session, "see_office")
    path, key = session.data.path, session.data.key
    with session.connected():
        damage = damage_of(path, key, damaged_pages(raw_handle(session.data)))
        if damage:
            return Findings(damage, counts_of(path, key))
        found = [_named(what, references(session)) for what, references in CONSISTENCY]
    return Findings(tuple(text for text in found if text), counts_of(path, key))


def _named(what: str, references: Iterable[str]) -> str:
    found = list(references)
    if not found:
        return ""
    rest = f" 等 {len(found)} 项" if len(found) > NAMED_AT_MOST else ""
    return f"{what}：{'、'.join(found[:NAMED_AT_MOST])}{rest}"
