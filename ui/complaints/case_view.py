"""The right sheet of 投诉处理: one case with its steps, its paper form, the customer's words and its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.complaints.cases import Case, VerbState, edit, form_values, mark_paper, open_case
from desktop_app.complaints.compensation import Compensation
from desktop_app.complaints.course import Verb
from desktop_app.complaints.editing import PaperState
from desktop_app.complaints.persons import departments, staff_names
from desktop_app.complaints.promises import Promise, keep_promise
from desktop_app.complaints.sentences import sentence
from desktop_app.complaints.vocabulary import FORM_OF_GRADE
from desktop_app.paper.forms import load
from desktop_app.printing import form_pdf
from desktop_app.problems import Refused
from desktop_app.session import Changed
from ui.complaints.case_head import CaseHead, verbs_of
from ui.complaints.prompts import BY_VERB
from ui.complaints.step_dialog import Offered, StepDialog
from ui.header import Command, fill_menu
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.empty import EmptyState
from ui.kit.form_view import FormView
from ui.kit.frames import Sheet, band, holder, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Entry, Head, ListRow
from ui.kit.labels import label
from ui.kit.paint import Badge
from ui.kit.pdf_preview import PdfPreview
from ui.kit.tabs import UnderlineTabBar
from ui.kit.tones import Tone
from ui.office_context import Office

COURSE, PAPER, WORDS, PROMISES, HISTORY = range(5)
FORMS = (("complaint-handling", "表5"), ("urgent-complaint", "表6"), ("complaint-sheet", "处理单"))
STEP_LOOKS: dict[str, tuple[str, Tone]] = {
    "accept": ("message-square-warning", "red"), "hand_over": ("arrow-right-left", "accent"), "contact": ("phone", "accent"),
    "result": ("clipboard-check", "green"), "follow_up": ("phone-call", "green"), "close": ("archive", "grey"),
    "escalate": ("arrow-up-from-line", "yellow"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with what its screens need besides it."""

    case: Case
    values: dict[str, dict[str, Any]]
    offered: Offered


