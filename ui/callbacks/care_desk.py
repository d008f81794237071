"""The care calls of the call desk: a care row opens in place of a callback, and the next care row after it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from desktop_app.callbacks.care_undoing import undo_care
from desktop_app.callbacks.worklist import Entry
from desktop_app.problems import Refused
from desktop_app.session import Changed
from ui.callbacks.appointment_dialog import Car
from ui.callbacks.call_view import CallView
from ui.callbacks.care_view import CareView
from ui.callbacks.worklist_view import WorklistView
from ui.kit.pages import Pages
from ui.office_context import Office


class CareDesk(QObject):
    """``pages`` holds the callback's view and the care call's, one of them in sight."""

    def __init__(self, office: Office, day: WorklistView, call: CallView) -> None:
        super().__init__(day)
        self._day, self.view = day, CareView(office)
        self._call, self._office = call, office
        self.pages = Pages(call, self.view)
        QShortcut(QKeySequence("Alt+W"), self.pages, self.plan)
        self._last: tuple[str, str] | None = None
        self.view.saved.connect(self._after)
        self.view.kept.connect(self._remember)
        call.saved.connect(lambda _call: self._forget())
        self.view.file_wanted.connect(office.open_file)

    def open(self, entry: Entry) -> None:
        """Take the care call of a row."""
        self.pages.setCurrentWidget(self.view)
        self.view.open_vin(entry.ref)
        self._tell_next()

    def close(self) -> None:
        """Back to callbacks; what was typed is kept."""
        self.view.leave()
        self.pages.setCurrentIndex(0)

    def plan(self) -> None:
        """Recalls, dated wishes and appointments of the car that is being spoken of."""
        from ui.archive.care_plan_dialog import CarePlanDialog

        car = self.view.car() if self.in_sight() else _car_of(self._call)
        if car is not None:
            CarePlanDialog(self._office, car, self.pages).exec()

    def undo(self) -> None:
        """Take back what was saved last: a care call, or the outcome of a callback."""
        if self._last is None:
            self._call.undo()
            return
        (key, vin), session = self._last, self._office.session

        def done(_changed: Changed) -> None:
            self._forget()
            self._office.status("已撤销上一通关怀电话。")
            self.pages.setCurrentWidget(self.view)
            self.view.open_vin(vin)

        def failed(error: Exception) -> None:
            if isinstance(error, Refused):
                self._office.status(error.message)
            else:
                self._office.tell(error)

        self._office.background.run(self, lambda: undo_care(session, key), done, failed)

    def in_sight(self) -> bool:
        """Whether a care call is in sight."""
        return self.pages.currentWidget() is self.view

    def _remember(self, key: str) -> None:
        self._last = key, self.view.vin()

    def _forget(self) -> None:
        self._last = None

    def _after(self, vin: str) -> None:
        following = self._following(vin)
        if following is None:
            self.close()
            self._day.list.setFocus()
        else:
            self._day.find_tasks(following.ref)
            self.open(following)

    def _following(self, vin: str) -> Entry | None:
        """The care row behind the one of a car, or the first other one."""
        rows = [entry for entry in self._day.entries() if entry.kind == "care"]
        at = next((place for place, entry in enumerate(rows) if entry.ref == vin), -1)
        return next((entry for entry in (*rows[at + 1 :], *rows[: max(at, 0)]) if entry.ref != vin), None)

    def _tell_next(self) -> None:
        following = self._following(self.view.vin())
        self.view.set_next(f"下一个：{following.name}" if following else "后面没有关怀电话了")


def _car_of(view: CallView) -> Car | None:
    state = view.state()
    if state is None:
        return None
    words = " · ".join(part for part in (state.call.customer.name, state.call.car.plate) if part)
    return Car(state.call.file_id, words)
