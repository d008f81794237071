"""人员与账号: who can sign in and with which duties; added, changed, retired, and the lock changed after that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed, Session
from ui.kit.background import Steps
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Banner
from ui.kit.frames import Box, line, row
from ui.kit.labels import label, set_words
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office.account_buttons import AccountButtons
from ui.office.account_forms import AddAccountDialog, DutiesDialog
from ui.office.account_lock import IdleMinutes
from ui.office.account_recovery import RenewCodeDialog
from ui.office.account_retire import RetireDialog
from ui.office.account_rows import COLUMNS, account_row
from ui.office.password_dialogs import reset_password_dialog
from ui.office_context import Office

if TYPE_CHECKING:
    from desktop_app.safety.accounts import AccountLine
    from ui.office_window import OfficeWindow

WIDTH, LIST_HEIGHT = 980, 270
CHANGING, CHANGED = "正在换锁…", "锁已经换好，所有人的密码不变。"
AFTER_A_LOCKOUT_MS = 1000
DUE_WORDS = "{}已停用，锁还没有换：谁留着旧的钥匙文件，还打得开数据。"
ALONE_WORDS = "现在只有您一个账号。按“新建账号”给同事建一个，各用各的密码，谁做了什么才分得清。"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the dialog shows: the accounts, for whom the lock should be changed, and the minutes of the idle lock."""

    lines: tuple[AccountLine, ...]
    due: tuple[str, ...]
    minutes: int


def read_standing(session: Session) -> Standing:
    """Look at it all."""
    from desktop_app import settings
    from desktop_app.safety.accounts import accounts
    from desktop_app.safety.rekeying import lock_change_due

    minutes = int(settings.get(session, "idle_lock_minutes"))
    return Standing(accounts(session), lock_change_due(session), minutes)


def lock_changer(session: Session) -> Callable[[Steps], Session]:
    """The work that changes the lock while nobody else uses the data."""

    def work(steps: Steps) -> Session:
        from desktop_app.safety.rekeying import change_lock

        return change_lock(session, progress=steps)

    return work


