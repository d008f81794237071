"""Slow work off the main thread, through one door, with its results back on it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Any, TypeVar, overload

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")
SCREENS, LONG, ASIDE = "screens", "long work", "aside"
"""The workers by name."""


class Cancelled(Exception):
    """The user no longer wants the work."""


class Task:
    """One piece of work that was handed in; ``cancel`` takes it back.

    ``cancelled`` is our own flag: an interrupted write surfaces as some database error, so what counts is the flag.
    """

    def __init__(self, interrupt: Callable[[object], None] | None) -> None:
        self._flag = threading.Event()
        self._lock = threading.Lock()
        self._interrupt = interrupt
        self._connection: object = None

    @property
    def cancelled(self) -> bool:
        """Whether it was taken back."""
        return self._flag.is_set()

    def cancel(self) -> None:
        """Ask the work to stop: it does at its next step, or at once when its connection can be interrupted."""
        self._flag.set()
        with self._lock:
            if self._connection is not None and self._interrupt is not None:
                self._interrupt(self._connection)

    def _hold(self, connection: object) -> None:
        with self._lock:
            self._connection = connection


class Steps:
    """Given to long work: call it with (done, total) now and then; it raises :class:`Cancelled` when unwanted."""

    def __init__(self, task: Task, told: Callable[[int, int], None]) -> None:
        self._task, self._told = task, told

    def __call__(self, done: int, total: int = 0) -> None:
        """Tell how far the work has come."""
        if self._task.cancelled:
            raise Cancelled
        self._told(done, total)


@dataclass(slots=True)
class _Job:
    owner: QObject
    work: Callable[..., Any]
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    progress: Callable[[int, int], None] | None
    task: Task
    worker: str
    given: tuple[object, ...] = field(default=())


class _Post(QObject):
    """Carries calls from the workers to the main thread."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)


