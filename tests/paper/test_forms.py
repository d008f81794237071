"""A form's file means one thing or is refused with its name and place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resources
from desktop_app.paper.forms import FORMS, FormError, form_from, load

SOUND: dict[str, Any] = {
    "number": "表0",
    "title": "试表",
    "barcode": "number",
    "sections": [
        {
            "title": "信息",
            "columns": 3,
            "cells": [
                {"label": "编号", "field": "number", "derived": True},
                {"label": "性别", "field": "sex", "kind": "choice", "options": ["男", "女"]},
                {"label": "地址", "field": "address", "span": 2},
                {"label": "经过", "field": "course", "kind": "long", "weight": 2},
                {"label": "签字", "field": "signature", "kind": "signature"},
            ],
        }
    ],
}


def section(data: dict[str, Any]) -> dict[str, Any]:
    return data["sections"][0]  # type: ignore[no-any-return]


def cell(data: dict[str, Any], at: int = 0) -> dict[str, Any]:
    return section(data)["cells"][at]  # type: ignore[no-any-return]


WRONG: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "unknown key of a form": (lambda form: form.update(colour="red"), "unknown colour"),
    "unknown key of a section": (lambda form: section(form).update(width=3), "unknown width"),
    "unknown key of a cell": (lambda form: cell(form).update(lable="x"), "cell 编号: unknown lable"),
    "unknown kind": (lambda form: cell(form).update(kind="number"), "kind cannot be 'number'"),
    "unknown layout": (lambda form: section(form).update(layout="tree"), "layout cannot be 'tree'"),
    "a word for a number": (lambda form: cell(form).update(span="2"), "span cannot be '2'"),
    "a truth for a number": (lambda form: section(form).update(columns=True), "columns cannot be True"),
    "no label": (lambda form: cell(form).update(label=""), "no label"),
    "no field": (lambda form: cell(form).pop("field"), "field"),
    "a field that is no name": (lambda form: cell(form).update(field="编 号"), "no field name"),
    "a field twice": (lambda form: cell(form, 2).update(field="sex"), "field bound twice: sex"),
    "a choice without options": (lambda form: cell(form, 1).pop("options"), "options go with"),
    "options without a choice": (lambda form: cell(form).update(options=["甲"]), "options go with"),
    "an option twice": (lambda form: cell(form, 1).update(options=["男", "男"]), "an option stands twice"),
    "too wide": (lambda form: cell(form, 2).update(span=4), "地址 spans more than the section has"),
    "a weight for one line": (lambda form: cell(form).update(weight=2), "weight belongs to a long cell"),
    "ticks beside one line": (
        lambda form: cell(form).update(ticks="done", options=["好"]),
        "ticks belong to a long cell",
    ),
    "a gap between columns": (lambda form: section(form).update(layout="beside"), "spans must fill one line"),
    "no cells": (lambda form: section(form).update(cells=[]), "cells must be a list and not empty"),
    "no sections": (lambda form: form.pop("sections"), "sections must be a list and not empty"),
    "a barcode of nothing": (lambda form: form.update(barcode="vin"), "barcode vin is no field"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_unknown_missing_or_contradictory_is_refused(case: str) -> None:
    spoil, problem = WRONG[case]
    data = copy.deepcopy(SOUND)
    spoil(data)
    with pytest.raises(FormError, match=problem.replace("(", r"\(")):
        form_from("trial", data)


def test_the_problem_begins_with_the_name_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "trial.toml").write_text(
        'number = "表0"\ntitle = "试表"\ncolour = "red"\nsections = []\n', "utf-8"
    )
    monkeypatch.setattr(resources, "path", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(FormError, match=r"^trial\.toml: "):
        load("trial")


def test_cells_are_packed_into_lines_and_the_last_one_takes_the_room_left() -> None:
    lines = form_from("trial", SOUND).sections[0].lines()
    packed = [[(cell.label, span) for cell, span in line] for line in lines]
    assert packed == [[("编号", 1), ("性别", 2)], [("地址", 3)], [("经过", 3)], [("签字", 3)]]


def test_a_cell_is_found_by_its_field() -> None:
    form = form_from("trial", SOUND)
    assert form.cell("course").label == "经过"
    with pytest.raises(KeyError):
        form.cell("vin")


def test_every_file_of_a_form_is_listed() -> None:
    files = {file.stem for file in resources.path("forms").glob("*.toml")}
    assert files == set(FORMS)
    assert len(FORMS) == len(set(FORMS))


def test_a_form_carries_the_name_it_was_asked_for() -> None:
    assert [load(name).name for name in FORMS] == list(FORMS)
