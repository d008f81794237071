"""The child process in which workbooks are read, so that a hostile file ends it and not the program."""

from __future__ import annotations

import os
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.exchange.file_formats import FileFormat, password_message
from desktop_app.exchange.sheets import HEAD_ROWS
from desktop_app.exchange.workbook_check import check_workbook
from desktop_app.problems import Refused

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MEMORY_LIMIT = 1024 * 1024 * 1024
"""Bytes of address space, where the system knows such a limit (not on Windows)."""

ROWS_AT_A_TIME = 2_000

READY = "ready"
TAKE = "take"
SKIP = "skip"
SHEET = "sheet"
ROWS = "rows"
END = "end"
REFUSED = "refused"


def serve(connection: Connection, path: str, file_format: FileFormat) -> None:
    """Send (READY,), then each sheet as (SHEET, name, first rows), and on TAKE its rows as (ROWS, list)…; (END,) after the last.

    A file that can't be read is answered by (REFUSED, Chinese sentence).
    """
    _silence()
    _limit_memory()
    connection.send((READY,))
    try:
        if file_format == "xlsx":
            check_workbook(Path(path))
        _send_sheets(connection, path)
        connection.send((END,))
    except Refused as refusal:
        connection.send((REFUSED, refusal.message))
    except (BrokenPipeError, EOFError):
        return


def _send_sheets(connection: Connection, path: str) -> None:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        # not from_path, which goes by the file's name
        with Path(path).open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            for name in _visible_sheets(workbook):
                _send_sheet(connection, workbook, name)
    except PasswordError:
        raise Refused(password_message(Path(path).name)) from None
    except CalamineError:
        raise Refused("文件已损坏，无法读取，没有导入任何内容。请从原系统重新导出。") from None
    except MemoryError:
        raise Refused("文件太大，读不下，没有导入任何内容。请分成几个文件导入。") from None


def _visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _send_sheet(connection: Connection, workbook: CalamineWorkbook, name: str) -> None:
    sheet = workbook.get_sheet_by_name(name)
    connection.send((SHEET, name, sheet.to_python(skip_empty_area=False, nrows=HEAD_ROWS)))
    if connection.recv() != TAKE:
        return
    left = [""] * (sheet.start[1] if sheet.start else 0)
    rows = sheet.iter_rows()
    while chunk := [left + row if left else row for row in islice(rows, ROWS_AT_A_TIME)]:
        connection.send((ROWS, chunk))
    connection.send((END,))


def _silence() -> None:
    """A reader that dies writes a trace with cell contents; nothing personal goes to a terminal or log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
