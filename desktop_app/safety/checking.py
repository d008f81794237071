"""Checking the data (检查数据): is the file sound, and does what is stored for speed equal what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from db import Callback, Complaint, VehicleFile
from db.connection import raw_handle
from db.soundness import broken_structure, damaged_pages, orphans
from desktop_app.safety.consistency import (
    callbacks_out_of_step,
    cases_out_of_step,
    files_out_of_step,
    gaps_in_case_numbers,
    reports_that_do_not_add_up,
    search_index_out_of_step,
)
from desktop_app.session import Session, require

NAMED_AT_MOST = 5
"""How many references a finding names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Findings:
    """``findings`` are sentences, none when all is well; ``counts``: files, a_cards, c_cards, callbacks, complaints."""

    findings: tuple[str, ...]
    counts: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


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

    When pages are damaged the records are not compared, since they cannot all be read. Refused without the duty.
    """
    require(session, "see_office")
    with session.connected():
        damage = _damage(session)
        if damage:
            return Findings(tuple(damage), {})
        found = [_named(what, references(session)) for what, references in CONSISTENCY]
        return Findings(tuple(text for text in found if text), _counts())


def _damage(session: Session) -> list[str]:
    handle = raw_handle(session.data)
    pages = damaged_pages(handle)
    if pages:
        return [f"数据文件有 {len(pages)} 页损坏，请用备份恢复：{'；'.join(pages[:NAMED_AT_MOST])}"]
    structure = [f"数据结构不完整，请用备份恢复：{text}" for text in broken_structure(handle, thorough=True)]
    return structure + [f"有记录指向不存在的记录：{text}" for text in orphans(handle)]


def _named(what: str, references: Iterable[str]) -> str:
    found = list(references)
    if not found:
        return ""
    rest = f" 等 {len(found)} 项" if len(found) > NAMED_AT_MOST else ""
    return f"{what}：{'、'.join(found[:NAMED_AT_MOST])}{rest}"


def _counts() -> dict[str, int]:
    files = VehicleFile.select().count()
    c_cards = VehicleFile.select().where(VehicleFile.is_c_card).count()
    return {
        "files": files,
        "a_cards": files - c_cards,
        "c_cards": c_cards,
        "callbacks": Callback.select().count(),
        "complaints": Complaint.select().count(),
    }
