"""Files as offices save them: any format under any name, titles above, blank rows between."""

from __future__ import annotations

import codecs
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop_app.exchange.reading import Table, kinds_of, preview, read_table
from desktop_app.exchange.watching import Cancelled, Watch
from desktop_app.problems import Refused
from tests.exchange.files import DELIVERY, DELIVERY_HEADINGS, write_xlsx

SAMPLES = Path(__file__).parents[1] / "samples"
LINES = [",".join(DELIVERY_HEADINGS), ",".join(DELIVERY)]


def read_text_file(path: Path, content: str | bytes, kind: str = "deliveries") -> Table:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, kind)


def cells(table: Table) -> list[tuple[object, ...]]:
    return [tuple(row.cells) for row in table.rows]


@pytest.mark.parametrize(
    ("name", "kind", "rows", "heading_row"),
    [
        ("deliveries.xlsx", "deliveries", 202, 3),
        ("repair-orders.xls", "repair-orders", 437, 3),
        ("callbacks.csv", "callbacks", 1536, 1),
    ],
)
def test_the_sample_files_are_read(name: str, kind: str, rows: int, heading_row: int) -> None:
    table = read_table(SAMPLES / name, kind)
    assert len(table.rows) == rows
    assert table.heading_row == heading_row
    assert kinds_of(SAMPLES / name)[0] == kind


def test_cells_of_a_workbook_keep_their_types_and_rows_their_numbers() -> None:
    rows = {row.number: row.cells for row in read_table(SAMPLES / "deliveries.xlsx", "deliveries").rows}
    assert 9 not in rows
    assert rows[10][8] == date(2026, 10, 17)
    assert rows[19][8] == datetime(2026, 9, 3, 10, 30)
    assert rows[30][4] == 17203221549.0
    assert rows[4][4] == "19932879217"


@pytest.mark.parametrize("name", ["导出.xls", "导出.csv", "导出.txt", "导出"])
def test_a_workbook_under_any_name_is_a_workbook(tmp_path: Path, name: str) -> None:
    path = write_xlsx(tmp_path / name, [DELIVERY_HEADINGS, DELIVERY])
    assert cells(read_table(path, "deliveries")) == [DELIVERY]


def test_an_old_workbook_under_another_name_is_one(tmp_path: Path) -> None:
    path = tmp_path / "工单.xlsx"
    shutil.copy(SAMPLES / "repair-orders.xls", path)
    assert len(read_table(path, "repair-orders").rows) == 437


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    content = "\r\n".join(LINES * 2).encode(encoding)
    assert cells(read_text_file(tmp_path / "a.csv", content))[0] == DELIVERY


def test_utf_16_with_either_mark_is_read(tmp_path: Path) -> None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert cells(read_text_file(tmp_path / "a.csv", mark + "\n".join(LINES).encode(encoding))) == [
            DELIVERY
        ]


def test_rare_characters_survive_gb18030(tmp_path: Path) -> None:
    content = "\n".join(LINES).replace("秦悦昊", "黄䶮平𠅤").encode("gb18030")
    assert cells(read_text_file(tmp_path / "a.csv", content))[0][1] == "黄䶮平𠅤"


def test_a_field_cut_in_the_middle_of_a_character_is_still_read_and_counted(tmp_path: Path) -> None:
    content = (
        "\n".join(LINES)
        .encode("gb18030")
        .replace("秦悦昊".encode("gb18030"), "秦悦昊".encode("gb18030")[:-1])
    )
    table = read_text_file(tmp_path / "a.csv", content)
    assert table.damaged == 1
    assert cells(table)[0][2:] == DELIVERY[2:]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = ["新车交付明细表", "", *(line.replace(",", delimiter) for line in LINES)]
    table = read_text_file(tmp_path / "a.csv", "\n".join(lines))
    assert table.heading_row == 3
    assert cells(table) == [DELIVERY]


def test_commas_in_tab_separated_text_do_not_mislead(tmp_path: Path) -> None:
    rows = ["\t".join((*DELIVERY_HEADINGS, "地址"))]
    rows += ["\t".join((*DELIVERY, f"六安市,金安区,解放路{number}号,东,西,南,北")) for number in range(9)]
    assert len(cells(read_text_file(tmp_path / "a.csv", "\n".join(rows)))[0]) == 6


def test_a_declared_delimiter_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    table = read_text_file(tmp_path / "a.csv", "sep=;\r\n" + "\r\n".join(LINES).replace(",", ";"))
    assert table.heading_row == 1
    assert cells(table) == [DELIVERY]


def test_quoted_cells_may_hold_breaks_quotes_and_delimiters(tmp_path: Path) -> None:
    content = "\n".join([LINES[0] + ",地址", LINES[1] + ',"金安区\n解放路, ""东""段 1 号"', LINES[1] + ","])
    table = read_text_file(tmp_path / "a.csv", content)
    assert table.rows[0].cells[5] == '金安区\n解放路, "东"段 1 号'
    assert [row.number for row in table.rows] == [2, 3]


def test_text_forced_by_an_export_is_freed_and_a_formula_stays_text(tmp_path: Path) -> None:
    content = "\n".join([LINES[0] + ",手机,地址", LINES[1] + ',="013812345678",=1+1'])
    assert read_text_file(tmp_path / "a.csv", content).rows[0].cells[5:] == ["013812345678", "=1+1"]


@pytest.mark.parametrize(
    "broken",
    [
        [LINES[0], LINES[1].replace("秦悦昊", '"秦悦昊'), LINES[1], LINES[1]],
        [
            LINES[0],
            LINES[1].replace("秦悦昊", '"秦悦昊'),
            LINES[1],
            LINES[1].replace("秦悦昊", '秦悦昊"'),
            LINES[1],
        ],
    ],
)
def test_an_unpaired_quote_is_refused_before_it_swallows_rows(tmp_path: Path, broken: list[str]) -> None:
    with pytest.raises(Refused, match="第 2 行的引号不成对"):
        read_text_file(tmp_path / "a.csv", "\n".join(broken))


