"""Files that are broken, locked, mislabelled or meant to do harm: refused in one sentence, nothing else happens."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desktop_app.exchange import file_formats, workbook_files
from desktop_app.exchange.file_formats import format_of
from desktop_app.exchange.reading import read_table
from desktop_app.problems import Refused
from tests.exchange.files import DELIVERY, DELIVERY_HEADINGS, inline, raw_xlsx, write_xlsx

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
GOOD_ROWS = "".join(
    inline({f"{column}{number}": text for column, text in zip("ABCDE", texts, strict=True)})
    for number, texts in enumerate((DELIVERY_HEADINGS, DELIVERY), 1)
)


def refusal(path: Path, kind: str = "deliveries") -> str:
    with pytest.raises(Refused) as caught:
        read_table(path, kind)
    assert not multiprocessing.active_children()
    return caught.value.message


def far(reference: str) -> str:
    return GOOD_ROWS + f'<row><c r="{reference}"><v>1</v></c></row>'


@pytest.mark.parametrize("reference", ["XFD1048576", "A4294967290", "ZZZZZZ9", "ALL999999"])
def test_a_far_cell_that_would_fill_the_memory_is_refused(tmp_path: Path, reference: str) -> None:
    assert "极远的单元格" in refusal(raw_xlsx(tmp_path / "a.xlsx", far(reference)))


@pytest.mark.parametrize("reference", ["XFD1048576", "AZ1048576"])
def test_a_far_cell_that_hides_from_the_check_only_ends_the_child(tmp_path: Path, reference: str) -> None:
    hidden = GOOD_ROWS + f'<row r="1048576"><c  r = "{reference}"><v>1</v></c></row>'
    assert "无法安全读取" in refusal(raw_xlsx(tmp_path / "a.xlsx", hidden))


def test_far_cells_that_are_only_formatted_are_harmless(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", GOOD_ROWS + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert len(read_table(path, "deliveries").rows) == 1


def test_a_lying_dimension_is_harmless(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", GOOD_ROWS, before='<dimension ref="A1:XFD1048576"/>')
    assert len(read_table(path, "deliveries").rows) == 1


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    bomb = raw_xlsx(tmp_path / "a.xlsx", GOOD_ROWS, more={"xl/sharedStrings.xml": b"A" * 64_000_000})
    assert bomb.stat().st_size < 100_000
    assert "异常巨大" in refusal(bomb)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", GOOD_ROWS)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(bytes(content).replace(size.to_bytes(4, "little"), (size - 60).to_bytes(4, "little")))
    assert "已损坏" in refusal(path)


def test_entities_do_not_grow(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", inline({"A1": "&lol;"}), before="")
    assert "已损坏" in refusal(path)


def test_an_xml_spreadsheet_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE Workbook [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'
    )
    assert "已损坏" in refusal(path)


def test_a_workbook_locked_by_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    assert "打开密码" in refusal(path)


def test_an_old_workbook_locked_by_a_password_says_so(tmp_path: Path) -> None:
    """The second record becomes FILEPASS (0x2F), as Excel 97 marks a locked workbook."""
    path = tmp_path / "a.xls"
    content = (SAMPLES / "repair-orders.xls").read_bytes()
    at = content.index(bytes.fromhex("090810000006")) + 20
    path.write_bytes(content[:at] + bytes.fromhex("2f00") + content[at + 2 :])
    assert "打开密码" in refusal(path, "repair-orders")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99, 0.999])
@pytest.mark.parametrize(
    ("name", "kind"), [("deliveries.xlsx", "deliveries"), ("repair-orders.xls", "repair-orders")]
)
def test_a_truncated_workbook_is_refused(tmp_path: Path, name: str, kind: str, share: float) -> None:
    content = (SAMPLES / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: int(len(content) * share)])
    said = refusal(path, kind)
    assert "已损坏" in said or "不完整" in said or "无法安全读取" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空文件"),
        (b"\xef\xbb\xbf\r\n \r\n", "空文件"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片"),
        (b"PK\x03\x04 not really", "已损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "不是 Excel 表格"),
        (bytes.fromhex("0908080000050500") + bytes(90), "97 以前"),
        (bytes(range(128, 256)) * 40, "无法识别"),
        ("只有一句话".encode(), "没有找到"),
    ],
)
def test_what_is_no_table_is_refused_in_a_clear_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "导出.xlsx"
    path.write_bytes(content)
    assert says in refusal(path)


def test_a_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    names = [name.encode("utf-16-le") for name in ("Workbook", "WordDocument"[:8])]
    path.write_bytes((SAMPLES / "repair-orders.xls").read_bytes().replace(*names))
    assert "不是 Excel 表格" in refusal(path)


def test_another_kind_of_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "压缩文件或其他文档" in refusal(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "找不到文件" in refusal(tmp_path / "no.xlsx")
    assert "文件夹" in refusal(tmp_path)


def test_a_file_too_large_to_be_read_whole_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x" * 100)
    for limit in ("LARGEST_TEXT", "LARGEST_FILE"):
        monkeypatch.setattr(file_formats, limit, 99)
        assert "超过" in refusal(path)


def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_files, "ANSWER_WITHIN_SECONDS", 0.0)
    monkeypatch.setattr(workbook_files, "_LOOK_EVERY_SECONDS", 0.0)
    assert "用时过长" in refusal(write_xlsx(tmp_path / "a.xlsx", [DELIVERY_HEADINGS, DELIVERY]))


def test_a_refused_file_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    shutil.copy(SAMPLES / "repair-orders.xls", path)
    before = path.read_bytes()
    refusal(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_first_bytes_decide(tmp_path: Path) -> None:
    assert format_of(SAMPLES / "deliveries.xlsx") == "xlsx"
    assert format_of(SAMPLES / "repair-orders.xls") == "xls"
    assert format_of(SAMPLES / "callbacks.csv") == "text"


def test_a_child_that_cannot_start_is_no_fault_of_the_file(tmp_path: Path) -> None:
    """A program fed to Python on standard input has no main file that a child could find."""
    path = write_xlsx(tmp_path / "a.xlsx", [DELIVERY_HEADINGS, DELIVERY])
    script = (
        "import sys; from pathlib import Path; from desktop_app.exchange.reading import read_table\n"
        f"read_table(Path({str(path)!r}), 'deliveries')"
    )
    done = subprocess.run(
        [sys.executable], input=script, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert "Unavailable: 读取文件的辅助进程没能启动" in done.stderr
