"""Adding an account, and changing the duties of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.problems import Refused
from desktop_app.session import Changed
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import column, row
from ui.kit.labels import label
from ui.office.account_duties import DutyChoice
from ui.office_context import Office
from ui.sign_in_new_password import NewPassword

if TYPE_CHECKING:
    from desktop_app.safety.accounts import AccountLine

FIELDS_WIDTH = 270
FIRST_PASSWORD = "第一个密码由您设，当面告诉他；他登录后用“文件 › 修改我的密码”换成自己的。"
FROM_NEXT = "新的职责从下次登录起生效。"


class Saver(QObject):
    """Runs one change of accounts for a dialog: its button waits, refusals go to their fields, errors are told."""

    saved = Signal()

    def __init__(self, office: Office, dialog: SheetDialog, button: Button,
                 places: dict[str, Callable[[str], object]]) -> None:  # fmt: skip
        super().__init__(dialog)
        self._office, self._dialog, self._button, self._places = office, dialog, button, places

    def run(self, work: Callable[[], Changed]) -> None:
        """Do it once."""
        if self._button.isEnabled():
            self._button.set_allowed(False)
            self._office.background.run(self, work, lambda _changed: self._done(), self._failed)

    def _done(self) -> None:
        self._dialog.accept()
        self.saved.emit()

    def _failed(self, error: Exception) -> None:
        self._button.set_allowed(True)
        place = self._places.get(error.field or "") if isinstance(error, Refused) else None
        if place is not None and isinstance(error, Refused):
            place(error.message)
        else:
            self._office.tell(error)


class AddAccountDialog(SheetDialog):
    """A name, its holder, a first password and the duties; ``name`` is what was added."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("新建账号", parent, width=1140)
        self._session = office.session
        self.account = Field("登录名", hint="登录时选的名字，建好后不能改")
        self.person = Field("姓名", hint="记录和表格上写的名字；和登录名一样就不用填")
        self.chosen, self.duties = NewPassword(self.account.text, parent=self), DutyChoice()
        left = QWidget()
        left.setFixedWidth(FIELDS_WIDTH)
        left.setLayout(
            column(
                self.account, self.person, self.chosen.first, self.chosen.again,
                label(FIRST_PASSWORD, "second", wrap=True), None, gap=10,
            )
        )  # fmt: skip
        self.body.addWidget(label("新建账号", "title"))
        self.body.addLayout(row(left, self.duties, gap=24))
        self.yes = Button("建立账号", kind="primary", keys="Ctrl+Return")
        no = Button("取消", keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.submit)
        self.add_buttons(no, self.yes)
        self.saver = Saver(office, self, self.yes, {
            "account": self.account.show_error, "password": self.chosen.first.show_error,
            "duties": self.duties.show_error,
        })  # fmt: skip
        self.account.edit.setFocus()

    def submit(self) -> None:
        """Add it, if everything is there."""
        from desktop_app.safety.accounts import add_account

        name, person = self.account.text(), self.person.text()
        if not name:
            self.account.show_error("请填登录名")
        elif self.chosen.check() and self._has_duty():
            session, password, duties = self._session, self.chosen.secret(), self.duties.duties()
            self.saver.run(lambda: add_account(session, name, password, duties, person))

    def _has_duty(self) -> bool:
        if not self.duties.duties():
            self.duties.show_error("请至少选一项职责")
        return bool(self.duties.duties())


class DutiesDialog(SheetDialog):
    """Other duties for one account."""

    def __init__(self, office: Office, line: AccountLine, parent: QWidget | None = None) -> None:
        super().__init__("改职责", parent, width=840)
        self._session, self._name = office.session, line.name
        self.duties = DutyChoice()
        self.duties.choose(line.duties)
        self.body.addWidget(label(f"{line.name}的职责", "title"))
        self.body.addWidget(label(FROM_NEXT, "second"))
        self.body.addWidget(self.duties)
        self.yes = Button("保存", kind="primary", keys="Ctrl+Return")
        no = Button("取消", keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.submit)
        self.add_buttons(no, self.yes)
        self.saver = Saver(office, self, self.yes, {"duties": self.duties.show_error})
        next(iter(self.duties.boxes.values())).setFocus()

    def submit(self) -> None:
        """Save the duties ticked."""
        from desktop_app.safety.accounts import set_duties

        session, name, duties = self._session, self._name, self.duties.duties()
        self.saver.run(lambda: set_duties(session, name, duties))
