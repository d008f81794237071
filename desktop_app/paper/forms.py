"""A paper form as data: sections and cells bound to fields, the one source of screen, PDF and Excel."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_type_hints

import resources

Kind = Literal["text", "phone", "date", "time", "integer", "choice", "yes_no", "long", "signature", "ticks"]
"""What a cell takes: ``date`` a date, ``time`` a moment, ``choice`` and ``ticks`` one of the cell's options,
``long`` a text of any length over the whole width, ``signature`` a line to sign on, never a value."""

Layout = Literal["grid", "beside"]
"""``grid``: label and value in turn, line by line. ``beside``: labels as column heads, the texts below."""

FORMS = (
    "complaint-handling",
    "urgent-complaint",
    "complaint-sheet",
    "a-card",
    "c-card",
    "sales-questionnaire",
    "service-questionnaire",
)
"""To add a form: write resources/forms/NAME.toml and put its name here."""


class FormError(ValueError):
    """A form's file says something we cannot mean; the message begins with the file's name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a form with its paper label, character for character."""

    label: str
    field: str
    """Name of the value in the mapping that fills the form."""
    kind: Kind = "text"
    derived: bool = False
    """True: computed or given elsewhere, shown but never typed here."""
    options: tuple[str, ...] = ()
    span: int = 1
    """How many of the section's columns it takes; a ``long`` cell of a grid always takes the whole line."""
    unit: str = ""
    """Written behind a value that is there, e.g. km."""
    weight: int = 1
    """A ``long`` cell's share of the height that a page has left for writing."""
    ticks: str = ""
    """A ``long`` cell's second field: the tick boxes (from ``options``) that stand behind its label."""


