"""Workbooks that lie, burst, call for help or are none: each function makes one in a folder."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.exchange.files import DELIVERY, DELIVERY_HEADINGS, inline, raw_xlsx, write_xlsx
from tests.exchange.office import SAMPLES, delivery

Make = Callable[[Path], Path]

GOOD = "".join(
    inline({f"{column}{number}": text for column, text in zip("ABCDE", texts, strict=True)})
    for number, texts in enumerate((DELIVERY_HEADINGS, DELIVERY), 1)
)
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def good(folder: Path) -> Path:
    return raw_xlsx(folder / "好的.xlsx", GOOD)


def rows(*more: str) -> Make:
    """A good sheet with these rows of XML below."""
    return lambda folder: raw_xlsx(folder / "a.xlsx", GOOD + "".join(more))


def sheet(*, before: str = "", more: dict[str, bytes] | None = None, after: str = "") -> Make:
    return lambda folder: _with_after(raw_xlsx(folder / "a.xlsx", GOOD, before=before, more=more), after)


def _with_after(path: Path, after: str) -> Path:
    return (
        rewritten(path, {SHEET: lambda xml: xml.replace(b"</worksheet>", after.encode() + b"</worksheet>")})
        if after
        else path
    )


def rewritten(path: Path, parts: dict[str, Callable[[bytes], bytes]]) -> Path:
    """The same archive with some parts changed."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, old in content.items():
            archive.writestr(name, parts.get(name, bytes)(old))
    return path


def ratio_bomb(folder: Path) -> Path:
    return raw_xlsx(folder / "a.xlsx", GOOD, more={"xl/sharedStrings.xml": b"A" * 80_000_000})


def nested_bomb(folder: Path) -> Path:
    """An archive in an archive; only the outer one is ever opened."""
    inner = ratio_bomb(folder)
    content = inner.read_bytes()
    inner.unlink()
    return raw_xlsx(folder / "a.xlsx", GOOD, more={f"xl/embeddings/{n}.zip": content for n in range(40)})


def lying_size(folder: Path) -> Path:
    """The directory says that a sheet is short; it unpacks to 200 MB."""
    path = raw_xlsx(folder / "a.xlsx", GOOD, before="<!--" + " " * 200_000_000 + "-->")
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    path.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 900)))
    return path


def many_parts(folder: Path) -> Path:
    path = good(folder)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(6_000):
            archive.writestr(f"xl/media/{number}", b"")
    return path


def a_million_blank_rows(folder: Path) -> Path:
    blank = "".join(f'<row r="{number}"/>' for number in range(3, 1_048_577))
    return raw_xlsx(folder / "a.xlsx", GOOD + blank)


def sixteen_thousand_columns(folder: Path) -> Path:
    headings = [*DELIVERY_HEADINGS, *(f"多余{number}" for number in range(16_379))]
    return write_xlsx(folder / "a.xlsx", [headings, DELIVERY])


def a_full_wide_rectangle(folder: Path) -> Path:
    return raw_xlsx(folder / "a.xlsx", GOOD + '<row r="900000"><c r="XFD900000"><v>1</v></c></row>')


def huge_shared_strings(folder: Path) -> Path:
    """Two million texts that no cell shows."""
    texts = b"".join(b"<si><t>%x</t></si>" % (number * 2_654_435_761) for number in range(2_000_000))
    return raw_xlsx(folder / "a.xlsx", GOOD, more={"xl/sharedStrings.xml": b"<sst>" + texts + b"</sst>"})


def external_entity(url: str, part: str = SHEET) -> Make:
    """A document type that wants something fetched, and a cell that shows it."""

    def make(folder: Path) -> Path:
        path = raw_xlsx(folder / "a.xlsx", GOOD + inline({"A3": "&x;"}))
        doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "{url}">]>'.encode()
        return rewritten(path, {part: lambda xml: doctype + xml})

    return make


def laughs(folder: Path) -> Path:
    grown = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "哈">{grown}]>'.encode()
    path = raw_xlsx(folder / "a.xlsx", GOOD + inline({"A3": "&l11;"}))
    return rewritten(path, {SHEET: lambda xml: doctype + xml})


def entity_in_styles(url: str) -> Make:
    def make(folder: Path) -> Path:
        doctype = (
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "{url}">]><styleSheet>&x;</styleSheet>'
        )
        return raw_xlsx(folder / "a.xlsx", GOOD, more={"xl/styles.xml": doctype.encode()})

    return make


def external_link(url: str) -> Make:
    """A link to another workbook on a server, as a formula of a colleague's file has it."""

    def make(folder: Path) -> Path:
        link = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
            f'Target="{url}" TargetMode="External"/></Relationships>'
        )
        return raw_xlsx(
            folder / "a.xlsx", GOOD, more={"xl/externalLinks/_rels/externalLink1.xml.rels": link.encode()}
        )

    return make


