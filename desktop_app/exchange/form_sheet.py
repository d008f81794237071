"""A paper form as a worksheet: the same sections, labels and values as on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.exchange.report_sheet import LINE_HEIGHT, SheetPlan, lines_needed
from desktop_app.exchange.saving_files import whole_file
from desktop_app.exchange.sheet_rows import SheetCell
from desktop_app.exchange.sheet_styles import Styles
from desktop_app.exchange.sheet_text import CONTINUED, pieces
from desktop_app.exchange.workbook import BookWriter
from desktop_app.paper.forms import Cell, Form, Section
from desktop_app.paper.values import shown, ticks, written

if TYPE_CHECKING:
    from desktop_app.callbacks.questionnaire_file import Question

GRID = 12
"""Columns of the sheet; every section's own columns divide them."""
COLUMN_WIDTH = 8.5
LONG_LABEL = 2
"""Columns that the label of a long text takes."""
LEAST_HEIGHT, LONG_HEIGHT = 20.0, 64.0
"""Points of a line, and of the room that an empty long text leaves for writing."""

Span = tuple[str, int, bool]
"""Text, columns, and whether it is a label."""


def write_form(
    form: Form, values: Mapping[str, object], target: Path, *, shop: str, taken: datetime,
    questions: Sequence[Question] = (), answers: Mapping[int, object] | None = None,
    notes: Mapping[int, str] | None = None,
) -> None:  # fmt: skip
    """Write one form, filled or blank, as a workbook of one sheet; arguments as for ``paper.pages.print_form``.

    A text too long for one cell goes on in the next row. Raises as ``writing.write_report``.
    """
    book = BookWriter(shop, form.title, taken)
    plan = SheetPlan(book.name_for(form.title), [COLUMN_WIDTH] * GRID)
    styles = book.styles
    plan.add_across(shop, styles.number("shop"), LEAST_HEIGHT)
    plan.add_across(form.title, styles.number("title"), 30)
    for section in form.sections:
        _add_section(plan, section, values, styles)
    for question in questions:
        _add_question(
            plan, question, (answers or {}).get(question.id), (notes or {}).get(question.id, ""), styles
        )
    book.add(plan)
    with whole_file(target) as part:
        book.save(part)


def _add_section(plan: SheetPlan, section: Section, values: Mapping[str, object], styles: Styles) -> None:
    if section.title:
        plan.add_across(section.title, styles.number("section"), LEAST_HEIGHT)
    for line in section.lines():
        spans = _shares([span for _, span in line])
        if section.layout == "beside":
            heads = [(cell.label, span, True) for (cell, _), span in zip(line, spans, strict=True)]
            texts = [(_text(cell, values), span, False) for (cell, _), span in zip(line, spans, strict=True)]
            _add(plan, heads, styles)
            _add(plan, texts, styles, LONG_HEIGHT)
        else:
            pairs = [
                part
                for (cell, _), span in zip(line, spans, strict=True)
                for part in _pair(cell, span, values)
            ]
            _add(
                plan,
                pairs,
                styles,
                LONG_HEIGHT if any(cell.kind == "long" for cell, _ in line) else LEAST_HEIGHT,
            )


def _shares(spans: Sequence[int]) -> list[int]:
    """The sheet's columns shared out as the form's are, every part with at least one, all of them used."""
    whole, taken, made = sum(spans), 0, list[int]()
    for place, span in enumerate(spans, 1):
        end = round(GRID * sum(spans[:place]) / whole)
        made.append(max(1, end - taken) if span else 1)
        taken = end
    return made


def _pair(cell: Cell, span: int, values: Mapping[str, object]) -> tuple[Span, Span]:
    label = LONG_LABEL if cell.kind == "long" else max(1, span // 3)
    return (cell.label, label, True), (_text(cell, values), span - label, False)


def _text(cell: Cell, values: Mapping[str, object]) -> str:
    value = values.get(cell.field)
    if cell.kind == "ticks":
        return "  ".join(ticks(cell.options, value))
    boxes = "  ".join(ticks(cell.options, values.get(cell.ticks))) if cell.ticks else ""
    return "\n".join(part for part in (boxes, shown(cell, value)) if part)


def _add_question(plan: SheetPlan, question: Question, answer: object, note: str, styles: Styles) -> None:
    said = "\n".join(part for part in (written(answer), f"备注：{note}" if note else "") if part)
    _add(plan, [(f"{question.id}. {question.spoken}", 9, True), (said, GRID - 9, False)], styles)


def _add(plan: SheetPlan, parts: Sequence[Span], styles: Styles, least: float = LEAST_HEIGHT) -> None:
    """One row, and as many more as the longest of its texts needs cells."""
    cut = [list(pieces(text)) or [""] for text, _, _ in parts]
    for turn in range(max(map(len, cut))):
        cells: list[SheetCell] = []
        looks: list[int] = []
        merges, height = [], least
        for (text, span, label), some in zip(parts, cut, strict=True):
            words = some[turn] if turn < len(some) else f"{text}{CONTINUED}" if label else ""
            merges.append((len(cells) + 1, len(cells) + span))
            cells += [words, *[None] * (span - 1)]
            looks += [styles.number("heading" if label else "body")] * span
            height = max(height, lines_needed(words, span * COLUMN_WIDTH) * LINE_HEIGHT + 4)
        row = plan.add(cells, looks, min(height, 400.0))
        for first, last in merges:
            plan.merge(row, first, row, last)
