"""话术: what to say at this step of the call, what must never be said, and the situations found by F2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.script_editing import in_use
from desktop_app.callbacks.scripts import PART_LABELS, Scripts, Situation, filled, find, words_for
from desktop_app.callbacks.scripts import Step as CourseStep
from ui.callbacks.call_state import ADVISOR_PHONED, CallState
from ui.kit.button import Button
from ui.kit.fields import SearchBox
from ui.kit.flow import FlowLayout
from ui.kit.frames import Card, ScrollColumn, beside, clear, column, holder, line, row
from ui.kit.labels import ElidedLabel, IconLabel, KeyCap, label
from ui.kit.tones import Tone
from ui.office_context import Office

HANDY = (15, 10, 16, 19, 26, 27)
"""Situations offered without a search, the commonest ones."""
MOST_FOUND = 6
SERVICE_CLOSING = ("comments", "maintenance", "thanks")
SALES_CLOSING = ("comments", "thanks")


class ScriptView(Card):
    """Follows the call by itself; a searched situation stays until Escape or the next question.

    ``left`` says that the search is done with and the keys belong to the question again.
    """

    left = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__((16, 12, 12, 12), 8)
        self._office = office
        self._scripts: Scripts | None = None
        self._state: CallState | None = None
        self._shown: tuple[object, ...] = ()
        self._compact = False
        self._step = ElidedLabel("", 12, token="t2")
        self._scroll = ScrollColumn((0, 0, 8, 0), 6)
        self.search = SearchBox("找场景：听不清、生气、要求过分…")
        self._handy = QWidget()
        self._flow = FlowLayout(self._handy, 6, 6)
        self._lay_out()
        self._connect()

    def show_call(self, call: Call) -> None:
        """Fill the scripts with the words of another call."""
        session = self._office.session
        self._scripts = filled(words_for(session, call), in_use(session))
        self._shown = ()
        self.search.clear()
        self._offer(self._handy_ones())

    def follow(self, state: CallState) -> None:
        """Show the step that the call is at, unless it is in sight or covered by a situation of this step."""
        place = (state.place, *steps_of(state))
        self._state = state
        if self._scripts is None or place == self._shown:
            return
        self._shown = place
        self._show_step(self._scripts, steps_of(state))

    def set_compact(self, compact: bool) -> None:
        """Offer situations only while one is searched, for a low window."""
        self._compact = compact
        self._handy.setHidden(compact and not self.search.text().strip())

    def title(self) -> str:
        """What is shown: the step of the course, or a situation."""
        return self._step.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape in the empty search goes back to the step of the call."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.KeyPress and not self.search.text():
            self._back_to_step()
            return True
        return False

    # inside

    def _lay_out(self) -> None:
        head = row(IconLabel("book-open", 16), label("话术", "strong"), None, self._step)
        self.column.addLayout(head)
        self.column.addWidget(self._scroll, 1)
        self.column.addWidget(line())
        self.column.addLayout(row(self.search, KeyCap("F2")))
        self.column.addWidget(self._handy)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._take_first)
        self.search.installEventFilter(self)
        QShortcut(QKeySequence("F2"), self, self.search.setFocus)

    def _handy_ones(self) -> list[Situation]:
        return [one for one in self._situations() if one.number in HANDY]

    def _situations(self) -> tuple[Situation, ...]:
        return self._scripts.situations if self._scripts else ()

    def _on_search(self, text: str) -> None:
        found = find(text, self._situations())[:MOST_FOUND] if text.strip() else ()
        self._offer(found or self._handy_ones())
        self.set_compact(self._compact)

    def _take_first(self) -> None:
        found = find(self.search.text(), self._situations())
        if found:
            self._show_situation(found[0])
            self.left.emit()

    def _back_to_step(self) -> None:
        if self._scripts is not None and self._state is not None:
            self._show_step(self._scripts, steps_of(self._state))
        self.left.emit()

    def _show_step(self, scripts: Scripts, steps: Sequence[str]) -> None:
        chosen = [one for one in scripts.course if one.step in steps]
        place = 1 + scripts.course.index(chosen[0])
        self._step.set_text(f"第 {place} 步 / {len(scripts.course)}：{chosen[0].title}")
        self._show(
            _said(chosen), tuple(chain.from_iterable(one.do for one in chosen)),
            tuple(chain.from_iterable(one.never for one in chosen)),
        )  # fmt: skip

    def _show_situation(self, one: Situation) -> None:
        self._step.set_text(f"{PART_LABELS[one.part]} · {one.number} {one.title}")
        self._show([_spoken(words) for words in one.say], (), one.never)

    def _show(self, said: Sequence[QWidget], do: Sequence[str], never: Sequence[str]) -> None:
        parts: list[QWidget | QLayout | int | None] = list(said)
        parts += _list("要做到", do, "check", "green", "circle-check")
        parts += _list("绝不", never, "ban", "red", "ban")
        clear(self._scroll.column)
        self._scroll.column.addWidget(holder(column(*parts, None, gap=6)))
        self._scroll.verticalScrollBar().setValue(0)

    def _offer(self, situations: Sequence[Situation]) -> None:
        clear(self._flow)
        for one in situations:
            button = Button(f"{one.title.split('：')[-1]} {one.number}", small=True, tip=one.title)
            button.clicked.connect(lambda _=False, one=one: self._show_situation(one))
            self._flow.addWidget(button)
        self._handy.updateGeometry()


def steps_of(state: CallState) -> tuple[str, ...]:
    """Which steps of the course a call is at: greeting first, thanks when everything was asked."""
    if state.question.id == ADVISOR_PHONED.id:
        return ("advisor",)
    if state.question.type == "text":
        return SERVICE_CLOSING if state.call.kind == "service" else SALES_CLOSING
    if not state.answered() and state.place == 0:
        return ("greeting", "moment")
    return ("grievance",) if state.unhappy or _just_complained(state) else ("questions",)


def _just_complained(state: CallState) -> bool:
    """Whether the question before the one being asked had a bad answer."""
    before = state.steps[state.place - 1].id if state.place else None
    return any(one.question == before for one in state.grievances() if one.question is not None)


def _said(steps: Sequence[CourseStep]) -> list[QWidget]:
    """The words of the steps, each but the first under its title."""
    parts: list[QWidget] = []
    for place, one in enumerate(steps):
        if place:
            parts.append(label(one.title, "caption"))
        parts.append(_spoken(one.say))
    return parts


def _spoken(words: str) -> QLabel:
    return _top(label(words, "script", wrap=True, selectable=True))


def _list(
    title: str, lines: Sequence[str], sign: str, tone: Tone, head: str
) -> Iterator[QWidget | QLayout | int]:
    if lines:
        yield 6
        yield row(IconLabel(head, 16, tone), label(title, "strong", tone), None, gap=6)
    for words in lines:
        yield beside(IconLabel(sign, 14, tone), _top(label(words, "second", wrap=True)))


def _top(made: QLabel) -> QLabel:
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made
