"""话术: what to say at this step of the call, what must never be said, and the situations found by F2."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.scripts import PART_LABELS, Scripts, Situation, filled, find, words_for
from ui.callbacks.call_state import ADVISOR_PHONED, CallState
from ui.kit.button import Button
from ui.kit.fields import SearchBox
from ui.kit.flow import FlowLayout
from ui.kit.frames import Card, ScrollColumn, beside, column, holder, line, row
from ui.kit.labels import IconLabel, KeyCap, label, set_words
from ui.office_context import Office

HANDY = (15, 10, 16, 19, 26, 27)
"""Situations offered without a search, the commonest ones."""
COURSE_NEVER: dict[str, tuple[int, ...]] = {
    "greeting": (1,),
    "moment": (1,),
    "questions": (28,),
    "grievance": (15,),
    "advisor": (28,),
    "comments": (22,),
    "maintenance": (28,),
    "thanks": (28,),
}
"""Which situation's "never" stands beside a step of the course."""
MOST_NEVER = 4


class ScriptView(Card):
    """Follows the call by itself; a searched situation stays until Escape or the next answer."""

    def __init__(self, office: Office) -> None:
        super().__init__((16, 12, 12, 12), 8)
        self._office = office
        self._scripts: Scripts | None = None
        self._step = label("", "note")
        self._scroll = ScrollColumn((0, 0, 8, 0), 6)
        self._search = SearchBox("找场景：听不清、生气、要求过分…")
        self._handy = QWidget()
        self._flow = FlowLayout(self._handy, 6, 6)
        self._state: CallState | None = None
        self.column.addLayout(row(IconLabel("book-open", 16), label("话术", "strong"), None, self._step))
        self.column.addWidget(self._scroll, 1)
        self.column.addWidget(line())
        self.column.addLayout(row(self._search, KeyCap("F2")))
        self.column.addWidget(self._handy)
        self._search.textChanged.connect(self._on_search)
        self._search.returnPressed.connect(self._take_first)
        QShortcut(QKeySequence("F2"), self, self._search.setFocus)

    def show_call(self, call: Call) -> None:
        """Fill the scripts with the words of another call."""
        self._scripts = filled(words_for(self._office.session, call))
        self._search.clear()
        self._show_handy([one for one in self._scripts.situations if one.number in HANDY])

    def follow(self, state: CallState) -> None:
        """Show the step that the call is at."""
        self._state = state
        if self._scripts is None:
            return
        step = step_of(state)
        place = next(n for n, one in enumerate(self._scripts.course) if one.step == step)
        chosen = self._scripts.course[place]
        set_words(self._step, f"第 {place + 1} 步 / {len(self._scripts.course)}：{chosen.title}")
        guards = [one for one in self._scripts.situations if one.number in COURSE_NEVER[step]]
        self._show([chosen.say], [words for one in guards for words in one.never][:MOST_NEVER])

    # inside

    def _on_search(self, text: str) -> None:
        if self._scripts is None:
            return
        found = find(text, self._scripts.situations) if text.strip() else ()
        self._show_handy(list(found[:8]) or [one for one in self._scripts.situations if one.number in HANDY])

    def _take_first(self) -> None:
        if self._scripts is not None and (found := find(self._search.text(), self._scripts.situations)):
            self._show_situation(found[0])

    def _show_situation(self, one: Situation) -> None:
        set_words(self._step, f"{PART_LABELS[one.part]} · {one.number} {one.title}")
        self._show(one.say, one.never)

    def _show(self, say: Sequence[str], never: Sequence[str]) -> None:
        parts: list[QWidget | QLayout | int | None] = [
            _line(label(words, "script", wrap=True, selectable=True)) for words in say
        ]
        if never:
            parts += [6, row(IconLabel("ban", 16, "red"), label("绝不", "strong", "red"), None, gap=6)]
            parts += [
                beside(IconLabel("ban", 14, "red"), _line(label(words, "second", wrap=True)))
                for words in never
            ]
        column_of = holder(column(*parts, None, gap=6))
        _clear(self._scroll.column)
        self._scroll.column.addWidget(column_of)

    def _show_handy(self, situations: Sequence[Situation]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for one in situations:
            button = Button(f"{one.title.split('：')[-1]} {one.number}", small=True)
            button.clicked.connect(lambda _=False, one=one: self._show_situation(one))
            self._flow.addWidget(button)


def step_of(state: CallState) -> str:
    """Which step of the course a call is at: greeting first, thanks when everything was asked."""
    if state.question.id == ADVISOR_PHONED.id:
        return "advisor"
    if state.question.type == "text":
        return "comments"
    if not state.answered():
        return "greeting"
    return "grievance" if state.grievances() else "questions"


def _line(made: QLabel) -> QLabel:
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
