"""Text tables: .csv and its kin, whatever parts their cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from desktop_app.exchange.sheets import MOST_ROWS, CellCount
from desktop_app.problems import Refused

DELIMITERS = (",", "\t", ";", "|")
"""What may part cells, the likeliest first."""

LONGEST_CELL = 1_000_000
"""Characters; a cell beyond holds the rest of a file whose quotes don't pair."""

_SAMPLE_ROWS = 60
_SAMPLE_CHARACTERS = 60_000
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORCED_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_END = "\x1aend of text\x1a"


def text_rows(text: str) -> list[list[str]]:
    """The records of a text table, blank ones as []; a record is what Excel shows as one row.

    Raises Refused, with the row, where quotes don't pair: rows would be swallowed silently.
    """
    declared = _DECLARED.match(text)
    delimiter = declared[1] if declared else delimiter_of(text)
    body = text[declared.end() :] if declared else text
    rows = list(_records(body, delimiter))
    if not rows or rows.pop() != [_END]:
        raise Refused(_quotes_message(len(rows)))
    return rows


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the most of the first rows, and of equals the one that cuts them most evenly."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


def _fitness(sample: str, delimiter: str) -> tuple[int, int]:
    """How many rows it cuts, and the cells in those that have the commonest width."""
    try:
        widths = Counter(len(row) for row in islice(_reader(sample, delimiter), _SAMPLE_ROWS) if len(row) > 1)
    except csv.Error:
        return 0, 0
    return widths.total(), max((width * count for width, count in widths.items()), default=0)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Every record and the end mark, each record checked for swallowed rows."""
    reader = _reader(f"{text.rstrip()}\n{_END}", delimiter)
    number, count = 0, CellCount()
    try:
        for number, row in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise Refused(f"文件超过 {MOST_ROWS:,} 行，请分成几个文件导入。")
            count.take(len(row), len(row))
            _refuse_swallowed(row, number, delimiter)
            yield [_unforced(cell) for cell in row]
    except csv.Error:
        raise Refused(
            f"第 {number + 1} 行有一格超过 {LONGEST_CELL:,} 个字符，多半是引号不成对，没有导入任何内容。"
            "请改正该行，或另存为 .xlsx 后再导入。"
        ) from None


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _refuse_swallowed(row: Sequence[str], number: int, delimiter: str) -> None:
    """A cell with a line inside that is itself as wide as the row holds other rows, not text."""
    for cell in row:
        if "\n" in cell and any(line.count(delimiter) >= max(len(row) - 1, 2) for line in cell.splitlines()):
            raise Refused(_quotes_message(number))


def _unforced(cell: str) -> str:
    """Without the ="…" by which exports keep Excel from making a number of a text."""
    if not cell.startswith('="'):
        return cell
    forced = _FORCED_TEXT.fullmatch(cell)
    return forced[1] if forced else cell


def _quotes_message(row: int) -> str:
    return f"第 {row} 行的引号不成对，后面的行会混在一起，没有导入任何内容。请改正该行，或另存为 .xlsx 后再导入。"
