"""XML Spreadsheet 2003: the workbook in one XML file that older dealer systems write as .xls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.parsers import expat

from desktop_app.exchange.sheets import MOST_ROWS, WIDEST_ROW, CellCount, Sheet, sheet_of
from desktop_app.exchange.values import Cell
from desktop_app.problems import Refused

_DAMAGED = "文件已损坏，无法读取，没有导入任何内容。请从原系统重新导出。"


def spreadsheet_xml_sheets(text: str, damaged: int = 0) -> Iterator[Sheet]:
    """The worksheets in order; raises Refused for broken XML or one that defines entities of its own."""
    reader = _Reader()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        raise Refused(_DAMAGED) from None
    for name, rows in reader.sheets:
        yield sheet_of(name, rows, damaged=damaged)


def _refuse_doctype(*_: object) -> None:
    raise Refused(_DAMAGED)


class _Reader:
    """Follows the elements Worksheet, Row, Cell and Data; ``ss:Index`` leaves rows and cells out."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, list[list[Cell]]]] = []
        self._type = ""
        self._text: list[str] | None = None
        self._merged = 0
        self._count = CellCount()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        given = {_local(key): value for key, value in attributes.items()}
        if tag == "Worksheet":
            self.sheets.append((given.get("Name", ""), []))
        elif tag == "Row" and self.sheets:
            self._fill(self.sheets[-1][1], given.get("Index"), MOST_ROWS, list)
            self.sheets[-1][1].append([])
        elif tag == "Cell" and self.sheets and self.sheets[-1][1]:
            row = self.sheets[-1][1][-1]
            self._fill(row, given.get("Index"), WIDEST_ROW, lambda: None)
            row.append(None)
            self._merged = min(_number(given.get("MergeAcross")), WIDEST_ROW)
        elif tag == "Data":
            self._type, self._text = given.get("Type", "String"), []

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        tag = _local(name)
        if tag == "Data" and self._text is not None and self.sheets and self.sheets[-1][1]:
            self.sheets[-1][1][-1][-1] = _value(self._type, "".join(self._text))
            self._text = None
        elif tag == "Cell" and self.sheets and self.sheets[-1][1]:
            row = self.sheets[-1][1][-1]
            self._count.take(self._merged, len(row) + self._merged)
            row.extend([None] * self._merged)
            self._merged = 0

    def _fill(self, items: list[Any], index: str | None, most: int, blank: Any) -> None:
        """Blank rows or cells up to the place that ``ss:Index`` names, counted from 1."""
        place = _number(index)
        if max(place, len(items)) > most:
            raise Refused(_DAMAGED)
        self._count.take(max(place - len(items), 1))
        items.extend(blank() for _ in range(place - 1 - len(items)))


def _value(kind: str, text: str) -> Cell:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
