"""Files that are text inside, plain, page or XML → their sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop_app.exchange.decoding import decode
from desktop_app.exchange.file_formats import FileFormat, content_of
from desktop_app.exchange.html_files import html_sheets
from desktop_app.exchange.sheets import Sheet, sheet_of
from desktop_app.exchange.spreadsheet_xml import spreadsheet_xml_sheets
from desktop_app.exchange.text_files import text_rows


def text_sheets(path: Path, file_format: FileFormat) -> Iterator[Sheet]:
    """The sheets of a text file; raises Refused for one that can't be read."""
    text, damaged = decode(content_of(path))
    if file_format == "html":
        yield from html_sheets(text, damaged)
    elif file_format == "spreadsheet-xml":
        yield from spreadsheet_xml_sheets(text, damaged)
    else:
        yield sheet_of(path.stem, text_rows(text), damaged=damaged)
