"""The head of one file: who, which car, the phone on demand, marks, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.archive.files import File
from desktop_app.archive.masking import reveal_phone
from desktop_app.safety.duties import allows, reason
from ui.archive.file_rows import card_tone, mark_badge
from ui.kit.button import Button
from ui.kit.frames import row, upright_line
from ui.kit.labels import BadgeLabel, CardLetter, ElidedLabel, label, set_words
from ui.office_context import Office

MOST_MARKS = 3
TITLES = {"男": "先生", "女": "女士"}


class FileHead(QWidget):
    """Shows a File; signals what the person wants to do with it."""

    call_wanted = Signal()
    complaint_wanted = Signal()
    print_wanted = Signal()
    more_wanted = Signal(QWidget)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._file: File | None = None
        self._name, self._title, self._letter = (
            label("", "title"),
            label("", "second"),
            CardLetter("A", "accent"),
        )
        self._marks = tuple(BadgeLabel() for _ in range(MOST_MARKS))
        self._phone = label("", "phone")
        self._show, self._copy, self._dial = (
            _quick("显示", "eye"),
            _quick("复制", "copy"),
            _quick("拨打", "phone-outgoing"),
        )
        self._car, self._vin = label("", "strong"), ElidedLabel("", 13, token="t2")
        self.call = Button("回访", kind="primary", icon="phone", keys="F6", tip="打开这位客户的回访")
        self.complain = Button("新建投诉", icon="message-square-plus", keys="F7", tip="为这位客户受理投诉")
        self.print = Button("打印C卡", icon="printer", keys="Ctrl+P", tip="先预览，再打印")
        self.more = Button(icon="ellipsis", tip="更多")
        self._lay_out()
        self._connect()

    def show_file(self, file: File) -> None:
        """Show another file, its phone covered."""
        self._file = file
        set_words(self._name, file.name or "未填姓名")
        set_words(self._title, TITLES.get(str(file.fields.get("sex")), ""))
        self._letter.set_letter(file.card, card_tone(file.card))
        for place, badge in enumerate(self._marks):
            badge.set_badge(mark_badge(file.marks[place]) if place < len(file.marks) else None)
        self._show_phone(str(file.shown.get("phone") or file.shown.get("landline") or ""))
        car = " ".join(str(part) for part in (file.fields.get("model"), file.fields.get("plate")) if part)
        set_words(self._car, car)
        self._vin.set_text(file.vin)
        self.print.set_words(f"打印{file.card}卡")
        self._show_allowed()

    def phone(self) -> str:
        """The phone as it stands there."""
        return self._phone.text()

    def reveal(self) -> None:
        """Show the whole number; who looked is recorded."""
        self._with_number(self._show_phone)

    def copy(self) -> None:
        """Copy the whole number."""
        self._with_number(lambda number: QGuiApplication.clipboard().setText(number))

    def dial(self) -> None:
        """Hand the number to whatever dials on this PC."""
        self._with_number(lambda number: QDesktopServices.openUrl(QUrl(f"tel:{number}")))

    def _with_number(self, use: object) -> None:
        if self._file is None:
            return
        session, file = self._office.session, self._file
        field = "phone" if file.fields.get("phone") else "landline"
        self._office.background.run(self, lambda: reveal_phone(session, file.id, field), use)  # type: ignore[call-overload]

    def _show_phone(self, words: str) -> None:
        set_words(self._phone, words or "没有电话")
        for button in (self._show, self._copy, self._dial):
            button.setVisible(bool(words))

    def _show_allowed(self) -> None:
        held = self._office.session.person.duties
        for button, action in (
            (self._show, "see_full_phones"), (self._copy, "see_full_phones"), (self._dial, "see_full_phones"),
            (self.call, "callbacks"), (self.complain, "handle_complaints"), (self.print, "print_forms"),
        ):  # fmt: skip
            button.set_allowed(allows(held, action), reason(action))

    def _lay_out(self) -> None:
        first = row(
            self._name, self._title, self._letter, *self._marks, None,
            self.call, self.complain, self.print, self.more,
        )  # fmt: skip
        second = row(
            self._phone,
            self._show,
            self._copy,
            self._dial,
            4,
            upright_line(),
            4,
            self._car,
            self._vin,
            None,
            gap=6,
        )
        stack = QVBoxLayout(self)
        stack.setContentsMargins(20, 14, 18, 6)
        stack.setSpacing(6)
        stack.addLayout(first)
        stack.addLayout(second)

    def _connect(self) -> None:
        self._show.clicked.connect(self.reveal)
        self._copy.clicked.connect(self.copy)
        self._dial.clicked.connect(self.dial)
        self.call.clicked.connect(self.call_wanted)
        self.complain.clicked.connect(self.complaint_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.more.clicked.connect(lambda: self.more_wanted.emit(self.more))


def _quick(words: str, icon: str) -> Button:
    return Button(words, kind="link", icon=icon, small=True)
