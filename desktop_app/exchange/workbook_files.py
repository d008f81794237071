"""Files read by a child process: started, asked, timed and, if need be, ended from here."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import starmap
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from desktop_app.exchange.file_formats import FileFormat
from desktop_app.exchange.sheets import Row, Sheet
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.exchange.workbook_child import END, REFUSED, ROWS, SHEET, SKIP, TAKE, serve
from desktop_app.problems import Refused, Unavailable

ANSWER_WITHIN_SECONDS = 90.0
"""A child that says nothing for so long is ended; a workbook of 200 MB takes a third of it."""

_LOOK_EVERY_SECONDS = 0.1


def sheets_by_child(path: Path, file_format: FileFormat, watch: Watch = UNWATCHED) -> Iterator[Sheet]:
    """The visible sheets of a file in order; the child lives as long as this generator.

    A sheet's ``rows()`` may be taken until the next sheet is asked for. Raises Refused for a file that can't be
    read, Cancelled when the watching person stops.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve, args=(theirs, str(path.absolute()), file_format), daemon=True)
    child.start()
    theirs.close()
    try:
        yield from _Conversation(ours, watch).sheets()
    finally:
        _end(child, ours)


class _ChildDied(Refused):
    """The file ended the process that read it."""

    def __init__(self) -> None:
        super().__init__("文件内容异常，无法安全读取，没有导入任何内容。请在 Excel 中另存后再导入。")


class _Conversation:
    """The parent's side of what ``workbook_child.serve`` says."""

    def __init__(self, connection: Connection, watch: Watch) -> None:
        self._connection = connection
        self._watch = watch
        self._taken = False

    def sheets(self) -> Iterator[Sheet]:
        """Each sheet as the child offers it; one whose rows nobody took is skipped."""
        self._await_start()
        while (message := self._receive())[0] == SHEET:
            self._taken = False
            _, name, cells, first, damaged = message
            head = tuple(starmap(Row, enumerate(cells, first)))
            yield Sheet(name, head, partial(self._rows, first), damaged)
            if not self._taken:
                self._send(SKIP)

    def _await_start(self) -> None:
        """A child that dies before it has seen the file is no fault of the file."""
        try:
            self._receive()
        except _ChildDied:
            raise Unavailable(
                "读取文件的辅助进程没能启动。",
                data="没有导入任何内容。",
                todo="请重新打开程序再试；仍不行请联系管理员。",
            ) from None

    def _rows(self, number: int) -> Iterator[Row]:
        self._taken = True
        self._send(TAKE)
        while (message := self._receive())[0] == ROWS:
            yield from starmap(Row, enumerate(message[1], number))
            number += len(message[1])

    def _send(self, word: str) -> None:
        with suppress(BrokenPipeError):
            self._connection.send(word)

    def _receive(self) -> tuple[Any, ...]:
        """The child's next message; Refused if it died, hangs, or refuses the file itself."""
        deadline = time.monotonic() + ANSWER_WITHIN_SECONDS
        while not self._connection.poll(_LOOK_EVERY_SECONDS):
            self._watch.step(0)
            if time.monotonic() > deadline:
                raise Refused(
                    "读取文件用时过长，已停止，没有导入任何内容。请从原系统重新导出，或分成几个文件。"
                )
        try:
            message: tuple[Any, ...] = self._connection.recv()
        except (EOFError, OSError):
            raise _ChildDied from None
        if message[0] == REFUSED:
            raise Refused(message[1])
        return message if message[0] != END else (END,)


def _end(child: SpawnProcess, connection: Connection) -> None:
    connection.close()
    if child.is_alive():
        child.kill()
    child.join()
    child.close()
