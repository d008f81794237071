"""Choosing what to bring back while nobody is signed in: the backups of the folder, or any file, and their keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.safety.folder_layout import BACKUPS, DATA
from desktop_app.session import Clock
from ui.kit import dialogs
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner
from ui.kit.frames import column, row
from ui.kit.labels import label
from ui.kit.memory import Memory
from ui.kit.progress import BusyBar
from ui.kit.tones import Tone
from ui.office.backup_list import WITHOUT_RECORDS, BackupList
from ui.office.backup_places import ask_backup_file
from ui.office.restore_form import RestoreForm
from ui.office.restore_words import consequences

if TYPE_CHECKING:
    from desktop_app.safety.backup_file import BackupFile
    from desktop_app.safety.backup_offers import BackupLine

INTRO = "选一份备份，数据就回到那时的样子。恢复完以后，用那时的密码登录。"


class RestoreChoice(QWidget):
    """``chosen`` carries the :class:`~ui.office.restore_form.Wish`, ``left`` the wish to go back."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, folder: Path, background: Background, clock: Clock, memory: Memory, *,
                 file: Path | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._folder, self._background, self._clock = folder, background, clock
        self._memory = memory
        self._file: Path | None = None
        self._lines: tuple[BackupLine, ...] = ()
        self.banner, self.busy = Banner("neutral", "info"), BusyBar()
        empty = EmptyState("inbox", "这里没有备份", "按 Ctrl+O 选一份存在别处的备份文件。", small=True)
        self.list = BackupList(memory, "restore-backups", empty, WITHOUT_RECORDS)
        self.form = RestoreForm()
        self.form.hide()
        self._browse = Button("从文件恢复…", icon="folder-open", keys="Ctrl+O")
        self._back = Button("返回", keys="Esc")
        self.go = Button("恢复", kind="primary", icon="history", keys="Enter", bind=False)
        self._lay_out()
        self._connect()
        self.go.set_allowed(False, "先选一份备份")
        if file is not None:
            self.take(file)
        self.reload()

    def reload(self) -> None:
        """Look for backups again."""
        from desktop_app.safety.backup_offers import backups

        self._background.run(self, lambda: backups(self._folder), self._show_backups, self._failed)

    def take(self, file: Path) -> None:
        """Look at one backup and say what restoring it does."""
        from desktop_app.safety.backup_file import read_backup

        self._file = file
        self._background.run(self, lambda: read_backup(file), self._show_file, self._unreadable)

    def say(self, words: str, tone: Tone = "red", icon: str = "octagon-alert") -> None:
        """One sentence over the list."""
        self.banner.show_words(words, tone, icon)

    def focus_first(self) -> None:
        """Give the focus to what must be typed, or to the list."""
        if self.form.isHidden():
            self.list.focus_first()
        else:
            self.form.focus_first()

    # set-up

    def _lay_out(self) -> None:
        words = column(label("恢复数据", "title"), label(INTRO, "second", wrap=True), gap=4)
        head = row(words, self._browse)
        head.setStretch(0, 1)
        parts = column(head, self.banner, self.busy, gap=12)
        parts.addWidget(self.list, 1)
        parts.addWidget(self.form)
        parts.addLayout(row(None, self._back, self.go))
        self.setLayout(parts)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_line)
        self.list.opened.connect(lambda _line: self.focus_first())
        self._browse.clicked.connect(self._ask_file)
        self._back.clicked.connect(self.left)
        self.go.clicked.connect(self._submit)
        self.form.submitted.connect(self._submit)

    # what was found

    def _show_backups(self, lines: tuple[BackupLine, ...]) -> None:
        self._lines = lines
        self.list.show_lines(lines, self._clock())
        if self._file is not None:
            self.list.select(self._file)
        elif lines:
            # a list that gets the focus chooses its first line by itself
            self._look_for_good()

    def _look_for_good(self) -> None:
        """Offer the newest that is good to its last byte; the data may be damaged because the disk is."""
        from desktop_app.safety.backup_offers import newest_good

        self.busy.start("正在找最近的一份好备份…", can_cancel=False)
        self._background.run(
            self, lambda: newest_good(self._folder), self._show_good, self._failed, long=True
        )

    def _show_good(self, found: BackupFile | None) -> None:
        self.busy.finish()
        good = len(self._lines) if found is None else [line.file for line in self._lines].index(found.path)
        checked = {line.file: False for line in self._lines[:good] if line.complete}
        if found is not None:
            checked[found.path] = True
        self.list.show_lines(self._lines, self._clock(), checked)
        if self._file is None and found is not None:
            self.list.select(found.path)
        if found is None:
            self.say("这里没有一份完好的备份。看看移动硬盘或别处有没有，按 Ctrl+O 选它。")
        self.focus_first()

    def _show_file(self, found: BackupFile) -> None:
        if found.path != self._file:
            return
        self.say("")
        now = self._clock()
        has_data = (self._folder / DATA).exists()
        steps = consequences(found.made_at, now, lost=None, has_data=has_data)
        self.form.show_backup(found.path, "会这样做", steps, found.ring.names())
        self.form.show()
        self.form.focus_first()
        self.go.set_allowed(True)

    def _unreadable(self, error: Exception) -> None:
        self.form.hide()
        self.go.set_allowed(False, "这份备份读不出来，换一份")
        self.say(dialogs.explain(error).what)

    def _failed(self, error: Exception) -> None:
        self.busy.finish()
        self.say(dialogs.explain(error).what)

    # what the user does

    def _on_line(self, line: BackupLine | None) -> None:
        if line is not None and line.file != self._file:
            self.take(line.file)

    def _ask_file(self) -> None:
        file = ask_backup_file(self, self._memory, self._folder / BACKUPS)
        if file is not None:
            self.take(file)

    def _submit(self) -> None:
        wish = self.form.wish()
        if wish is not None:
            self.chosen.emit(wish)
