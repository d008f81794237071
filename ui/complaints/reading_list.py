"""A timeline whose chosen entry can be read whole under it, however long it is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.fonts import MEDIUM, font
from ui.kit.frames import ScrollColumn, line
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Entry, ListRow
from ui.kit.labels import label, set_words
from ui.kit.paint import width_of

ROOM_BESIDE = 150
"""What day, disc and margins take of an entry's line."""
READING_HEIGHT = 112


class ReadingList(QWidget):
    """Entries carry their whole text as ``data``; a chosen one that does not fit its line is shown in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = GroupedList()
        self._words = label("", "body", wrap=True, selectable=True)
        self._pane = ScrollColumn((20, 10, 16, 12), 0)
        self._pane.column.addWidget(self._words)
        self._pane.column.addStretch()
        self._pane.setFixedHeight(READING_HEIGHT)
        self._line = line()
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 4, 0, 0)
        stack.setSpacing(0)
        for part in (self.list, self._line, self._pane):
            stack.addWidget(part)
        stack.setStretch(0, 1)
        self.list.chosen.connect(self._read)
        self._read(None)
        self.setFocusProxy(self.list)

    def set_rows(self, rows: Iterable[ListRow]) -> None:
        """Show other entries."""
        self.list.set_rows(tuple(rows))
        self._read(self.list.current())

    def read_words(self) -> str:
        """What is shown in full, "" while nothing is."""
        return "" if self._pane.isHidden() else self._words.text()

    def _read(self, entry: object) -> None:
        whole = entry.data if isinstance(entry, Entry) and isinstance(entry.data, str) else ""
        cut = "\n" in whole or width_of(whole, font(14, MEDIUM)) > self.list.width() - ROOM_BESIDE
        set_words(self._words, whole)
        for part in (self._line, self._pane):
            part.setVisible(bool(whole) and cut)
