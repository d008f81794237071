"""Who is signed in, what they may do, what time it is, and the door to the records.

A ``Session`` is the first argument of every rule; nothing here is global.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from desktop_app.problems import Refused

if TYPE_CHECKING:  # the sign-in window needs sessions and no database yet
    from db.connection import DataFile

Clock = Callable[[], datetime]
Crash = Literal["", "whole", "torn"]
"""Whether the last one to have the data open died: everything is there, or the last save may not be."""


def wall_clock() -> datetime:
    """The dealership's wall clock, to the second."""
    return datetime.now().replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone signed in: the account's name and the duties it holds (department's rules, section 6)."""

    name: str
    duties: frozenset[str]


@dataclass(frozen=True)
class Session:
    """One signed-in person at one clock on one data file.

    ``clock`` is injected; ``replay`` says that it was set by hand, so asking about the past is no clock fault.
    ``after_crash`` says that whoever had the data open last did not close it, and what was found.
    """

    person: Person
    clock: Clock
    data: DataFile
    replay: bool = False
    after_crash: Crash = ""

    def now(self) -> datetime:
        """The moment it is, to the second."""
        return self.clock()

    def today(self) -> date:
        """The day it is."""
        return self.clock().date()

    def at(self, moment: datetime) -> Session:
        """The same session with its clock standing at ``moment``."""
        return replace(self, clock=lambda: moment, replay=True)

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """A database connection for this thread; yields the raw handle, whose ``interrupt()`` any thread may call.

        Inside an outer ``connected()`` it is that one.
        """
        data: Any = self.data
        if not data.is_closed():
            yield data.connection()
            return
        with data.connection_context():
            yield data.connection()

    @contextmanager
    def saving(self) -> Iterator[None]:
        """One change, one ``IMMEDIATE`` transaction, on this thread's connection; refused where the data is gone."""
        self.data.refuse_moved()
        from desktop_app.long_writes import begun

        with self.connected(), begun(self.data):
            yield


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change touched: feature names (``archive callbacks complaints statistics settings``) that refresh."""

    features: frozenset[str]
    reference: str | None = None


def changed(*features: str, reference: str | None = None) -> Changed:
    """``changed("callbacks", "archive")``."""
    return Changed(frozenset(features), reference)


def require(session: Session, action: str) -> None:
    """Refuse unless the person's duties allow ``action`` (the matrix stands in ``safety.duties``)."""
    from desktop_app.safety.duties import allows, reason

    if not allows(session.person.duties, action):
        raise Refused(reason(action))
