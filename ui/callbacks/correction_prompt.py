"""After 空号 and 错误号码: which department puts the number right, and by when; Enter takes what is offered."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_app.archive.corrections import CorrectionCase, correct, corrections_of, send
from desktop_app.callbacks.agreed_times import read_agreed
from desktop_app.callbacks.call_sheet import Call
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session
from desktop_app.working_calendar import next_working_day
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import row
from ui.kit.labels import label
from ui.office_context import Office

DEPARTMENTS = ("销售部", "售后部")
"""Who knows the customer: the department of the event comes first."""


class CorrectionPrompt(SheetDialog):
    """Sends a correction that a call has opened; closed without it, the correction stays open as it is."""

    def __init__(self, office: Office, call: Call, case: CorrectionCase, due: date, parent: QWidget) -> None:
        super().__init__("号码有误，转交更正", parent, width=460)
        self._office, self._case = office, case
        self._departments = QComboBox()
        self._departments.addItems(list(DEPARTMENTS if call.kind == "sales" else reversed(DEPARTMENTS)))
        self.department = Field("转交给", self._departments)
        self.due = Field("什么时候前交回", QLineEdit(f"{due:%Y-%m-%d}"))
        self.found = Field("已经知道的正确电话", hint="可不填。填了就不用转交，确认后直接改进档案。")
        self.body.addWidget(label(f"{call.customer.name}：{case.reason}，转交更正", "title", wrap=True))
        self.body.addWidget(
            label("通话已保存。更正确认以前，这位客户不在名单上。现在不转交，以后在“信息不正确”里办。", "second", wrap=True)
        )  # fmt: skip
        self.body.addLayout(row(self.department, self.due))
        self.body.addWidget(self.found)
        leave = Button("以后再办", keys="Esc", bind=False)
        keep = Button("转交", kind="primary", keys="Enter", bind=False)
        leave.clicked.connect(self.reject)
        keep.clicked.connect(self.keep)
        self.add_buttons(leave, keep)
        keep.setFocus()

    def keep(self) -> None:
        """Send it, or note the number that is known already; refused, it says so at the field."""
        session, number = self._office.session, self._case.id
        phone, department = self.found.text(), self._departments.currentText()
        due = self._due()
        if due is None:
            self.due.show_error("看不懂这个日期，请写成 2026-11-03 或“周三”。")
            return

        def work() -> Changed:
            return correct(session, number, phone=phone) if phone else send(session, number, department, due)

        self._office.background.run(self, work, self._on_kept, self._on_failed)

    def _due(self) -> date | None:
        text = self.due.text()
        try:
            return date.fromisoformat(text)
        except ValueError:
            found = read_agreed(f"{text} 18:00", self._office.session.now())
            return found.date() if found else None

    def _on_kept(self, _changed: Changed) -> None:
        what = (
            "已记下正确电话，等确认" if self.found.text() else f"已转交{self._departments.currentText()}更正"
        )
        self._office.status(what)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            {"due_on": self.due, "found_phone": self.found}.get(
                error.field or "", self.department
            ).show_error(error.message)
        else:
            self._office.tell(error)


def ask_correction(office: Office, call: Call, parent: QWidget) -> None:
    """Open the prompt for the correction that a saved call has opened, over whatever call is open by then."""
    session = office.session

    def read() -> tuple[CorrectionCase | None, date]:
        return _waiting(session, call), next_working_day(session, session.today())

    def show(found: tuple[CorrectionCase | None, date]) -> None:
        case, due = found
        if case is not None:
            CorrectionPrompt(office, call, case, due, parent).open()

    office.background.run(parent, read, show, office.tell)


def _waiting(session: Session, call: Call) -> CorrectionCase | None:
    cases = corrections_of(session, call.file_id)
    mine = (case for case in cases if case.callback_id == call.callback_id and case.state == "opened")
    return next(mine, None)
