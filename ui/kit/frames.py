"""Grounds to put things on: sheets, cards, boxes, hairlines, splitters and scrolling columns."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from ui.kit.labels import IconLabel, restyle
from ui.kit.tones import Tone

TEXT_LINE = 20
"""Height of a line of 13 px text."""
FrameRole = Literal["sheet", "card", "box", "banner", "stepper"]


class Ground(QFrame):
    """A rounded ground with a vertical layout: ``.column`` holds it, ``add`` appends and returns a part."""

    def __init__(self, role: FrameRole, margins: tuple[int, int, int, int], gap: int = 8,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setProperty("role", role)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(gap)

    def set_tone(self, tone: Tone) -> None:
        """Tint a card or banner; "" makes it quiet again."""
        self.setProperty("tone", tone)
        restyle(self)


class Sheet(Ground):
    """A white sheet on the desk; its first and last band keep rows out of the rounded corners."""

    def __init__(self, margins: tuple[int, int, int, int] = (1, 1, 1, 1), gap: int = 0,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__("sheet", margins, gap, parent)


class Card(Ground):
    """A quiet card inside a sheet."""

    def __init__(self, margins: tuple[int, int, int, int] = (12, 10, 12, 10), gap: int = 4,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__("card", margins, gap, parent)


class Box(Ground):
    """A bordered box inside a sheet."""

    def __init__(self, margins: tuple[int, int, int, int] = (20, 16, 20, 16), gap: int = 8,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__("box", margins, gap, parent)


def line() -> QFrame:
    """A horizontal hairline."""
    made = QFrame()
    made.setProperty("role", "line")
    made.setFixedHeight(1)
    return made


def upright_line(height: int = 16) -> QFrame:
    """A short vertical hairline between words."""
    made = QFrame()
    made.setProperty("role", "line")
    made.setFixedSize(1, height)
    return made


def row(*parts: QWidget | QLayout | int | None, gap: int = 8,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:  # fmt: skip
    """Parts side by side; a number is a gap, None takes the free width."""
    made = QHBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    fill(made, *parts)
    return made


def column(*parts: QWidget | QLayout | int | None, gap: int = 8,
           margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:  # fmt: skip
    """Parts below one another; a number is a gap, None takes the free height."""
    made = QVBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    fill(made, *parts)
    return made


def beside(sign: QWidget, words: QWidget | QLayout, *, gap: int = 8) -> QHBoxLayout:
    """A sign at the top left of words that take the rest of the width."""
    made = QHBoxLayout()
    made.setSpacing(gap)
    if isinstance(sign, IconLabel):
        sign.setFixedHeight(TEXT_LINE)
    made.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    if isinstance(words, QLayout):
        made.addLayout(words, 1)
    else:
        made.addWidget(words, 1)
    return made


def fill(layout: QHBoxLayout | QVBoxLayout, *parts: QWidget | QLayout | int | None) -> None:
    """Append parts to a layout as :func:`row` and :func:`column` do."""
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout, out of sight at once and gone soon."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def holder(layout: QLayout) -> QWidget:
    """A bare widget around a layout."""
    made = QWidget()
    made.setLayout(layout)
    return made


def band(*parts: QWidget | QLayout | int | None, gap: int = 8,
         margins: tuple[int, int, int, int] = (20, 8, 20, 8)) -> QWidget:  # fmt: skip
    """The filter bar or foot of a sheet: a row with the sheet's insets."""
    return holder(row(*parts, gap=gap, margins=margins))


class Splitter(QSplitter):
    """Sheets side by side with the 8 px gap as handle; nothing can be dragged shut."""

    def __init__(self, *parts: QWidget, orientation: Qt.Orientation = Qt.Orientation.Horizontal,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(orientation, parent)
        self.setHandleWidth(8)
        self.setChildrenCollapsible(False)
        for part in parts:
            self.addWidget(part)


class ScrollColumn(QScrollArea):
    """A column that scrolls vertically: ``.column`` is its layout."""

    def __init__(self, margins: tuple[int, int, int, int] = (20, 12, 20, 16), gap: int = 8,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("role", "ground")
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(gap)
        self.setWidget(inner)
