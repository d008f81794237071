"""What is looked at in an .xlsx before its reader may see it: sizes, ratios and how far its cells reach."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from desktop_app.exchange.file_formats import password_message
from desktop_app.problems import Refused

LARGEST_UNPACKED = 1024 * 1024 * 1024
"""Bytes of all parts together."""

STEEPEST_RATIO = 300
"""Unpacked to packed; the most monotonous real sheet stays below a third of it."""

RATIO_COUNTS_FROM = 32 * 1024 * 1024
"""Bytes; a smaller part may be packed as tightly as it likes."""

MOST_PARTS = 5_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 30_000_000
"""Of the rectangle from A1 to the farthest cell, which the reader keeps in memory."""

_CHUNK = 1 << 20
_LONGEST_CELL_TAG = 256
_FAR = re.compile(rb"""r=["'](?:[A-Za-z]{3,}\d|[A-Za-z]*\d{6,})""")
_FILLED_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]*)(\d+)["'][^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b"""
)
_ENCRYPTED = 0x1
_DAMAGED = "文件已损坏，无法读取，没有导入任何内容。请从原系统重新导出。"


def check_workbook(path: Path) -> None:
    """Refuse an .xlsx that would unpack to more than memory holds, that lies about itself, or is locked."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, path)
            for part in archive.infolist():
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _check_reach(archive, part)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Refused(_DAMAGED) from None


def _check_directory(archive: zipfile.ZipFile, path: Path) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Refused(password_message(path.name))
    if len({part.filename for part in parts}) < len(parts):
        raise Refused(_DAMAGED)
    steep = any(
        part.file_size > RATIO_COUNTS_FROM and part.file_size > part.compress_size * STEEPEST_RATIO
        for part in parts
    )
    if steep or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("文件解开后异常巨大，没有导入任何内容。请从原系统重新导出，或分成几个文件。")


def _check_reach(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a sheet once, for its far cells and for the checksum that shows its declared size to be true.

    Only a sheet with a far cell is read again: blank ones, which formatting leaves behind, do not count.
    """
    if not any(_FAR.search(chunk) for chunk in _chunks(archive, part)):
        return
    rows = columns = 1
    for chunk in _chunks(archive, part):
        for letters, number in set(_FILLED_CELL.findall(chunk)):
            rows = max(rows, int(number[:9]))
            columns = max(columns, _column(letters))
    if rows > LAST_ROW or columns > LAST_COLUMN or rows * columns > MOST_CELLS:
        raise Refused(
            "工作表里有离数据极远的单元格，没有导入任何内容。请删除数据以外的行和列，另存后再导入。"
        )


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes, each chunk repeating the end of the one before so that no cell's tag is cut in two."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_LONGEST_CELL_TAG:]


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper()[:8]:
        column = column * 26 + letter - 64
    return column
