"""Reports that go out: the workbook as on paper with real numbers, .csv that runs nothing, the command's JSON."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop_app.exchange.plain_reports import report_document
from desktop_app.exchange.reading import read_table
from desktop_app.exchange.refused_rows import RefusedRow, write_refused
from desktop_app.exchange.sheet_text import CONTINUED, LONGEST_TEXT
from desktop_app.exchange.watching import Cancelled, Watch
from desktop_app.exchange.writing import write_report, write_workbook
from desktop_app.problems import Refused, Unavailable
from desktop_app.statistics.report import Column, Report
from tests.exchange.files import DELIVERY, DELIVERY_HEADINGS
from tests.exchange.reports import ANALYSIS, EVERY, LIST, SATISFACTION, SERVICE, TAKEN, report

SHOP = "金安 & 众诚汽车"


def open_sheet(tmp_path: Path, written: Report) -> Any:
    from openpyxl import load_workbook

    path = tmp_path / f"{written.name}.xlsx"
    write_report(written, path, shop=SHOP)
    return load_workbook(path).worksheets[0]


def table(sheet: Any, written: Report) -> list[tuple[object, ...]]:
    """The rows below the headings, section headings left out."""
    first = next(row for row in range(1, 20) if sheet.cell(row, 1).value == written.rows[0][0])
    rows = list(sheet.iter_rows(min_row=first, values_only=True))
    sections = {heading for _, heading in written.sections}
    return [row for row in rows if row[0] not in sections][: len(written.rows) + (written.totals is not None)]


def expected(written: Report) -> list[tuple[object, ...]]:
    rows = [*written.rows, *([written.totals] if written.totals else [])]
    return [
        tuple(_in_excel(cell, column) for cell, column in zip(row, written.columns, strict=True))
        for row in rows
    ]


def _in_excel(cell: object, column: Column) -> object:
    if isinstance(cell, Fraction):
        return pytest.approx(float(cell), abs=1e-12)
    if cell is None:
        return "—" if column.kind == "rate" else None
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return cell


@pytest.mark.parametrize("written", [SATISFACTION, SERVICE, ANALYSIS], ids=lambda each: each.name)
def test_the_sheet_holds_the_reports_own_numbers(tmp_path: Path, written: Report) -> None:
    assert table(open_sheet(tmp_path, written), written) == expected(written)


def test_rates_are_numbers_with_one_decimal_and_dates_are_dates(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, SATISFACTION)
    assert sheet["C5"].number_format == "0.0%"
    assert isinstance(sheet["C5"].value, float)
    listed = open_sheet(tmp_path, LIST)
    assert (listed["E5"].value, listed["F5"].value) == (datetime(2026, 10, 3, 13, 8), datetime(2026, 10, 1))
    assert (listed["E5"].number_format, listed["F5"].number_format) == ("yyyy-mm-dd hh:mm", "yyyy-mm-dd")


def test_phones_and_vins_are_text(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, LIST)
    for place, text in {"B6": "00000000000000017", "D5": "13812345678", "D6": "05643772837"}.items():
        assert (sheet[place].value, sheet[place].data_type, sheet[place].number_format) == (text, "s", "@")


def test_shop_title_period_and_moment_head_the_sheet(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, ANALYSIS)
    head = [sheet.cell(row, 1).value for row in range(1, 5)]
    assert head[:2] == [SHOP, "表11 A卡分析表"]
    assert head[2] == "2026年10月1日至2026年10月31日    取数时间：2026-10-31 18:30"
    assert head[3].startswith("填表人：＿")
    assert "审批：＿" in head[3]


def test_groups_share_one_heading_over_their_columns(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, ANALYSIS)
    assert [cell.value for cell in sheet[5]] == ["车型", "性别", None, None, "收入(月)", None, "辆数"]
    assert [cell.value or None for cell in sheet[6]] == [
        None,
        "男",
        "女",
        "未填",
        "1999以下",
        "6000以上",
        None,
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A5:A6", "B5:D5", "E5:F5", "G5:G6"} <= merged


def test_the_sheet_prints_on_a4_across_with_its_headings_on_every_page(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, ANALYSIS)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$5:$6"
    assert sheet.freeze_panes == "B7"
    assert sheet.oddFooter.left.text == "金安 && 众诚汽车"


def test_totals_are_bold_and_reconciliation_and_notes_stand_below(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, SATISFACTION)
    assert sheet["A8"].value == "合计"
    assert sheet["A8"].font.bold
    assert not sheet["A7"].font.bold
    assert sheet["A10"].value == "✓ 勾稽相符：新车交付量 36 = 回访成功 23 + 未拨打 13"
    assert sheet["A11"].value == "1 次回访成功没有评分。"
    below = [cell.value for cell in open_sheet(tmp_path, SERVICE)["A"]]
    assert "✗ 勾稽不符：接车台次 36 ≠ 35" in below
    assert [text for text in below if text in ("服务顾问", "维修班组")] == ["服务顾问", "维修班组"]


def test_rates_of_small_numbers_are_grey(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, SATISFACTION)
    assert sheet["C7"].font.color.rgb == "0098A1B0"
    assert sheet["C6"].font.color.rgb == "001B2330"


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    cell = open_sheet(tmp_path, LIST)["C6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert not open_sheet(tmp_path, LIST)["C5"].quotePrefix


def test_control_characters_are_made_visible_and_nothing_else_changes(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    path = tmp_path / "x.xlsx"
    write_report(LIST, path, shop=SHOP)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[5][6] == "<b>&␇ _x0041_ ␀\N{REPLACEMENT CHARACTER}"
    assert rows[4][6] == "多行\n备注"


@pytest.mark.parametrize("long", ["字" * 40_000, "𠅤" * 40_000, "𠅤" * 20_000])
def test_a_text_longer_than_a_cell_goes_on_below_without_losing_a_sign(tmp_path: Path, long: str) -> None:
    written = report("x", "长文", (Column("编号"), Column("记录")), (("A", long), ("B", "短")))
    rows = [row for row in open_sheet(tmp_path, written).iter_rows(min_row=5, values_only=True) if row[1]]
    texts = [str(row[1]) for row in rows]
    assert all(len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT for text in texts)
    assert texts[0] + "".join(text.removeprefix(CONTINUED) for text in texts[1:-1]) == long
    assert all(text.startswith(CONTINUED) for text in texts[1:-1])
    assert [row[0] for row in rows] == ["A", *[None] * (len(rows) - 2), "B"]


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    written = report(
        "x", "名单", (Column("备注"),), (("=cmd()",), ("+1",), ("-1",), ("@x",), ("\t=1",), ("好，\n",))
    )
    path = tmp_path / "x.csv"
    write_report(written, path, shop=SHOP)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["备注"],
            ["'=cmd()"],
            ["'+1"],
            ["'-1"],
            ["'@x"],
            ["'\t=1"],
            ["好，\n"],
        ]


def test_csv_shows_rates_dates_and_totals_as_on_paper(tmp_path: Path) -> None:
    for written in (SATISFACTION, LIST):
        write_report(written, tmp_path / f"{written.name}.csv", shop=SHOP)
    rows = _csv(tmp_path / "sales-satisfaction.csv")
    assert rows[1] == ["梁一帆", "20", "66.7%", "33.3%", "12.4%", "6.3%"]
    assert rows[3][3:] == ["—", "—", "—"]
    assert rows[4][0] == "合计"
    assert _csv(tmp_path / "unreached.csv")[1][4:6] == ["2026-10-03 13:08:00", "2026-10-01"]


def _csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_json_is_what_the_command_promises(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_report(SATISFACTION, path, shop=SHOP)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document == report_document(SATISFACTION)
    assert list(document) == [
        "name",
        "title",
        "from",
        "to",
        "taken",
        "columns",
        "rows",
        "totals",
        "refs",
        "notes",
    ]
    assert (document["from"], document["to"], document["taken"]) == (
        "2026-10-01",
        "2026-10-31",
        "2026-10-31 18:30:00",
    )
    assert document["rows"][0] == ["梁一帆", 20, 2 / 3, 1 / 3, 0.1235, 0.0625]
    assert document["rows"][2][3:] == [None, None, None]
    assert document["refs"] == [["XS1", "XS2"], ["XS3"], []]
    assert document["notes"] == [SATISFACTION.reconciliation, "1 次回访成功没有评分。"]
    assert report_document(ANALYSIS)["columns"][1] == "性别/男"  # type: ignore[index]
    assert report_document(LIST)["rows"][0][4:6] == ["2026-10-03 13:08:00", "2026-10-01"]  # type: ignore[index]
    assert report_document(LIST)["totals"] is None


def test_the_months_workbook_has_contents_with_links_charts_and_every_report(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "month.xlsx"
    write_workbook(EVERY, path, shop=SHOP, title="2026年10月报表包")
    book = load_workbook(path)
    assert book.sheetnames == ["目录", "图表", *(each.title for each in EVERY)]
    links = [cell.hyperlink.location for row in book["目录"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{each.title}'!A1" for each in EVERY]
    assert len(book["图表"]._charts) == 2 + 2 * 2
    assert [row[4] for row in book["目录"].iter_rows(min_row=4, values_only=True)] == [
        "✓ 相符",
        "✗ 不符",
        None,
        None,
    ]
    for each in (SATISFACTION, SERVICE, ANALYSIS):
        assert table(book[each.title], each) == expected(each)


def test_sheet_names_are_ones_that_excel_takes(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    titles = ["a/b:c*d?[e]", "目录", "同名", "同名", "很长" * 40]
    reports = [report("x", title, (Column("列"),), ((1,),)) for title in titles]
    write_workbook(reports, tmp_path / "x.xlsx", shop="", title="包")
    names = load_workbook(tmp_path / "x.xlsx").sheetnames
    assert names[:5] == ["目录", "a b c d  e", "目录(2)", "同名", "同名(2)"]
    assert len(names[5]) == 31


def test_an_empty_report_is_a_sheet_all_the_same(tmp_path: Path) -> None:
    sheet = open_sheet(tmp_path, report("x", "空表", (Column("列"),), ()))
    assert sheet["A4"].value == "列"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_reads_the_same_numbers(tmp_path: Path) -> None:
    write_workbook(EVERY, tmp_path / "month.xlsx", shop=SHOP, title="2026年10月报表包")
    every_sheet_unformatted = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", every_sheet_unformatted, "month.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    for written in (SATISFACTION, ANALYSIS):
        rows = _csv(next(tmp_path.glob(f"month-{written.title}.csv")))
        first = next(place for place, row in enumerate(rows) if row[0] == written.rows[0][0])
        for row, cells in zip(rows[first:], expected(written), strict=False):
            assert [_number(text) for text in row] == list(cells)
    unreached = _csv(tmp_path / f"month-{LIST.title}.csv")
    assert unreached[4][1:4] == ["LFMWKFC23LAEDCNSB", "黄䶮平𠅤", "13812345678"]
    assert unreached[5][1:4] == ["00000000000000017", "=1+1", "05643772837"]


def _number(text: str) -> str | float:
    try:
        return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return text


def test_a_target_is_replaced_only_by_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"yesterday's report")
    with pytest.raises(Cancelled):
        write_report(SATISFACTION, target, shop=SHOP, watch=Watch(cancelled=lambda: True))
    assert target.read_bytes() == b"yesterday's report"
    (tmp_path / "x.xlsx.part").mkdir()
    with pytest.raises(Unavailable, match="没有保存成功"):
        write_report(SATISFACTION, target, shop=SHOP)
    assert target.read_bytes() == b"yesterday's report"


def test_nothing_is_left_beside_the_target(tmp_path: Path) -> None:
    for ending in (".xlsx", ".csv", ".json"):
        write_report(LIST, tmp_path / f"x{ending}", shop=SHOP)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.csv", "x.json", "x.xlsx"]


def test_a_missing_folder_another_ending_and_no_report_are_refused(tmp_path: Path) -> None:
    for target in (tmp_path / "no" / "x.xlsx", tmp_path / "x.docx", tmp_path / "x"):
        with pytest.raises(Refused):
            write_report(LIST, target, shop=SHOP)
    with pytest.raises(Refused):
        write_workbook([], tmp_path / "x.xlsx", shop=SHOP, title="包")


def test_refused_rows_can_be_mended_and_imported_again(tmp_path: Path) -> None:
    cells: Sequence[Any] = (
        "XS1",
        "秦悦昊",
        "LFM123",
        date(2026, 10, 3),
        "梁一帆",
        13812345678.0,
        None,
        "0564-1",
        True,
    )
    headings = (*DELIVERY_HEADINGS, "手机", "性别", "固定电话", "是否我店投保")
    rows = [RefusedRow(7, "车架号“LFM123”应为 17 位", cells), RefusedRow(9, "缺少客户姓名", DELIVERY[:1])]
    path = tmp_path / "refused.xlsx"
    write_refused(path, headings, rows, TAKEN)
    again = read_table(path, "deliveries")
    assert again.mapping.headings == (*headings, "行号", "原因")
    assert again.mapping.unused == ("行号", "原因")
    assert list(again.rows[0].cells) == [*cells[:6], "", "0564-1", "是", 7.0, "车架号“LFM123”应为 17 位"]
    assert again.rows[1].cells[0] == "XS1"
