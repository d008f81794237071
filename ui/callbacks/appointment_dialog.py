"""A new appointment: the customer found by name, phone or plate, then when, what and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.archive.finding import Hit, search
from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.appointments import make_appointment
from desktop_app.callbacks.care_sheet import advisors
from desktop_app.problems import Refused
from ui.callbacks.booking_form import BookingForm
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import ErrorBanner, Field, SearchBox
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.office_context import Office

HITS, PAUSE_MS = 12, 200


@dataclass(frozen=True, slots=True)
class Car:
    """Whose car comes: the row of its file, and how people know it."""

    file_id: int
    words: str


class AppointmentDialog(SheetDialog):
    """Makes an appointment; ``made`` carries its moment. With ``car`` nobody is searched for."""

    made = Signal(object)

    def __init__(
        self,
        office: Office,
        parent: QWidget | None = None,
        *,
        car: Car | None = None,
        at: str = "",
        work: str = "",
    ) -> None:
        super().__init__("新预约", parent, width=640)
        self._office, self._car, self._key = office, car, uuid4().hex
        self._prefilled = {"at": at, "work": work}
        self.who = Field("客户", SearchBox(), hint="姓名、电话、车牌或车架号，↓ 到名单里选，Enter 选定")
        self.found, self._chosen = GroupedList(), label("", "heading")
        self.form, self._banner = BookingForm(office.session.now()), ErrorBanner()
        self.save = Button("约好", kind="primary", keys="Ctrl+Return")
        leave = Button("取消", keys="Esc", bind=False)
        self.found.setFixedHeight(150)
        for part in (label("新预约", "title"), self._banner, self._chosen, self.who, self.found, self.form):
            self.body.addWidget(part)
        self.add_buttons(leave, self.save)
        leave.clicked.connect(self.reject)
        self.save.clicked.connect(self.store)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE_MS)
        self._wait.timeout.connect(self._search)
        edit = self.who.edit
        assert isinstance(edit, SearchBox)
        edit.moved.connect(lambda _by: self.found.setFocus())
        edit.textEdited.connect(lambda _text: self._wait.start())
        edit.returnPressed.connect(self._take_first)
        self.found.opened.connect(self._take)
        session = office.session
        office.background.run(self, lambda: advisors(session), self._begin, office.tell)
        self._show_car()

    def store(self) -> None:
        """Make the appointment; what is missing is told at its field."""
        if self._car is None:
            self.who.show_error("先选一位客户。")
            return
        new = self.form.read()
        if new is None:
            return
        session, file_id, key = self._office.session, self._car.file_id, self._key
        self._office.background.run(
            self, lambda: make_appointment(session, file_id, new, key)[1],
            lambda _changed: self._done(new.at), self._failed,
        )  # fmt: skip

    def _done(self, at: object) -> None:
        self.made.emit(at)
        self.accept()

    def _begin(self, names: Sequence[str]) -> None:
        typed = self.form.values()
        self.form.begin(self._office.session.now(), names)
        self.form.put(self._prefilled | {name: words for name, words in typed.items() if words})

    def _show_car(self) -> None:
        known = self._car is not None
        self.who.setHidden(known)
        self.found.setHidden(known)
        self._chosen.setHidden(not known)
        set_words(self._chosen, self._car.words if self._car else "")
        (self.form.time.edit if known else self.who.edit).setFocus()

    def _search(self) -> None:
        session, text = self._office.session, self.who.text()

        def show(hits: tuple[Hit, ...]) -> None:
            if text == self.who.text():
                self.found.set_rows([_item(hit) for hit in hits if hit.kind == "file"])
                self.found.select_first()

        self._office.background.run(self, lambda: search(session, text, HITS), show)

    def _take_first(self) -> None:
        current = self.found.current() or next(iter(self.found.rows()), None)
        self._take(current)

    def _take(self, item: object) -> None:
        if isinstance(item, Item) and isinstance(item.data, Car):
            self._car = item.data
            self._show_car()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            self._office.tell_not_saved(error, "这个预约", self.store)
        elif not self.form.show_refused(error):
            self._banner.show_words(error.message)


def _item(hit: Hit) -> Item:
    words = " · ".join(part for part in (shown_phone(hit.phone), hit.plate, hit.model) if part)
    return Item(
        hit.record_id, hit.name or hit.number, words, data=Car(hit.record_id, f"{hit.name} · {words}")
    )
