"""The input laid over one cell of a form while it is edited."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.paper.forms import Cell
from desktop_app.paper.values import NO, YES, written

NEVER_TYPED = ("signature",)


def can_edit(cell: Cell) -> bool:
    """Whether a person fills this cell on the screen."""
    return not cell.derived and cell.kind not in NEVER_TYPED


class CellEditor(QObject):
    """One line, an area or a choice, by the kind of the cell.

    Keeps by Enter (Ctrl+Enter in an area), Tab and Shift+Tab, or when it loses the focus; Escape drops. ``typed``
    is text that was refused before and is shown instead of the value; ``start`` begins with a pressed letter.
    """

    kept = Signal(str, int)
    """The text, and where to go next: 1, −1 or 0."""
    dropped = Signal()

    def __init__(self, cell: Cell, typed: str, value: object, start: str | None, page: QWidget) -> None:
        super().__init__(page)
        self._cell, self._done = cell, False
        self._before = written(value, "text" if cell.kind == "integer" else cell.kind)
        self._refused = bool(typed)
        self._edit = self._make(page, typed or self._before)
        self._edit.setProperty("role", "cell")
        self._edit.setAccessibleName(cell.label)
        self._edit.installEventFilter(self)
        if start is not None and isinstance(self._edit, QLineEdit):
            self._edit.setText(start)

    def place(self, rect: QRectF) -> None:
        """Lie over a cell's value box."""
        self._edit.setGeometry(rect.adjusted(1, 1, 0, 0).toRect())

    def begin(self) -> None:
        """Show the input with the cursor at the end, nothing selected."""
        self._edit.show()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self._edit, QLineEdit):
            self._edit.end(False)
        elif isinstance(self._edit, QPlainTextEdit):
            self._edit.moveCursor(QTextCursor.MoveOperation.End)
        elif isinstance(self._edit, QComboBox):
            self._edit.showPopup()

    def text(self) -> str:
        """What is typed or chosen."""
        if isinstance(self._edit, QPlainTextEdit):
            return self._edit.toPlainText().strip()
        if isinstance(self._edit, QComboBox):
            return self._edit.currentText()
        assert isinstance(self._edit, QLineEdit)
        return self._edit.text().strip()

    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self._refused or self.text() != self._before.strip()

    def close_quietly(self) -> None:
        """Take the input away without telling anyone."""
        self._done = True
        self._edit.removeEventFilter(self)
        self._edit.hide()
        self._edit.deleteLater()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that end the editing."""
        if self._done:
            return False
        if event.type() == QEvent.Type.FocusOut and not self._popup_open():
            self._end(0)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key, area = event.key(), isinstance(self._edit, QPlainTextEdit)
        if key == Qt.Key.Key_Escape:
            self._done = True
            self.dropped.emit()
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._end(1 if key == Qt.Key.Key_Tab else -1)
            return True
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (control or not area):
            self._end(0)
            return True
        return False

    def _end(self, step: int) -> None:
        self._done = True
        self.kept.emit(self.text(), step)

    def _on_chosen(self, _at: int) -> None:
        if not self._done:
            self._end(0)

    def _popup_open(self) -> bool:
        return isinstance(self._edit, QComboBox) and self._edit.view().isVisible()

    def _make(self, page: QWidget, text: str) -> QWidget:
        if self._cell.kind == "long":
            area = QPlainTextEdit(text, page)
            area.setTabChangesFocus(True)
            return area
        if self._cell.kind in ("choice", "ticks", "yes_no"):
            return self._make_choice(page, text)
        return QLineEdit(text, page)

    def _make_choice(self, page: QWidget, text: str) -> QComboBox:
        options = (YES, NO) if self._cell.kind == "yes_no" else self._cell.options
        combo = QComboBox(page)
        combo.addItems(["", *options, *([text] if text and text not in options else [])])
        combo.setCurrentText(text)
        combo.activated.connect(self._on_chosen)
        return combo
