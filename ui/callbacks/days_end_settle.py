"""待补处理: imported calls with an unhappy customer; a reason for one or many, or a case for one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.callbacks.made_calls import MadeCall
from desktop_app.callbacks.outstanding import give_reason, open_case_of, outstanding
from desktop_app.complaints.intake import Accepted
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.session import Session
from desktop_app.statistics.registry import take
from desktop_app.statistics.report import Report
from ui.callbacks.list_outlets import ListOutlets
from ui.complaints.intake_dialog import IntakeDialog
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.cells import Column, Number, Row, Text
from ui.kit.empty import EmptyState
from ui.kit.frames import Box, row
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

COLUMNS = (
    Column("at", "回访时间", 112, least=104, sortable=False),
    Column("name", "客户", 96, least=84, sortable=False),
    Column("car", "车型 · 车牌", 150, least=120, sortable=False),
    Column("person", "顾问", 84, least=72, sortable=False),
    Column("score", "总分", 60, "right", least=52, sortable=False),
    Column("wrong", "不满意的问题", 240, stretch=2, least=150, sortable=False),
    Column("words", "客户原话", 220, stretch=2, least=130, sortable=False),
)
NAMES_SHOWN = 6
CHOOSE, CHOOSE_ONE = "先在名单里选一行", "一次只能给一位客户立案，请只选一行"


class SettleTab(QWidget):
    """``counted`` tells how many wait, ``callback_wanted`` which call to look at."""

    counted = Signal(int)
    callback_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._reason = ""
        self.table = Table(ListModel(COLUMNS), memory=office.memory, name="days_end/settle")
        self._said, self._how = label("", "second"), label("Shift+↑↓ 选几行，Ctrl+A 全选", "note")
        self.explain = Button("写明原因…", kind="primary", icon="pencil", keys="Enter", bind=False)
        self.open_case = Button("立案…", icon="message-square-plus", keys="Ctrl+N")
        self.look = Button("看这次回访", kind="quiet", icon="phone-call", keys="Ctrl+O")
        self.outlets = ListOutlets(office, self, "dissatisfied", "不满意客户清单", self._report)
        self._nothing = EmptyState(
            "circle-check",
            "没有要补处理的",
            "导入的回访里，不满意的都已立案或写明了原因。",
            small=True,
            done=True,
        )
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Read the list again."""
        session = self._office.session
        self._office.background.run(self, lambda: outstanding(session), self._show, self._office.tell)

    def focus_first(self) -> None:
        """Give the focus to the list."""
        self.table.setFocus()

    def chosen(self) -> list[MadeCall]:
        """The calls selected."""
        return [one.data for one in self.table.selected() if isinstance(one.data, MadeCall)]

    def give_reason(self) -> None:
        """Say of all selected calls why there is no case."""
        calls, session = self.chosen(), self._office.session
        if not calls or not self.explain.isEnabled():
            return
        title = "为什么不立案" if len(calls) == 1 else f"为什么这 {len(calls)} 次都不立案"
        why = dialogs.ask_words(
            self, title, "原因", words=_names(calls), yes="记下", start=self._reason,
            hint="例如：老系统里已经处理过；客户只是随口一说，当场解释清楚了",
        )  # fmt: skip
        if why is None:
            return
        self._reason, ids = why, [one.attempt_id for one in calls]
        self._office.background.run(
            self,
            lambda: give_reason(session, ids, why),
            lambda _: self._office.status(f"已写明 {len(ids)} 次不立案的原因"),
            self._failed,
        )

    def take_case(self) -> None:
        """Open the intake for the selected call."""
        calls = self.chosen()
        if len(calls) != 1:
            return
        (call,) = calls
        dialog = IntakeDialog(
            self._office,
            self,
            vin=call.vin,
            words=call.words or "",
            accepting=partial(_accept, call.attempt_id),
        )
        dialog.fill_in(phone="", name=call.name, channel="callback")
        dialog.more["course"].set_text("回访时反映：" + "；".join(call.grievances()))
        dialog.accepted_case.connect(lambda number: self._office.status(f"已立案 {number}"))
        dialog.exec()
        dialog.deleteLater()

    # inside

    def _show(self, calls: tuple[MadeCall, ...]) -> None:
        rows = self.table.rows()
        assert isinstance(rows, ListModel)
        rows.set_rows([_row(one) for one in calls])
        if self.table.current() is None and calls:
            self.table.select_line(0)
        self._pages.setCurrentIndex(0 if calls else 1)
        self._how.setVisible(bool(calls))
        set_words(self._said, f"{len(calls)} 次不满意的回访，还没有案例，也没有原因" if calls else "")
        self.outlets.allow(bool(calls))
        self._allow()
        self.counted.emit(len(calls))

    def _allow(self) -> None:
        many = len(self.chosen())
        why = self._office.why_not("callbacks") or ("" if many else CHOOSE)
        self.explain.set_words(f"写明原因（{many} 次）…" if many > 1 else "写明原因…")
        self.explain.set_allowed(not why, why)
        case = self._office.why_not("handle_complaints") or why or (CHOOSE_ONE if many > 1 else "")
        self.open_case.set_allowed(not case, case)
        self.look.set_allowed(many == 1, CHOOSE)

    def _failed(self, error: Exception) -> None:
        self._office.tell(error)
        self.reload()

    def _look(self) -> None:
        for call in self.chosen()[:1]:
            self.callback_wanted.emit(call.reference)

    def _report(self, session: Session) -> Report:
        days = [one.at.date() for one in outstanding(session)] or [session.today()]
        return take(session, "dissatisfied", min(days), session.today())

    def _connect(self) -> None:
        self.explain.clicked.connect(self.give_reason)
        self.open_case.clicked.connect(self.take_case)
        self.look.clicked.connect(self._look)
        self.table.opened.connect(lambda _row: self.give_reason())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())

    def _lay_out(self) -> None:
        box = Box((1, 4, 1, 4))
        box.column.addWidget(self.table)
        self._pages = Pages(box, self._nothing)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addLayout(row(self._said, None, self._how))
        stack.addWidget(self._pages, 1)
        stack.addLayout(
            row(self.explain, self.open_case, self.look, None, self.outlets.export, self.outlets.print)
        )


def _accept(attempt: int, session: Session, new: NewComplaint) -> Accepted:
    """Take the complaint in as what a call led to."""
    made = open_case_of(session, attempt, new)
    return Accepted(made.reference or "", True, (), made)


def _row(call: MadeCall) -> Row:
    car = " · ".join(filter(None, (call.model, call.plate)))
    wrong = "；".join(call.grievances())
    return Row(
        call.attempt_id,
        (
            Text(f"{call.at:%m-%d %H:%M}", copy=f"{call.at:%Y-%m-%d %H:%M}"),
            Text(call.name, strong=True),
            Text(car),
            Text(call.person or ""),
            Number("" if call.overall is None else f"{call.overall:.1f}", tone="red"),
            Text(wrong, tip=wrong),
            Text(call.words or "", tip=call.words or ""),
        ),
        data=call,
    )


def _names(calls: list[MadeCall]) -> str:
    named = "、".join(one.name for one in calls[:NAMES_SHOWN])
    return f"{named} 等 {len(calls)} 次回访" if len(calls) > NAMES_SHOWN else named
