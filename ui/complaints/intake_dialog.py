"""受理新投诉: the customer's words first, earlier cases and a suggested grade beside them, nothing lost on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from desktop_app.archive.files import File, open_file
from desktop_app.archive.finding import search
from desktop_app.complaints.cases import (
    Accepted,
    EarlierCase,
    NewComplaint,
    Suggestion,
    accept,
    earlier,
    suggest,
)
from desktop_app.complaints.causes import Cause, causes
from desktop_app.complaints.vocabulary import CHANNEL_LABELS, GRADE_LABELS
from desktop_app.problems import Refused
from desktop_app.session import Session
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Banner, Field
from ui.kit.frames import ScrollColumn, holder, row
from ui.kit.labels import label, set_words
from ui.office_context import Office

PAUSE_MS = 300
TEXT_HEIGHT = 78
PROMPTS = (
    ("happened", "时间"), ("place", "地点"), ("course", "经过"), ("customer_view", "顾客的看法"), ("evidence", "判断依据"),
    ("reason", "理由"), ("need", "需求"), ("accused", "相关责任人"),
)  # fmt: skip
WIDTH = 760


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say of what was typed so far."""

    file: File | None
    earlier: tuple[EarlierCase, ...]
    suggestion: Suggestion


class IntakeDialog(SheetDialog):
    """``accepted_case`` carries the new case's number."""

    accepted_case = Signal(str)

    def __init__(
        self, office: Office, parent: QWidget | None = None, *, vin: str = "", words: str = ""
    ) -> None:
        super().__init__("受理新投诉", parent, width=WIDTH)
        self._office = office
        self._key = uuid4().hex
        self._graded = False
        self.words, self.demands = Field("客户原话", _area()), Field("客户要求", _area())
        self.who = {
            name: Field(text)
            for name, text in (("vin", "车架号或车牌"), ("phone", "联系电话"), ("name", "客户姓名"))
        }
        self.grade = SegmentedControl(list(GRADE_LABELS.items()))
        self.channel = Field("反映渠道", QComboBox())
        self.cause = Field("内容分类", QComboBox())
        self.sub_cause = Field("细分", QComboBox())
        self.more = {name: Field(text) for name, text in PROMPTS}
        self._causes: tuple[Cause, ...] = ()
        self._file: File | None = None
        self._customer = label("", "second", wrap=True)
        self._advice = label("", "note", wrap=True)
        self._earlier = Banner("yellow", "history")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE_MS)
        self._wait.timeout.connect(self._look)
        self._save = Button("受理", kind="primary", keys="Ctrl+Return")
        self._lay_out()
        self._connect()
        self.words.set_text(words)
        self.who["vin"].set_text(vin)
        office.background.run(self, lambda: causes(office.session), self._show_causes)
        self.words.edit.setFocus()

    def new_complaint(self) -> NewComplaint:
        """What was typed, as the rule takes it."""
        texts: dict[str, Any] = {name: field.text() for name, field in self.more.items()}
        vin = self._file.vin if self._file else self.who["vin"].text()
        return NewComplaint(
            words=self.words.text(), grade=self.grade.value(), channel=str(_box(self.channel).currentData()),
            cause=str(_box(self.cause).currentData() or ""), sub_cause=str(_box(self.sub_cause).currentData() or ""),
            vin=vin, phone=self.who["phone"].text(), name=self.who["name"].text(), demands=self.demands.text(),
            idempotency_key=self._key, **texts,
        )  # fmt: skip

    def save(self) -> None:
        """Accept the complaint; what was typed stays until it is on the disk."""
        session, new = self._office.session, self.new_complaint()
        self._save.setEnabled(False)
        self._office.background.run(self, lambda: accept(session, new), self._done, self._failed)

    # set-up

    def _lay_out(self) -> None:
        self.body.addWidget(label("受理新投诉", "title"))
        inner = ScrollColumn((0, 0, 10, 0), 10)
        for part in (self.words, self.demands):
            inner.column.addWidget(part)
        inner.column.addLayout(_even(*self.who.values()))
        inner.column.addWidget(self._customer)
        inner.column.addWidget(self._earlier)
        inner.column.addWidget(label("分级", "field"))
        inner.column.addWidget(holder(row(self.grade, self._advice, None)))
        inner.column.addLayout(_even(self.channel, self.cause, self.sub_cause))
        inner.column.addWidget(label("下面几项能记多少记多少", "note"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, field in enumerate(self.more.values()):
            grid.addWidget(field, place // 2, place % 2)
        inner.column.addLayout(grid)
        inner.column.addStretch()
        inner.setMinimumHeight(470)
        self.body.addWidget(inner, 1)
        leave = Button("取消", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self._save)
        for code, text in CHANNEL_LABELS.items():
            _box(self.channel).addItem(text, code)
        _box(self.channel).setCurrentIndex(1)
        self.grade.choose("complaint")

    def _connect(self) -> None:
        self._save.clicked.connect(self.save)
        self.grade.chosen.connect(self._on_graded)
        _box(self.cause).currentIndexChanged.connect(lambda _at: self._show_sub_causes())
        for field in (self.words, self.demands):
            assert isinstance(field.edit, QPlainTextEdit)
            field.edit.textChanged.connect(self._wait.start)
        for field in self.who.values():
            field.edit.textChanged.connect(self._wait.start)  # type: ignore[attr-defined]

    def _on_graded(self, _grade: str) -> None:
        self._graded = True

    # what is known

    def _look(self) -> None:
        session, new = self._office.session, self.new_complaint()
        self._office.background.run(self, lambda: known_of(session, new), self._show_known)

    def _show_known(self, known: Known) -> None:
        self._file = known.file
        if known.file is not None:
            shown = known.file.shown
            parts = (
                known.file.name,
                shown.get("phone"),
                shown.get("model"),
                shown.get("plate"),
                known.file.vin,
            )
            set_words(self._customer, "　".join(str(part) for part in parts if part))
        else:
            set_words(
                self._customer, "没有找到档案也可以受理，以后再关联。" if self.who["vin"].text() else ""
            )
        self._show_earlier(known.earlier)
        if not self._graded:
            self.grade.choose(known.suggestion.grade)
        advice = "；".join(
            part for part in (known.suggestion.grade_reason, known.suggestion.escalated_reason) if part
        )
        set_words(self._advice, f"建议 {GRADE_LABELS[known.suggestion.grade]}：{advice}" if advice else "")

    def _show_earlier(self, found: tuple[EarlierCase, ...]) -> None:
        if not found:
            self._earlier.show_words("")
            return
        first = found[0]
        state = "已结" if first.closed else "未结"
        words = f"这位客户以前投诉过 {len(found)} 次，最近 {first.number}（{state}）：{first.words[:40]}"
        self._earlier.show_words(words, "yellow", "history")

    def _show_causes(self, found: tuple[Cause, ...]) -> None:
        self._causes = found
        for cause in found:
            _box(self.cause).addItem(cause.name, cause.code)

    def _show_sub_causes(self) -> None:
        box, code = _box(self.sub_cause), _box(self.cause).currentData()
        box.clear()
        box.addItem("（不细分）", "")
        for cause in self._causes:
            if cause.code == code:
                for name in cause.sub_causes:
                    box.addItem(name, name)

    # saving

    def _done(self, made: Accepted) -> None:
        self._office.status(f"已受理 {made.number}")
        self.accepted_case.emit(made.number)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if not isinstance(error, Refused):
            self._office.tell(error)
            return
        fields = {
            "words": self.words,
            "demands": self.demands,
            "channel": self.channel,
            "cause": self.cause,
            **self.who,
            **self.more,
        }
        field = fields.get(error.field or "", self.words)
        field.show_error(error.message)
        field.edit.setFocus()


def known_of(session: Session, new: NewComplaint) -> Known:
    """The file meant by VIN, plate or phone, earlier cases, and the suggested grade."""
    file = next((found for text in (new.vin, new.phone) if (found := _file(session, text)) is not None), None)
    vin = file.vin if file else new.vin
    phone = new.phone or str(file.fields.get("phone") or "") if file else new.phone
    try:
        cases = earlier(session, vin, phone, new.name)
    except Refused:
        cases = ()
    return Known(file, cases, suggest(replace(new, vin=vin), len(cases)))


def _file(session: Session, text: str) -> File | None:
    if not text.strip():
        return None
    hits = [hit for hit in search(session, text, 2) if hit.kind == "file"]
    return open_file(session, hits[0].vin) if len(hits) == 1 else None


def _box(field: Field) -> QComboBox:
    assert isinstance(field.edit, QComboBox)
    return field.edit


def _area() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(TEXT_HEIGHT)
    return made


def _even(*fields: Field) -> QHBoxLayout:
    made = row(*fields, gap=12)
    for place in range(len(fields)):
        made.setStretch(place, 1)
    return made
