"""The fields of a step: one input for each kind of prompt, and what stands in it as the rule takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.callbacks.agreed_times import read_agreed
from desktop_app.problems import Refused
from ui.complaints.prompts import Prompt
from ui.kit.choices import SegmentedControl
from ui.kit.fields import Field

LONG_HEIGHT = 78
YES_NO = (("yes", "是"), ("no", "否"))
SATISFIED = (("yes", "满意"), ("no", "不满意"), ("none", "没联系上"))
ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "none": None}


@dataclass(frozen=True, slots=True)
class Offered:
    """The lists to choose from."""

    departments: Sequence[str]
    staff: Sequence[str]


def make_field(prompt: Prompt, start: str, offered: Offered, today: date) -> Field:
    """The input of a prompt with its label and hint; choosing takes an error away as typing does."""
    edit = _edit(prompt, offered, today)
    made = Field(prompt.label, edit, hint=prompt.hint)
    if isinstance(edit, SegmentedControl):
        edit.choose(start)
        edit.chosen.connect(lambda _key: made.show_error(""))
    elif isinstance(edit, QComboBox):
        choose(edit, start)
        edit.currentTextChanged.connect(lambda _words: made.show_error(""))
    elif start:
        made.set_text(start)
    return made


def _edit(prompt: Prompt, offered: Offered, today: date) -> QWidget:
    match prompt.kind:
        case "long":
            return area()
        case "choice":
            return _box([("", "（不选）")] if prompt.blank else [], prompt.choices)
        case "department":
            return _box([("", "（请选）")], [(name, name) for name in offered.departments])
        case "staff":
            box = _box([("", "")], [(name, name) for name in offered.staff])
            box.setEditable(True)
            return box
        case "yes_no":
            return SegmentedControl(YES_NO)
        case "satisfied":
            return SegmentedControl(SATISFIED)
        case "day":
            return _day(today)
    return QLineEdit()


def area() -> QPlainTextEdit:
    """An input of several lines that Tab leaves."""
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(LONG_HEIGHT)
    return made


def _day(today: date) -> QDateEdit:
    made = QDateEdit(QDate(today.year, today.month, today.day))
    made.setDisplayFormat("yyyy-MM-dd")
    made.setCalendarPopup(True)
    return made


def _box(first: list[tuple[str, str]], choices: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    for code, words in (*first, *choices):
        made.addItem(words, code)
    return made


def choose(box: QComboBox, start: str) -> None:
    """Show an entry by its code; what is not offered can be shown where it can be typed."""
    if not start:
        return
    at = box.findData(start)
    if at >= 0:
        box.setCurrentIndex(at)
    elif box.isEditable():
        box.setEditText(start)


def read_value(prompt: Prompt, edit: QWidget, now: datetime) -> Any:
    """What stands in a field, as the rule takes it; raises Refused for what cannot be read or was left open."""
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText().strip()
    if isinstance(edit, QComboBox):
        typed = edit.currentText().strip() if edit.isEditable() else edit.currentData()
        return typed or (None if prompt.blank else "")
    if isinstance(edit, SegmentedControl):
        return _answer(prompt, edit.value())
    if isinstance(edit, QDateEdit):
        return edit.date().toPython()
    text = edit.text().strip() if isinstance(edit, QLineEdit) else ""
    return READERS.get(prompt.kind, _as_typed)(text, now)


def _answer(prompt: Prompt, chosen: str) -> bool | None:
    if not chosen and not prompt.blank:
        raise Refused("请选一项。", field=prompt.name)
    return ANSWERS.get(chosen)


def fen_of(text: str, _now: datetime | None = None) -> int:
    """An amount in yuan as typed → hundredths; raises Refused for what is no amount; blank is 0."""
    plain = (
        text.replace("¥", "").replace("￥", "").replace("元", "").replace(",", "").replace("，", "").strip()
    )
    try:
        amount = Decimal(plain or "0")
    except InvalidOperation as error:
        raise Refused("费用要写成数字，例如 120 或 88.50。") from error
    if not amount.is_finite():
        raise Refused("费用要写成数字，例如 120 或 88.50。")
    return int((amount * 100).to_integral_value())


def _moment(text: str, now: datetime) -> datetime:
    found = read_agreed(text, now)
    if found is None:
        raise Refused("看不懂这个时间，请写成“明天 15:00”或“11-03 9:30”。")
    return found


def _as_typed(text: str, _now: datetime) -> str:
    return text


READERS: dict[str, Callable[[str, datetime], Any]] = {"money": fen_of, "moment": _moment}
