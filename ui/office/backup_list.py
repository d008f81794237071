"""The list of backups: when, how large, how many records, where, and in which state, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.safety.backup_offers import BackupLine
from ui.kit.cells import Badges, Cell, Column, Number, Row, Text, copied
from ui.kit.empty import EmptyState
from ui.kit.memory import Memory
from ui.kit.paint import Badge
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.kit.tones import Tone
from ui.office.backup_words import moment_words, size_words

COLUMNS = (
    Column("when", "时间", 150, sortable=False),
    Column("size", "大小", 88, "right", sortable=False),
    Column("records", "记录", 84, "right", sortable=False),
    Column("place", "位置", 116, sortable=False),
    Column("state", "状态", 184, sortable=False),
    Column("file", "文件", 200, stretch=1, sortable=False),
)
WITHOUT_RECORDS = tuple(column for column in COLUMNS if column.key != "records")
"""Before anyone signs in, nobody can know how many records a backup holds."""
PLACES = {"here": ("数据旁边", "hard-drive"), "second": ("第二处", "copy")}
VERIFIED = Badge("已验证", "green", "shield-check", "做成时重新打开、逐条数过")
CHECKED = Badge("刚检验过，完好", "green", "check-check", "从头到尾读过一遍，每条记录都在")
BROKEN = Badge("坏了，不能用", "red", "ban", "读出来和做成时不一样")


class BackupList(QWidget):
    """A table, or what to do while there is none; ``chosen`` carries the BackupLine under the cursor or None.

    ``opened`` is Enter or a double click on one. ``columns`` are ``COLUMNS`` or some of them.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, memory: Memory, name: str, empty: EmptyState, columns: tuple[Column, ...] = COLUMNS,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._columns, self.empty = columns, empty
        self._model = ListModel(columns)
        self.table = Table(self._model, memory=memory, name=name)
        self._stack = QStackedWidget()
        for part in (self.table, self.empty):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.table.chosen.connect(lambda row: self.chosen.emit(row.data if row else None))
        self.table.opened.connect(lambda row: self.opened.emit(row.data))

    def show_lines(
        self, lines: Sequence[BackupLine], now: datetime, checked: Mapping[Path, bool] | None = None
    ) -> None:
        """Show these; ``checked`` tells which were read through just now, and whether they were good."""
        found = checked or {}
        self._model.set_rows(tuple(row_of(line, now, found.get(line.file), self._columns) for line in lines))
        self._stack.setCurrentWidget(self.table if lines else self.empty)

    def lines(self) -> list[BackupLine]:
        """What is shown, from top to bottom."""
        return [row.data for row in self._model.rows() if isinstance(row.data, BackupLine)]

    def current(self) -> BackupLine | None:
        """The one under the cursor."""
        row = self.table.current()
        return row.data if row is not None and isinstance(row.data, BackupLine) else None

    def select(self, file: Path) -> bool:
        """Put the cursor on a file; False when it is none of these."""
        return self.table.select(file)

    def select_first(self) -> None:
        """Put the cursor on the newest that is complete."""
        good = next((line for line in self.lines() if line.complete), None)
        if good is not None:
            self.table.select(good.file)

    def copy_all(self) -> None:
        """Put the whole list with its headings on the clipboard, as Excel takes it."""
        heads = "\t".join(column.title for column in self._columns)
        rows = ("\t".join(copied(cell) for cell in row.cells) for row in self._model.rows())
        QGuiApplication.clipboard().setText("\n".join((heads, *rows)))

    def focus_first(self) -> None:
        """Give the focus to the list."""
        self.table.setFocus()


def row_of(
    line: BackupLine, now: datetime, checked: bool | None = None, columns: tuple[Column, ...] = COLUMNS
) -> Row:
    """One backup as a row of these columns; its key is its file."""
    cells = _cells(line, now, checked)
    return Row(line.file, tuple(cells[column.key] for column in columns), data=line)


def _cells(line: BackupLine, now: datetime, checked: bool | None) -> dict[str, Cell]:
    place, icon = PLACES[line.where]
    when = moment_words(line.made_at, now) if line.made_at else "—"
    exact = f"{line.made_at:%Y-%m-%d %H:%M}" if line.made_at else when
    tone: Tone = "" if line.complete else "grey"
    return {
        "when": Text(when, strong=line.complete, tone=tone, tip=exact, copy=exact),
        "size": Number(size_words(line.size) if line.size else "—", dim=not line.size),
        "records": Number("—" if line.records is None else f"{line.records:,}", dim=line.records is None),
        "place": Text(place, icon=icon),
        "state": Badges((_state(line, checked),)),
        "file": Text(line.file.name, tone="grey", tip=str(line.file), copy=str(line.file)),
    }


def _state(line: BackupLine, checked: bool | None) -> Badge:
    if checked is not None:
        return CHECKED if checked else BROKEN
    return VERIFIED if line.complete else Badge(line.wrong, "red", "triangle-alert")
