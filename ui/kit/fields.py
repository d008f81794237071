"""Typing something in: the search box, a field with its label, the error under it, and banners."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.kit import icons, paint, theme
from ui.kit.button import Button
from ui.kit.fonts import shown
from ui.kit.frames import Ground, holder, row
from ui.kit.labels import IconLabel, KeyCap, label, restyle, set_words
from ui.kit.tones import Tone


class SearchBox(QLineEdit):
    """A line edit with a magnifier and its shortcut's keycap; the shortcut puts the cursor into it.

    Escape empties it; Up and Down are passed on as ``moved`` (−1, 1), Return as ``returnPressed``.
    """

    moved = Signal(int)
    left = Signal()
    """The box lost the focus."""

    def __init__(self, hint: str = "", keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setPlaceholderText(shown(hint))
        self.setAccessibleName(hint)
        self._cap = KeyCap(keys, self) if keys else None
        if self._cap:
            self.setTextMargins(0, 0, self._cap.width() + 4, 0)
            self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            QShortcut(QKeySequence(keys), self, self._take_focus)

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def resizeEvent(self, event: object) -> None:
        if self._cap:
            self._cap.move(self.width() - self._cap.width() - 10, (self.height() - self._cap.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with paint.painting(self) as painter:
            icons.paint(painter, "search", 11, self.height() / 2, 16, theme.color("t2"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


NOTE_LINE = 18
"""Height of a line of 12 px text, for an icon to stand in the middle of it."""


class InlineError(QWidget):
    """One sentence with an icon under a field; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("circle-x", 14, "red")
        self._icon.setFixedHeight(NOTE_LINE)
        self._words = label("", "note", "red", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 6, 0, 0)
        line.setSpacing(5)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.setVisible(False)

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong and what to do; "" hides the line."""
        self.tell(sentence, "red", "circle-x")

    def tell(self, sentence: str, tone: Tone, icon: str) -> None:
        """Say something in another tone, e.g. green with "circle-check"."""
        set_words(self._words, sentence, tone)
        self._icon.set_icon(icon, tone)
        self.setVisible(bool(sentence))


def _level(line: QHBoxLayout) -> QWidget:
    made = holder(line)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return made


class Field(QWidget):
    """A label above an input with room for one sentence below: ``Field("姓名", QLineEdit())``.

    ``beside`` is a button at the input's right. ``show_error`` puts a red border on the input and the sentence
    under it; typing takes the error away.
    """

    def __init__(self, name: str, edit: QWidget | None = None, *, hint: str = "",
                 beside: QWidget | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.edit: QWidget = edit or QLineEdit()
        self.caption = label(name, "field")
        self.error = InlineError()
        self._hint = label(hint, "caption", wrap=True)
        if not hint:  # shown by its parent, or it would flash up as a window of its own
            self._hint.hide()
        self.edit.setAccessibleName(name)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        self.caption.setContentsMargins(0, 0, 0, 4)
        self._hint.setContentsMargins(0, 4, 0, 0)
        stack.addWidget(self.caption)
        stack.addWidget(_level(row(self.edit, beside)) if beside else self.edit)
        stack.addWidget(self._hint)
        stack.addWidget(self.error)
        for part in (self.caption, self._hint, self.error):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # takes what neighbours in a row are higher, without asking for height of its own
        stack.addWidget(QWidget())
        self._clear_when_typed()

    def text(self) -> str:
        """What was typed, trimmed."""
        if isinstance(self.edit, QPlainTextEdit):
            return self.edit.toPlainText().strip()
        return self.edit.text().strip() if isinstance(self.edit, QLineEdit) else ""

    def set_text(self, text: str) -> None:
        """Put text into the input."""
        if isinstance(self.edit, QPlainTextEdit):
            self.edit.setPlainText(text)
        elif isinstance(self.edit, QLineEdit):
            self.edit.setText(text)

    def show_error(self, sentence: str) -> None:
        """Mark the input and say why; what was typed stays, "" takes the mark away."""
        self.edit.setProperty("error", "true" if sentence else "false")
        restyle(self.edit)
        self.error.show_error(sentence)
        if sentence:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_when_typed(self) -> None:
        for signal in ("textEdited", "textChanged"):
            if hasattr(self.edit, signal):
                getattr(self.edit, signal).connect(self._on_typed)
                break

    def _on_typed(self) -> None:
        if self.edit.property("error") == "true":
            self.show_error("")


class Banner(Ground):
    """A line across a sheet that says one thing in a tone, with at most one button; hidden at first."""

    acted = Signal()
    """The button was pressed."""

    def __init__(
        self, tone: Tone = "red", icon: str = "octagon-alert", parent: QWidget | None = None
    ) -> None:
        super().__init__("banner", (12, 8, 12, 8), parent=parent)
        self._icon, self._words = IconLabel(icon, 16, tone), label("", "second", tone, wrap=True)
        self._act = Button("", kind="link", small=True)
        self._act.clicked.connect(self.acted)
        self._act.hide()
        line = row(self._icon, self._words, self._act)
        line.setStretch(1, 1)
        self.column.addLayout(line)
        self.set_tone(tone)
        self.setVisible(False)

    def _bound_height(self, width: int) -> None:
        high = self.column.totalHeightForWidth(width)  # -1 where nothing wraps
        self.setMaximumHeight(high if high >= 0 else self.column.totalSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No higher than the words need at this width; a size policy would forget how they wrap."""
        self._bound_height(event.size().width())

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_words(
        self, words: str, tone: Tone = "red", icon: str = "octagon-alert", action: str = ""
    ) -> None:
        """Say something; "" hides the banner. ``action`` names the button, none without it."""
        set_words(self._words, words, tone)
        self._icon.set_icon(icon, tone)
        self._act.set_words(action)
        self._act.setVisible(bool(action))
        self.set_tone(tone)
        self._bound_height(self.width())
        self.setVisible(bool(words))

    def text(self) -> str:
        """What it says."""
        return self._words.text()


class ErrorBanner(Banner):
    """The red banner: what failed, and 再试一次 or whatever else helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("red", "octagon-alert", parent)


class ProgressLine(QWidget):
    """A thin bar from 0 to 1, green when full if asked for."""

    def __init__(self, *, green_when_full: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._green = 0.0, green_when_full
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, 6)

    def set_share(self, done: float, of: float = 1.0) -> None:
        """Fill the bar to ``done`` of ``of``; nothing to do counts as full."""
        self._share = min(1.0, max(0.0, done / of)) if of else 1.0
        self.setAccessibleName(f"{self._share:.0%}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            self._paint(painter, QRectF(self.rect()))

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        paint.box(painter, rect, 3, theme.color("press"))
        if self._share:
            full = self._green and self._share >= 1
            done = QRectF(rect.left(), rect.top(), max(6.0, rect.width() * self._share), rect.height())
            paint.box(painter, done, 3, theme.color("grn_s" if full else "acc"))
