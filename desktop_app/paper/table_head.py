"""The head of a printed report: labels of one or two levels, set again on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Literal

from desktop_app.paper.column_widths import Columns, heading_lines
from desktop_app.paper.look import BAND_TINT, HAIRLINE, SOFT
from desktop_app.paper.reading_order import NO_REACH
from desktop_app.paper.rows import PAD_Y, Box
from desktop_app.paper.text import wrap
from desktop_app.statistics.report import Column

if TYPE_CHECKING:
    from desktop_app.paper.ink import Ink

Level = Literal["whole", "upper", "lower"]


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One label: over the whole height of the head, over a group of columns, or below such a group."""

    label: str
    box: Box
    level: Level


@dataclass(frozen=True, slots=True)
class TableHead:
    """The labels of all columns; labels stand at the foot of their cells."""

    cells: tuple[HeadCell, ...]

    @property
    def height(self) -> float:
        """What it needs in points."""
        return max(self._highest("whole"), self._highest("upper") + self._highest("lower"))

    def draw(self, ink: Ink, top: float) -> None:
        """Draw it; every label reads as one piece however often it is broken."""
        upper, lower = self._highest("upper"), self._highest("lower")
        middle = top + (self.height * upper / (upper + lower) if upper else 0)
        foot = top + self.height
        for cell in self.cells:
            start = middle if cell.level == "lower" else top
            end = middle if cell.level == "upper" else foot
            self._draw_cell(ink, cell, start, end)

    def _draw_cell(self, ink: Ink, cell: HeadCell, top: float, foot: float) -> None:
        box = cell.box
        ink.tint(box.x, top, box.width, foot - top, BAND_TINT)
        with ink.reading_as(cell.label):
            # a blank at the top: all labels are then equally high, and read from left to right
            ink.text(box.x + box.pad, top + PAD_Y + box.style.size, " ", box.style)
            box.draw(ink, top, foot - box.text_height + PAD_Y, foot - top, NO_REACH)
        ink.line(box.x, top, box.x, foot, HAIRLINE)
        if cell.level == "upper":
            ink.line(box.x, foot, box.x + box.width, foot, HAIRLINE)

    def _highest(self, level: Level) -> float:
        return max((cell.box.text_height for cell in self.cells if cell.level == level), default=0.0)


def table_head(columns: tuple[Column, ...], setting: Columns, left: float) -> TableHead:
    """The head of these columns in their widths; neighbours of one group share its label."""
    return TableHead(tuple(_cells(columns, setting, left)))


def _cells(columns: tuple[Column, ...], setting: Columns, left: float) -> Iterator[HeadCell]:
    edges = list(accumulate(setting.widths, initial=left))
    for group, members in groupby(range(len(columns)), key=lambda at: columns[at].group or at):
        places = list(members)
        if isinstance(group, str):
            yield _cell(group, edges[places[0]], edges[places[-1] + 1], setting, "upper")
        for at in places:
            level: Level = "lower" if isinstance(group, str) else "whole"
            yield _cell("\n".join(heading_lines(columns[at])), edges[at], edges[at + 1], setting, level)


def _cell(label: str, x: float, end: float, setting: Columns, level: Level) -> HeadCell:
    style = setting.strong(SOFT)
    lines = tuple(wrap(label, end - x - 2 * setting.pad, style))
    return HeadCell(
        label.replace("\n", ""), Box(x, end - x, lines, style, align="centre", pad=setting.pad), level
    )
