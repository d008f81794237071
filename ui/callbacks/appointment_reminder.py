"""Reminds of one's own appointments at their time: by the clock alone, so that sleep and restarts miss none."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from desktop_app.callbacks.own_appointments import OwnAppointment, own_appointments
from ui.office_context import Office

TOLD = "callbacks/reminded"
CONCERNS = frozenset({"callbacks", "settings"})


class AppointmentReminder(QObject):
    """Tells ``due(appointments)``, each appointment once, those missed while nobody looked together."""

    due = Signal(object)

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._waiting: tuple[OwnAppointment, ...] = ()
        self._on: date | None = None
        office.ticker.ticked.connect(self.look)
        office.background.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Read the appointments again."""
        session = self._office.session
        self._on = session.today()
        self._office.background.run(self, lambda: own_appointments(session), self._take, lambda _error: None)

    def look(self, moment: datetime) -> None:
        """Tell those whose time has come and that were not told before."""
        if self._on is not None and moment.date() != self._on:
            self.reload()
            return
        told = self._office.memory.read(TOLD, [""])
        come = tuple(one for one in self._waiting if one.at <= moment and _key(one) not in told)
        if come:
            self._office.memory.write(TOLD, [_key(one) for one in self._waiting if one.at <= moment])
            self.due.emit(come)

    def _take(self, found: tuple[OwnAppointment, ...]) -> None:
        self._waiting = found
        self.look(self._office.session.now())

    def _on_changed(self, changed: frozenset[str]) -> None:
        if changed & CONCERNS:
            self.reload()


def _key(one: OwnAppointment) -> str:
    return f"{one.callback_id} {one.at:%Y-%m-%d %H:%M}"