class AccountsDialog(SheetDialog):
    """``alone_wanted`` carries words, the work that needs the data for itself, and words for its good end; the
    dialog is closed then."""

    alone_wanted = Signal(str, object, str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("人员与账号", parent, width=WIDTH)
        self._office = office
        held = office.session.person.duties
        self._why_not = "" if allows(held, "manage_office") else reason("manage_office")
        self._count = label("", "second")
        self.due, self.alone = Banner("yellow", "triangle-alert"), Banner("accent", "info")
        self.table = Table(ListModel(COLUMNS, []), memory=office.memory, name="accounts")
        self.buttons, self.minutes = AccountButtons(self._why_not), IdleMinutes(office, self._why_not)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.reload)
        self._lay_out()
        self._connect()
        self.reload()
        self.table.setFocus()

    def reload(self) -> None:
        """Look at the accounts again."""
        session = self._office.session
        self._office.background.run(self, lambda: read_standing(session), self._show, self._office.tell)

    def chosen(self) -> AccountLine | None:
        """The account under the cursor."""
        found = self.table.current()
        return found.data if found else None  # type: ignore[return-value]

    # what the user does

    def add(self) -> None:
        """A new account."""
        self._after(AddAccountDialog(self._office, self))

    def change_duties(self) -> None:
        """Other duties for the chosen one."""
        chosen = self.chosen()
        if chosen and self.buttons.duties.isEnabled():
            self._after(DutiesDialog(self._office, chosen, self))

    def reset_password(self) -> None:
        """A new password for the chosen one."""
        chosen = self.chosen()
        if chosen:
            self._after(reset_password_dialog(self._office, chosen.name, self))

    def lift_lockout(self) -> None:
        """Let the chosen one try its password again at once."""
        from desktop_app.safety.accounts import lift_lockout

        chosen = self.chosen()
        if chosen:
            session, name = self._office.session, chosen.name
            self._run(lambda: lift_lockout(session, name))

    def retire(self) -> None:
        """Close the chosen account for good, and change the lock."""
        from desktop_app.safety.accounts import retire_account

        chosen = self.chosen()
        if chosen is None:
            return
        session, name = self._office.session, chosen.name
        if RetireDialog(name, self).exec():
            self._run(lambda: retire_account(session, name), self.change_lock)

    def change_lock(self) -> None:
        """Hand the work over to the window, which closes for it, and this dialog with it."""
        if self._office.background.busy_long():
            self._office.tell(Refused("还有一件长时间的事没做完（导入、备份或导出），等它做完再换锁。"))
            self.reload()
            return
        self.accept()
        self.alone_wanted.emit(CHANGING, lock_changer(self._office.session), CHANGED)

    def renew_code(self) -> None:
        """A new recovery code for the safe."""
        RenewCodeDialog(self._office, self).exec()

    # inside

    def _run(self, work: Callable[[], Changed], then: Callable[[], None] | None = None) -> None:
        self._office.background.run(self, work, lambda _changed: (then or self.reload)(), self._failed)

    def _failed(self, error: Exception) -> None:
        self._office.tell(error)
        self.reload()

    def _after(self, dialog: SheetDialog) -> None:
        if dialog.exec():
            self.reload()

    def _show(self, found: Standing) -> None:
        rows = self.table.rows()
        assert isinstance(rows, ListModel)
        before = self.chosen()
        rows.set_rows([account_row(one) for one in found.lines])
        if not self.table.select(before.name if before else found.lines[0].name):
            self.table.select_line(0)
        self.minutes.show_minutes(found.minutes)
        living = [one for one in found.lines if not one.retired_at]
        set_words(self._count, f"在用 {len(living)} 个，停用 {len(found.lines) - len(living)} 个")
        self.alone.show_words(ALONE_WORDS if len(found.lines) == 1 else "", "accent", "info")
        due = DUE_WORDS.format("、".join(found.due)) if found.due else ""
        offered = due and not self._why_not
        self.due.show_words(due, "yellow", "triangle-alert", "现在换锁" if offered else "")
        self.buttons.allow(self.chosen())
        self._look_again(found)

    def _look_again(self, found: Standing) -> None:
        """When the next lockout ends its mark shall go."""
        ends = [one.locked_until for one in found.lines if one.locked_until]
        if ends:
            left = (min(ends) - datetime.now()).total_seconds()
            self._again.start(round(max(left, 0) * 1000) + AFTER_A_LOCKOUT_MS)

    def _connect(self) -> None:
        buttons = self.buttons
        for button, act in (
            (buttons.add, self.add), (buttons.duties, self.change_duties), (buttons.reset, self.reset_password),
            (buttons.lift, self.lift_lockout), (buttons.retire, self.retire), (buttons.renew, self.renew_code),
        ):  # fmt: skip
            button.clicked.connect(act)
        self.table.chosen.connect(lambda _row: buttons.allow(self.chosen()))
        self.table.opened.connect(lambda _row: self.change_duties())
        self.due.acted.connect(self.change_lock)

    def _lay_out(self) -> None:
        self.body.addLayout(row(label("人员与账号", "title"), 10, self._count, None))
        for banner in (self.due, self.alone):
            self.body.addWidget(banner)
        box = Box((1, 4, 1, 4))
        box.column.addWidget(self.table)
        self.table.setMinimumHeight(LIST_HEIGHT)
        self.body.addWidget(box, 1)
        self.body.addLayout(self.buttons.line())
        if self._why_not:
            self.body.addWidget(label(self._why_not, "second"))
        self.body.addWidget(line())
        self.body.addLayout(row(self.minutes, None, self.buttons.renew))
        close = Button("关闭", keys="Esc", bind=False)
        close.clicked.connect(self.reject)
        self.add_buttons(close)
        close.setDefault(False)  # Enter opens the account under the cursor


def open_accounts(window: OfficeWindow) -> None:
    """数据 › 人员与账号: what needs the data for itself begins when the dialog is gone."""
    dialog = AccountsDialog(window.office, window)
    wanted: list[tuple[str, object, str]] = []
    dialog.alone_wanted.connect(lambda *work: wanted.append(work))
    dialog.exec()
    for words, work, done in wanted:
        window.alone_wanted.emit(words, work, done)
