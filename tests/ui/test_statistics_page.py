"""统计报表 by hand and by keys: every number opens what it counts, and every report leaves as Excel and PDF."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.session import Session
from desktop_app.statistics.registry import REPORTS
from tests.statistics.sample_office import load_samples
from ui.kit.cells import Number, Text
from ui.kit.chart_lines import shown_steps, spread
from ui.kit.pdf_preview import PdfPreview
from ui.office_context import Office
from ui.statistics.page import StatisticsPage
from ui.statistics.report_columns import broken

MONTH = 202610
NAMES = [kind.name for kind in REPORTS]


class Desk:
    """The page in sight on the sample office."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        self.office, self.bot = office, qtbot
        self.said: list[str] = []
        office.status = self.said.append
        self.page = StatisticsPage(office)
        qtbot.addWidget(self.page)
        for part in self.page.commands():
            part.setParent(self.page)
        self.page.resize(1340, 620)
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.settle()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.office.background.busy())

    def open(self, name: str, month: int = MONTH) -> None:
        self.page.show_report(name, month)
        self.settle()


@pytest.fixture
def desk(session: Session, office: Office, qtbot: QtBot) -> Desk:
    load_samples(session)
    return Desk(office, qtbot)


@pytest.mark.parametrize("name", ["sales-satisfaction", "service-satisfaction"])
def test_every_number_opens_as_many_records(desk: Desk, name: str) -> None:
    desk.open(name)
    table = desk.page.report_view().table()
    opened = 0
    for line in range(table.rows().rowCount()):
        row = table.rows().row(line)
        assert row is not None
        for column, cell in enumerate(row.cells):
            if not (isinstance(cell, Number) and cell.link) or cell.text.endswith("%"):
                continue
            table.number_clicked.emit(row, table.rows().columns[column].key)
            desk.settle()
            records = desk.page.drill_down().table().rows().rowCount()
            assert (records, desk.page.drill_down().count_words()) == (
                int(cell.text.replace(",", "")),
                f"{records} 条记录，与表中数字一致",
            )
            opened += 1
    assert opened > 20


def test_a_number_is_opened_and_closed_by_keys(desk: Desk) -> None:
    desk.open("sales-satisfaction")
    table = desk.page.report_view().table()
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 1))
    desk.bot.keyClick(table, Qt.Key.Key_Return)
    desk.settle()
    drill = desk.page.drill_down()
    assert drill.isVisible()
    assert drill.table().hasFocus()
    assert drill.height() > 200
    desk.bot.keyClick(drill.table(), Qt.Key.Key_Escape)
    assert not drill.isVisible()
    assert table.hasFocus()
    assert table.currentIndex().column() == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_number_and_no_heading_of_a_report_is_cut(desk: Desk, name: str) -> None:
    desk.open(name)
    view = desk.page.report_view()
    if not view.report() or not view.report().rows:  # type: ignore[union-attr]
        assert view._stack.currentWidget() is view._empty
        return
    table = view.table()
    columns = table.rows().columns
    widths = [table.columnWidth(at) for at in range(len(columns))]
    assert [column.key for column, wide in zip(columns, widths, strict=True) if wide < column.least] == []
    across = table.horizontalScrollBar()
    assert sum(widths) <= table.viewport().width() or across.maximum() > 0


def test_the_model_stays_in_sight_while_a_card_analysis_scrolls(desk: Desk) -> None:
    desk.open("a-cards")
    table = desk.page.report_view().table()
    pinned = table._owner  # type: ignore[attr-defined]
    across = table.horizontalScrollBar()
    across.setValue(across.maximum())
    assert across.value() > 0
    assert pinned.first.isVisible()
    assert pinned.first.horizontalHeader().height() == table.horizontalHeader().height()
    assert pinned.first.rowViewportPosition(3) == table.rowViewportPosition(3)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert pinned.first.verticalScrollBar().value() == table.verticalScrollBar().value()


def test_a_row_of_a_wide_report_is_copied_with_its_model(desk: Desk) -> None:
    desk.open("a-cards")
    table = desk.page.report_view().table()
    table.select_line(0)
    copied = table.copy_text().split("\t")
    assert copied[0] == "皇冠"
    report = desk.page.current_report()
    assert report is not None
    assert len(copied) == len(report.columns)


