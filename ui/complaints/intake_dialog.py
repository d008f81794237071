"""受理新投诉: the customer's words first, earlier cases and a suggested grade beside them, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from desktop_app.archive.files import File
from desktop_app.complaints.cases import Accepted, EarlierCase, NewComplaint, Suggestion, accept, repeat_call
from desktop_app.complaints.causes import Cause, causes
from desktop_app.complaints.persons import staff_names
from desktop_app.complaints.vocabulary import CHANNEL_LABELS, GRADE_LABELS
from desktop_app.problems import Refused
from desktop_app.session import Session
from ui.complaints.known import Known, known_of
from ui.complaints.step_fields import area
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Banner, Field
from ui.kit.frames import ScrollColumn, column, row
from ui.kit.labels import ElidedLabel, label, set_words
from ui.office_context import Office

PAUSE_MS = 300
WIDTH, TALLEST = 920, 548
EXCERPT = 30
FIRST_HAN = 0x4E00
"""A plate begins with the character of its province, a VIN holds none."""
PROMPTS = (
    ("happened", "时间"), ("place", "地点"), ("course", "经过"), ("customer_view", "顾客的看法"), ("evidence", "判断依据"),
    ("reason", "理由"), ("need", "需求"), ("caller_name", "来电人（不是客户本人时）"),
)  # fmt: skip
PROMPTS_ABREAST = 4


Accepting = Callable[[Session, NewComplaint], Accepted]
"""Another way to take a complaint in, e.g. as the answer to a message."""


class IntakeDialog(SheetDialog):
    """``accepted_case`` carries the new case's number; ``accepting`` takes the complaint in, and never as a repeat."""

    accepted_case = Signal(str)

    def __init__(
        self,
        office: Office,
        parent: QWidget | None = None,
        *,
        vin: str = "",
        words: str = "",
        accepting: Accepting | None = None,
    ) -> None:
        super().__init__("受理新投诉", parent, width=WIDTH)
        self._office, self._accepting = office, accepting
        self._key = uuid4().hex
        self._graded = self._marked = False
        self._file: File | None = None
        self._looked_for = ("", "")
        self._former = ""
        self._causes: tuple[Cause, ...] = ()
        self._make_fields()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE_MS)
        self._wait.timeout.connect(self._look)
        self._save = Button("受理", kind="primary", keys="Ctrl+Return")
        self._lay_out()
        self._connect()
        self.words.set_text(words)
        self.who["vin"].set_text(vin)
        self._read_lists()
        self.words.edit.setFocus()

    def new_complaint(self) -> NewComplaint:
        """What was typed, as the rule takes it."""
        texts: dict[str, Any] = {name: field.text() for name, field in self.more.items()}
        vin, plate = self._car()
        return NewComplaint(
            words=self.words.text(), grade=self.grade.value(), channel=str(_box(self.channel).currentData()),
            cause=str(_box(self.cause).currentData() or ""), sub_cause=str(_box(self.sub_cause).currentData() or ""),
            vin=vin, plate=plate, phone=self.who["phone"].text(), name=self.who["name"].text(), demands=self.demands.text(),
            accused=_box(self.accused).currentText().strip(), escalated=self.mark.isChecked(),
            escalated_reason=self.mark_reason.text() if self.mark.isChecked() else "",
            again_reason=self.again_reason.text() if self.again.isChecked() else "",
            idempotency_key=self._key, **texts,
        )  # fmt: skip

    def save(self) -> None:
        """Accept the complaint; what was typed stays until it is on the disk."""
        session, new = self._office.session, self.new_complaint()
        former = self._former if self.again.isChecked() else ""
        self._save.setEnabled(False)
        take = self._accepting or accept
        self._office.background.run(
            self,
            lambda: repeat_call(session, former, new) if former else take(session, new),
            self._done,
            self._failed,
        )

    def fill_in(self, *, phone: str, name: str, channel: str) -> None:
        """Put in what is known of somebody who wrote."""
        self.who["phone"].set_text(phone)
        self.who["name"].set_text(name)
        _box(self.channel).setCurrentIndex(_box(self.channel).findData(channel))

    def _car(self) -> tuple[str, str]:
        """VIN and plate meant: those of the file found for what stands there now, else what was typed."""
        typed = self.who["vin"].text()
        if self._file is not None and self._looked_for == (typed, self.who["phone"].text()):
            return self._file.vin, ""
        return ("", typed) if any(ord(sign) >= FIRST_HAN for sign in typed) else (typed, "")

    # set-up

    def _make_fields(self) -> None:
        self.words, self.demands = Field("客户原话", area()), Field("客户要求", area())
        self.who = {
            name: Field(text)
            for name, text in (("vin", "车架号或车牌"), ("phone", "联系电话"), ("name", "客户姓名"))
        }
        self.accused = Field("相关责任人（被投诉的人）", QComboBox())
        _box(self.accused).setEditable(True)
        self._customer = ElidedLabel("", 13, token="t2")
        self._earlier = Banner("yellow", "history")
        self.again = QCheckBox("")
        self.again_reason = Field("客户为什么再次来电")
        self.grade = SegmentedControl(list(GRADE_LABELS.items()))
        self.mark, self.mark_reason = QCheckBox("升级"), Field("升级的原因")
        self._advice = label("", "note", wrap=True)
        self.channel = Field("反映渠道", QComboBox())
        self.cause, self.sub_cause = Field("内容分类", QComboBox()), Field("细分", QComboBox())
        self.more = {name: Field(text) for name, text in PROMPTS}

    def _lay_out(self) -> None:
        self.body.addWidget(label("受理新投诉", "title"))
        inner = ScrollColumn((0, 0, 0, 0), 10)
        inner.column.addLayout(_even(self.words, self.demands))
        inner.column.addLayout(_even(*self.who.values(), self.accused))
        for part in (self._customer, self._earlier, self.again, self.again_reason):
            inner.column.addWidget(part)
            part.hide()
        graded = column(label("分级", "field"), row(self.grade, self.mark, None, gap=16), gap=4)
        inner.column.addLayout(_even(graded, row(self.channel, self.cause, self.sub_cause, gap=12)))
        inner.column.addWidget(self._advice)
        inner.column.addWidget(self.mark_reason)
        inner.column.addWidget(label("下面几项能记多少记多少", "note"))
        inner.column.addLayout(self._prompts())
        inner.column.addStretch()
        inner.setMinimumHeight(TALLEST)
        self.mark_reason.hide()
        self.body.addWidget(inner, 1)
        leave = Button("取消", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self._save)

    def _prompts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, field in enumerate(self.more.values()):
            grid.addWidget(field, place // PROMPTS_ABREAST, place % PROMPTS_ABREAST)
        return grid

    def _connect(self) -> None:
        for code, text in CHANNEL_LABELS.items():
            _box(self.channel).addItem(text, code)
        _box(self.channel).setCurrentIndex(1)
        self.grade.choose("complaint")
        self._save.clicked.connect(self.save)
        self.grade.chosen.connect(self._on_graded)
        self.mark.clicked.connect(self._on_marked)
        self.mark.toggled.connect(self.mark_reason.setVisible)
        self.again.toggled.connect(self._on_again)
        _box(self.cause).currentIndexChanged.connect(lambda _at: self._show_sub_causes())
        for field in (self.words, self.demands):
            assert isinstance(field.edit, QPlainTextEdit)
            field.edit.textChanged.connect(self._wait.start)
        for field in self.who.values():
            field.edit.textChanged.connect(self._wait.start)  # type: ignore[attr-defined]

    def _read_lists(self) -> None:
        session = self._office.session

        def show(found: tuple[tuple[Cause, ...], tuple[str, ...]]) -> None:
            self._causes = found[0]
            _fill(_box(self.cause), "（请选）", [(cause.name, cause.code) for cause in found[0]])
            typed = _box(self.accused).currentText()
            _fill(_box(self.accused), "", [(name, name) for name in found[1]])
            _box(self.accused).setEditText(typed)

        self._office.background.run(self, lambda: (causes(session), staff_names(session)), show)

    # choosing

    def _on_graded(self, _grade: str) -> None:
        self._graded = True

    def _on_marked(self) -> None:
        self._marked = True

    def _on_again(self, again: bool) -> None:
        self.again_reason.setVisible(again)
        if again:
            self.again_reason.edit.setFocus()

    def _show_sub_causes(self) -> None:
        code = _box(self.cause).currentData()
        self.cause.show_error("")
        names = [name for cause in self._causes if cause.code == code for name in cause.sub_causes]
        _fill(_box(self.sub_cause), "（不细分）", [(name, name) for name in names])

    # what is known

    def _look(self) -> None:
        session, new = self._office.session, self.new_complaint()
        typed = (self.who["vin"].text(), self.who["phone"].text())

        def show(known: Known) -> None:
            self._looked_for = typed
            self._show_known(known)

        self._office.background.run(self, lambda: known_of(session, new, typed[0]), show)

    def _show_known(self, known: Known) -> None:
        self._file = known.file
        self._customer.set_text(_customer_words(known.file, self.who["vin"].text()))
        self._customer.setVisible(bool(self._customer.text()))
        self._show_earlier(known.earlier)
        self._show_suggestion(known.suggestion)

    def _show_earlier(self, found: tuple[EarlierCase, ...]) -> None:
        self._earlier.show_words(_earlier_words(found), "yellow", "history")
        self._earlier.setVisible(bool(found))
        self._former = found[0].number if found else ""
        self.again.setText(f"这次是为 {self._former} 再次来电（另立一件，由客关部经理过目）")
        self.again.setVisible(bool(found) and self._accepting is None)
        if not found:
            self.again.setChecked(False)

    def _show_suggestion(self, found: Suggestion) -> None:
        if not self._graded:
            self.grade.choose(found.grade)
        if not self._marked:
            self.mark.setChecked(found.escalated)
            self.mark_reason.set_text(found.escalated_reason)
        typed = self.words.text() or self.demands.text()
        advice = f"建议{GRADE_LABELS[found.grade]}：{found.grade_reason}"
        escalation = f"；建议升级：{found.escalated_reason}" if found.escalated else ""
        set_words(self._advice, advice + escalation if typed else "")

    # saving

    def _done(self, made: Accepted) -> None:
        self._office.status(f"已受理 {made.number}")
        self.accepted_case.emit(made.number)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, Refused):
            self.field_of(error.field or "").show_error(error.message)
        else:
            self._office.tell_not_saved(error, "受理新投诉", self.save)

    def field_of(self, name: str) -> Field:
        """Where a refusal of an argument is shown."""
        fields = {
            "words": self.words, "demands": self.demands, "channel": self.channel, "cause": self.cause,
            "sub_cause": self.sub_cause, "accused": self.accused, "again_reason": self.again_reason,
            "escalated_reason": self.mark_reason, **self.who, **self.more,
        }  # fmt: skip
        return fields.get(name, self.words)


