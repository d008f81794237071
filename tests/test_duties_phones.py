"""客户接待专员 sees phones covered, wherever one could come out: lists, screens, files, paper and commands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.archive.corrections import correct, open_correction, send
from desktop_app.complaints.editing import edit
from desktop_app.printing import form_workbook
from desktop_app.session import Session
from tests.complaints.moving import bring
from tests.duty_calls import END, KEYS, PAPER, SEEING, Call, case_of
from tests.duty_scene import LANDLINE, OTHER_PHONE, PHONE, car, furnish, opened, signed_in
from tests.safety.conftest import made_folder

__all__ = ["made_folder"]

FOUND = "13800000001"
WHOLE = (PHONE, LANDLINE, OTHER_PHONE, FOUND)
PRINTED = tuple(call for call in PAPER if call.action == "print_forms" and "workbook" not in call.label)
RECEPTION, CALLER = "何前台", "许知微"
TELLING = {
    "search",
    "file",
    "worklist",
    "call sheet",
    "case",
    "follow-ups",
    "corrections of a file",
    "history",
}
"""Calls that tell a whole number to a duty that may have it, or this test would see nothing covered."""


@pytest.fixture(scope="module")
def shop(made_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A shop in which every phone field holds a number and something is written about each."""
    folder = Path(shutil.copytree(made_folder, tmp_path_factory.mktemp("shop") / "data"))
    with opened(folder, furnish(folder)) as session:
        number = case_of(session, RECEPTION)
        edit(session, number, {"landline": LANDLINE, "caller_phone": OTHER_PHONE})
        bring(session, number, "checked")
        found = int(open_correction(session, car(session), "空号").reference or 0)
        send(session, found, "销售部", END)
        correct(session, found, phone=FOUND)
        yield session


def digits(told: Any) -> str:
    """What was told, with the marks between the digits of a number taken out."""
    return re.sub(r"(?<=\d)[ -](?=\d)", "", str(told))


def whole(told: Any) -> list[str]:
    return [number for number in WHOLE if number in digits(told)]


def act(call: Call, session: Session, name: str, place: Path) -> Any:
    prepared = call.prepare(session, name)
    return call.act(signed_in(session, name), prepared, place)


@pytest.mark.parametrize("call", SEEING, ids=lambda call: call.label)
def test_no_rule_gives_the_reception_desk_a_whole_number(call: Call, shop: Session, tmp_path: Path) -> None:
    assert whole(act(call, shop, RECEPTION, tmp_path)) == []


@pytest.mark.parametrize("call", SEEING, ids=lambda call: call.label)
def test_who_may_have_it_gets_it_from_the_same_rules(call: Call, shop: Session, tmp_path: Path) -> None:
    if call.label in TELLING - {"history"}:
        assert whole(act(call, shop, CALLER, tmp_path)) != []


def test_what_tells_numbers_is_among_the_calls() -> None:
    assert {call.label for call in SEEING} >= TELLING


@pytest.mark.parametrize("form", [*KEYS, "complaint-handling", "urgent-complaint", "complaint-sheet"])
@pytest.mark.parametrize("name", [RECEPTION, CALLER])
def test_a_printed_form_covers_them_too(form: str, name: str, shop: Session, tmp_path: Path) -> None:
    call = next(call for call in PAPER if call.label == form)
    page = tmp_path / "page.pdf"
    page.write_bytes(act(call, shop, name, tmp_path))
    words = subprocess.run(
        ["pdftotext", "-layout", page, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert bool(whole(words)) == (name == CALLER)
    assert ("****" in words) == (name == RECEPTION)


def test_a_worksheet_covers_them_too(shop: Session, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    for name in (RECEPTION, CALLER):
        path = tmp_path / f"{name}.xlsx"
        form_workbook(signed_in(shop, name), "a-card", KEYS["a-card"], path)
        sheet = load_workbook(path).worksheets[0]
        words = json.dumps([[str(cell.value) for cell in row] for row in sheet.iter_rows()])
        assert bool(whole(words)) == (name == CALLER)


def test_a_covered_number_left_as_it_is_is_no_edit(shop: Session) -> None:
    from desktop_app.complaints.cases import open_case

    number = case_of(shop, RECEPTION)
    desk = signed_in(shop, RECEPTION)
    shown = open_case(desk, number).fields["phone"]
    assert "****" in shown
    edit(desk, number, {"phone": shown, "place": "交车区"})
    kept = open_case(shop, number)
    assert (kept.fields["phone"], kept.fields["place"]) == (PHONE, "交车区")
