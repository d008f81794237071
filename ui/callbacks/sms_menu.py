"""The button 短信 of 回访工作台: write to the customer in sight, to the group in sight, and see what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.sms_replies import open_replies
from desktop_app.callbacks.sms_sending import waiting
from desktop_app.callbacks.sms_writing import Target
from desktop_app.callbacks.worklist import Entry
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Session
from ui.callbacks.call_view import CallView
from ui.callbacks.sms_dialog import SmsDialog
from ui.callbacks.worklist_view import WorklistView
from ui.header import Command, fill_menu
from ui.kit.button import Button
from ui.kit.items import Item
from ui.office_context import Office

KIND_OF = {"sales": "sales_callback", "service": "service_callback", "courtesy": "service_callback"}
"""Kind of a callback → kind of the message about it."""
MOST = 2000
NOBODY = "这一行没有可以发短信的回访或关怀"
TIP = "给这位客户、给这一组写短信（Alt+M）"
KEYS_ONE, KEYS_SHOWN = "Alt+M", "Alt+Shift+M"


@dataclass(frozen=True, slots=True)
class Open:
    """How many messages wait to be sent, and how many replies for somebody to deal with."""

    waiting: int
    replies: int

    @property
    def count(self) -> int:
        """Both together."""
        return self.waiting + self.replies

    @property
    def words(self) -> str:
        """``待发 3 条，回复 2 条要处理``; "" for nothing."""
        waiting_ = f"待发 {self.waiting} 条" if self.waiting else ""
        replies = f"回复 {self.replies} 条要处理" if self.replies else ""
        return "，".join(part for part in (waiting_, replies) if part)


class SmsMenu(QObject):
    """Owns the button, its menu and the two shortcuts; ``page`` is where dialogs open."""

    def __init__(self, office: Office, page: QWidget, day: WorklistView, call: CallView) -> None:
        super().__init__(page)
        self._office, self._page, self._day, self._call = office, page, day, call
        self.button = Button("短信", icon="message-square-text", tip=TIP)
        self.button.set_tail("chevron-down")
        self.button.clicked.connect(self._open_menu)
        held = office.session.person.duties
        self._why_not = "" if allows(held, "callbacks") else reason("callbacks")
        QShortcut(QKeySequence(KEYS_ONE), page, self.write_one)
        QShortcut(QKeySequence(KEYS_SHOWN), page, self.write_shown)
        call.body.sms_wanted.connect(self.write_one)
        self._open = Open(0, 0)
        if not self._why_not:
            office.ticker.minute.connect(lambda _moment: self.count())
            self.count()

    def count(self) -> None:
        """Tell at the button how many messages wait and how many replies somebody must read."""
        session = self._office.session
        self._office.background.run(self, lambda: open_of(session), self._show_open)

    def commands(self) -> Sequence[Command]:
        """What the button offers."""
        one, shown = self._of_one(), of_entries(self._shown())
        count = sum(map(len, shown.values()))
        too_many = f"一次最多写 {MOST:,} 位，先按组或筛选缩小名单。" if count > MOST else ""
        return (
            Command("给这位客户写短信…\tAlt+M", self.write_one, "", "message-square", self._why_not or ("" if one else NOBODY)),
            Command(
                f"给名单里这 {count:,} 位都写短信…\tAlt+Shift+M", self.write_shown, "", "send",
                self._why_not or too_many or ("" if count else "名单里没有可以发短信的客户"),
            ),
            Command(),
            Command(f"{self._open.words or '待发和回复'}…\tCtrl+Shift+M", self._open_desk, "", "inbox", self._why_not),
        )  # fmt: skip

    def write_one(self) -> None:
        """To the customer whose call is open, or of the row under the cursor."""
        self._write(self._of_one(), NOBODY, {})

    def write_shown(self) -> None:
        """To everybody in the list as it is shown: the chosen group, or all."""
        entries = self._shown()
        notes = {one.file_id: one.reason for one in entries if one.file_id is not None}
        self._write(of_entries(entries), "名单里没有可以发短信的客户。", notes)

    # inside

    def _show_open(self, found: Open) -> None:
        self._open = found
        self.button.set_words(f"短信 {found.count}" if found.count else "短信")
        self.button.setToolTip(f"{found.words}。{TIP}" if found.count else TIP)

    def _open_desk(self) -> None:
        window = self._page.window()
        if hasattr(window, "open_sms"):
            window.open_sms()
            self.count()

    def _open_menu(self) -> None:
        menu = fill_menu(QMenu(self.button), self.commands())
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _of_one(self) -> dict[str, list[Target]]:
        state = self._call.state()
        if state is not None and not self._day.list.hasFocus():
            return of_call(state.call)
        return of_entries(_tasks(self._day.list.current())[:1])

    def _shown(self) -> list[Entry]:
        return [task for row in self._day.list.rows() for task in _tasks(row)[:1]]

    def _write(self, targets: dict[str, list[Target]], nobody: str, notes: dict[int, str]) -> None:
        count = sum(map(len, targets.values()))
        if self._why_not or not targets or count > MOST:
            self._office.status(self._why_not or (f"一次最多写 {MOST:,} 位。" if targets else nobody))
            return
        dialog = SmsDialog(self._office, targets, self._page, notes=notes)
        dialog.exec()
        dialog.deleteLater()
        self.count()


def _tasks(row: object) -> Sequence[Entry]:
    """The tasks of a customer's row; none of a heading or the row that shows more."""
    return row.data if isinstance(row, Item) and isinstance(row.data, tuple) else ()


def open_of(session: Session) -> Open:
    """Look at the queue and the replies."""
    return Open(len(waiting(session)), len(open_replies(session)))


def of_call(call: Call) -> dict[str, list[Target]]:
    """The callback of a call as a target."""
    return {KIND_OF[call.kind]: [Target(call.file_id, call.callback_id)]}


def of_entries(entries: Iterable[Entry]) -> dict[str, list[Target]]:
    """Kind of message → whom of these rows it could be written to; follow-ups of cases and replies get none."""
    found: dict[str, list[Target]] = defaultdict(list)
    for entry in entries:
        if entry.file_id is None:
            continue
        if entry.callback_id is not None:
            found[KIND_OF[entry.kind]].append(Target(entry.file_id, entry.callback_id))
        elif entry.kind == "care":
            found["care"].append(Target(entry.file_id, None, entry.about_on))
    return dict(found)
