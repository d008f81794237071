"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from io import BufferedReader
from pathlib import Path
from typing import Literal

from desktop_app.exchange.decoding import decode_start
from desktop_app.exchange.old_workbooks import CUT_SHORT, PASSWORD, fault_of
from desktop_app.problems import Refused, Unavailable

FileFormat = Literal["xlsx", "xls", "html", "spreadsheet-xml", "text"]

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes; a year of a large dealership is a tenth of it."""

LARGEST_TEXT = 64 * 1024 * 1024
"""Bytes of a text table or web page, which is read in this process and whole."""

_START_BYTES = 8192
_ZIP = b"PK\x03\x04"
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩文件"),
    (b"7z\xbc\xaf", "压缩文件"),
    (b"\x1f\x8b", "压缩文件"),
    (b"MZ", "程序"),
    (b"SQLite format 3", "数据库"),
)
_OLD_EXCEL = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|div|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_SPREADSHEET_XML = re.compile(
    r"\s*<\?xml.*?(?:progid=\"Excel\.Sheet\"|urn:schemas-microsoft-com:office:spreadsheet)",
    re.IGNORECASE | re.DOTALL,
)

SAVE_AS_XLSX = "请在 Excel 或 WPS 中打开，另存为 .xlsx 后再导入。"


def format_of(path: Path) -> FileFormat:
    """Look at a file; refuses what is no table, is locked by a password, is empty or too large."""
    start = _start_of(path)
    if start.startswith(_ZIP):
        return _zip_format(path)
    if start.startswith(_OLE2):
        return _ole2_format(path)
    if start.startswith(_OLD_EXCEL):
        raise Refused(f"“{path.name}”是 Excel 97 以前的格式。{SAVE_AS_XLSX}")
    for magic, what in _OTHERS:
        if start.startswith(magic):
            raise Refused(f"“{path.name}”是{what}，不是表格。请选择 .xlsx、.xls 或 .csv 文件。")
    if path.stat().st_size > LARGEST_TEXT:
        raise Refused(
            f"“{path.name}”超过 {LARGEST_TEXT // 1024 // 1024} MB，请另存为 .xlsx，或分成几个文件导入。"
        )
    return _text_format(decode_start(start))


def open_file(path: Path) -> BufferedReader:
    """A file opened for reading; Refused where none is, or a folder, pipe or device; Unavailable where the disk says no."""
    try:
        if path.is_dir():
            raise Refused(f"“{path.name}”是文件夹，请选择其中的一个文件。")
        # a pipe that nobody writes to would keep an opening that waits for ever
        number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise Refused(
                f"“{path.name}”是设备或管道，不是文件，没有导入任何内容。请选择 .xlsx、.xls 或 .csv 文件。"
            )
        return os.fdopen(number, "rb")
    except FileNotFoundError:
        raise Refused(f"找不到文件“{path.name}”，请检查它是否已移动或改名。") from None
    except OSError as error:
        raise _unreadable(path, error) from error


def content_of(path: Path, most: int = -1) -> bytes:
    """The first ``most`` bytes of a file, or all, but never more than a file may have; see ``open_file``."""
    with open_file(path) as file:
        try:
            return file.read(most if most >= 0 else LARGEST_FILE + 1)
        except OSError as error:
            raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"读不了文件“{path.name}”：{error.strerror}。",
        data="没有导入任何内容。",
        todo="请关闭正在使用它的程序，或检查权限。",
    )


def _start_of(path: Path) -> bytes:
    start = content_of(path, _START_BYTES)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused(f"“{path.name}”是空文件，没有可导入的内容。请从原系统重新导出。")
    if path.stat().st_size > LARGEST_FILE:
        raise Refused(f"“{path.name}”超过 {LARGEST_FILE // 1024 // 1024} MB，请分成几个文件导入。")
    return start


def _zip_format(path: Path) -> FileFormat:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(f"“{path.name}”已损坏，无法打开。请从原系统重新导出。") from None
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise Refused(f"“{path.name}”不是 .xlsx 工作簿。{SAVE_AS_XLSX}")
    if not any(name.startswith("xl/") for name in names):
        raise Refused(
            f"“{path.name}”是压缩文件或其他文档，不是表格。请先解压，再选择其中的 .xlsx、.xls 或 .csv 文件。"
        )
    return "xlsx"


def _ole2_format(path: Path) -> FileFormat:
    fault = fault_of(content_of(path))
    if fault == PASSWORD:
        raise Refused(password_message(path.name))
    if fault == CUT_SHORT:
        raise Refused(f"“{path.name}”不完整，可能是复制或下载中断了。请从原系统重新导出。")
    if fault:
        raise Refused(f"“{path.name}”不是 Excel 表格，可能是 Word 等文档。请选择 .xlsx、.xls 或 .csv 文件。")
    return "xls"


def password_message(name: str) -> str:
    """What to say of a workbook that only opens with a password."""
    return f"“{name}”设有打开密码。请在 Excel 中取消密码，另存后再导入。"


def _text_format(start: str) -> FileFormat:
    if _SPREADSHEET_XML.match(start):
        return "spreadsheet-xml"
    return "html" if _HTML.match(start) else "text"
