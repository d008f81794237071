"""The left sheet: all cases with their colours, cut down by state, grade, cause, department, model and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from desktop_app.archive.lists import models
from desktop_app.complaints.causes import Cause, causes
from desktop_app.complaints.listing import CaseFilter, CaseRow, Counts, case_list, counts
from desktop_app.complaints.persons import Responsible, departments
from desktop_app.complaints.vocabulary import GRADE_LABELS
from desktop_app.safety.duties import allows, reason
from ui.complaints.case_rows import COLUMNS, row_of
from ui.kit.button import Button
from ui.kit.choices import FilterBox, SegmentedControl
from ui.kit.empty import EmptyState
from ui.kit.frames import Sheet, band, holder, line, row
from ui.kit.labels import BadgeLabel, label, set_words
from ui.kit.paint import Badge
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

ROW_HEIGHT = 58
CLOSED_SHOWN = 500
ENTRIES_WIDTH = 190
"""Of an open filter box, whose entries are wider than the box."""
PERIODS = (("本月", "month"), ("近三个月", "quarter"), ("今年", "year"))


@dataclass(frozen=True, slots=True)
class Listed:
    """The list with what stands around it."""

    cases: tuple[CaseRow, ...]
    counts: Counts
    causes: tuple[Cause, ...]
    departments: tuple[Responsible, ...]
    models: tuple[str, ...]


class CaseList(Sheet):
    """Tells ``chosen(number)``; ``counted(Counts)`` after every reading."""

    chosen = Signal(str)
    opened = Signal(str)
    counted = Signal(object)
    intake_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._cases: tuple[CaseRow, ...] = ()
        self._wanted = ""
        self._state = SegmentedControl(
            [("open", "未结"), ("follow_up", "待再次回访"), ("closed", "已结"), ("all", "全部")]
        )
        self._red, self._yellow = BadgeLabel(), BadgeLabel()
        self._grade = FilterBox("分级", [(words, code) for code, words in GRADE_LABELS.items()])
        self._cause, self._department, self._car = FilterBox("原因"), FilterBox("部门"), FilterBox("车型")
        self._period = FilterBox("时间", list(PERIODS))
        self._boxes = (self._grade, self._cause, self._department, self._car, self._period)
        self._model = ListModel(COLUMNS)
        self.table = Table(self._model, row_height=ROW_HEIGHT, memory=office.memory, name="complaints")
        self._foot = label("", "note")
        intake = Button("受理新投诉", kind="primary", icon="plus")
        intake.clicked.connect(self.intake_wanted)
        held = office.session.person.duties
        intake.set_allowed(allows(held, "handle_complaints"), reason("handle_complaints"))
        self._nothing = EmptyState(
            "badge-check", "没有投诉", "客户来电、来人或回访中不满意，都从这里受理。", intake, done=True
        )
        self._none_left = EmptyState("filter", "没有这样的案例", "放宽上面的筛选，或点“全部”。", small=True)
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Read the list again; the cursor stays on its case."""
        session, wanted = self._office.session, self._filter()
        open_only = self._state.value() in ("open", "follow_up")

        def work() -> Listed:
            return Listed(
                case_list(session, open_only, wanted),
                counts(session),
                causes(session),
                departments(session),
                models(session),
            )

        self._office.background.run(self, work, self._show)

    def find_case(self, number: str) -> None:
        """Put the cursor on a case; when it is not listed, every filter is dropped to find it."""
        self._wanted = "" if self.table.select(number) else number
        if self._wanted:
            self._state.choose("all")
            for box in self._boxes:
                box.choose(None)
            self.reload()

    # inside

    def _filter(self) -> CaseFilter:
        state = self._state.value()
        start = self._start()
        return CaseFilter(
            grade=str(self._grade.value() or ""), cause=str(self._cause.value() or ""),
            department=str(self._department.value() or ""), model=str(self._car.value() or ""),
            start=start, closed_only=state == "closed", follow_up_only=state == "follow_up",
            limit=CLOSED_SHOWN if state in ("closed", "all") else None,
        )  # fmt: skip

    def _start(self) -> date | None:
        today = self._office.session.today()
        match self._period.value():
            case "month":
                return today.replace(day=1)
            case "quarter":
                back = today.year * 12 + today.month - 3
                return date(back // 12, back % 12 + 1, 1)
            case "year":
                return date(today.year, 1, 1)
        return None

    def _lay_out(self) -> None:
        bar = row(*self._boxes, margins=(13, 0, 13, 8))
        for box in self._boxes:
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.view().setMinimumWidth(ENTRIES_WIDTH)
        self._stack = QStackedWidget()
        for part in (self.table, self._nothing, self._none_left):
            self._stack.addWidget(part)
        self.column.addLayout(row(self._state, None, self._red, self._yellow, margins=(13, 12, 16, 8)))
        self.column.addWidget(holder(bar))
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(line())
        self.column.addWidget(band(self._foot, None, label("Ctrl+P 打印预览", "note")))

    def _connect(self) -> None:
        self._state.chosen.connect(lambda _key: self.reload())
        for box in self._boxes:
            box.picked.connect(lambda _data: self.reload())
        self.table.chosen.connect(lambda found: self.chosen.emit(str(found.key)) if found else None)
        self.table.opened.connect(lambda found: self.opened.emit(str(found.key)))
        self._office.ticker.minute.connect(lambda _moment: self._fill())

    def _show(self, listed: Listed) -> None:
        self._cases = listed.cases
        found = listed.counts
        self._red.set_badge(Badge(f"红 {found.red}", "red", "octagon-alert") if found.red else None)
        self._yellow.set_badge(
            Badge(f"黄 {found.yellow}", "yellow", "triangle-alert") if found.yellow else None
        )
        self._state.set_count("open", found.open)
        self._state.set_count("follow_up", found.follow_up)
        set_words(self._foot, f"未结 {found.open} 件 · 列出 {len(listed.cases)} 件")
        self._cause.set_entries([(cause.name, cause.code) for cause in listed.causes])
        self._department.set_entries([(one.name, one.name) for one in listed.departments])
        self._car.set_entries([(name, name) for name in listed.models])
        self._fill()
        self.counted.emit(found)

    def _fill(self) -> None:
        now, current = self._office.session.now(), self.table.current()
        wanted = self._wanted or (str(current.key) if current else "")
        self._model.set_rows([row_of(case, now) for case in self._cases])
        narrowed = any(box.value() is not None for box in self._boxes) or self._state.value() != "open"
        self._stack.setCurrentIndex(0 if self._cases else 2 if narrowed else 1)
        if wanted and self.table.select(wanted):
            self._wanted = ""
        elif self._cases and not self._wanted:
            self.table.select_line(0)

    def listed(self) -> Sequence[CaseRow]:
        """The cases in the order shown."""
        return self._cases
