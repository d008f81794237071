"""Which column of a file means which field, and which of its first rows is the heading row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.exchange.headings import KINDS, Kind, key_of, kind_of, parts_of, remarks
from desktop_app.exchange.values import Cell, text_of
from desktop_app.problems import Refused

Chosen = Mapping[int, str]
"""A person's own choice of columns: column number from 0 → field, or ``IGNORED``."""

ChosenFor = Callable[[str], Chosen | None]
"""Gives what a person chose for a layout (``ColumnMapping.layout``), None or nothing where nobody did."""

HEADING_WITHIN = 30
"""Among how many rows from the top the heading row is looked for."""

COLLECTING = frozenset({"phone", "landline"})
"""Fields that take every column that means them, since each may hold a number of its own."""

IGNORED = ""
"""What a person's own choice says of a column that shall not be read."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns of one file: for each understood field its column numbers (from 0), the first first.

    Of several columns that claim one field, the one with the field's own name wins, then the better synonym, then
    the first; the others are ``unused``, and so is what no field understands. ``missing`` names the required
    fields that no column gives. ``layout`` is the same for every file with these headings in this order.
    """

    kind: str
    headings: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]
    unused: tuple[str, ...]
    missing: tuple[str, ...]
    layout: str


def map_columns(cells: Sequence[Cell], kind: str, chosen: Chosen | None = None) -> ColumnMapping:
    """Match one heading row; a person's choices come first."""
    wanted = kind_of(kind)
    headings = tuple(text_of(cell) for cell in cells)
    columns = _claim(wanted, headings, chosen or {})
    taken = {column for claimed in columns.values() for column in claimed}
    return ColumnMapping(
        kind=kind,
        headings=headings,
        columns=columns,
        unused=tuple(heading for number, heading in enumerate(headings) if heading and number not in taken),
        missing=tuple(wanted.labels[field] for field in wanted.required if field not in columns),
        layout=layout_of(headings),
    )


def layout_of(headings: Iterable[str]) -> str:
    """The name under which a person's choices for files of this layout are remembered."""
    return hashlib.sha256("\n".join(key_of(heading) for heading in headings).encode()).hexdigest()[:16]


def find_headings(
    rows: Sequence[Sequence[Cell]], kind: str, chosen_for: ChosenFor | None = None
) -> tuple[int, ColumnMapping]:
    """The heading row among a sheet's first rows, counted from 0, and its columns; title lines stand above it.

    A row for whose layout a person has chosen is it; else the row in which most fields are understood, those with
    all required ones before any other, the first of equals. If it lacks a required one, ``missing`` says so.
    """
    found: list[tuple[int, ColumnMapping]] = []
    for number, cells in enumerate(rows[:HEADING_WITHIN]):
        mapping = map_columns(cells, kind)
        if chosen_for and (chosen := chosen_for(mapping.layout)):
            return number, map_columns(cells, kind, chosen)
        found.append((number, mapping))
    if not found:
        return 0, map_columns((), kind)
    return min(found, key=lambda each: (bool(each[1].missing), -len(each[1].columns)))


def missing_headings(mapping: ColumnMapping, likely: Sequence[str] = ()) -> Refused:
    """The refusal of a sheet without heading row or with required headings missing, naming them.

    ``likely`` are the kinds that the file fits, the likeliest first: perhaps only the wrong one was chosen.
    """
    kind = kind_of(mapping.kind)
    if mapping.columns:
        what = f"“{kind.title}”的表头缺少：{'、'.join(mapping.missing)}"
    else:
        needed = "、".join(kind.labels[field] for field in kind.required)
        what = f"在前 {HEADING_WITHIN} 行里没有找到“{kind.title}”的表头，表头必须有：{needed}"
    other = next((kind_of(name).title for name in likely[:1] if name != mapping.kind), "")
    advice = (
        f"这个文件像是“{other}”，请改选导入的种类。" if other else "请补上这些列，或在导入时指定对应的列。"
    )
    return Refused(f"{what}，没有导入任何内容。{advice}")


def likely_kinds(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """The kinds whose required headings all stand in these rows, the one with most understood columns first."""
    found = [(kind, find_headings(rows, kind)[1]) for kind in KINDS]
    complete = [(kind, mapping) for kind, mapping in found if not mapping.missing]
    return tuple(kind for kind, _ in sorted(complete, key=lambda each: -len(each[1].columns)))


def _claim(kind: Kind, headings: Sequence[str], chosen: Chosen) -> dict[str, tuple[int, ...]]:
    """Give each field its columns, a person's choices first, then field by field in the kind's order."""
    columns: dict[str, tuple[int, ...]] = {}
    for number, field in chosen.items():
        if field in kind.labels:
            columns[field] = (*columns.get(field, ()), number)
    free = {
        number: _meanings(kind, heading) for number, heading in enumerate(headings) if number not in chosen
    }
    for field in kind.fields:
        claims = sorted((rank[field], number) for number, rank in free.items() if field in rank)
        if not claims or (field in columns and field not in COLLECTING):
            continue
        won = tuple(number for _, number in (claims if field in COLLECTING else claims[:1]))
        columns[field] = (*columns.get(field, ()), *won)
        for number in won:
            del free[number]
    return columns


def _meanings(kind: Kind, heading: str) -> Mapping[str, float]:
    """The fields that a heading may mean and how well, smaller being better."""
    whole = key_of(heading)
    if whole in kind.derived:
        return {}
    if whole in kind.ranks:
        return kind.ranks[whole]
    parts = [part for part in parts_of(heading) if part not in remarks()]
    meanings = [kind.ranks.get(part, {}) for part in parts]
    common = set.intersection(*map(set, meanings)) if meanings else set()
    return {field: min(each[field] for each in meanings) + 0.5 for field in common}