class CaseView(Sheet):
    """Shows one case; every step goes through its dialog, every cell of the paper is edited in place."""

    file_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._number = ""
        self._opened: Opened | None = None
        self.head = CaseHead(office)
        self.tabs = UnderlineTabBar(("处理", "表5", "客户原话", "承诺与补偿", "历史"))
        self.steps, self._words, self._promises, self._history = (GroupedList() for _ in range(4))
        self._which = SegmentedControl(FORMS)
        self.form = FormView(load("complaint-handling"), {})
        self._printed = Button("已打印", small=True, icon="printer")
        self._signed = Button("已签字", small=True, icon="pencil")
        self._filed = Button("已归档", small=True, icon="archive")
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
        form = BY_VERB[verb]
        title = self._opened.case.verb(form.verb).label
        dialog = StepDialog(self._office, self._number, title, form, self._opened.offered, self)
        dialog.saved.connect(lambda _changed: self._office.status(f"{self._number} {title} 已保存"))
        if verb == "regrade":
            _choose(dialog.fields["grade"].edit, self._opened.case.grade)
        dialog.exec()

    def preview(self) -> None:
        """Look at the paper chosen, then print it."""
        if self._opened is None:
            return
        session, name, number = self._office.session, self._which.value(), self._number
        title = f"{dict(FORMS)[name]} {number}"

        def show(page: bytes) -> None:
            PdfPreview(title, page, self).exec()

        self._office.background.run(self, lambda: form_pdf(session, name, number), show, self._office.tell)

    # set-up

    def _lay_out(self) -> None:
        paper = QWidget()
        column = QVBoxLayout(paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        state = row(label("纸质", "note"), self._printed, self._signed, self._filed, gap=6)
        column.addWidget(band(self._which, None, holder(state), margins=(20, 8, 16, 4)))
        column.addWidget(self.form, 1)
        self._stack = QStackedWidget()
        for part in (self.steps, paper, self._words, self._promises, self._history):
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
        self._which.chosen.connect(lambda _name: self._show_form())
        self.form.edited.connect(self._edit)
        self._promises.opened.connect(self._settle)
        self._printed.clicked.connect(lambda: self._mark("printed"))
        self._signed.clicked.connect(lambda: self._mark("signed"))
        self._filed.clicked.connect(lambda: self._mark("filed"))

    # showing

    def _show(self, opened: Opened, *, choose_form: bool) -> None:
        case = opened.case
        if case.number != self._number:
            return
        self._opened = opened
        self._nothing.hide()
        self._body.show()
        self.head.show_case(case)
        if choose_form:
            self._which.choose(FORM_OF_GRADE[case.grade])
        self._show_form()
        self.steps.set_rows(tuple(step_rows(case)))
        self._words.set_rows(tuple(word_rows(case)))
        self._promises.set_rows(tuple(promise_rows(case, self._office.session.now())))
        self._history.set_rows(tuple(history_rows(case)))
        self._show_marks(case)

    def _show_marks(self, case: Case) -> None:
        self.tabs.set_count(WORDS, len(case.words))
        self.tabs.set_count(PROMISES, len(case.promises) + len(case.compensation))
        self.tabs.set_count(HISTORY, len(case.history))
        paper = case.paper
        unsigned = paper.printed_at is not None and paper.signed_at is None
        self.tabs.set_badge(PAPER, Badge("未签", "yellow") if unsigned else None)
        states = (
            (self._printed, paper.printed_at, "打印"),
            (self._signed, paper.signed_at, "签字"),
            (self._filed, paper.filed_at, "归档"),
        )
        for button, at, words in states:
            button.set_words(f"{at:%m-%d} 已{words}" if at else f"记为已{words}")
            button.set_kind("soft" if at else "none")

    def _show_form(self) -> None:
        if self._opened is None:
            return
        name = self._which.value()
        case = self._opened.case
        self.tabs.setTabText(PAPER, dict(FORMS)[name])
        allowed = case.verb("edit").allowed
        self.form.set_form(load(name), self._opened.values[name])
        self.form.set_editable(tuple(case.fields) if allowed else False)

    # work

    def _edit(self, field: str, text: str) -> None:
        session, number = self._office.session, self._number

        def done(_changed: Changed) -> None:
            self.form.show_error(field, "")
            self._office.status("已保存")

        def failed(error: Exception) -> None:
            sentence = (
                error.message if isinstance(error, Refused) else "没有存上，输入还在，请再按一次 Enter。"
            )
            self.form.show_error(field, sentence)
            if not isinstance(error, Refused):
                self._office.tell(error)

        self._office.background.run(self, lambda: edit(session, number, {field: text}), done, failed)

    def _mark(self, state: PaperState) -> None:
        session, number = self._office.session, self._number

        def done(_changed: Changed) -> None:
            self._office.status("已记下")

        self._office.background.run(self, lambda: mark_paper(session, number, state), done, self._office.tell)

    def _settle(self, entry: object) -> None:
        if not isinstance(entry, Entry) or not isinstance(entry.data, int):
            return
        session, promise = self._office.session, entry.data
        self._office.background.run(
            self,
            lambda: keep_promise(session, promise),
            lambda _changed: self._office.status("承诺已兑现"),
            self._office.tell,
        )

    def _show_more(self, button: QWidget) -> None:
        case = self.case()
        if case is None:
            return
        commands = [self._command(case.verb(verb)) for verb in verbs_of(case)]
        fill_menu(QMenu(self), commands).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _command(self, state: VerbState) -> Command:
        def take() -> None:
            self.take_step(state.verb)

        return Command(f"{state.label}…", take, icon=BY_VERB[state.verb].icon, why_not=state.reason or "")

    def _open_file(self) -> None:
        case = self.case()
        if case is not None and case.file_vin is not None:
            self.file_wanted.emit(case.file_vin)


def step_rows(case: Case) -> Iterator[ListRow]:
    """The steps of every round, the newest round first, each in the order of its own time."""
    for round_ in reversed(case.rounds):
        if len(case.rounds) > 1:
            yield Head(f"第 {round_.number} 轮")
        for place, step in enumerate(round_.steps):
            icon, tone = STEP_LOOKS.get(step.verb, ("pencil", "neutral"))
            sub = " · ".join(part for part in (step.account, step.person or "") if part)
            yield Entry(
                (round_.number, place),
                f"{step.at:%m-%d}",
                icon,
                sentence(step),
                f"{step.at:%H:%M} · {sub}",
                tone,
            )


def word_rows(case: Case) -> Iterator[ListRow]:
    """What the customer said, word for word."""
    for place, said in enumerate(case.words):
        yield Entry(
            place,
            f"{said.at:%m-%d}",
            "message-square-text",
            said.text,
            f"{said.at:%H:%M} · {said.account} 记",
            "accent",
        )


PROMISE_WORDS: dict[str, tuple[str, Tone]] = {
    "running": ("未到期", "neutral"),
    "overdue": ("已过期", "red"),
    "kept": ("已兑现", "green"),
    "missed": ("没有按时", "red"),
    "stopped": ("未兑现", "grey"),
}


def promise_rows(case: Case, now: datetime) -> Iterator[ListRow]:
    """Promises, then what was given; Enter on an open promise marks it as kept."""
    if case.promises:
        yield Head("承诺（Enter 记为已兑现）", len(case.promises))
    yield from (_promise(promise, now) for promise in case.promises)
    if case.compensation:
        yield Head("补偿", len(case.compensation))
    yield from (_compensation(given) for given in case.compensation)


def _promise(promise: Promise, now: datetime) -> Entry:
    still_open = promise.kept_at is None and promise.broken_at is None
    return Entry(
        ("promise", promise.id),
        f"{promise.due_at:%m-%d}",
        "hand",
        promise.what,
        f"{promise.by_whom} 承诺 · {promise.due_at:%H:%M} 前",
        "yellow",
        badge=Badge(*PROMISE_WORDS[promise.state(now)]),
        data=promise.id if still_open else None,
    )


def _compensation(given: Compensation) -> Entry:
    return Entry(
        ("compensation", given.id),
        f"{given.at:%m-%d}",
        "gift",
        given.label,
        f"¥{given.cost_fen / 100:,.2f} · {given.authorised_by or ''}",
        "teal",
        badge=Badge("待总经理批准", "yellow") if given.waits else None,
    )


def history_rows(case: Case) -> Iterator[ListRow]:
    """Who changed what, when."""
    for place, entry in enumerate(case.history):
        what = entry.field or entry.action
        values = f"{entry.old or '空'} → {entry.new or '空'}" if entry.field else entry.new or ""
        sub = " · ".join(
            part for part in (f"{entry.at:%H:%M}", entry.account, values, entry.reason or "") if part
        )
        yield Entry(place, f"{entry.at:%m-%d}", "history", what, sub)


def _choose(edit: QWidget, code: str) -> None:
    if isinstance(edit, QComboBox):
        edit.setCurrentIndex(edit.findData(code))
