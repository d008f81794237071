"""The fields of one question: short name, wording, type, choices, the satisfied answer, key question or not."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.callbacks.questionnaire_file import AnswerType, Question
from ui.kit.choices import SegmentedControl
from ui.kit.fields import Field
from ui.kit.frames import column, row

TYPES: dict[AnswerType, str] = {"score": "打分 1–10", "yes_no": "是 / 否", "choice": "几选一", "text": "意见"}
YES_NO = (("yes", "是"), ("no", "否"))
SPOKEN_HEIGHT, CHOICES_HEIGHT, GOOD_WIDTH = 66, 76, 150


class QuestionFields(QWidget):
    """``edited(Question)`` with every key typed; the question's number is not its own to change."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._filling = False
        self._short, self._spoken, self._choices = QLineEdit(), QPlainTextEdit(), QPlainTextEdit()
        self.short = Field("简称（名单和报表里用）", self._short)
        self.spoken = Field("问法（照着念的话）", self._spoken)
        self.types = SegmentedControl(list(TYPES.items()))
        self.type = Field("怎么回答", self.types)
        self.choices = Field("选项，一行一个", self._choices)
        self.yes_no = SegmentedControl(YES_NO)
        self.good_yes_no = Field("答哪个算满意", self.yes_no)
        self.good_box = QComboBox()
        self.good_choice = Field("选哪个算满意", self.good_box)
        self.key = QCheckBox("关键题：答得不满意，这次回访就算不满意")
        self._lay_out()
        self._connect()

    def show_question(self, question: Question | None) -> None:
        """Show a question, None for none; errors of another one go."""
        self._filling, self._question = True, question
        self.setEnabled(question is not None)
        for field in self._fields():
            field.show_error("")
        one = question or Question(0, "", "", "score")
        for edit, text in ((self._short, one.short), (self._spoken, one.spoken)):
            _put(edit, text)
        _put(self._choices, "\n".join(one.choices))
        self.types.choose(one.type)
        self._show_good(one)
        self.key.setChecked(one.key)
        self._show_parts(one)
        self._filling = False

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed."""
        for edit in (self._short, self._spoken, self._choices):
            edit.setReadOnly(read_only)
        for part in (self.types, self.yes_no, self.good_box, self.key):
            part.setEnabled(not read_only)

    def show_error(self, part: str, words: str) -> None:
        """Say at a field what is wrong with it."""
        self.type.show_error("")
        places = {"short": self.short, "spoken": self.spoken, "choices": self.choices, "type": self.type}
        choice = self.types.value() == "choice"
        places["good"] = self.good_choice if choice else self.good_yes_no
        places[part].show_error(words)

    def error(self, part: str) -> str:
        """What is said at a field."""
        places = {"short": self.short, "spoken": self.spoken, "choices": self.choices, "type": self.type}
        return places[part].error.text()

    # inside

    def _fields(self) -> tuple[Field, ...]:
        return self.short, self.spoken, self.type, self.choices, self.good_yes_no, self.good_choice

    def _read(self) -> Question:
        assert self._question is not None
        kind: AnswerType = next(name for name in TYPES if name == self.types.value())
        choices = tuple(self._choices.toPlainText().splitlines()) if kind == "choice" else ()
        good = {"yes_no": self.yes_no.value(), "choice": str(self.good_box.currentData() or "")}.get(kind, "")
        key = self.key.isChecked() and kind in ("yes_no", "choice")
        return replace(
            self._question, short=self._short.text(), spoken=self._spoken.toPlainText(), type=kind,
            choices=choices, good=good, key=key,
        )  # fmt: skip

    def _on_edited(self) -> None:
        if self._filling or self._question is None:
            return
        self._question = self._read()
        self._filling = True
        self._show_good(self._question)
        self._show_parts(self._question)
        self._filling = False
        self.edited.emit(self._question)

    def _on_type(self) -> None:
        self.type.show_error("")
        if self.types.value() == "yes_no" and not self.yes_no.value():
            self.yes_no.choose("yes")
        self._on_edited()

    def _show_good(self, one: Question) -> None:
        self.yes_no.choose(one.good if one.type == "yes_no" else "yes")
        self.good_box.clear()
        self.good_box.addItem("（请选）", "")
        for words in filter(None, (choice.strip() for choice in one.choices)):
            self.good_box.addItem(words, words)
        self.good_box.setCurrentIndex(max(0, self.good_box.findData(one.good)))

    def _show_parts(self, one: Question) -> None:
        for field in (self.choices, self.good_choice):
            field.setVisible(one.type == "choice")
        self.good_yes_no.setVisible(one.type == "yes_no")
        self.key.setVisible(one.type in ("yes_no", "choice"))

    def _connect(self) -> None:
        self._short.textEdited.connect(lambda _text: self._on_edited())
        for edit in (self._spoken, self._choices):
            edit.textChanged.connect(self._on_edited)
        self.types.chosen.connect(lambda _type: self._on_type())
        self.yes_no.chosen.connect(lambda _good: self._on_edited())
        self.good_box.activated.connect(lambda _at: self._on_good())
        self.key.toggled.connect(lambda _on: self._on_edited())

    def _on_good(self) -> None:
        self.good_choice.show_error("")
        self._on_edited()

    def _lay_out(self) -> None:
        for edit, height in ((self._spoken, SPOKEN_HEIGHT), (self._choices, CHOICES_HEIGHT)):
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(height)
        self.good_box.setMinimumWidth(GOOD_WIDTH)
        choice = row(self.choices, self.good_choice, gap=12)
        choice.setStretch(0, 1)
        self.setLayout(
            column(
                self.short,
                self.spoken,
                row(self.type, self.good_yes_no, None, gap=24),
                choice,
                self.key,
                gap=8,
            )
        )


def _put(edit: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Show a text without moving the cursor of one that is there already."""
    if isinstance(edit, QLineEdit):
        if edit.text() != text:
            edit.setText(text)
    elif edit.toPlainText() != text:
        edit.setPlainText(text)
