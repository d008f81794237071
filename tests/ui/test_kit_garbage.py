"""Garbage is collected on the main thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ui.kit.garbage import MainThreadGarbage


class Knot:
    """Refers to itself, so that only a collection ends it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def garbage() -> Iterator[MainThreadGarbage]:
    gc.enable()
    owner = QObject()
    yield MainThreadGarbage(owner)
    gc.disable()


def allocate() -> list[list[int]]:
    """More than makes Python collect by itself."""
    return [[number] for number in range(gc.get_threshold()[0] * 5)]


def test_a_worker_that_allocates_collects_nothing_and_the_main_thread_does(
    garbage: MainThreadGarbage,
) -> None:
    gc.collect()
    gone = weakref.ref(Knot())
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert gone() is not None
    kept = allocate()
    garbage.collect()
    assert gone() is None
    assert kept


def test_nothing_is_collected_before_it_is_due(garbage: MainThreadGarbage) -> None:
    gc.collect()
    gone = weakref.ref(Knot())
    garbage.collect()
    assert gone() is not None
