"""The look of a sheet that goes out: one style for each role and kind of cell, in the house's colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from openpyxl import Workbook

FONT = "微软雅黑"
INK, QUIET, ACCENT, GOOD, BAD = "1B2330", "5D677A", "2457C5", "0F6B43", "A61B1B"
HEAD_GROUND, TOTAL_GROUND, SECTION_GROUND, HAIRLINE = "F6F7F9", "E9EFFC", "EDF0F4", "CBD2DC"

Role = Literal[
    "shop", "title", "subtitle", "heading", "body", "link", "total", "section", "small-rate", "note", "good", "bad"
]  # fmt: skip

FORMATS = {
    "text": "General",
    "integer": "0",
    "rate": "0.0%",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
    "phone": "@",
    "code": "@",
}
"""Number formats by the kind of a report's column."""

_NEVER_WRAPPED = frozenset({"integer", "rate", "date", "time"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a style is made of."""

    size: float = 10
    bold: bool = False
    colour: str = INK
    ground: str = ""
    border: bool = False
    across: str = "left"
    wrap: bool = True
    form: str = "General"
    quoted: bool = False


LOOKS: dict[Role, Look] = {
    "shop": Look(size=10, colour=QUIET, across="center", wrap=False),
    "title": Look(size=16, bold=True, across="center", wrap=False),
    "subtitle": Look(size=10, colour=QUIET, across="center", wrap=False),
    "heading": Look(bold=True, ground=HEAD_GROUND, border=True, across="center"),
    "body": Look(border=True),
    "total": Look(border=True, bold=True, ground=TOTAL_GROUND),
    "section": Look(border=True, bold=True, colour=ACCENT, ground=SECTION_GROUND, wrap=False),
    "link": Look(border=True, colour=ACCENT),
    "small-rate": Look(border=True, colour="98A1B0"),
    "note": Look(size=9, colour=QUIET),
    "good": Look(size=9, colour=GOOD),
    "bad": Look(size=9, bold=True, colour=BAD),
}


class Styles:
    """The numbers under which a workbook keeps its styles, each made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[Look, int] = {}
        self.quoted: dict[int, int] = {}

    def number(self, role: Role, kind: str = "text") -> int:
        """The style of a role for cells of one kind; its quoted twin stands in ``quoted``."""
        look = _for_kind(LOOKS[role], kind)
        number = self._number_of(look)
        if number not in self.quoted:
            self.quoted[number] = self._number_of(replace(look, quoted=True))
        return number

    def _number_of(self, look: Look) -> int:
        if look not in self._numbers:
            self._numbers[look] = _register(self._book, look)
        return self._numbers[look]


def _for_kind(look: Look, kind: str) -> Look:
    """The look for one kind of cell: as on paper all but texts stand in the middle; numbers and dates never wrap."""
    return replace(
        look,
        form=FORMATS.get(kind, "General"),
        across=look.across if kind == "text" else "center",
        wrap=look.wrap and kind not in _NEVER_WRAPPED,
    )


def _register(book: Workbook, look: Look) -> int:
    """Let openpyxl keep the style, as of a cell that is never written."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side(style="thin", color=HAIRLINE) if look.border else Side()
    cell = WriteOnlyCell(book.worksheets[0])
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.colour)
    indent = 1 if look.border and look.across != "center" else 0
    cell.alignment = Alignment(horizontal=look.across, vertical="center", wrap_text=look.wrap, indent=indent)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    if look.ground:
        cell.fill = PatternFill("solid", fgColor=look.ground)
    cell.number_format = look.form
    if look.quoted:
        cell.quotePrefix = True
    return int(cell.style_id)
