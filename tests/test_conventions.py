"""What must hold for everything of a kind: every form, every report, every command, every tab."""

from __future__ import annotations

import json
import re
import subprocess
from argparse import ArgumentParser
from pathlib import Path

import pytest
from python_calamine import load_workbook

from desktop_app.__main__ import TOUR
from desktop_app.commands.known import COMMANDS
from desktop_app.demonstration import fill
from desktop_app.exchange.plain_reports import report_document
from desktop_app.exporting import export_report, export_reports
from desktop_app.paper.forms import FORMS, load
from desktop_app.paper.pages import page_count
from desktop_app.printing import form_pdf, form_workbook, report_pdf
from desktop_app.safety.duties import MATRIX
from desktop_app.session import Session
from desktop_app.statistics.month import month_pack
from desktop_app.statistics.period import month_days
from desktop_app.statistics.registry import REPORTS, records_behind, take, with_references
from ui.main_window import TABS, page_class

ROOT = Path(__file__).parent.parent
MONTH = 202610
SOURCES = [*(ROOT / "desktop_app").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]


@pytest.fixture
def shop(session: Session) -> Session:
    """A shop with invented data, so that every report has something to say."""
    fill(session, vehicles=60)
    return session


def read_cells(path: Path) -> list[list[object]]:
    return load_workbook(path).get_sheet_by_index(0).to_python()


def printed(pdf: bytes, path: Path) -> str:
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True)
    return re.sub(r"\s", "", done.stdout)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_prints_its_labels_in_order_on_empty_paper(
    session: Session, tmp_path: Path, name: str
) -> None:
    text = printed(form_pdf(session, name), tmp_path / "form.pdf")
    place = 0
    for label in (load(name).title, *load(name).labels()):
        plain = re.sub(r"\s", "", label)
        assert plain in text[place:], f"{label} is missing or out of order"
        place = text.index(plain, place) + len(plain)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_goes_out_as_a_worksheet_with_its_labels_in_order(
    session: Session, tmp_path: Path, name: str
) -> None:
    form_workbook(session, name, None, tmp_path / "form.xlsx")
    cells = [str(cell) for row in read_cells(tmp_path / "form.xlsx") for cell in row if cell]
    words = iter(re.split(r"\s+", " ".join(cells).replace("☐", " ☐")))
    text = "".join(words).replace("☐", "")
    place = 0
    for label in (load(name).title, *load(name).labels()):
        plain = re.sub(r"\s", "", label)
        assert plain in text[place:], f"{label} is missing or out of order"
        place = text.index(plain, place)


def test_every_form_file_is_registered() -> None:
    assert sorted(path.stem for path in (ROOT / "resources" / "forms").glob("*.toml")) == sorted(FORMS)


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_every_report_reconciles_and_goes_out_in_every_ending(shop: Session, tmp_path: Path, kind) -> None:  # type: ignore[no-untyped-def]
    report = with_references(shop, take(shop, kind.name, *month_days(MONTH)))
    assert report.name == kind.name
    assert report.reconciles, report.reconciliation
    assert all(len(row) == len(report.columns) for row in report.rows)
    assert len(report.refs) == len(report.rows)
    for ending in (".xlsx", ".pdf", ".csv", ".json"):
        export_report(shop, report, tmp_path / f"report{ending}", reason="测试")
    assert json.loads((tmp_path / "report.json").read_text("utf-8")) == report_document(report)
    assert page_count(report_pdf(shop, report)) >= 1


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_the_records_behind_every_whole_number_are_as_many(shop: Session, kind) -> None:  # type: ignore[no-untyped-def]
    report = take(shop, kind.name, *month_days(MONTH))
    counted = kind.shelf != "登记表"
    places = [*range(len(report.rows)), *([None] if report.totals is not None else [])]
    for row in places if counted else ():
        for column, cell in enumerate(report.cells(row)):
            if report.columns[column].kind == "integer" and isinstance(cell, int):
                found = records_behind(shop, report, row, column)
                assert len(found) == cell, (report.title, row, report.columns[column].label)


def test_the_months_reports_make_one_workbook_that_libreoffice_reads(shop: Session, tmp_path: Path) -> None:
    reports = month_pack(shop, MONTH)
    export_reports(shop, reports, tmp_path / "month.xlsx", reason="测试")
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "month.xlsx"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = printed((tmp_path / "month.pdf").read_bytes(), tmp_path / "again.pdf")
    for report in reports:
        assert re.sub(r"\s", "", report.title) in text


@pytest.mark.parametrize("command", [*COMMANDS, TOUR], ids=lambda command: command.name)
def test_every_command_is_explained_in_the_readme(command) -> None:  # type: ignore[no-untyped-def]
    assert f"| `{command.name}` |" in (ROOT / "README.md").read_text("utf-8")
    command.arguments(ArgumentParser())


def test_the_readme_names_no_command_that_is_gone() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert set(named) == {command.name for command in (*COMMANDS, TOUR)}


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.room)
def test_every_tab_has_a_page_in_its_room(tab) -> None:  # type: ignore[no-untyped-def]
    assert tab.page.startswith(f"ui.{tab.room}.")
    assert callable(page_class(tab.page))


def test_every_action_that_a_rule_asks_for_stands_in_the_duty_matrix() -> None:
    asked = {
        action
        for path in SOURCES
        for action in re.findall(r'require\(\w+(?:\.session)?, "(\w+)"\)', path.read_text("utf-8"))
    }
    assert asked
    assert asked <= MATRIX.keys()
