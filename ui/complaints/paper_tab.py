"""The paper of a case: 表5, 表6 or the sheet signed at the desk, edited in place, and where the paper stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.complaints.cases import Case, edit, mark_paper
from desktop_app.complaints.editing import PAPER_ACTIONS, PaperState
from desktop_app.complaints.vocabulary import FORM_OF_GRADE
from desktop_app.paper.forms import load
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.form_view import FormView
from ui.kit.frames import band, holder, row
from ui.kit.labels import label
from ui.office_context import Office

FORMS = (("complaint-handling", "表5"), ("urgent-complaint", "表6"), ("complaint-sheet", "处理单"))
STATES: tuple[tuple[PaperState, str, str], ...] = (
    ("printed", "打印", "printer"), ("signed", "签字", "pencil"), ("filed", "归档", "archive"),
)  # fmt: skip
NOT_SAVED = "没有存上，输入还在，请再按一次 Enter。"

Values = Mapping[str, dict[str, Any]]
"""Form name → the values of its cells."""


class PaperTab(QWidget):
    """``form_changed(words)`` tells which paper is shown."""

    form_changed = Signal(str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._case: Case | None = None
        self._values: Values = {}
        self._shown = ("", "")
        self._which = SegmentedControl(FORMS)
        self.form = FormView(load(FORMS[0][0]), {}, heading=office.memory.read("shop", ""))
        self._marks = {state: self._mark_button(state, icon) for state, _words, icon in STATES}
        state = row(label("纸质", "note"), *self._marks.values(), gap=6)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(band(self._which, None, holder(state), margins=(20, 8, 16, 4)))
        stack.addWidget(self.form, 1)
        self._which.chosen.connect(lambda _name: self._show_form())
        self.form.edited.connect(self._edit)
        self.setFocusProxy(self.form)

    def show_case(self, case: Case, values: Values, *, choose_form: bool) -> None:
        """Show a case's papers; ``choose_form`` takes the one that goes with its grade."""
        self._case, self._values = case, values
        if choose_form:
            self._which.choose(FORM_OF_GRADE[case.grade])
        self._show_form()
        self._show_marks(case)

    def form_name(self) -> str:
        """Which paper is shown."""
        return self._which.value()

    def choose_form(self, name: str) -> None:
        """Show another paper of the same case."""
        self._which.choose(name)
        self._show_form()

    def mark(self, state: PaperState) -> Button:
        """The button that notes a state of the paper."""
        return self._marks[state]

    def _mark_button(self, state: PaperState, icon: str) -> Button:
        made = Button("", small=True, icon=icon)
        made.clicked.connect(lambda: self._note(state))
        return made

    def _show_form(self) -> None:
        if self._case is None:
            return
        name = self.form_name()
        self.form_changed.emit(dict(FORMS)[name])
        if self._shown == (self._case.number, name):
            self.form.set_values(self._values[name])
        else:
            self._shown = (self._case.number, name)
            self.form.set_form(load(name), self._values[name])
        edit_state = self._case.verb("edit")
        self.form.set_editable(tuple(self._case.fields) if edit_state.allowed else False)
        self.form.page.setToolTip(edit_state.reason or "")

    def _show_marks(self, case: Case) -> None:
        held = self._office.session.person.duties
        for state, words, _icon in STATES:
            at = getattr(case.paper, f"{state}_at")
            self._marks[state].set_words(f"{at:%m-%d} 已{words}" if at else f"记为已{words}")
            self._marks[state].set_kind("soft" if at else "none")
            action = PAPER_ACTIONS[state]
            self._marks[state].set_allowed(allows(held, action), reason(action))

    def _edit(self, field: str, text: str) -> None:
        if self._case is None:
            return
        session, number = self._office.session, self._case.number

        def done(_changed: Changed) -> None:
            self.form.show_error(field, "")
            self._office.status("已保存")

        self._run(
            lambda: edit(session, number, {field: text}), done, lambda error: self._refused(field, error)
        )

    def _refused(self, field: str, error: Exception) -> None:
        self.form.show_error(field, error.message if isinstance(error, Refused) else NOT_SAVED)
        if not isinstance(error, Refused):
            self._office.tell(error)

    def _note(self, state: PaperState) -> None:
        if self._case is None:
            return
        session, number = self._office.session, self._case.number
        self._run(
            lambda: mark_paper(session, number, state),
            lambda _changed: self._office.status("已记下"),
            self._office.tell,
        )

    def _run(self, work: Callable[[], Changed], done: Callable[[Changed], None],
             failed: Callable[[Exception], None]) -> None:  # fmt: skip
        self._office.background.run(self, work, done, failed)