def test_groups_of_the_complaint_report_are_named_once_and_copied_always(desk: Desk) -> None:
    desk.open("complaints")
    report = desk.page.current_report()
    assert report is not None
    rows = [desk.page.report_view().table().rows().row(line) for line in range(3)]
    cells = [row.cells[0] for row in rows if row is not None]
    assert [cell.text for cell in cells if isinstance(cell, Text)] == ["分级", "", ""]
    assert {cell.copy for cell in cells} == {"分级"}


def test_a_period_without_records_says_so(desk: Desk) -> None:
    desk.open("unreached", 202001)
    view = desk.page.report_view()
    assert view._empty.isVisible()
    assert not view._balance.isVisible()


def test_intervals_are_one_click_away(desk: Desk) -> None:
    desk.open("sales-satisfaction")
    view = desk.page.report_view()
    rates = _rates(view.table().rows().row(0))
    assert all(not cell.sub for cell in rates)
    view._intervals.click()
    assert all("–" in cell.sub for cell in _rates(view.table().rows().row(0)))


def _rates(row: object) -> list[Number]:
    assert row is not None
    return [cell for cell in row.cells if isinstance(cell, Number) and cell.text.endswith("%")]  # type: ignore[attr-defined]


@pytest.fixture
def to_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Where the system's own file dialog would lead."""

    def choose(name: str) -> Path:
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
        return target

    return choose


def test_a_report_goes_out_as_workbook_and_as_pdf(desk: Desk, to_file: Callable[[str], Path]) -> None:
    desk.open("sales-satisfaction")
    excel, pdf, _print, _pack = desk.page.commands()
    book = to_file("表7.xlsx")
    excel.click()  # type: ignore[attr-defined]
    desk.settle()
    report = desk.page.current_report()
    assert report is not None
    values = [cell.value for row in load_workbook(book).worksheets[0].iter_rows() for cell in row]
    assert report.totals is not None
    assert report.totals[1] in values
    paper = to_file("表7.pdf")
    pdf.click()  # type: ignore[attr-defined]
    desk.settle()
    assert paper.read_bytes().startswith(b"%PDF")
    assert desk.said[-1] == f"已导出到 {paper}"


def test_the_pack_of_a_month_holds_every_report(desk: Desk, to_file: Callable[[str], Path]) -> None:
    desk.open("sales-satisfaction")
    target = to_file("月报.xlsx")
    desk.page.commands()[3].click()  # type: ignore[attr-defined]
    desk.settle()
    assert len(load_workbook(target).sheetnames) >= len(REPORTS)


def test_a_report_is_looked_at_before_it_is_printed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(PdfPreview, "exec", lambda dialog: shown.append(dialog.windowTitle()))
    desk.open("service-satisfaction")
    desk.page.commands()[2].click()  # type: ignore[attr-defined]
    desk.settle()
    assert "表8" in shown[0]


def test_long_headings_break_between_words_and_never_within_a_number() -> None:
    assert [broken(title) for title in ("客户联系电话", "服务顾问/维修班组", "销售、服务顾问", "1999以下", "备注")] == [
        "客户\n联系电话", "服务顾问/\n维修班组", "销售、\n服务顾问", "1999以下", "备注",
    ]  # fmt: skip


def test_labels_at_the_ends_of_lines_never_overlap_nor_sink_below_the_plot() -> None:
    assert spread([50.0, 55.0], 18, 100) == [37.0, 55.0]
    assert spread([99.0, 98.0], 18, 91) == [91.0, 73.0]
    assert spread([10.0, 60.0], 18, 100) == [10.0, 60.0]


def test_months_under_a_chart_are_named_evenly_with_the_first_and_the_last() -> None:
    for wide in (120, 340, 700):
        named = sorted(shown_steps(12, wide))
        assert (named[0], named[-1]) == (0, 11)
        assert len({late - soon for soon, late in pairwise(named[:-1])}) <= 1
    assert len(shown_steps(12, 700)) == 12
