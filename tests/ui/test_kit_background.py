"""Slow work runs elsewhere and comes back only where somebody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_app.session import Changed
from ui.kit.background import Background, Steps


@dataclass(frozen=True)
class Saved:
    changed: frozenset[str]


class Connections:
    """Counts connections and tells in which thread each was made."""

    def __init__(self) -> None:
        self.opened, self.closed = list[str](), 0
        self.interrupted = list[object]()

    @contextmanager
    def connected(self) -> Iterator[object]:
        self.opened.append(threading.current_thread().name)
        try:
            yield f"connection {len(self.opened)}"
        finally:
            self.closed += 1


@pytest.fixture
def connections() -> Connections:
    return Connections()


@pytest.fixture
def work(connections: Connections, qtbot: QtBot) -> Iterator[Background]:
    made = Background(connections.connected, connections.interrupted.append)
    yield made
    made.stop()


def _thread() -> str:
    return threading.current_thread().name


def settled(qtbot: QtBot, work: Background) -> None:
    qtbot.waitUntil(lambda: not work.busy())


def test_work_runs_in_a_worker_and_done_on_the_main_thread(work: Background, qtbot: QtBot) -> None:
    owner, names = QObject(), list[str]()
    here = threading.current_thread().name
    work.run(
        owner,
        lambda: threading.current_thread().name,
        lambda name: names.extend((name, threading.current_thread().name)),
    )
    settled(qtbot, work)
    assert names == ["screens", here]


def test_screens_do_not_wait_for_long_work(work: Background, qtbot: QtBot) -> None:
    owner, go, got = QObject(), threading.Event(), list[str]()
    work.run(owner, lambda: go.wait(10) and "long", got.append, long=True)
    work.run(owner, lambda: "short", got.append)
    qtbot.waitUntil(lambda: got == ["short"])
    go.set()
    settled(qtbot, work)
    assert got == ["short", "long"]


def test_each_worker_has_one_connection_of_its_own(
    work: Background, connections: Connections, qtbot: QtBot
) -> None:
    owner = QObject()
    for long in (False, False, True):
        work.run(owner, lambda: None, long=long)
    settled(qtbot, work)
    assert sorted(connections.opened) == ["long work", "screens"]
    work.stop()
    assert connections.closed == 2


def test_after_a_stop_work_can_be_given_again(
    work: Background, connections: Connections, qtbot: QtBot
) -> None:
    owner, got = QObject(), list[int]()
    work.run(owner, lambda: 1, got.append)
    settled(qtbot, work)
    work.stop()
    work.run(owner, lambda: 2, got.append)
    settled(qtbot, work)
    assert got == [1, 2]
    assert len(connections.opened) == 2


def test_a_result_for_an_owner_that_is_gone_is_dropped(work: Background, qtbot: QtBot) -> None:
    owner, go, got = QObject(), threading.Event(), list[int]()
    work.run(owner, lambda: go.wait(10) and 1, got.append)
    shiboken6.delete(owner)
    go.set()
    settled(qtbot, work)
    assert got == []


def test_a_change_is_told_even_when_its_owner_is_gone(work: Background, qtbot: QtBot) -> None:
    owner, go = QObject(), threading.Event()
    work.run(owner, lambda: go.wait(10) and Saved(frozenset({"archive"})))
    shiboken6.delete(owner)
    with qtbot.waitSignal(work.changed, check_params_cb=lambda given: given == {"archive"}):
        go.set()


@pytest.mark.parametrize(
    "result", [Saved(frozenset({"archive"})), Changed(frozenset({"archive"}))], ids=["attribute", "itself"]
)
def test_changes_are_told_after_done(work: Background, qtbot: QtBot, result: object) -> None:
    owner, order = QObject(), list[object]()
    work.changed.connect(order.append)
    work.run(owner, lambda: result, lambda _result: order.append("done"))
    settled(qtbot, work)
    assert order == ["done", frozenset({"archive"})]


def test_work_that_changes_nothing_tells_no_change(work: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    work.changed.connect(told.append)
    for result in (None, 5, [1], Saved(frozenset())):
        work.run(QObject(), lambda result=result: result)
    settled(qtbot, work)
    assert told == []


def test_an_error_goes_to_failed_or_else_to_broke(work: Background, qtbot: QtBot) -> None:
    owner, failed, broke = QObject(), list[Exception](), list[Exception]()
    work.broke.connect(broke.append)
    work.run(owner, lambda: 1 // 0, failed=failed.append)
    work.run(owner, lambda: {}["x"])
    settled(qtbot, work)
    assert [type(error) for error in failed] == [ZeroDivisionError]
    assert [type(error) for error in broke] == [KeyError]


def test_work_goes_on_after_an_error(work: Background, qtbot: QtBot) -> None:
    owner, got = QObject(), list[int]()
    work.run(owner, lambda: 1 // 0, failed=lambda error: None)
    work.run(owner, lambda: 2, got.append)
    settled(qtbot, work)
    assert got == [2]


def test_a_connection_that_fails_fails_the_work_and_is_tried_again(qtbot: QtBot) -> None:
    tries: list[int] = []

    @contextmanager
    def shaky() -> Iterator[None]:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("gone")
        yield

    work, owner, got, failed = Background(shaky), QObject(), list[int](), list[Exception]()
    work.run(owner, lambda: 1, got.append, failed.append)
    settled(qtbot, work)
    work.run(owner, lambda: 2, got.append, failed.append)
    settled(qtbot, work)
    work.stop()
    assert (got, [type(error) for error in failed]) == ([2], [OSError])


def test_progress_comes_to_the_main_thread_in_order(work: Background, qtbot: QtBot) -> None:
    owner, steps, done = QObject(), list[tuple[int, int]](), list[str]()

    def count(tell: Steps) -> str:
        for at in (1, 2, 3):
            tell(at, 3)
        return "counted"

    work.run(owner, count, done.append, progress=lambda at, total: steps.append((at, total)), long=True)
    settled(qtbot, work)
    assert (steps, done) == ([(1, 3), (2, 3), (3, 3)], ["counted"])


def test_cancelled_work_stops_at_its_next_step_and_calls_nobody(work: Background, qtbot: QtBot) -> None:
    owner, at_work, go, called = QObject(), threading.Event(), threading.Event(), list[object]()
    reached: list[int] = []

    def long(tell: Steps) -> None:
        at_work.set()
        go.wait(10)
        tell(1, 2)
        reached.append(1)

    task = work.run(owner, long, called.append, called.append, progress=lambda at, total: None, long=True)
    assert at_work.wait(10)
    task.cancel()
    go.set()
    settled(qtbot, work)
    assert (called, reached, task.cancelled) == ([], [], True)


def test_cancelling_interrupts_the_connection_that_is_at_work(
    work: Background, connections: Connections, qtbot: QtBot
) -> None:
    owner, at_work, go = QObject(), threading.Event(), threading.Event()
    task = work.run(owner, lambda: (at_work.set(), go.wait(10)))
    assert at_work.wait(10)
    task.cancel()
    assert connections.interrupted == ["connection 1"]
    go.set()
    settled(qtbot, work)
    task.cancel()
    assert connections.interrupted == ["connection 1"]


def test_work_cancelled_while_it_waits_never_runs(work: Background, qtbot: QtBot) -> None:
    owner, go, ran = QObject(), threading.Event(), list[int]()
    work.run(owner, lambda: go.wait(10))
    task = work.run(owner, lambda: ran.append(1))
    task.cancel()
    go.set()
    settled(qtbot, work)
    assert ran == []


def test_reading_aside_keeps_neither_a_save_waiting_nor_counts_as_long(
    work: Background, qtbot: QtBot
) -> None:
    owner, told, free = QObject(), list[str](), threading.Event()

    def read() -> str:
        free.wait(5)
        return _thread()

    work.run(owner, read, told.append, aside=True)
    work.run(owner, _thread, told.append)
    qtbot.waitUntil(lambda: told == ["screens"])
    assert (work.busy(), work.busy_long()) == (True, False)
    free.set()
    settled(qtbot, work)
    assert told == ["screens", "aside"]
