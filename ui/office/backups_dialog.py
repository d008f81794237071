"""备份与恢复: the backups there are, making one, trying one, keeping them in a second place, and going back to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.safety.folder_layout import BACKUPS
from ui.kit.background import Cancelled
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner
from ui.kit.frames import column, row
from ui.kit.labels import label, set_words
from ui.kit.progress import BusyBar
from ui.office.backup_buttons import BackupButtons
from ui.office.backup_deeds import Look, Told, check, look, look_at_second, make, newest_first, practise
from ui.office.backup_list import BackupList
from ui.office.backup_places import ask_backup_file, ask_folder
from ui.office.backup_runner import BackupRunner
from ui.office.backup_second import SecondPlaceCard
from ui.office_context import Office

if TYPE_CHECKING:
    from desktop_app.safety.backup_file import BackupFile
    from desktop_app.safety.backup_offers import BackupLine
    from desktop_app.safety.second_place import PlaceSet
    from ui.office.restore_form import Wish

SIZE = (1000, 620)
ICONS = {"green": "circle-check", "yellow": "triangle-alert", "red": "octagon-alert", "neutral": "ban"}
RHYTHM = "有改动时每半小时自动备份一份，关闭程序、导入和批量修改之前也备份。"
CANCELLED = Told("已取消，没有留下半份文件，数据没有改动。", "neutral")


class BackupsDialog(SheetDialog):
    """``restore_wanted`` carries the Wish of a restore whose keys fit; the dialog is closed then.

    ``backed_up`` comes after each backup made here.
    """

    restore_wanted = Signal(object)
    backed_up = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("备份与恢复", parent, width=SIZE[0])
        self._office = office
        self._why_not = _why_not(office)
        self._checked: dict[Path, bool] = {}
        self._wanted: Path | None = None
        self._here: tuple[BackupLine, ...] = ()
        self._there: tuple[BackupLine, ...] = ()
        self._standing = label("", "second")
        self.banner, self.busy = Banner("green", "circle-check"), BusyBar()
        hint = "按“现在备份”做第一份。以后有改动时，程序每半小时自动做一份。"
        self.list = BackupList(office.memory, "backups", EmptyState("shield-check", "还没有备份", hint))
        self.second = SecondPlaceCard(self._why_not)
        self.buttons = BackupButtons(self._why_not)
        self._runner = BackupRunner(office.background, self.busy, self)
        self._lay_out()
        self._connect()
        self._allow()
        self.reload()

    # what the user does

    def back_up(self, place: Path | None = None) -> None:
        """Make a backup now, beside the data or in ``place``."""
        self._runner.run("正在备份…", partial(make, self._office.session, place))

    def check_current(self) -> None:
        """Read the chosen one through."""
        line = self.list.current()
        if line is not None:
            session = self._office.session
            self._runner.run("正在从头到尾检验…", lambda _steps: check(session, line), can_stop=False)

    def rehearse_current(self) -> None:
        """Restore the chosen one into a folder of its own and throw it away."""
        line = self.list.current()
        if line is not None:
            self._runner.run("正在演练恢复，数据不会动…", partial(practise, self._office.session, line))

    def restore_current(self) -> None:
        """Ask about going back to the chosen one."""
        line = self.list.current()
        if line is not None and self.buttons.restore.isEnabled():
            self.restore_file(line.file)

    def restore_file(self, file: Path) -> None:
        """Ask about going back to a backup file."""
        from desktop_app.safety.backup_file import read_backup
        from desktop_app.safety.saves_since import saves_since

        session = self._office.session

        def work() -> tuple[BackupFile, int]:
            found = read_backup(file)
            return found, saves_since(session, found.made_at)

        self._office.background.run(self, work, self._ask_restore, self._failed)

    def set_second(self, place: Path | None) -> None:
        """Take a folder as the second place, or none."""
        from desktop_app.safety.second_place import set_second_place

        session = self._office.session
        self.second.error.show_error("")
        self._office.background.run(
            self, lambda: set_second_place(session, place), self._second_set, self._second_refused
        )

    def reload(self) -> None:
        """Look at both places again."""
        session = self._office.session
        self._office.background.run(self, lambda: look(session), self._show, self._failed)

    def reject(self) -> None:
        """Escape stops what is running first, and closes then."""
        if self._runner.running():
            self._runner.stop()
        else:
            super().reject()

    # set-up

    def _lay_out(self) -> None:
        words = column(label("备份与恢复", "title"), self._standing, label(RHYTHM, "note"), gap=2)
        head = row(words, self.buttons.copy)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        for part in (self.banner, self.busy):
            self.body.addWidget(part)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(self.buttons.of_one())
        self.body.addWidget(self.second)
        self.add_buttons(self.buttons.close, self.buttons.elsewhere, self.buttons.now)
        # Enter belongs to the list here
        self.buttons.now.setDefault(False)
        self.resize(*SIZE)

    def _connect(self) -> None:
        buttons = self.buttons
        deeds: tuple[tuple[Button, Callable[[], None]], ...] = (
            (buttons.now, lambda: self.back_up()), (buttons.elsewhere, self._ask_place),
            (buttons.check, self.check_current), (buttons.rehearse, self.rehearse_current),
            (buttons.restore, self.restore_current), (buttons.from_file, self._ask_file),
            (buttons.copy, self.list.copy_all), (buttons.close, self.reject),
        )  # fmt: skip
        for button, deed in deeds:
            button.clicked.connect(deed)
        self.list.chosen.connect(lambda _line: self._allow())
        self.list.opened.connect(lambda _line: self.restore_current())
        self.second.choose.connect(self._ask_second)
        self.second.clear.connect(lambda: self.set_second(None))
        self._runner.began.connect(self._began)
        self._runner.ended.connect(self._allow)
        self._runner.told.connect(self._tell)
        self._runner.failed.connect(self._failed)

    def _allow(self) -> None:
        line = self.list.current()
        usable = line is not None and line.complete and self._checked.get(line.file, True)
        self.buttons.allow(running=self._runner.running(), chosen=line is not None, usable=usable)

    # what came of it

    def _began(self) -> None:
        self.banner.show_words("")
        self._allow()

    def _tell(self, told: Told) -> None:
        self.banner.show_words(told.words, told.tone, ICONS[told.tone])
        if told.checked is not None and told.file is not None:
            self._checked[told.file] = told.checked
        if told.made:
            self._wanted = told.file
            self.backed_up.emit()
        self.reload()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._tell(CANCELLED)
        elif isinstance(error, Refused):
            self.banner.show_words(error.message, "red", ICONS["red"])
        else:
            self._office.tell(error)

    def _show(self, found: Look) -> None:
        set_words(self._standing, found.standing.words, "red" if found.standing.alarm else "")
        self.second.show_place(found.second, found.standing, self._office.session.now())
        self._here, second = found.lines, found.second
        if second is None:
            self._there = ()
        else:
            # a network drive that is gone keeps whoever asks waiting, so not the screens' worker
            session = self._office.session
            self._office.background.run(
                self, lambda: look_at_second(session, second), self._show_second, self._failed, long=True
            )
        self._show_lines()

    def _show_second(self, lines: tuple[BackupLine, ...]) -> None:
        self._there = lines
        self._show_lines()

    def _show_lines(self) -> None:
        before = self.list.current()
        lines = newest_first(*self._here, *self._there)
        self.list.show_lines(lines, self._office.session.now(), self._checked)
        self.buttons.copy.setVisible(bool(lines))
        self._choose(before)
        self._allow()

    def _choose(self, before: BackupLine | None) -> None:
        """Put the cursor on a backup just made; keep what was chosen; the newest at first."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.list.select(wanted):
            self.list.focus_first()
        elif before is None or not self.list.select(before.file):
            self.list.select_first()
            self.list.focus_first()

    def _second_set(self, made: PlaceSet) -> None:
        self.second.error.tell(made.warning, "yellow", "triangle-alert")
        self.reload()

    def _second_refused(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.second.error.show_error(error.message)
        else:
            self._office.tell(error)

    def _ask_restore(self, found: tuple[BackupFile, int]) -> None:
        from ui.office.restore_dialog import RestoreDialog

        dialog = RestoreDialog(self._office, *found, self)
        dialog.wished.connect(self._restore)
        dialog.open()

    def _restore(self, wish: Wish) -> None:
        self.accept()
        self.restore_wanted.emit(wish)

    # places and files

    def _ask_place(self) -> None:
        if chosen := self._ask_folder("备份到哪个文件夹", "backups/place"):
            self.back_up(chosen)

    def _ask_second(self) -> None:
        if chosen := self._ask_folder("第二处放在哪个文件夹", "backups/second"):
            self.set_second(chosen)

    def _ask_folder(self, title: str, key: str) -> Path | None:
        return ask_folder(self, self._office.memory, title, key, self._office.session.data.path.parent)

    def _ask_file(self) -> None:
        home = self._office.session.data.path.parent / BACKUPS
        if chosen := ask_backup_file(self, self._office.memory, home):
            self.restore_file(chosen)


def _why_not(office: Office) -> str:
    allowed = allows(office.session.person.duties, "manage_office")
    return "" if allowed else reason("manage_office")
