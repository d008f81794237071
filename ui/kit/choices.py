"""Choosing one of a few: the segmented control, chips with counts, and the filter box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from ui.kit import icons, paint, theme
from ui.kit.flow import FlowLayout
from ui.kit.fonts import MEDIUM, font
from ui.kit.labels import restyle
from ui.kit.paint import width_of
from ui.kit.tones import text_color


class _Option(QAbstractButton):
    """One painted choice: words, and a count in Medium behind them."""

    padding = 10

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.count: int | None = None
        self.icon_name, self.tone = "", ""
        self.setAccessibleName(words)

    def set_count(self, count: int | None) -> None:
        """Show a count behind the words; None takes it away."""
        self.count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()} {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self._wide() + 2 * self.padding + 0.5), 32)

    def _wide(self) -> float:
        wide = width_of(self.text(), font(13, MEDIUM))
        if self.icon_name:
            wide += 14 + 4
        if self.count is not None:
            wide += 6 + width_of(f"{self.count:,}", font(13, MEDIUM))
        return wide

    def _paint_words(self, painter: QPainter, ink: str, count_ink: str) -> None:
        at, middle = (self.width() - self._wide()) / 2, self.height() / 2
        if self.icon_name:
            icons.paint(painter, self.icon_name, at, middle, 14, text_color(self.tone, "t2"))
            at += 18
        used = font(13, MEDIUM if self.isChecked() else font(13).weight())
        wide = width_of(self.text(), font(13, MEDIUM))
        paint.text(painter, QRectF(at, 0, wide + 1, self.height()), self.text(), used, theme.color(ink))
        if self.count is not None:
            at += wide + 6
            count = f"{self.count:,}"
            rect = QRectF(at, 0, self.width() - at, self.height())
            paint.text(painter, rect, count, font(13, MEDIUM), text_color(self.tone, count_ink))


class _Segment(_Option):
    """One choice of a segmented control: a white pill when chosen."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            rect = QRectF(self.rect())
            if self.isChecked():
                dark = theme.now().dark
                paint.box(painter, rect, 6, theme.color("soft" if dark else "sheet"),
                          None if dark else theme.color("line2"))  # fmt: skip
            elif self.underMouse():
                paint.box(painter, rect, 6, theme.color("hover"))
            if self.hasFocus():
                paint.box(painter, rect, 6, None, theme.color("acc"), 2)
            ink = "acc" if self.isChecked() else "t2"
            self._paint_words(painter, ink if self.isEnabled() else "dis", ink)


class Chip(_Option):
    """A choice that stands alone: bordered, blue when chosen, with its count and an icon in a tone."""

    padding = 11

    def __init__(self, words: str, count: int | None = None, *, icon: str = "", tone: str = "",
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(words, parent)
        self.icon_name, self.tone = icon, tone
        self.set_count(count)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            rect, chosen = QRectF(self.rect()), self.isChecked()
            fill = (
                "soft" if chosen else "press" if self.isDown() else "hover" if self.underMouse() else "sheet"
            )
            paint.box(painter, rect, 7, theme.color(fill), theme.color("acc" if chosen else "line2"))
            if self.hasFocus():
                paint.box(painter, rect, 7, None, theme.color("acc"), 2)
            ink = "dis" if not self.isEnabled() else "acc" if chosen else "t1"
            self._paint_words(painter, ink, "acc" if chosen else "t2")


class _Group(QWidget):
    """Keys and signal shared by groups of which exactly one option is chosen."""

    chosen = Signal(str)
    """The key of the option that the user chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._options: dict[str, _Option] = {}
        self._group.buttonClicked.connect(lambda _button: self.chosen.emit(self.value()))
        self._group.buttonToggled.connect(lambda _button, _on: self._rove())

    def value(self) -> str:
        """The chosen key, or "" when nothing is chosen."""
        return next((key for key, option in self._options.items() if option.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose an option without telling anyone; "" leaves all open, for an answer nobody may guess."""
        self._group.setExclusive(bool(key))
        for name, option in self._options.items():
            option.setChecked(name == key)
        self._group.setExclusive(True)

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many records an option holds."""
        self._options[key].set_count(count)

    def option(self, key: str) -> QAbstractButton:
        """The button of an option, e.g. to disable or hide it."""
        return self._options[key]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the chosen option, or the first while none is."""
        usable = [option for option in self._options.values() if option.isEnabled() and not option.isHidden()]
        for option in (*(one for one in usable if one.isChecked()), *usable[:1]):
            option.setFocus(Qt.FocusReason.TabFocusReason)
            return

    def _add(self, key: str, option: _Option) -> None:
        self._options[key] = option
        self._group.addButton(option)
        option.installEventFilter(self)
        if len(self._options) == 1:
            option.setChecked(True)
        self._rove()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Let the arrow keys move inside the group and choose at once."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
            if event.key() in step and isinstance(watched, _Option):
                self._move(watched, step[Qt.Key(event.key())])
                return True
        return False

    def _rove(self) -> None:
        """Let Tab stop once in the group: at the chosen option, or the first while none is."""
        stop = next((one for one in self._options.values() if one.isChecked()), None)
        for option in self._options.values():
            here = option is stop or (stop is None and option is next(iter(self._options.values())))
            option.setFocusPolicy(Qt.FocusPolicy.TabFocus if here else Qt.FocusPolicy.NoFocus)

    def _move(self, origin: _Option, step: int) -> None:
        usable = [option for option in self._options.values() if option.isEnabled() and not option.isHidden()]
        chosen = any(option.isChecked() for option in usable)
        target = usable[(usable.index(origin) + step) % len(usable)] if chosen else origin
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()


class SegmentedControl(_Group):
    """Two to six exclusive choices on one ground: ``SegmentedControl([("all", "全部"), ("a", "A卡")])``."""

    def __init__(self, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for key, words in options:
            segment = _Segment(words, self)
            self._add(key, segment)
            row.addWidget(segment)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            paint.box(
                painter, QRectF(self.rect()), 7, theme.color("press" if not theme.now().dark else "sub")
            )


class ChipRow(_Group):
    """Chips of which one is chosen, breaking into further lines where the width ends."""

    def __init__(self, chips: Sequence[tuple[str, Chip]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=6, line_gap=8)
        for key, chip in chips:
            chip.setParent(self)
            self._add(key, chip)
            flow.addWidget(chip)


class FilterBox(QComboBox):
    """A combo box that narrows a list: its first entry is the name of the filter and means "all"."""

    picked = Signal(object)
    """The data of the entry that the user chose, or None for all."""

    def __init__(
        self, name: str, entries: Sequence[tuple[str, object]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self.setProperty("role", "filter")
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_entries(entries)
        self.activated.connect(self._on_activated)

    def set_entries(self, entries: Sequence[tuple[str, object]]) -> None:
        """Offer other entries; the chosen one stays when it is among them."""
        before = self.value()
        self.clear()
        self.addItem(self._name, None)
        for words, data in entries:
            self.addItem(words, data)
        self.choose(before)

    def value(self) -> object:
        """The data of the chosen entry, None for all."""
        return self.currentData()

    def choose(self, data: object) -> None:
        """Choose an entry by its data without telling anyone."""
        found = next((at for at in range(self.count()) if self.itemData(at) == data), 0)
        self.setCurrentIndex(found)
        self._mark()

    def _on_activated(self, _at: int) -> None:
        self._mark()
        self.picked.emit(self.value())

    def _mark(self) -> None:
        self.setProperty("chosen", "true" if self.currentIndex() > 0 else "false")
        restyle(self)