def _customer_words(file: File | None, typed: str) -> str:
    if file is None:
        return "没有找到档案也可以受理，以后再关联。" if typed else ""
    shown = file.shown
    parts = (file.name, shown.get("phone"), shown.get("model"), shown.get("plate"), file.vin)
    return "档案　" + "　".join(str(part) for part in parts if part)


def _earlier_words(found: tuple[EarlierCase, ...]) -> str:
    if not found:
        return ""
    first = found[0]
    plain = " ".join(first.words.split())
    said = plain if len(plain) <= EXCERPT else plain[:EXCERPT] + "…"
    state = "已结" if first.closed else "未结"
    return f"这位客户以前投诉过 {len(found)} 次，最近一次 {first.number} {state}：{said}"


def _box(field: Field) -> QComboBox:
    assert isinstance(field.edit, QComboBox)
    return field.edit


def _fill(box: QComboBox, first: str, entries: list[tuple[str, str]]) -> None:
    """Offer other entries, the open one first."""
    box.blockSignals(True)
    box.clear()
    for words, code in ((first, ""), *entries):
        box.addItem(words, code)
    box.blockSignals(False)


def _even(*parts: Any) -> QHBoxLayout:
    made = row(*parts, gap=12)
    for place in range(len(parts)):
        made.setStretch(place, 1)
    return made
