"""What an import says of its rows, as rows of a list: refused ones, warnings, and what is good to know."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.exchange.importing import Imported
from ui.kit.cells import Badges, Column, Number, Row, Text
from ui.kit.paint import Badge

COLUMNS = (
    Column("outcome", "结果", 96, sortable=False),
    Column("row", "行", 64, "right", sortable=False),
    Column("reason", "说明", 360, stretch=1, sortable=False),
    Column("content", "这一行的内容", 380, stretch=1, sortable=False),
)
CELLS_SHOWN = 5
"""Of a refused row, enough to find it again."""


def rows_of(found: Imported) -> list[Row]:
    """Refused rows first, then what was left out with a warning, then what is good to know."""
    refused = Badges((Badge("拒绝", "red", "ban"),))
    warned = Badges((Badge("提醒", "yellow", "triangle-alert"),))
    noted = Badges((Badge("说明", "neutral", "info"),))
    blank = Text("")
    cells = {one.number: one.cells for one in found.refused_rows}
    return [
        *(
            Row(
                ("refused", n),
                (refused, _line(one.row), Text(one.reason, tone="red"), _content(cells.get(one.row, ()))),
            )
            for n, one in enumerate(found.refusals)
        ),
        *(
            Row(("warned", n), (warned, _line(one.row), Text(one.text), blank))
            for n, one in enumerate(found.warnings)
        ),
        *(Row(("note", n), (noted, Number(""), Text(text), blank)) for n, text in enumerate(found.notes)),
    ]


def _content(cells: Sequence[object]) -> Text:
    """The first filled cells of a row; all of them when hovered."""
    filled = [" ".join(str(cell).split()) for cell in cells if str(cell if cell is not None else "").strip()]
    return Text(" · ".join(filled[:CELLS_SHOWN]), tip=" · ".join(filled))


def columns_words(found: Imported) -> str:
    """How many columns were recognised, and which are of no use to the program."""
    unused = f"，没有用到：{'、'.join(found.unused_headings)}" if found.unused_headings else ""
    return f"认出 {len(found.headings) - len(found.unused_headings)} 列{unused}"


def _line(number: int) -> Number:
    return Number(str(number) if number else "")
