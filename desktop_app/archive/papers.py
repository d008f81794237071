"""Which papers a delivery or a hand-over brings to the department, and by when (department's rules, section 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

EventKind = Literal["sales", "service"]
PaperState = Literal["in", "awaited", "soon", "late", "returned"]

DUE_AFTER_DAYS: dict[EventKind, int] = {"sales": 5, "service": 3}
REMINDER_AFTER_DAYS = 3
"""From the third day after a delivery its papers are asked for."""

SALES_PAPERS = (
    "新车销售合同", "身份证复印件", "驾驶证复印件", "车辆行驶证复印件", "开票通知书", "新车准备表",
)  # fmt: skip
COMPANY_PAPER = {"身份证复印件": "组织机构代码证复印件"}
SERVICE_PAPERS = ("预检单", "派工单", "结算单")

PAPER_STATE_LABELS: dict[PaperState, str] = {
    "in": "已收",
    "awaited": "待收",
    "soon": "将到期",
    "late": "逾期未收",
    "returned": "已退回",
}
COMPANY_ENDINGS = ("公司", "厂", "合作社", "经营部", "中心", "学校", "医院", "局", "旅行社")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one event: where it stands, or by when it is due."""

    name: str
    state: PaperState
    due_on: date
    received_on: date | None = None
    cabinet: str | None = None


def expected(kind: EventKind, *, company: bool) -> tuple[str, ...]:
    """The papers of an event; a company brings its organisation code instead of an identity card."""
    if kind == "service":
        return SERVICE_PAPERS
    return tuple(COMPANY_PAPER.get(name, name) if company else name for name in SALES_PAPERS)


def is_company(name: str, marked: bool | None) -> bool:
    """Whether the owner is a company: as marked, else by the end of the name."""
    return name.endswith(COMPANY_ENDINGS) if marked is None else marked


def due_on(kind: EventKind, event_on: date) -> date:
    """The last day on which a paper of the event is in time."""
    return event_on + timedelta(days=DUE_AFTER_DAYS[kind])


def state_of_missing(kind: EventKind, event_on: date, today: date) -> PaperState:
    """How a paper stands that has not come."""
    if today > due_on(kind, event_on):
        return "late"
    reminded_from = event_on + timedelta(days=REMINDER_AFTER_DAYS)
    return "soon" if kind == "sales" and today >= reminded_from else "awaited"
