"""The corpus of hostile files: what each is called, how it is made, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.exchange.files import DELIVERY
from tests.exchange.hostile import books, texts
from tests.exchange.hostile.texts import HEADING, ROW, TABLE, Make, page, table

ORDERS = (435, 2)
"""Rows of the sample of repair orders: taken and refused."""

CANARY = "http://127.0.0.1:{port}/stolen"
"""Nobody may ever ask for this."""


@dataclass(frozen=True)
class Hostile:
    """One file: ``says`` is part of its refusal, or ``takes`` the rows (created, refused) that are harmless."""

    name: str
    make: Make
    says: str = ""
    takes: tuple[int, int] | None = None
    kind: str = "deliveries"


def corpus(port: int) -> tuple[Hostile, ...]:
    """Every file; ``port`` is where the canary listens."""
    url = CANARY.format(port=port)
    return (
        *_archives(),
        *_xml(url),
        *_sheets(),
        *_cells(),
        *_old_books(),
        *_texts(),
        *_pages(url),
        *_places(),
    )


def _archives() -> tuple[Hostile, ...]:
    return (
        Hostile("zip bomb by ratio", books.ratio_bomb, "异常巨大"),
        Hostile("zip bomb within", books.nested_bomb, takes=(1, 0)),
        Hostile("part longer than it says", books.lying_size, "已损坏"),
        Hostile("six thousand parts", books.many_parts, "异常巨大"),
        Hostile("names that escape", books.escaping_names, takes=(1, 0)),
        Hostile("sheet outside the archive", books.a_sheet_outside, "已损坏"),
        Hostile("one part twice", books.twice_the_same_part, "已损坏"),
        Hostile("directory points nowhere", books.wrong_directory, "已损坏"),
        Hostile("directory cut off", books.without_directory, "已损坏"),
        Hostile("wrong checksum", books.wrong_checksum, "已损坏"),
        Hostile("locked parts", books.locked_entries, "打开密码"),
        Hostile("encrypted package", books.encrypted_package, "打开密码"),
        Hostile("document as .xlsx", books.word_document, "压缩文件或其他文档"),
    )


def _xml(url: str) -> tuple[Hostile, ...]:
    return (
        Hostile("external entity in a sheet", books.external_entity(url), "已损坏"),
        Hostile("file entity in a sheet", books.external_entity("file:///etc/passwd"), "已损坏"),
        Hostile("external entity in the book", books.external_entity(url, books.BOOK), "已损坏"),
        Hostile("billion laughs", books.laughs, "已损坏"),
        Hostile("external entity in styles", books.entity_in_styles(url), takes=(1, 0)),
        Hostile("link to another workbook", books.external_link(url), takes=(1, 0)),
        Hostile("300,000 elements deep", books.deep_elements, "已损坏"),
        Hostile("entities in XML 2003", texts.spreadsheet("&b;", '<!DOCTYPE x [<!ENTITY b "b">]>'), "已损坏"),
        Hostile(
            "XML 2003 asks for billions of cells",
            texts.spreadsheet('<Row><Cell ss:Index="16384"/></Row>' * 5_000),
            "多得异常",
        ),
        Hostile("XML 2003 skips to row 10⁸", texts.spreadsheet('<Row ss:Index="99999999"/>'), "已损坏"),
    )


def _sheets() -> tuple[Hostile, ...]:
    return (
        Hostile("lying dimension", books.sheet(before='<dimension ref="A1:XFD1048576"/>'), takes=(1, 0)),
        Hostile("1,048,576 blank rows", books.a_million_blank_rows, takes=(1, 0)),
        Hostile("16,384 columns", books.sixteen_thousand_columns, takes=(1, 0)),
        Hostile("far cell", books.a_full_wide_rectangle, "极远的单元格"),
        Hostile("two million texts", books.huge_shared_strings, takes=(1, 0)),
        Hostile(
            "merged to the end of the sheet",
            books.sheet(after='<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'),
            takes=(1, 0),
        ),
        Hostile("no sheet", books.of_sheets(""), "没有"),
        Hostile(
            "only a hidden sheet",
            books.of_sheets('<sheet name="S" sheetId="1" state="veryHidden" r:id="rId1"/>'),
            "没有",
        ),
        Hostile(
            "a sheet that is not there",
            books.of_sheets('<sheet name="S" sheetId="1" r:id="rId9"/>'),
            "已损坏",
        ),
    )


def _cells() -> tuple[Hostile, ...]:
    return (
        Hostile(
            "commands as text", texts.text_of(TABLE.replace("秦悦昊", "=cmd|' /C calc'!A0")), takes=(1, 0)
        ),
        Hostile(
            "formula that was never worked out",
            books.cells(客户姓名="=cmd|' /C calc'!A0", 通讯地址="@SUM(1+1)"),
            takes=(0, 1),
        ),
        Hostile("control characters", texts.text_of(TABLE.replace("秦悦昊", "秦\x07悦\x1b昊")), takes=(1, 0)),
        Hostile(
            "40,000 characters in a cell", texts.text_of(TABLE.replace("秦悦昊", "秦" * 40_000)), takes=(1, 0)
        ),
        Hostile("days of no calendar", books.odd_dates, takes=(2, 4)),
        Hostile("days that break the reader", books.wild_dates, "无法安全读取"),
        Hostile(
            "year 0",
            texts.text_of(f"{HEADING}\n{ROW.replace('2026', '0000')}\n{ROW.replace('2026', '9999')}"),
            takes=(0, 2),
        ),
    )


def _old_books() -> tuple[Hostile, ...]:
    orders = "repair-orders"
    return (
        Hostile("password on an old workbook", books.old(books.locked), "打开密码", kind=orders),
        Hostile("loop in the list of sectors", books.old(books.loop_in_the_list), "无法", kind=orders),
        Hostile("loop in the directory", books.old(books.loop_in_the_directory), takes=ORDERS, kind=orders),
        Hostile("records longer than the file", books.old(books.wild_records), "无法", kind=orders),
        Hostile("sectors of a wild size", books.old(books.huge_sectors), "不完整", kind=orders),
        Hostile(
            "old workbook cut short",
            books.old(lambda content: content.__delitem__(slice(9_000, None))),
            "不完整",
            kind=orders,
        ),
    )


def _texts() -> tuple[Hostile, ...]:
    return (
        Hostile("PDF as .xlsx", texts.bytes_of(b"%PDF-1.7\n%..", "a.xlsx"), "PDF"),
        Hostile("picture as .xls", texts.bytes_of(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.xls"), "图片"),
        Hostile("program as .xlsx", texts.bytes_of(b"MZ\x90\x00" + bytes(400), "a.xlsx"), "程序"),
        Hostile("csv as .xls", texts.text_of(TABLE, "a.xls"), takes=(1, 0)),
        Hostile("csv as .xlsx", texts.text_of(TABLE, "a.xlsx"), takes=(1, 0)),
        Hostile("xlsx as .csv", lambda folder: books.good(folder).rename(folder / "a.csv"), takes=(1, 0)),
        Hostile("nothing", texts.bytes_of(b""), "空文件"),
        Hostile("one byte", texts.bytes_of(b"x"), "没有找到"),
        Hostile("only a byte-order mark", texts.bytes_of(b"\xef\xbb\xbf"), "空文件"),
        Hostile("UTF-16 without a mark", texts.text_of(TABLE, encoding="utf-16-le"), takes=(1, 0)),
        Hostile(
            "two encodings in one",
            texts.bytes_of(TABLE.encode() + "".join(f"{ROW}\n" for _ in range(200)).encode("gb18030")),
            "编码",
        ),
        Hostile("zero bytes between", texts.bytes_of(TABLE.encode().replace(b",", b"\x00,\x00")), "没有找到"),
        Hostile("noise", texts.bytes_of(bytes(range(128, 256)) * 40), "无法识别"),
        Hostile("300 MB in one line", texts.a_long_line, "MB"),
        Hostile("a cell of five million characters", texts.a_long_cell, "引号"),
        Hostile("a million columns", texts.text_of(HEADING + "," * 1_000_000 + "\n" + ROW), "16,384 列"),
        Hostile("60 million cells", texts.many_cells, "多得异常"),
        Hostile(
            "a quote that never closes",
            texts.text_of(f'{HEADING}\n"{ROW}\n' + f"{ROW}\n" * 2_000),
            "引号不成对",
        ),
    )


def _pages(url: str) -> tuple[Hostile, ...]:
    spans = f'<tr><td colspan="99999" rowspan="99999">{DELIVERY[1]}</td></tr>'
    return (
        Hostile("page as .xls", page(table()), takes=(1, 0)),
        Hostile(
            "script and picture",
            page(f'<script src="{url}">alert(1)</script><img src="{url}">' + table()),
            takes=(1, 0),
        ),
        Hostile(
            "page of entities", page(table("<tr><td>&lt;&amp;&#0;&#1114112;&bogus;</td></tr>")), takes=(1, 1)
        ),
        Hostile("tables 20,000 deep", page("<table><tr><td>" * 20_000 + table()), "多得异常"),
        Hostile("spans beyond the end", page(table(spans)), takes=(1, 1)),
        Hostile(
            "spans by the hundred thousand",
            page(table('<tr><td colspan="1000" rowspan="1000">' * 100_000)),
            "16,384 列|多得异常",
        ),
        Hostile("brackets that never close", page(table() + "<a " * 300_000), takes=(1, 0)),
    )


def _places() -> tuple[Hostile, ...]:
    return (
        Hostile("folder", texts.a_folder, "文件夹"),
        Hostile("pipe", texts.a_pipe, "设备或管道"),
        Hostile("device", texts.a_link("/dev/zero"), "设备或管道"),
        Hostile("link to nothing", texts.a_link("/nowhere/at/all.csv"), "找不到"),
        Hostile("link to itself", texts.a_link_to_itself, "读不了"),
        Hostile("link to a file", texts.a_link_to_a_file, takes=(1, 0)),
        Hostile("file that is gone", texts.gone, "找不到"),
    )
