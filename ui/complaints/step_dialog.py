"""One step of a case: the prompts of its verb as fields, saved as one step; a refusal stands at its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.callbacks.agreed_times import read_agreed
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session
from ui.complaints.prompts import Prompt, StepForm
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import ScrollColumn
from ui.kit.labels import label
from ui.office_context import Office

LONG_HEIGHT = 78
SATISFIED = (("yes", "满意"), ("no", "不满意"), ("none", "没联系上"))
TAKES_NUMBER_BY_NAME = ("promise",)


@dataclass(frozen=True, slots=True)
class Offered:
    """The lists to choose from."""

    departments: Sequence[str]
    staff: Sequence[str]


class StepDialog(SheetDialog):
    """``saved(Changed)`` when the step is on the disk."""

    saved = Signal(object)

    def __init__(self, office: Office, number: str, title: str, form: StepForm, offered: Offered,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(title, parent, width=520)
        self._office, self._number, self._form, self._offered = office, number, form, offered
        self._key = uuid4().hex
        self.fields = {prompt.name: self._field(prompt) for prompt in form.prompts}
        self.body.addWidget(label(f"{title}　{number}", "title"))
        inner = ScrollColumn((0, 0, 8, 0), 10)
        for field in self.fields.values():
            inner.column.addWidget(field)
        inner.column.addStretch()
        inner.setMinimumHeight(
            min(540, 40 + sum(field.sizeHint().height() + 12 for field in self.fields.values()))
        )
        self.body.addWidget(inner, 1)
        self._save = Button("保存", kind="primary", keys="Ctrl+Return")
        leave = Button("取消", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        self.add_buttons(leave, self._save)
        next(iter(self.fields.values())).edit.setFocus()

    def save(self) -> None:
        """Record the step; what was typed stays until it is on the disk."""
        values = self._values()
        if values is None:
            return
        session, form, number, key = self._office.session, self._form, self._number, self._key
        self._save.setEnabled(False)
        self._office.background.run(
            self, lambda: _record(session, form, number, values, key), self._done, self._failed
        )

    def _done(self, made: Any) -> None:
        found = made if isinstance(made, Changed) else getattr(made, "changed", None)
        self.saved.emit(found)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if not isinstance(error, Refused):
            self._office.tell(error)
            return
        field = self.fields.get(error.field or "") or next(iter(self.fields.values()))
        field.show_error(error.message)
        field.edit.setFocus()

    # fields

    def _field(self, prompt: Prompt) -> Field:
        return Field(prompt.label, self._edit(prompt), hint=prompt.hint)

    def _edit(self, prompt: Prompt) -> QWidget:
        match prompt.kind:
            case "long":
                area = QPlainTextEdit()
                area.setTabChangesFocus(True)
                area.setFixedHeight(LONG_HEIGHT)
                return area
            case "choice":
                return _box([("", "（不选）")] if prompt.blank else [], prompt.choices)
            case "department":
                return _box([], [(name, name) for name in self._offered.departments])
            case "staff":
                box = _box([("", "")], [(name, name) for name in self._offered.staff])
                box.setEditable(True)
                return box
            case "yes_no":
                return SegmentedControl([("yes", "是"), ("no", "否")])
            case "satisfied":
                return SegmentedControl(list(SATISFIED))
            case "day":
                today = self._office.session.today()
                made = QDateEdit(QDate(today.year, today.month, today.day))
                made.setDisplayFormat("yyyy-MM-dd")
                made.setCalendarPopup(True)
                return made
        return QLineEdit()

    def _values(self) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        for prompt in self._form.prompts:
            try:
                values[prompt.name] = read_value(
                    prompt, self.fields[prompt.name].edit, self._office.session.now()
                )
            except Refused as refused:
                self.fields[prompt.name].show_error(refused.message)
                self.fields[prompt.name].edit.setFocus()
                return None
        return values


def read_value(prompt: Prompt, edit: QWidget, now: datetime) -> Any:
    """What stands in a field, as the rule takes it; raises Refused for what cannot be read."""
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText().strip()
    if isinstance(edit, QComboBox):
        typed = edit.currentText().strip() if edit.isEditable() else edit.currentData()
        return typed or (None if prompt.blank else "")
    if isinstance(edit, SegmentedControl):
        return {"yes": True, "no": False, "none": None}[edit.value()]
    if isinstance(edit, QDateEdit):
        return edit.date().toPython()
    text = edit.text().strip() if isinstance(edit, QLineEdit) else ""
    if prompt.kind == "money":
        return fen_of(text)
    if prompt.kind == "moment":
        return _moment(text, now)
    return text


def fen_of(text: str) -> int:
    """An amount in yuan as typed → hundredths; raises Refused for what is no amount; blank is 0."""
    plain = text.replace("¥", "").replace(",", "").replace("，", "").strip()
    try:
        return int((Decimal(plain or "0") * 100).to_integral_value())
    except InvalidOperation as error:
        raise Refused("费用要写成数字，例如 120 或 88.50。") from error


def _moment(text: str, now: datetime) -> datetime:
    found = read_agreed(text, now)
    if found is None:
        raise Refused("看不懂这个时间，请写成“明天 15:00”或“11-03 9:30”。")
    return found


def _box(first: list[tuple[str, str]], choices: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    for code, words in (*first, *choices):
        made.addItem(words, code)
    return made


def _record(session: Session, form: StepForm, number: str, values: dict[str, Any], key: str) -> Any:
    values = dict(values)
    if form.verb in TAKES_NUMBER_BY_NAME:
        return form.call(session, number=number, key=key, **values)
    if form.verb == "link":
        return form.call(session, number, values["vin"])
    position = (values.pop(form.positional),) if form.positional else ()
    return form.call(session, number, *position, key=key, **values)