def test_blank_rows_are_no_rows_and_numbers_are_those_of_excel(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [["明细"], [], DELIVERY_HEADINGS, [], DELIVERY, ["　", None, ""], DELIVERY]
    )
    table = read_table(path, "deliveries")
    assert table.heading_row == 3
    assert [row.number for row in table.rows] == [5, 7]


def test_a_table_that_does_not_begin_in_the_corner_is_read(tmp_path: Path) -> None:
    rows = [[], [], [None, None, *DELIVERY_HEADINGS], [None, None, *DELIVERY]]
    table = read_table(write_xlsx(tmp_path / "a.xlsx", rows), "deliveries")
    assert table.rows[0].number == 4
    assert table.rows[0].cells[table.mapping.columns["vin"][0]] == DELIVERY[2]


def test_the_first_sheet_that_fits_is_taken_and_hidden_ones_are_not_looked_at(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_xlsx(
        tmp_path / "a.xlsx",
        [DELIVERY_HEADINGS, ("HIDDEN", *DELIVERY[1:])],
        sheets={
            "说明": [["请按模板填写"]],
            "十月": [DELIVERY_HEADINGS, DELIVERY],
            "九月": [DELIVERY_HEADINGS],
        },
    )
    book = load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    table = read_table(path, "deliveries")
    assert table.sheet == "十月"
    assert cells(table) == [DELIVERY]


HTML = """<html><head><meta charset="gb2312"><title>导出</title><style>td {color: red}</style></head><body>
<table><tr><td colspan=5>新车交付明细</td></tr></table>
<table border=1><tr><th>协议号<th>客户<br>姓名<th>车架号<th>交车日期<th>销售顾问</tr>
<tr><td>XS1</td><td> 秦悦昊&nbsp;</td><td>LFMWKFC23LAEDCNSB</td><td>2026-10-03</td><td rowspan="2">梁一帆</td></tr>
<tr><td colspan="2">XS2</td><td>LFM9BWF76RH88TA0W</td><td>2026&#45;10&#45;04</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_web_page_saved_as_xls_is_read(tmp_path: Path, encoding: str) -> None:
    table = read_text_file(tmp_path / "a.xls", HTML.encode(encoding))
    assert table.heading_row == 2
    assert [row.number for row in table.rows] == [3, 4]
    assert [row.cells for row in table.rows] == [
        [*DELIVERY],
        ["XS2", "", "LFM9BWF76RH88TA0W", "2026-10-04"],
    ]


def test_cells_merged_downwards_keep_the_columns_in_place(tmp_path: Path) -> None:
    page = (
        f"<table><tr>{''.join(f'<th>{heading}' for heading in DELIVERY_HEADINGS)}</tr>"
        "<tr><td rowspan=2>XS1</td><td>甲</td><td>V1</td></tr><tr><td>乙</td><td>V2</td></tr></table>"
    )
    table = read_text_file(tmp_path / "a.xls", page)
    assert [row.cells for row in table.rows] == [["XS1", "甲", "V1"], ["", "乙", "V2"]]


def _xml_type(value: object) -> str:
    return "Number" if isinstance(value, int) else "DateTime" if "T00" in str(value) else "String"


def test_an_old_xml_spreadsheet_saved_as_xls_is_read(tmp_path: Path) -> None:
    def row(number: int, *values: object) -> str:
        cells = "".join(f'<Cell><Data ss:Type="{_xml_type(value)}">{value}</Data></Cell>' for value in values)
        return f'<Row ss:Index="{number}">{cells}</Row>'

    content = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="导出"><Table>'
        f"{row(3, *DELIVERY_HEADINGS)}{row(4, 'XS1', '秦悦昊', 17, '2026-10-03T00:00:00.000', '梁一帆')}"
        "</Table></Worksheet></Workbook>"
    )
    table = read_text_file(tmp_path / "a.xls", content)
    assert table.rows[0].number == 4
    assert cells(table) == [("XS1", "秦悦昊", 17.0, datetime(2026, 10, 3), "梁一帆")]


def test_a_preview_shows_the_columns_even_when_required_ones_are_missing(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["标题"], ["单据", "客户姓名", "车架号"], DELIVERY[:3]])
    mapping, rows = preview(path, "deliveries")
    assert mapping.missing == ("协议号", "交车日期", "销售顾问")
    assert rows[0].number == 3


def test_remembered_choices_make_an_unknown_layout_readable(tmp_path: Path) -> None:
    strange = ["单据", "谁", "车架", "哪天", "卖家"]
    path = write_xlsx(tmp_path / "a.xlsx", [["标题"], strange, DELIVERY])
    with pytest.raises(Refused):
        read_table(path, "deliveries")
    layout = preview(path, "deliveries")[0].layout
    fields = ("reference", "name", "vin", "delivered_on", "consultant")
    remembered = {layout: dict(enumerate(fields))}
    table = read_table(path, "deliveries", chosen_for=remembered.get)
    assert table.mapping.columns == {field: (place,) for place, field in enumerate(fields)}
    assert cells(table) == [DELIVERY]


def test_reading_can_be_watched_and_cancelled(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [DELIVERY_HEADINGS, *[DELIVERY] * 3000])
    steps: list[int] = []
    read_table(path, "deliveries", watch=Watch(progress=lambda done, total: steps.append(done)))
    assert {1000, 2000, 3000} <= set(steps)
    with pytest.raises(Cancelled):
        read_table(path, "deliveries", watch=Watch(cancelled=lambda: True))