def escaping_names(folder: Path) -> Path:
    path = good(folder)
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("../../escaped.txt", "/tmp/escaped.txt", "C:\\escaped.txt", "xl/../../../escaped.txt"):
            archive.writestr(name, "outside")
    return path


def a_sheet_outside(folder: Path) -> Path:
    """The workbook says that its sheet lies outside of it."""
    path = good(folder)
    return rewritten(
        path,
        {
            "xl/_rels/workbook.xml.rels": lambda xml: xml.replace(
                b"worksheets/sheet1.xml", b"../../../../etc/passwd"
            )
        },
    )


def twice_the_same_part(folder: Path) -> Path:
    path = good(folder)
    other = f"<worksheet><sheetData>{inline({'A1': '别的'})}</sheetData></worksheet>"
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, other)
    return path


def wrong_directory(folder: Path) -> Path:
    path = good(folder)
    content = bytearray(path.read_bytes())
    at = content.rindex(SHEET.encode()) - 46
    content[at + 42 : at + 46] = struct.pack("<I", len(content) * 2)
    path.write_bytes(content)
    return path


def without_directory(folder: Path) -> Path:
    path = good(folder)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"PK\x01\x02")])
    return path


def wrong_checksum(folder: Path) -> Path:
    path = good(folder)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        checksum = struct.pack("<I", archive.getinfo(SHEET).CRC)
    path.write_bytes(content.replace(checksum, struct.pack("<I", zlib.crc32(b"other"))))
    return path


def locked_entries(folder: Path) -> Path:
    """The bit that says: this part is encrypted."""
    path = good(folder)
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + place] |= 1
    path.write_bytes(content)
    return path


def encrypted_package(folder: Path) -> Path:
    path = folder / "a.xlsx"
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4000)
    )
    return path


def word_document(folder: Path) -> Path:
    path = folder / "合同.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return path


def of_sheets(xml: str) -> Make:
    """A workbook whose list of sheets is this."""

    def make(folder: Path) -> Path:
        old = b'<sheet name="S" sheetId="1" r:id="rId1"/>'
        return rewritten(good(folder), {BOOK: lambda book: book.replace(old, xml.encode())})

    return make


def deep_elements(folder: Path) -> Path:
    return raw_xlsx(folder / "a.xlsx", GOOD + "<row>" + "<c>" * 300_000 + "</c>" * 300_000 + "</row>")


def cells(**values: str) -> Make:
    """One good delivery in which some cells hold something else."""

    def make(folder: Path) -> Path:
        row = delivery(1, **values)
        return write_xlsx(folder / "a.xlsx", [list(row), list(row.values())])

    return make


def odd_dates(folder: Path) -> Path:
    """Serial numbers of days that no calendar has, and the 29th of February 1900."""
    return _serials(folder, (-1, 0, 60, 2_958_465, 2_958_466))


def wild_dates(folder: Path) -> Path:
    """Serial numbers at which the reader gives up."""
    return _serials(folder, (9e15, -9e15))


def _serials(folder: Path, serials: Sequence[float]) -> Path:
    found = [
        inline({f"A{n}": f"XS{n}", f"B{n}": "秦悦昊", f"C{n}": DELIVERY[2], f"E{n}": "梁一帆"}).replace(
            "</row>", f'<c r="D{n}" s="1"><v>{serial}</v></c></row>'
        )
        for n, serial in enumerate(serials, 3)
    ]
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/>'
        b'<xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    return raw_xlsx(folder / "a.xlsx", GOOD + "".join(found), more={"xl/styles.xml": styles})


def old(change: Callable[[bytearray], object]) -> Make:
    """The sample of old workbooks with some of its bytes changed."""

    def make(folder: Path) -> Path:
        path = folder / "a.xls"
        content = bytearray((SAMPLES / "repair-orders.xls").read_bytes())
        change(content)
        path.write_bytes(content)
        return path

    return make


def loop_in_the_list(content: bytearray) -> None:
    """Every sector of the workbook is followed by itself."""
    first = struct.unpack_from("<I", content, 76)[0]
    at = 512 + first * 512
    for entry in range(128):
        struct.pack_into("<I", content, at + entry * 4, entry)


def loop_in_the_directory(content: bytearray) -> None:
    start = struct.unpack_from("<I", content, 48)[0]
    fat = 512 + struct.unpack_from("<I", content, 76)[0] * 512
    struct.pack_into("<I", content, fat + start * 4, start)


def wild_records(content: bytearray) -> None:
    """Records of the workbook that claim to be as long as they can be."""
    at = content.index(bytes.fromhex("090810000006"))
    for _ in range(60):
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
        if at + 4 > len(content):
            break
    content[at + 2 : at + 4] = b"\xff\xff"


def locked(content: bytearray) -> None:
    """The second record becomes FILEPASS, as Excel 97 marks a locked workbook."""
    at = content.index(bytes.fromhex("090810000006")) + 20
    content[at : at + 2] = b"\x2f\x00"


def huge_sectors(content: bytearray) -> None:
    content[30] = 0xFF
