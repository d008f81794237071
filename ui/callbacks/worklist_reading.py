"""Reading the day's list in two steps: the calls at once, the care reminders aside, so that no call waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from desktop_app.callbacks.claims import calling_now
from desktop_app.callbacks.progress import Progress, empty_reason, progress
from desktop_app.callbacks.worklist import Entry, in_order, worklist
from desktop_app.session import Session
from desktop_app.working_calendar import hint_before_days_off
from ui.office_context import Office

LOOK_EVERY = 15
"""Seconds after which others' calls are looked at again."""


@dataclass(frozen=True, slots=True)
class Day:
    """Today's list with what stands above it; ``why_empty`` only when there is nothing, ``hint`` before days off.

    ``must`` counts the calls without care reminders, which may wait for weeks.
    """

    entries: tuple[Entry, ...]
    made: Progress
    must: int
    why_empty: str
    hint: str


class WorklistReading(QObject):
    """Tells ``read(Day)`` after the calls were read, and again when the care reminders are there.

    ``care`` is not read again after every call saved; it is when ``reload`` asks for it and on a new day.
    ``moved_on(moment)`` says that a minute went by while what is listed stayed as it is.
    """

    read = Signal(object)
    failed = Signal(object)
    moved_on = Signal()

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._care: tuple[Entry, ...] | None = None
        self._calling: dict[int, str] = {}
        self._on: date | None = None
        self._reading = self._again = self._reading_care = self._care_again = False

    def reload(self, *, care: bool) -> None:
        """Read the calls again, and the care reminders when asked for or not there yet."""
        if care or self._care is None:
            self._read_care()
        if self._reading:
            self._again = True
            return
        self._reading = True
        session, known = self._office.session, self._care
        self._on = session.today()
        self._office.background.run(self, lambda: _day(session, known), self._show, self._fail)

    def look(self, moment: datetime) -> None:
        """See whether others began or ended a call, or a new day came."""
        if self._on is not None and moment.date() != self._on:
            self.reload(care=True)
        elif not self._reading and moment.second % LOOK_EVERY == 0:
            session = self._office.session
            self._office.background.run(
                self, lambda: calling_now(session), self._compare, lambda _error: None
            )

    def _compare(self, calling: dict[int, str]) -> None:
        if calling != self._calling:
            self._calling = calling
            self.reload(care=False)
        else:
            self.moved_on.emit()

    def _show(self, found: tuple[Day, dict[int, str]]) -> None:
        self._reading = False
        day, self._calling = found
        self.read.emit(day)
        if self._again:
            self._again = False
            self.reload(care=False)

    def _fail(self, error: Exception) -> None:
        self._reading = self._again = False
        self.failed.emit(error)

    def _read_care(self) -> None:
        if self._reading_care:
            self._care_again = True
            return
        self._reading_care, session = True, self._office.session
        self._office.background.run(
            self, lambda: worklist(session, parts=frozenset({"care"})), self._take_care, self._fail_care, aside=True
        )  # fmt: skip

    def _take_care(self, found: tuple[Entry, ...]) -> None:
        self._reading_care, self._care = False, found
        self.reload(care=self._care_again)
        self._care_again = False

    def _fail_care(self, error: Exception) -> None:
        self._reading_care = self._care_again = False
        self._care = self._care or ()  # told once; asked again when something changed
        self.failed.emit(error)


def _day(session: Session, care: tuple[Entry, ...] | None) -> tuple[Day, dict[int, str]]:
    """The day, and who is calling whom; ``care`` None while the reminders are being read."""
    calls = worklist(session, parts=frozenset({"calls"}))
    empty = not calls and care is not None and not care
    day = Day(
        in_order((*calls, *(care or ()))), progress(session, calls), len(calls),
        empty_reason(session) if empty else "",
        hint_before_days_off(session, [entry.due_to for entry in calls]),
    )  # fmt: skip
    return day, calling_now(session)
