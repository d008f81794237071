"""Children of a warmed-up process that are killed: by their own hand at an exact moment, or by ours at about it.

Runs only in a process of its own with one thread and no open data (``restore_kills``, ``migration_kills``): what a
killed child leaves is then its alone.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from db.connection import DataFile

ROOT = Path(__file__).parents[2]
ENOUGH = 32
"""Bytes of a number told through the pipe."""

Work = Callable[[], object]
Tick = Callable[[], None]
Watch = Callable[[Tick], None]
"""Calls the tick at every moment of a kind, from now to the end of the process."""


def moments_of(work: Work, watch: Watch) -> int:
    """How many moments the work has when nobody kills it."""
    with child_doing(lambda told: _count(work, watch, told)) as (told, _):
        return int(os.read(told, ENOUGH))


def killed_at(work: Work, watch: Watch, moment: int, *, by_parent: bool) -> None:
    """Let a child do the work and kill it at its ``moment``-th moment; with ``by_parent`` it goes on until hit."""
    with child_doing(lambda told: _run(work, watch, moment, told if by_parent else None)) as (told, child):
        os.read(told, 1)  # comes with the moment, or empty when the child is gone
        os.kill(child, signal.SIGKILL)


def each_line(folders: tuple[str, ...]) -> Watch:
    """Every line that runs in the modules of these folders."""
    places = tuple(str(ROOT / folder) for folder in folders)

    def watch(tick: Tick) -> None:
        def trace(frame: FrameType, event: str, _: Any) -> Any:
            if not frame.f_code.co_filename.startswith(places):
                return None
            if event == "line":
                tick()
            return trace

        sys.settrace(trace)

    return watch


def each_statement(tick: Tick) -> None:
    """Every statement that begins on a connection to the data."""
    connect = DataFile._connect

    def traced(data: DataFile) -> Any:
        handle = connect(data)
        handle.set_trace_callback(lambda _statement: tick())
        return handle

    DataFile._connect = traced  # type: ignore[method-assign]


def spread(number: int, moments: int) -> list[int]:
    """``number`` moments of 1 … ``moments``, evenly from the first to the last; all of them when that is enough."""
    if number >= moments:
        return list(range(1, moments + 1))
    return sorted({1 + round(place * (moments - 1) / max(1, number - 1)) for place in range(number)})


@contextmanager
def child_doing(work: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """A child that does the work, given the pipe's end to write to; yields the end to read from, and its id."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _leave_after(lambda: work(writing))
    os.close(writing)
    try:
        yield reading, child
    finally:
        os.close(reading)
        _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError("the child failed before it was killed")


def _leave_after(work: Work) -> NoReturn:
    """Nothing of the parent's may be tidied up by a child."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _count(work: Work, watch: Watch, told: int) -> None:
    seen = 0

    def tick() -> None:
        nonlocal seen
        seen += 1

    watch(tick)
    work()
    sys.settrace(None)
    os.write(told, str(seen).encode())


def _run(work: Work, watch: Watch, moment: int, told: int | None) -> None:
    left = moment

    def tick() -> None:
        nonlocal left
        left -= 1
        if left:
            return
        if told is None:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            os.write(told, b"!")

    watch(tick)
    work()
