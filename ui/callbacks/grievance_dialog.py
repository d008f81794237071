"""A dissatisfied call asks at once: open a case, prefilled from the call, or write down why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.questionnaires import Grievance
from desktop_app.complaints.causes import Cause
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.complaints.vocabulary import GRADE_LABELS
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import row
from ui.kit.labels import label

TEXT_HEIGHT = 84
CASE, REASON = "case", "reason"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the dialog, kept while the user goes back to the call."""

    way: str
    grade: str
    cause: object
    words: str
    demands: str
    reason: str


class GrievanceDialog(SheetDialog):
    """After it either ``complaint`` or ``no_case_reason`` is set; 回到通话 saves nothing, and ``typed`` keeps all."""

    def __init__(
        self, call: Call, grievances: Sequence[Grievance], words: str, causes: Sequence[Cause],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("客户不满意", parent, width=560)
        self._call = call
        self.complaint: NewComplaint | None = None
        self.no_case_reason = ""
        self.way = SegmentedControl([(CASE, "立案"), (REASON, "不立案，写明理由")])
        self.grade = SegmentedControl(list(GRADE_LABELS.items()))
        self._causes = QComboBox()
        self.cause = Field("原因", self._causes)
        self.words, self.demands = Field("客户原话", _area()), Field("客户要求", _area())
        self.reason = Field("为什么不立案", _area())
        self._case_parts: tuple[QWidget, ...] = (self.grade, self.cause, self.words, self.demands)
        for cause in causes:
            self._causes.addItem(cause.name, cause.code)
        self.words.set_text(words)
        self._lay_out("；".join(one.text for one in grievances) or "客户表示不满意")
        self._show_way()

    def typed(self) -> Typed:
        """What stands in the dialog now."""
        return Typed(
            self.way.value(), self.grade.value(), self._causes.currentData(), self.words.text(),
            self.demands.text(), self.reason.text(),
        )  # fmt: skip

    def take_up(self, typed: Typed) -> None:
        """Go on where the user left the dialog before."""
        self.way.choose(typed.way)
        self.grade.choose(typed.grade)
        self._causes.setCurrentIndex(self._causes.findData(typed.cause))
        for field, text in (
            (self.words, typed.words),
            (self.demands, typed.demands),
            (self.reason, typed.reason),
        ):
            field.set_text(text)
        self._show_way()

    # inside

    def _lay_out(self, heard: str) -> None:
        self.body.addWidget(label("客户不满意", "title"))
        self.body.addWidget(label(heard, "second", "red", wrap=True))
        self.body.addLayout(row(self.way, None))
        for part in (*self._case_parts, self.reason):
            self.body.addWidget(part)
        leave = Button("回到通话", keys="Esc", bind=False)
        keep = Button("保存", kind="primary", keys="Ctrl+Return")
        leave.clicked.connect(self.reject)
        keep.clicked.connect(self._keep)
        self.add_buttons(leave, keep)
        self.way.chosen.connect(lambda _way: self._show_way())

    def _show_way(self) -> None:
        case = self.way.value() == CASE
        for part in self._case_parts:
            part.setVisible(case)
        self.reason.setVisible(not case)
        (self.words if case else self.reason).edit.setFocus()
        self.adjustSize()

    def _keep(self) -> None:
        field, refusal = (
            (self.words, "请记下客户的原话。")
            if self.way.value() == CASE
            else (self.reason, "请写明不立案的理由，例如“客户只是随口一说，已当场解释清楚”。")
        )
        if not field.text():
            field.show_error(refusal)
            return
        if field is self.words:
            self.complaint = self._new_complaint()
        else:
            self.no_case_reason = field.text()
        self.accept()

    def _new_complaint(self) -> NewComplaint:
        customer, car = self._call.customer, self._call.car
        return NewComplaint(
            name=customer.name, vin=car.vin, phone=customer.phone or "", channel="callback",
            grade=self.grade.value(), cause=str(self._causes.currentData()), words=self.words.text(),
            demands=self.demands.text(),
        )  # fmt: skip


def _area() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(TEXT_HEIGHT)
    return made