@dataclass(frozen=True, slots=True)
class Section:
    """Cells that belong together; the title is empty where the paper has none."""

    cells: tuple[Cell, ...]
    title: str = ""
    columns: int = 1
    """How many label-and-value pairs fit in one line; of ``beside``: the units in which spans count."""
    layout: Layout = "grid"

    def lines(self) -> tuple[tuple[tuple[Cell, int], ...], ...]:
        """The cells line by line, each with its span; the last of a line takes what room is left."""
        lines: list[list[tuple[Cell, int]]] = []
        room = 0
        for cell in self.cells:
            whole = cell.kind == "long" and self.layout == "grid"
            span = self.columns if whole else min(cell.span, self.columns)
            if span > room:
                _stretch(lines, room)
                lines.append([])
                room = self.columns
            lines[-1].append((cell, span))
            room -= span
        _stretch(lines, room)
        return tuple(tuple(line) for line in lines)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its name in commands, its number on paper (表5; empty where it has none) and its title."""

    name: str
    number: str
    title: str
    sections: tuple[Section, ...]
    barcode: str = ""
    """The field whose value is printed as the barcode too."""
    questionnaire: Literal["", "sales", "service"] = ""
    """Whose questions follow the head; their wording comes with the version they were asked with."""

    def cells(self) -> Iterator[Cell]:
        """Every cell in label order."""
        for section in self.sections:
            yield from section.cells

    def cell(self, field: str) -> Cell:
        """The cell of a field; KeyError when the form has none."""
        for cell in self.cells():
            if cell.field == field:
                return cell
        raise KeyError(field)

    def labels(self) -> tuple[str, ...]:
        """Every printed word in reading order: section titles, labels, and the words behind tick boxes."""
        words: list[str] = []
        for section in self.sections:
            words += [section.title] if section.title else []
            for cell in section.cells:
                words += [cell.label, *(cell.options if cell.kind == "ticks" or cell.ticks else ())]
        return tuple(words)


@cache
def load(name: str) -> Form:
    """The form of that name (one of FORMS); raises FormError when its file is not sound."""
    file = resources.path("forms", f"{name}.toml")
    try:
        return form_from(name, tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, FormError) as problem:
        raise FormError(f"{file.name}: {problem}") from problem


def form_from(name: str, data: Mapping[str, Any]) -> Form:
    """The form that a parsed file describes; raises FormError for what is unknown or contradictory."""
    sections = tuple(_section(part) for part in _list_of_tables(data, "sections"))
    form = _build(Form, {**data, "name": name, "sections": sections}, f"form {name}")
    _check_form(form)
    return form


def _section(data: Mapping[str, Any]) -> Section:
    cells = tuple(_cell(part) for part in _list_of_tables(data, "cells"))
    where = f"section {data.get('title') or cells[0].label}"
    section = _build(Section, {**data, "cells": cells}, where)
    _require(section.columns >= 1, f"{where}: columns must be at least 1")
    for cell in cells:
        _require(1 <= cell.span <= section.columns, f"{where}: {cell.label} spans more than the section has")
    if section.layout == "beside":
        _require(sum(cell.span for cell in cells) == section.columns, f"{where}: spans must fill one line")
    return section


def _cell(data: Mapping[str, Any]) -> Cell:
    where = f"cell {data.get('label', '?')}"
    options = data.get("options", [])
    _require(isinstance(options, list), f"{where}: options must be a list")
    cell = _build(Cell, {**data, "options": tuple(options)}, where)
    _require(bool(cell.label), f"{where}: no label")
    _require(cell.field.isidentifier(), f"{where}: {cell.field!r} is no field name")
    wants_options = cell.kind in ("choice", "ticks") or bool(cell.ticks)
    _require(bool(cell.options) == wants_options, f"{where}: options go with choice and ticks only")
    _require(len(set(cell.options)) == len(cell.options), f"{where}: an option stands twice")
    _require(not cell.ticks or cell.kind == "long", f"{where}: ticks belong to a long cell")
    _require(cell.kind == "long" or "weight" not in data, f"{where}: weight belongs to a long cell")
    _require(cell.weight >= 1, f"{where}: weight must be at least 1")
    return cell


def _check_form(form: Form) -> None:
    _require(bool(form.title), "no title")
    names = [cell.field for cell in form.cells()] + [cell.ticks for cell in form.cells() if cell.ticks]
    twice = sorted({name for name in names if names.count(name) > 1})
    _require(not twice, f"field bound twice: {', '.join(twice)}")
    inside = form.barcode in names or bool(form.questionnaire)
    _require(not form.barcode or inside, f"barcode {form.barcode} is no field of the form")


Built = TypeVar("Built", Form, Section, Cell)
_HINTS = {kind.__name__: get_type_hints(kind) for kind in (Form, Section, Cell)}


def _build(kind: type[Built], data: Mapping[str, Any], where: str) -> Built:
    """An instance from a table whose keys and value types must be those of the class."""
    hints = _HINTS[kind.__name__]
    unknown = sorted(set(data) - {field.name for field in fields(kind)})
    _require(not unknown, f"{where}: unknown {', '.join(unknown)}")
    for key, value in data.items():
        _require(_fits(value, hints[key]), f"{where}: {key} cannot be {value!r}")
    try:
        return kind(**data)
    except TypeError as problem:
        raise FormError(f"{where}: {problem}") from problem


def _fits(value: object, hint: Any) -> bool:
    inner = get_args(hint)
    if ... in inner:
        return isinstance(value, tuple) and all(isinstance(item, inner[0]) for item in value)
    return value in inner if inner else type(value) is hint


def _list_of_tables(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    tables = data.get(key)
    _require(isinstance(tables, list) and bool(tables), f"{key} must be a list and not empty")
    assert isinstance(tables, list)
    _require(all(isinstance(table, dict) for table in tables), f"{key} must hold tables")
    return tables


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise FormError(problem)


def _stretch(lines: list[list[tuple[Cell, int]]], room: int) -> None:
    """Let the last cell of the last line take the room that is left in it."""
    if lines and room:
        cell, span = lines[-1][-1]
        lines[-1][-1] = (cell, span + room)
