"""投诉处理: the cases with their colours at the left, one case at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.complaints.listing import Counts
from desktop_app.safety.duties import allows, reason
from ui.complaints.case_list import CaseList
from ui.complaints.case_view import CaseView
from ui.complaints.intake_dialog import IntakeDialog
from ui.kit.button import Button
from ui.kit.frames import Splitter
from ui.kit.page import Page
from ui.office_context import Office

CONCERNS = frozenset({"complaints", "settings"})
SETTLE_MS = 80
LEAST_LIST, LEAST_CASE = 500, 720
"""Pixels; on wider windows both grow in proportion."""


class ComplaintsPage(Page):
    """The third tab."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.cases, self.view = CaseList(office), CaseView(office)
        self._splitter = Splitter(self.cases, self.view)
        for place, (part, share, least) in enumerate(
            ((self.cases, 41, LEAST_LIST), (self.view, 59, LEAST_CASE))
        ):
            part.setMinimumWidth(least)
            self._splitter.setStretchFactor(place, share)
        self._splitter.setSizes([LEAST_LIST, LEAST_CASE])
        self._new = Button("受理新投诉", kind="primary", icon="plus", keys="Ctrl+N")
        self._chosen = ""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._open_chosen)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._splitter)
        self._connect()
        state = office.memory.read_bytes("complaints/splitter")
        if not state.isEmpty():
            self._splitter.restoreState(state)

    # what the window asks

    def commands(self) -> Sequence[QWidget]:
        return (self._new,)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        if changed is None or changed & CONCERNS:
            self.cases.reload()
            self.view.reload()

    def focus_first(self) -> None:
        self.cases.table.setFocus()

    def show_record(self, reference: str) -> None:
        self._settle.stop()
        self._chosen = reference
        self.cases.find_case(reference)
        self.view.show_number(reference)

    def may_leave(self) -> bool:
        self.view.paper.form.finish()
        self._office.memory.write_bytes("complaints/splitter", self._splitter.saveState())
        return True

    # inside

    def _connect(self) -> None:
        self.cases.chosen.connect(self._on_chosen)
        self.cases.opened.connect(self._on_opened)
        self.cases.counted.connect(self._show_counts)
        self.cases.intake_wanted.connect(self.take_in)
        self.view.file_wanted.connect(self._office.open_file)
        self._new.clicked.connect(self.take_in)
        held = self._office.session.person.duties
        self._new.set_allowed(allows(held, "handle_complaints"), reason("handle_complaints"))

    def take_in(self) -> None:
        """Open the intake of a new complaint."""
        dialog = IntakeDialog(self._office, self)
        dialog.accepted_case.connect(self.show_record)
        dialog.exec()

    def _show_counts(self, found: Counts) -> None:
        self.count_changed.emit(found.open)

    def _on_chosen(self, number: str) -> None:
        self._chosen = number
        self._settle.start(SETTLE_MS)

    def _on_opened(self, number: str) -> None:
        self._settle.stop()
        self.view.show_number(number)
        self.view.head.setFocus()

    def _open_chosen(self) -> None:
        if self._chosen != self.view.number():
            self.view.show_number(self._chosen)
