"""The child process in which files are read, so that a hostile file ends it and not the program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.exchange.file_formats import FileFormat, password_message
from desktop_app.exchange.sheets import HEAD_ROWS, Sheet
from desktop_app.exchange.text_sheets import text_sheets
from desktop_app.exchange.workbook_check import check_workbook
from desktop_app.problems import Refused

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MEMORY_LIMIT = 1024 * 1024 * 1024
"""Bytes of address space, where the system knows such a limit. Windows has none: a Job Object is untried."""

ROWS_AT_A_TIME = 2_000

READY = "ready"
TAKE = "take"
SKIP = "skip"
SHEET = "sheet"
ROWS = "rows"
END = "end"
REFUSED = "refused"

TOO_LARGE = "文件太大，读不下，没有导入任何内容。请分成几个文件导入。"


def serve(connection: Connection, path: str, file_format: FileFormat) -> None:
    """Send (READY,), then each sheet, and on TAKE its rows as (ROWS, list)…; (END,) after the last.

    A sheet is (SHEET, name, first rows, number of the first of them, damaged characters).

    A file that can't be read is answered by (REFUSED, Chinese sentence).
    """
    _silence()
    _limit_memory()
    connection.send((READY,))
    try:
        if file_format == "xlsx":
            check_workbook(Path(path))
        if file_format in ("xlsx", "xls"):
            _send_sheets(connection, path)
        else:
            _send_tables(connection, text_sheets(Path(path), file_format))
        connection.send((END,))
    except Refused as refusal:
        connection.send((REFUSED, refusal.message))
    except MemoryError:
        connection.send((REFUSED, TOO_LARGE))
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


def _visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _send_sheet(connection: Connection, workbook: CalamineWorkbook, name: str) -> None:
    sheet = workbook.get_sheet_by_name(name)
    connection.send((SHEET, name, sheet.to_python(skip_empty_area=False, nrows=HEAD_ROWS), 1, 0))
    if connection.recv() == TAKE:
        left = [""] * (sheet.start[1] if sheet.start else 0)
        _send_rows(connection, (left + row if left else row for row in sheet.iter_rows()))


def _send_tables(connection: Connection, sheets: Iterable[Sheet]) -> None:
    for sheet in sheets:
        first = sheet.head[0].number if sheet.head else 1
        connection.send((SHEET, sheet.name, [list(row.cells) for row in sheet.head], first, sheet.damaged))
        if connection.recv() == TAKE:
            _send_rows(connection, (list(row.cells) for row in sheet.rows()))


def _send_rows(connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
    left = iter(rows)
    while chunk := list(islice(left, ROWS_AT_A_TIME)):
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
