"""导入: choose a file, see what would happen row by row, then take it in as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.exchange.headings import KINDS, kind_of
from desktop_app.exchange.importing import Imported, import_file
from desktop_app.exchange.reading import kinds_of
from desktop_app.exchange.watching import Cancelled
from desktop_app.problems import Refused
from ui.kit.background import Steps, Task
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.empty import EmptyState
from ui.kit.fields import ErrorBanner
from ui.kit.frames import row
from ui.kit.labels import ElidedLabel, label, set_words
from ui.kit.progress import BusyBar
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office.exchange_phases import Phases
from ui.office.import_counts import CountCards
from ui.office.import_refused import ask_where_to_save, save_rows
from ui.office.import_rows import COLUMNS, columns_words, rows_of
from ui.office_context import Office

FILES = "表格文件 (*.xlsx *.xls *.csv *.txt *.tsv *.htm *.html);;所有文件 (*)"
SIZE = (1080, 640)
AGAIN = "重新试算"


class ImportDialog(SheetDialog):
    """``imported(Imported)`` once the rows are on the disk; a trial never stores anything.

    ``kind`` is what the file is for, where that is known beforehand.
    """

    imported = Signal(object)

    def __init__(
        self, office: Office, path: Path | None = None, parent: QWidget | None = None, *, kind: str = ""
    ) -> None:
        super().__init__("导入", parent, width=SIZE[0])
        self._office, self._path, self._kind = office, path, kind
        self._found: Imported | None = None
        self._task: Task | None = None
        self._stop = Event()
        self._title, self._file = label("导入", "title"), ElidedLabel("", 13, token="t2")
        self._kinds = SegmentedControl([(name, kind_of(name).title) for name in KINDS])
        self._cards = CountCards()
        self._model = ListModel(COLUMNS)
        self._table = Table(self._model, memory=office.memory, name="import")
        self._calm = EmptyState(
            "circle-check",
            "每一行都可以导入",
            "点“导入”写入；整批写入，导入后可以整批撤回。",
            small=True,
            done=True,
        )
        self._stack = QStackedWidget()
        self._busy, self._error = BusyBar(), ErrorBanner()
        self._keep = QCheckBox("")
        self._start = EmptyState(
            "file-input", "选一个要导入的文件", "Ctrl+O 选择，或把文件拖到窗口上。", small=True
        )
        self._choose = Button("换一个文件", icon="folder-open", keys="Ctrl+O")
        self._leave = Button("取消", keys="Esc", bind=False)
        self._save = Button("导入", kind="primary", icon="check", keys="Ctrl+Return")
        self._lay_out()
        self._connect()
        self._show_counts(None)
        self._save.set_allowed(False, "先选一个文件")
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Look at a file: guess what it is, then try it without saving."""
        self._path = path
        self._file.set_text(path.name)
        self._office.background.run(self, lambda: kinds_of(path), self._show_kinds, self._failed, long=True)

    def exec(self) -> int:
        if self._path is None and not self._ask_file():
            return 0
        return super().exec()

    def counts(self) -> Imported | None:
        """What the last trial or import came to."""
        return self._found

    def save(self) -> None:
        """Import for good; without a trial that says what would happen, try first."""
        if self._found is None:
            self._try()
        else:
            self._run(check_only=False, done=self._saved)

    def reject(self) -> None:
        """Escape stops what is running first, and closes then."""
        if self._task is not None:
            self.cancel()
        else:
            super().reject()

    def cancel(self) -> None:
        """Ask the work to stop; what came of it is told when it has: an import may have been just done."""
        self._stop.set()

    # set-up

    def _lay_out(self) -> None:
        self.body.addLayout(row(self._title, 8, self._file, None, self._choose))
        self.body.addLayout(row(self._kinds, None))
        self.body.addLayout(self._cards.line)
        self.body.addWidget(self._error)
        self.body.addWidget(self._busy)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._calm)
        self._stack.addWidget(self._start)
        self._stack.setMinimumHeight(260)
        self.body.addWidget(self._stack, 1)
        foot = QVBoxLayout()
        foot.addWidget(self._keep)
        foot.addWidget(
            label("整批写入，导入后可以从“文件”菜单整批撤回。空白单元格不会清掉已有内容。", "note")
        )
        self.body.addLayout(foot)
        self.add_buttons(self._leave, self._save)
        self.resize(*SIZE)

    def _connect(self) -> None:
        self._kinds.chosen.connect(lambda _kind: self._try())
        self._choose.clicked.connect(self._ask_file)
        self._leave.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        self._busy.cancelled.connect(self.cancel)

    # trying and saving

    def _ask_file(self) -> bool:
        folder = self._office.memory.read("import/folder", "")
        chosen, _ = QFileDialog.getOpenFileName(
            self.parentWidget() or self, "选择要导入的文件", folder, FILES
        )
        if not chosen:
            return False
        self._office.memory.write("import/folder", str(Path(chosen).parent))
        self.take(Path(chosen))
        return True

    def _show_kinds(self, likely: Sequence[str]) -> None:
        if self._kind or likely:
            self._kinds.choose(self._kind or likely[0])
        self._try()

    def _try(self) -> None:
        if self._path is not None:
            self._run(check_only=True, done=self._tried)

    def _run(self, *, check_only: bool, done: Callable[[Imported], None]) -> None:
        if self._path is None:
            return
        session, path, kind = self._office.session, self._path, self._kinds.value()
        self._drop_trial()
        phases = Phases(self._busy)
        self._stop = phases.stop
        self._error.show_words("")
        self._set_running(True)
        self._busy.start("正在试算，还没有保存…" if check_only else "正在导入…")

        def work(steps: Steps) -> Imported:
            return import_file(session, path, kind, check_only=check_only, watch=phases.watch(steps))

        def finish(found: Imported) -> None:
            self._end()
            done(found)

        self._task = self._office.background.run(
            self, work, finish, self._failed, progress=phases.advance, long=True
        )

    def _drop_trial(self) -> None:
        """A trial of another file or kind is of no interest any more."""
        if self._task is not None:
            self._task.cancel()
        self._end()

    def _end(self) -> None:
        self._task = None
        self._busy.finish()
        self._set_running(False)

    def _set_running(self, running: bool) -> None:
        self._save.set_allowed(not running, "正在读文件")
        importing = running and self._found is not None
        for part in (self._kinds, self._choose):
            part.setEnabled(not importing)

    def _tried(self, found: Imported) -> None:
        self._show_counts(found)
        takes = found.created + found.updated
        why = "没有要写入的行：都已是最新，或都被拒绝" if not takes else ""
        self._save.set_words(f"导入 {takes:,} 行" if takes else "没有新内容")
        self._save.set_allowed(not why, why)

    def _saved(self, found: Imported) -> None:
        self._found = found
        self.imported.emit(found)
        more = f"，新人员 {'、'.join(found.new_people)}" if found.new_people else ""
        self._office.status(f"已导入 {found.created + found.updated:,} 行，拒绝 {found.refused} 行{more}")
        if found.refused and self._keep.isChecked() and self._path is not None:
            ask_where_to_save(self, self._office, found, self._path)
        self.accept()

    def save_refused_rows(self, found: Imported, target: Path) -> None:
        """Write the refused rows, ready to be mended; the work outlives the dialog."""
        save_rows(self._office, found, target)

    def _failed(self, error: Exception) -> None:
        self._end()
        self._show_counts(None)
        if isinstance(error, Cancelled):
            self._error.show_words(error.message, "yellow", "circle-alert")
            self._save.set_words(AGAIN)
            return
        self._save.set_allowed(False, "先换一个能读的文件，或换一种内容")
        if isinstance(error, Refused):
            self._error.show_words(error.message)
        else:
            self._office.tell(error)

    # showing

    def _show_counts(self, found: Imported | None) -> None:
        self._found = found
        self._cards.show(found)
        rows = [] if found is None else rows_of(found)
        self._model.set_rows(rows)
        blank = self._start if self._path is None else self._table
        self._stack.setCurrentWidget(blank if found is None else self._table if rows else self._calm)
        refused = 0 if found is None else found.refused
        self._keep.setVisible(bool(refused))
        self._keep.setText(f"另存拒绝的 {refused} 行，改好后可以再导入")
        self._keep.setChecked(bool(refused))
        if found is None:
            set_words(self._title, "导入")
            self._file.set_text(self._path.name if self._path else "")
            self._save.set_words("导入")
        else:
            set_words(self._title, f"导入{kind_of(found.kind).title}")
            self._file.set_text(f"{found.file_name}　{columns_words(found)}")
