"""Tables of a web page that a dealer system has saved under the name .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from desktop_app.exchange.sheets import CellCount, Sheet, sheet_of
from desktop_app.problems import Refused

WIDEST_SPAN = 1000
"""Columns or rows; a larger span is nonsense."""

MOST_TABLES = 1_000
"""In one page, those inside of others too."""

_CELLS = frozenset({"td", "th"})
_HIDDEN = frozenset({"script", "style", "title"})
_SPACES = re.compile("[ \t\r\n]+")


def html_sheets(text: str, damaged: int = 0) -> Iterator[Sheet]:
    """Each table with rows is a sheet; its rows are numbered on from the tables above, as Excel shows them."""
    page = _Page()
    page.feed(text)
    page.close()
    first = 1
    for number, table in enumerate(page.tables, 1):
        table.close_cell()
        if table.rows:
            yield sheet_of(f"表格{number}", table.rows, first_number=first, damaged=damaged)
            first += len(table.rows)


class _Table:
    """One table while it is read: its rows, the cell that is open, and cells covered from a row above."""

    def __init__(self, count: CellCount) -> None:
        self.rows: list[list[str]] = []
        self._count = count
        self._text: list[str] | None = None
        self._place = 0
        self._covered: dict[int, int] = {}

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append([])

    def open_cell(self, attributes: Mapping[str, str | None]) -> None:
        self.close_cell()
        if not self.rows:
            self.rows.append([])
        self._skip_covered()
        row = self.rows[-1]
        self._place, self._text = len(row), []
        width, height = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        self._count.take(width, len(row) + width)
        row.extend([""] * width)
        if height > 1:
            self._covered |= dict.fromkeys(range(self._place, self._place + width), height - 1)

    def add(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def close_cell(self) -> None:
        if self._text is not None:
            self.rows[-1][self._place] = "".join(self._text).strip()
            self._text = None

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while self._covered.get(len(row)):
            self._count.take(1, len(row) + 1)
            self._covered[len(row)] -= 1
            row.append("")


class _Page(HTMLParser):
    """Hands what it meets to the innermost open table; what a page leaves open is closed by what follows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._hidden = False
        self._count = CellCount()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell; a line break inside a cell stays one."""
        if tag == "table":
            if len(self.tables) == MOST_TABLES:
                raise Refused(
                    "网页里的表格多得异常，没有导入任何内容。请在 Excel 中打开，另存为 .xlsx 后再导入。"
                )
            self.tables.append(_Table(self._count))
            self._open.append(self.tables[-1])
        elif tag in _HIDDEN:
            self._hidden = True
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].open_row()
        elif tag in _CELLS:
            self._open[-1].open_cell(dict(attrs))
        elif tag == "br":
            self._open[-1].add("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a table or a cell."""
        if tag in _HIDDEN:
            self._hidden = False
        elif not self._open:
            return
        elif tag == "table":
            self._open.pop().close_cell()
        elif tag in _CELLS or tag == "tr":
            self._open[-1].close_cell()

    def handle_data(self, data: str) -> None:
        """Text belongs to the open cell of the innermost table."""
        if self._open and not self._hidden:
            self._open[-1].add(_SPACES.sub(" ", data))


def _span(written: str | None) -> int:
    return min(int(written), WIDEST_SPAN) or 1 if written and written.isdecimal() and len(written) < 6 else 1
