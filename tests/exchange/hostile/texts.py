"""Text files and web pages that mean harm or are just broken, and places that are no files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.exchange.files import DELIVERY, DELIVERY_HEADINGS

Make = Callable[[Path], Path]

HEADING, ROW = ",".join(DELIVERY_HEADINGS), ",".join(DELIVERY)
TABLE = "\r\n".join((HEADING, ROW)) + "\r\n"
CELLS = "".join(
    f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (DELIVERY_HEADINGS, DELIVERY)
)


def bytes_of(content: bytes, name: str = "a.csv") -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def text_of(text: str, name: str = "a.csv", encoding: str = "utf-8") -> Make:
    return lambda folder: bytes_of(text.encode(encoding), name)(folder)


def page(inside: str, name: str = "a.xls") -> Make:
    return text_of(f"<html><body>{inside}</body></html>", name)


def table(inside: str = "") -> str:
    return f"<table>{CELLS}{inside}</table>"


def a_long_line(folder: Path) -> Path:
    """300 MB without a line end, which take no room on the disk."""
    path = folder / "a.csv"
    with path.open("wb") as file:
        file.write(TABLE.encode())
        file.seek(300 * 1024 * 1024)
        file.write(b"x")
    return path


def a_long_cell(folder: Path) -> Path:
    return text_of(f"{HEADING}\n{ROW.replace('秦悦昊', '长' * 5_000_000)}\n")(folder)


def many_cells(folder: Path) -> Path:
    """60 MB of nothing but commas."""
    return bytes_of((TABLE + ("," * 16_000 + "\n") * 3_700).encode())(folder)


def spreadsheet(inside: str, before: str = "") -> Make:
    """An XML Spreadsheet 2003."""
    text = (
        f'<?xml version="1.0"?>{before}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>{inside}</Table>'
        "</Worksheet></Workbook>"
    )
    return text_of(text, "a.xls")


def a_link(to: str) -> Make:
    def make(folder: Path) -> Path:
        path = folder / "a.csv"
        path.symlink_to(to)
        return path

    return make


def a_link_to_itself(folder: Path) -> Path:
    path = folder / "a.csv"
    path.symlink_to(path)
    return path


def a_link_to_a_file(folder: Path) -> Path:
    (folder / "真的.csv").write_text(TABLE, "utf-8")
    return a_link(str(folder / "真的.csv"))(folder)


def a_folder(folder: Path) -> Path:
    path = folder / "a.xlsx"
    path.mkdir()
    return path


def a_pipe(folder: Path) -> Path:
    path = folder / "a.csv"
    os.mkfifo(path)
    return path


def gone(folder: Path) -> Path:
    return folder / "走了.xlsx"
