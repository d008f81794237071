"""Asking before a restore: what it will do, and the keys of that time, tried while the data is still open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.problems import Refused
from desktop_app.safety.backup_file import BackupFile
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.frames import beside, column
from ui.kit.labels import label
from ui.kit.medallion import Disc
from ui.office.backup_words import exact_words
from ui.office.restore_form import RestoreForm, Wish
from ui.office.restore_words import consequences
from ui.office_context import Office

LEAVES = "恢复时工作台会先关闭。正在写的内容请先保存；不满意，还可以再恢复回来。"


class RestoreDialog(SheetDialog):
    """``wished`` carries the :class:`~ui.office.restore_form.Wish` once its keys were found to fit."""

    wished = Signal(object)

    def __init__(self, office: Office, found: BackupFile, lost: int, parent: QWidget | None = None) -> None:
        super().__init__("恢复数据", parent, width=600)
        self._office = office
        now, when = office.session.now(), found.made_at
        self.form = RestoreForm()
        steps = consequences(when, now, lost=lost, has_data=True)
        self.form.show_backup(found.path, "会这样做", steps, found.ring.names())
        self.form.choose_name(office.session.person.name)
        title = label(f"把数据恢复到 {exact_words(when, now)}？", "title")
        words = column(title, label(LEAVES, "second"), gap=4)
        self.body.addLayout(beside(Disc("history", "red"), words, gap=14))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.yes = Button("恢复", kind="danger", icon="history", keys="Enter", bind=False)
        no = Button("取消", keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.submit)
        # Enter in the last field presses the default button, as in every dialog
        self.add_buttons(no, self.yes)
        self.form.focus_first()

    def submit(self) -> None:
        """Try the keys; the dialog stays when they do not fit."""
        from desktop_app.safety.restore import try_keys

        wish = self.form.wish()
        if wish is None:
            return
        self._wait(True)
        self._office.background.run(
            self, lambda: try_keys(wish.file, wish.account, wish.password, recovery_code=wish.code),
            lambda _nothing: self._accept(wish), self._failed,
        )  # fmt: skip

    def _accept(self, wish: Wish) -> None:
        self.accept()
        self.wished.emit(wish)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, Refused):
            self.form.show_refused(error)
        else:
            dialogs.tell(self, dialogs.explain(error, doing=self.windowTitle()))

    def _wait(self, waiting: bool) -> None:
        self.yes.set_words("正在核对密码…" if waiting else "恢复")
        self.yes.set_allowed(not waiting)
        self.form.setEnabled(not waiting)
