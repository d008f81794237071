"""A customer's number on demand: covered at first; whoever looks, copies or dials is recorded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.archive.masking import reveal_phone, shown_phone
from desktop_app.safety.duties import allows, reason
from ui.kit.button import Button
from ui.kit.frames import row
from ui.kit.labels import label, set_words
from ui.office_context import Office


class PhoneLine(QWidget):
    """Shows one number of one file."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._file_id, self._field = 0, ""
        self._words = label("", "phone")
        self._buttons = (
            _quick("显示", "eye", "Ctrl+D", "显示完整号码，有记录（Ctrl+D）", lambda: self._use(self._say)),
            _quick("复制", "copy", "", "复制完整号码，有记录", lambda: self._use(_copy)),
            _quick(
                "拨打", "phone-outgoing", "F4", "用这台电脑的电话软件拨打（F4）", lambda: self._use(_dial)
            ),
        )
        self.setLayout(row(self._words, *self._buttons, None, gap=4))

    def show_number(self, file_id: int, field: str, number: str) -> None:
        """Show another number, covered; "" when the file has none."""
        self._file_id, self._field = file_id, field
        self._say(shown_phone(number) if number else "没有电话")
        held = self._office.session.person.duties
        for button in self._buttons:
            button.setVisible(bool(number))
            button.set_allowed(allows(held, "see_full_phones"), reason("see_full_phones"))

    def text(self) -> str:
        """The number as it stands there."""
        return self._words.text()

    def _say(self, words: str) -> None:
        set_words(self._words, words)

    def _use(self, use: Callable[[str], object]) -> None:
        """Fetch the whole number and use it, unless another one is in sight by then."""
        session, file_id, field = self._office.session, self._file_id, self._field

        def done(number: str) -> None:
            if (file_id, field) == (self._file_id, self._field):
                use(number)

        if field:
            self._office.background.run(
                self, lambda: reveal_phone(session, file_id, field), done, self._office.tell
            )


def _quick(words: str, icon: str, keys: str, tip: str, act: Callable[[], object]) -> Button:
    made = Button(words, kind="link", icon=icon, small=True, tip=tip)
    if keys:
        made.setShortcut(keys)
    made.clicked.connect(lambda: act())
    return made


def _copy(number: str) -> None:
    QGuiApplication.clipboard().setText(number)


def _dial(number: str) -> None:
    QDesktopServices.openUrl(QUrl(f"tel:{number}"))