class Background(QObject):
    """Workers for the screens, for long work and for reading aside, each with a connection of its own.

    ``connected()`` is entered once in each worker's thread and left when it stops; what it yields is given to
    ``interrupt`` when running work is cancelled. Results come back on the main thread, and only while the owner
    lives. Work whose result is or has in its attribute ``changed`` a :class:`~desktop_app.session.Changed` (or a
    set of feature names) makes the signal ``changed`` fire after its ``done``. Errors without a ``failed`` of
    their own go to the signal ``broke``.
    """

    changed = Signal(frozenset)
    broke = Signal(object)

    def __init__(self, connected: Callable[[], AbstractContextManager[object]],
                 interrupt: Callable[[object], None] | None = None, parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._connected, self._interrupt = connected, interrupt
        self._post = _Post()
        self._queues: dict[str, queue.SimpleQueue[_Job | None]] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._waiting: list[_Job] = []

    @overload
    def run(self, owner: QObject, work: Callable[[], T], done: Callable[[T], None] | None = ...,
            failed: Callable[[Exception], None] | None = ..., progress: None = ...,
            long: bool = ..., aside: bool = ...) -> Task: ...  # fmt: skip
    @overload
    def run(self, owner: QObject, work: Callable[[Steps], T], done: Callable[[T], None] | None = ...,
            failed: Callable[[Exception], None] | None = ...,
            progress: Callable[[int, int], None] = ..., long: bool = ...) -> Task: ...  # fmt: skip
    def run(self, owner: QObject, work: Callable[..., Any], done: Callable[[Any], None] | None = None,
            failed: Callable[[Exception], None] | None = None,
            progress: Callable[[int, int], None] | None = None, long: bool = False, aside: bool = False) -> Task:  # fmt: skip
        """Run ``work()`` in a worker, then ``done(result)`` or ``failed(exception)`` on the main thread.

        With ``progress`` the work is called with a :class:`Steps` instead, and ``progress(done, total)`` follows
        it on the main thread. Cancelled work calls neither ``done`` nor ``failed``. ``long`` takes the second
        worker: imports, backups, exports, long reports. ``aside`` takes the third: reading of some seconds that
        no save may wait for and that may be broken off at any time. Call it on the main thread.
        """
        task = Task(self._interrupt)
        worker = LONG if long else ASIDE if aside else SCREENS
        job = _Job(owner, work, done, failed, progress, task, worker)
        if progress is not None:
            job.given = (Steps(task, lambda at, total: self._report(job, at, total)),)
        self._waiting.append(job)
        self._worker(worker).put(job)
        return task

    def fetcher(self, owner: QObject) -> Callable[[Callable[[], Any], Callable[[Any], None]], Task]:
        """``run`` bound to an owner, as a :class:`~ui.kit.rows.WindowedModel` wants it."""
        return lambda work, done: self.run(owner, work, done)

    def busy(self) -> bool:
        """Whether any work was handed in and has not come back."""
        return bool(self._waiting)

    def busy_long(self) -> bool:
        """Whether long work (an import, a backup) has not come back, which ``stop`` would break off."""
        return any(job.worker == LONG for job in self._waiting)

    def settle(self, seconds: float) -> bool:
        """Wait until all short work handed in so far is done, e.g. a draft before the window closes."""
        reached = threading.Event()
        self.run(self, reached.set)
        return reached.wait(seconds)

    def stop(self) -> None:
        """Cancel everything, leave the connections and end the workers; a later ``run`` starts them again."""
        for job in self._waiting:
            job.task.cancel()
        for waiting in self._queues.values():
            waiting.put(None)
        for thread in self._threads.values():
            thread.join()
        self._queues.clear()
        self._threads.clear()

    def _worker(self, name: str) -> queue.SimpleQueue[_Job | None]:
        if name not in self._queues:
            jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
            thread = threading.Thread(target=self._serve, args=(jobs,), name=name, daemon=True)
            self._queues[name], self._threads[name] = jobs, thread
            thread.start()
        return self._queues[name]

    # in a worker's thread

    def _serve(self, jobs: queue.SimpleQueue[_Job | None]) -> None:
        while (job := jobs.get()) is not None:
            held = ExitStack()
            try:
                connection = held.enter_context(self._connected())
            except Exception as error:
                # this job has failed, the next one tries to connect again
                self._finish(job, error=error)
                continue
            with held:
                self._serve_connected(jobs, job, connection)
            return

    def _serve_connected(self, jobs: queue.SimpleQueue[_Job | None], first: _Job, connection: object) -> None:
        job: _Job | None = first
        while job is not None:
            self._do(job, connection)
            job = jobs.get()

    def _do(self, job: _Job, connection: object) -> None:
        if job.task.cancelled:
            self._finish(job)
            return
        job.task._hold(connection)
        try:
            result = job.work(*job.given)
        except Exception as error:
            self._finish(job, error=error)
        else:
            self._finish(job, result=result, good=True)
        finally:
            job.task._hold(None)

    def _finish(
        self, job: _Job, *, result: Any = None, error: Exception | None = None, good: bool = False
    ) -> None:
        self._post.arrived.emit(lambda: self._deliver(job, result, error, good))

    def _report(self, job: _Job, done: int, total: int) -> None:
        self._post.arrived.emit(lambda: self._deliver_progress(job, done, total))

    # on the main thread

    def _deliver_progress(self, job: _Job, done: int, total: int) -> None:
        if job.progress is not None and not job.task.cancelled and shiboken6.isValid(job.owner):
            job.progress(done, total)

    def _deliver(self, job: _Job, result: Any, error: Exception | None, good: bool) -> None:
        self._waiting.remove(job)
        alive = shiboken6.isValid(job.owner)
        if good:
            if alive and job.done is not None and not job.task.cancelled:
                job.done(result)
            self._tell_changes(result)
        elif error is not None and not job.task.cancelled:
            if alive and job.failed is not None:
                job.failed(error)
            else:
                self.broke.emit(error)

    def _tell_changes(self, result: object) -> None:
        features = getattr(getattr(result, "changed", result), "features", None) or getattr(
            result, "changed", None
        )
        if isinstance(features, set | frozenset) and features:
            self.changed.emit(frozenset(features))
