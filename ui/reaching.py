"""The button 短信、邮寄 of a list: messages and letters to its selected customers or to all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.safety.duties import allows, reason
from ui.header import Command, fill_menu
from ui.kit.button import Button
from ui.office_context import Office

MOST_MESSAGES, MOST_LETTERS = 2000, 5000
KEYS_SMS, KEYS_MAIL = "Alt+M", "Alt+L"
FindIds = Callable[[], Sequence[int]]
"""Finds row numbers of files; run in the background."""


@dataclass(frozen=True, slots=True)
class People:
    """The customers of a list: how many are selected and how many there are, and how their files are found."""

    selected: Callable[[], int]
    finder_of_selected: Callable[[], FindIds]
    every: Callable[[], int]
    finder_of_all: Callable[[], FindIds]


class Reaching(QObject):
    """Owns the button, its menu and the shortcuts for the selected; ``page`` is where dialogs open."""

    def __init__(self, office: Office, page: QWidget, people: People, *, small: bool = False) -> None:
        super().__init__(page)
        self._office, self._page, self._people = office, page, people
        self.button = Button(
            "短信、邮寄", icon="send", small=small, tip="给选中的或名单里的客户写短信、寄信（Alt+M、Alt+L）"
        )
        self.button.set_tail("chevron-down")
        self.button.clicked.connect(self._open_menu)
        QShortcut(QKeySequence(KEYS_SMS), page, self.write_selected)
        QShortcut(QKeySequence(KEYS_MAIL), page, self.mail_selected)

    def commands(self) -> Sequence[Command]:
        """What the button offers."""
        chosen, every = self._people.selected(), self._people.every()
        sms, mail = self._why_not("callbacks"), self._why_not("export_lists")
        return (
            Command(f"给选中的 {chosen:,} 位写短信…\t{KEYS_SMS}", self.write_selected, "", "message-square",
                    sms or _no_room(chosen, MOST_MESSAGES)),
            Command(f"给名单里的 {every:,} 位写短信…", self.write_all, "", "", sms or _no_room(every, MOST_MESSAGES)),
            Command(),
            Command(f"给选中的 {chosen:,} 位寄信…\t{KEYS_MAIL}", self.mail_selected, "", "files",
                    mail or _no_room(chosen, MOST_LETTERS)),
            Command(f"给名单里的 {every:,} 位寄信…", self.mail_all, "", "", mail or _no_room(every, MOST_LETTERS)),
        )  # fmt: skip

    def write_selected(self) -> None:
        """Messages to the selected rows."""
        self._write(self._people.selected(), self._people.finder_of_selected())

    def write_all(self) -> None:
        """Messages to everybody on the list."""
        self._write(self._people.every(), self._people.finder_of_all())

    def mail_selected(self) -> None:
        """Letters to the selected rows."""
        self._mail(self._people.selected(), self._people.finder_of_selected())

    def mail_all(self) -> None:
        """Letters to everybody on the list."""
        self._mail(self._people.every(), self._people.finder_of_all())

    # inside

    def _why_not(self, action: str) -> str:
        return "" if allows(self._office.session.person.duties, action) else reason(action)

    def _refused(self, why: str) -> bool:
        if why:
            self._office.status(why)
        return bool(why)

    def _write(self, count: int, find_ids: FindIds) -> None:
        if self._refused(self._why_not("callbacks") or _no_room(count, MOST_MESSAGES)):
            return
        self._office.background.run(self, find_ids, self._open_sms, self._office.tell)

    def _open_sms(self, ids: Sequence[int]) -> None:
        from desktop_app.callbacks.sms_writing import Target
        from ui.callbacks.sms_dialog import SmsDialog

        dialog = SmsDialog(self._office, {"notice": [Target(one) for one in ids]}, self._page)
        dialog.exec()
        dialog.deleteLater()

    def _mail(self, count: int, find_ids: FindIds) -> None:
        from ui.callbacks.mailing_dialog import MailingDialog

        if self._refused(self._why_not("export_lists") or _no_room(count, MOST_LETTERS)):
            return
        dialog = MailingDialog(self._office, find_ids, self._page)
        dialog.exec()
        dialog.deleteLater()

    def _open_menu(self) -> None:
        menu = fill_menu(QMenu(self.button), self.commands())
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))


def _no_room(count: int, most: int) -> str:
    if not count:
        return "名单里还没有客户。"
    return f"一次最多 {most:,} 位，请先缩小名单，或者只选一部分。" if count > most else ""
