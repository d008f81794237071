"""The head of one file: who, which car, the phone on demand, marks, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.archive.files import File
from desktop_app.archive.masking import reveal_phone
from desktop_app.safety.duties import allows, reason
from ui.archive.file_rows import card_tone, mark_badge
from ui.kit.button import Button
from ui.kit.fonts import MEDIUM, SEMIBOLD
from ui.kit.frames import row, upright_line
from ui.kit.labels import BadgeLabel, CardLetter, ElidedLabel, label, set_words
from ui.kit.paint import Badge
from ui.office_context import Office

MOST_MARKS = 2
EDGES, GAP = 60, 7
"""Width of the margins with some air, and the gap between the name and what stands behind it."""
TITLES = {"男": "先生", "女": "女士"}
PHONES = ("phone", "landline", "other_phone")
"""The numbers of a file in the order they are tried."""


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
        self._name, self._title = ElidedLabel("", 19, SEMIBOLD), label("", "second")
        self._letter, self._level = CardLetter("A", "accent"), BadgeLabel()
        self._marks = tuple(BadgeLabel() for _ in range(MOST_MARKS))
        self._phone = label("", "phone")
        self._show = _quick("显示", "eye", "显示完整号码，有记录（Ctrl+D）", "Ctrl+D")
        self._copy = _quick("复制", "copy", "复制完整号码，有记录")
        self._dial = _quick("拨打", "phone-outgoing", "用这台电脑的电话软件拨打（F4）", "F4")
        self._car, self._vin = ElidedLabel("", 14, MEDIUM), ElidedLabel("", 13, token="t2")
        self.call = _deed("回访", "phone", "F6", "打开这位客户的回访", primary=True)
        self.complain = _deed("新建投诉", "message-square-plus", "F7", "为这位客户受理投诉")
        self.print = _deed("打印C卡", "printer", "Ctrl+P", "先预览，再打印")
        self.more = Button(icon="ellipsis", tip="更多")
        self._lay_out()
        self._connect()

    def show_file(self, file: File) -> None:
        """Show another file, its phone covered."""
        self._file = file
        self._name.set_text(file.name or "未填姓名")
        set_words(self._title, TITLES.get(str(file.fields.get("sex")), ""))
        self._letter.set_letter(file.card, card_tone(file.card))
        self._show_badges(file)
        shown = (str(file.shown.get(field) or "") for field in PHONES)
        self._show_phone(next((words for words in shown if words), ""))
        car = (file.fields.get("model"), file.fields.get("plate"))
        self._car.set_text(" ".join(str(part) for part in car if part))
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
        """Copy the whole number; who looked is recorded."""
        self._with_number(QGuiApplication.clipboard().setText)

    def dial(self) -> None:
        """Hand the number to whatever dials on this PC; who looked is recorded."""
        self._with_number(lambda number: QDesktopServices.openUrl(QUrl(f"tel:{number}")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    # inside

    def _with_number(self, use: Callable[[str], object]) -> None:
        """Fetch the whole number and use it, unless another file is in sight by then."""
        file = self._file
        field = next((field for field in PHONES if file and file.fields.get(field)), None)
        if file is None or field is None:
            return
        session = self._office.session

        def done(number: str) -> None:
            if self._file is not None and self._file.id == file.id:
                use(number)

        self._office.background.run(
            self, lambda: reveal_phone(session, file.id, field), done, self._office.tell
        )

    def _show_badges(self, file: File) -> None:
        level = str(file.fields.get("member_level") or ("VIP" if file.fields.get("is_vip") else ""))
        self._level.set_badge(Badge(level, "outline", "crown") if level else None)
        for place, badge in enumerate(self._marks):
            badge.set_badge(mark_badge(file.marks[place]) if place < len(file.marks) else None)
        self._fit()

    def _fit(self) -> None:
        """Take badges away, the least urgent first, before the name would be shortened."""
        deeds = (self.call, self.complain, self.print, self.more)
        room = self.width() - EDGES - sum(deed.sizeHint().width() + 8 for deed in deeds)
        room -= sum(part.sizeHint().width() + GAP for part in (self._name, self._title, self._letter))
        for badge in (*self._marks, self._level):
            room -= badge.sizeHint().width() + GAP if badge.badge() else 0
            badge.setHidden(badge.badge() is None or room < 0)

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
        who = row(self._name, self._title, self._letter, self._level, *self._marks, gap=GAP)
        who.addStretch(1)
        first = row(who, self.call, self.complain, self.print, self.more)
        first.setStretch(0, 1)
        second = row(
            self._phone, self._show, self._copy, self._dial, 4, upright_line(), 4, self._car, self._vin, None, gap=4
        )  # fmt: skip
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


def _quick(words: str, icon: str, tip: str, keys: str = "") -> Button:
    made = Button(words, kind="link", icon=icon, small=True, tip=tip)
    if keys:
        made.setShortcut(keys)
    return made


def _deed(words: str, icon: str, keys: str, tip: str, *, primary: bool = False) -> Button:
    """A button whose key is told by its tooltip: there is no room for keycaps beside a name."""
    made = Button(words, kind="primary" if primary else "none", icon=icon, tip=f"{tip}（{keys}）")
    made.setShortcut(keys)
    return made
