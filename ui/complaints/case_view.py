"""The right sheet of 投诉处理: one case with its steps, its paper form, the customer's words and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.complaints.cases import Case, VerbState, form_values, open_case
from desktop_app.complaints.course import Verb
from desktop_app.complaints.persons import departments, staff_names
from desktop_app.printing import form_pdf
from ui.complaints.case_entries import history_rows, step_rows, word_rows
from ui.complaints.case_head import CaseHead
from ui.complaints.case_steps import verbs_of
from ui.complaints.paper_tab import FORMS, PaperTab, Values
from ui.complaints.promises_tab import PromisesTab
from ui.complaints.prompts import BY_VERB
from ui.complaints.reading_list import ReadingList
from ui.complaints.step_dialog import StepDialog
from ui.complaints.step_fields import Offered
from ui.header import Command, fill_menu
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.frames import Sheet, band
from ui.kit.paint import Badge
from ui.kit.pdf_preview import PdfPreview
from ui.kit.tabs import UnderlineTabBar
from ui.office_context import Office

COURSE, PAPER, WORDS, PROMISES, HISTORY = range(5)
TABS = ("处理", "表5", "客户原话", "承诺与补偿", "历史")


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with what its screens need besides it."""

    case: Case
    values: Values
    offered: Offered


class CaseView(Sheet):
    """Shows one case; every step goes through its dialog, every cell of the paper is edited in place."""

    file_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._number = ""
        self._opened: Opened | None = None
        self.head, self.tabs = CaseHead(office), UnderlineTabBar(TABS)
        self.steps, self.words, self.history = (ReadingList() for _ in range(3))
        self.paper, self.promises = PaperTab(office), PromisesTab(office)
        self._add_words = Button("补记客户原话", icon="message-square-plus", small=True)
        self._nothing = EmptyState(
            "message-square-warning", "选一件投诉", "左边用上下键选；Ctrl+N 受理新投诉。", small=True
        )
        self._lay_out()
        self._connect()

    def number(self) -> str:
        """Which case is shown."""
        return self._number

    def case(self) -> Case | None:
        """The case shown, None before one is open."""
        return self._opened.case if self._opened else None

    def show_number(self, number: str) -> None:
        """Open a case."""
        fresh = number != self._number
        if fresh:
            self.paper.form.finish()
        self._number = number
        self.reload(choose_form=fresh)

    def reload(self, *, choose_form: bool = False) -> None:
        """Read the case again."""
        if not self._number:
            return
        session, number = self._office.session, self._number

        def work() -> Opened:
            values = {name: form_values(session, number, name) for name, _words in FORMS}
            offered = Offered([one.name for one in departments(session)], staff_names(session))
            return Opened(open_case(session, number), values, offered)

        self._office.background.run(self, work, lambda opened: self._show(opened, choose_form=choose_form))

    def take_step(self, verb: Verb) -> None:
        """Open the dialog of a verb."""
        if self._opened is None:
            return
        case = self._opened.case
        dialog = StepDialog(self._office, case, BY_VERB[verb], self._opened.offered, self)
        words = f"{case.number} {case.verb(verb).label} 已保存"
        dialog.saved.connect(lambda _changed: self._office.status(words))
        dialog.exec()

    def preview(self) -> None:
        """Look at the paper chosen, then print it; what was printed is noted on the case."""
        case = self.case()
        if case is None:
            return
        session, name, number = self._office.session, self.paper.form_name(), case.number
        title = f"{dict(FORMS)[name]} {number}"

        def show(page: bytes) -> None:
            dialog = PdfPreview(title, page, self)
            dialog.printed.connect(lambda: self.paper.mark("printed").click())
            dialog.exec()

        self._office.background.run(self, lambda: form_pdf(session, name, number), show, self._office.tell)

    # set-up

    def _lay_out(self) -> None:
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(band(self._add_words, None, margins=(20, 8, 16, 0)))
        column.addWidget(self.words, 1)
        self._stack = QStackedWidget()
        for part in (self.steps, self.paper, said, self.promises, self.history):
            self._stack.addWidget(part)
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self.tabs)
        inner.addWidget(self._stack, 1)
        self._body.hide()
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self._nothing, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.head.verb_wanted.connect(self.take_step)
        self.head.print_wanted.connect(self.preview)
        self.head.more_wanted.connect(self._show_more)
        self.head.file_wanted.connect(self._open_file)
        self.paper.form_changed.connect(lambda words: self.tabs.setTabText(PAPER, words))
        self.promises.promise.clicked.connect(lambda: self.take_step("promise"))
        self.promises.compensate.clicked.connect(lambda: self.take_step("compensate"))
        self._add_words.clicked.connect(lambda: self.take_step("add_words"))

    # showing

    def _show(self, opened: Opened, *, choose_form: bool) -> None:
        case = opened.case
        if case.number != self._number:
            return
        self._opened = opened
        self._nothing.hide()
        self._body.show()
        self.head.show_case(case)
        self.paper.show_case(case, opened.values, choose_form=choose_form)
        self.steps.set_rows(step_rows(case))
        self.words.set_rows(word_rows(case))
        self.promises.show_case(case)
        self.history.set_rows(history_rows(case))
        state = case.verb("add_words")
        self._add_words.set_allowed(state.allowed, state.reason or "")
        self._show_counts(case)

    def _show_counts(self, case: Case) -> None:
        self.tabs.set_count(WORDS, len(case.words))
        self.tabs.set_count(PROMISES, len(case.promises) + len(case.compensation))
        self.tabs.set_count(HISTORY, len(case.history))
        unsigned = case.paper.printed_at is not None and case.paper.signed_at is None
        self.tabs.set_badge(PAPER, Badge("未签", "yellow") if unsigned else None)

    def _show_more(self, button: QWidget) -> None:
        case = self.case()
        if case is not None:
            fill_menu(QMenu(self), self.commands_of(case)).popup(
                button.mapToGlobal(button.rect().bottomLeft())
            )

    def commands_of(self, case: Case) -> Sequence[Command]:
        """The menu of further steps, each with its reason where it is not possible now."""
        return [self._command(case.verb(verb)) for verb in verbs_of(case)]

    def _command(self, state: VerbState) -> Command:
        def take() -> None:
            self.take_step(state.verb)

        return Command(f"{state.label}…", take, icon=BY_VERB[state.verb].icon, why_not=state.reason or "")

    def _open_file(self) -> None:
        case = self.case()
        if case is not None and case.file_vin is not None:
            self.file_wanted.emit(case.file_vin)
