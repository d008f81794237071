"""The results under the search box: found while typing, chosen by keys or mouse, without taking the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.background import Background, Task
from ui.kit.fields import SearchBox
from ui.kit.frames import Ground, band, line
from ui.kit.grouped_list import GroupedList
from ui.kit.item_painting import height_of
from ui.kit.items import Head, Item, ListRow
from ui.kit.labels import label, set_words

Search = Callable[[str], Sequence[ListRow]]
"""What was typed → rows in groups; each Item's ``data`` says where it leads."""

MOST_HEIGHT = 420
FOOT = 36


class SearchPopup(QObject):
    """Binds a search box to a list below it.

    Every change of the text asks ``search`` in the background and forgets the question before; Up, Down and
    Enter work from the box, Escape closes. ``picked`` carries the chosen item's ``data``.
    """

    picked = Signal(object)
    asked = Signal(object)
    """F3 on a result; carries its ``data`` too."""

    def __init__(self, box: SearchBox, search: Search, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._box, self._search, self._background = box, search, background
        self._task: Task | None = None
        self._asked = ""
        self.panel = Ground("box", (1, 6, 1, 0), 0, window)
        self.list = GroupedList()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = label("", "caption")
        self.panel.column.addWidget(self.list)
        self.panel.column.addWidget(line())
        self.panel.column.addWidget(
            band(self._foot, None, label(self.tr("↑ ↓ 选择　Enter 打开　F3 为什么不在名单"), "caption"))
        )
        self.panel.hide()
        self._connect()

    def _connect(self) -> None:
        self._box.textChanged.connect(self._on_text)
        self._box.moved.connect(self.list.select_next)
        self._box.returnPressed.connect(self._open)
        self.list.clicked.connect(lambda _index: self._open())
        self._box.left.connect(self._on_left)
        self._box.installEventFilter(self)

    def rows(self) -> tuple[ListRow, ...]:
        """What is found."""
        return self.list.rows()

    def close(self) -> None:
        """Take the results away."""
        if self._task:
            self._task.cancel()
        self.panel.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the results again when the box gets the focus back; F3 asks about the chosen one."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if isinstance(event, QKeyEvent) and event.type() in kinds and event.key() == Qt.Key.Key_F3:
            event.accept()
            return event.type() == QEvent.Type.ShortcutOverride or self._ask()
        if event.type() == QEvent.Type.FocusIn and self._box.text().strip():
            self._on_text(self._box.text())
        return False

    def _on_text(self, text: str) -> None:
        if self._task:
            self._task.cancel()
        self._asked = text.strip()
        if not self._asked:
            self.panel.hide()
            return
        self._task = self._background.run(self, partial(self._search, self._asked), self._show)

    def _show(self, rows: Sequence[ListRow]) -> None:
        self.list.set_rows(rows)
        self.list.select_first()
        found = sum(isinstance(row, Item) for row in rows)
        none = self.tr("没有找到“{}”，试试电话后四位或车牌")
        set_words(self._foot, self.tr("找到 {} 条").format(found) if found else none.format(self._asked))
        self.list.setVisible(bool(rows))
        self._place(sum(map(height_of, rows)))
        self.panel.setVisible(self._box.text().strip() == self._asked)
        self.panel.raise_()

    def _place(self, wanted: int) -> None:
        window = self.panel.parentWidget()
        assert window is not None
        spot = self._box.mapTo(window, QPoint(0, self._box.height() + 4))
        high = min(wanted, MOST_HEIGHT) + FOOT + 14
        wide = max(self._box.width(), 480)
        self.panel.setGeometry(spot.x() - (wide - self._box.width()) // 2, spot.y(), wide, high)

    def _open(self) -> None:
        row = self.list.current()
        if not self.panel.isVisible() or not isinstance(row, Item):
            return
        self.close()
        self._box.clear()
        self.picked.emit(row.data)

    def _ask(self) -> bool:
        row = self.list.current()
        if self.panel.isVisible() and isinstance(row, Item):
            self.asked.emit(row.data)
        return True

    def _on_left(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not self.panel.isAncestorOf(focus):
            self.panel.hide()


def group(words: str, items: Sequence[Item]) -> list[ListRow]:
    """A head with its items, or nothing when there are none."""
    return [Head(words, len(items)), *items] if items else []
