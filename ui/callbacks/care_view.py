"""A care call: the customer, everything there is to remind of in this one call, and the appointment it leads to."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointments import remind
from desktop_app.callbacks.care import KINDS
from desktop_app.callbacks.care_drafts import save_care_draft
from desktop_app.callbacks.care_handling import CareAnswer, save_care
from desktop_app.callbacks.care_sheet import CareSheet, open_care
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed, changed
from ui.callbacks.appointment_dialog import Car
from ui.callbacks.booking_form import BookingForm
from ui.callbacks.care_card import CareCard
from ui.callbacks.care_head import CareHead
from ui.callbacks.care_words import works_of
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.fields import ErrorBanner
from ui.kit.frames import Card, ScrollColumn, Sheet, band, clear, holder, line
from ui.kit.labels import ElidedLabel, label
from ui.office_context import Office

DRAFT_MS = 300
"""How long what was typed waits for more before it is written."""
UNDO = "（Ctrl+Z 撤销）"
HINT = "1 接受 · 2 谢绝 · 3 以后再说，↑↓ 换一项"


class CareView(Sheet):
    """Tells ``saved(vin)`` after a call, ``file_wanted(vin)``."""

    saved = Signal(str)
    kept = Signal(str)
    """The key that answers were saved under, by which they can be taken back."""
    file_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._may = allows(office.session.person.duties, "callbacks")
        self._sheet: CareSheet | None = None
        self._vin, self._key, self._saving, self._loading = "", uuid4().hex, False, False
        self._typed = False
        self.cards: list[CareCard] = []
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DRAFT_MS)
        self._wait.timeout.connect(self.keep_draft)
        self._make_parts()
        self._lay_out()
        self._connect()

    # what the page asks

    def vin(self) -> str:
        """The car whose call is open or being opened, "" for none."""
        return self._vin

    def car(self) -> Car | None:
        """The car that is spoken of."""
        if self._sheet is None:
            return None
        customer = self._sheet.call.customer
        return Car(customer.file_id, " · ".join(part for part in (customer.name, customer.plate) if part))

    def open_vin(self, vin: str) -> None:
        """Open the care call to a car."""
        self.keep_draft()
        self._vin, self._sheet, self._saving = vin, None, False
        session = self._office.session

        def failed(error: Exception) -> None:
            if self._vin != vin:
                return
            self._vin = ""
            self._body.hide()
            self._nothing.show()
            if isinstance(error, Refused):
                self._nothing.say("这通关怀电话不用打了", error.message)
            else:
                self._office.tell(error)

        self._office.background.run(self, lambda: open_care(session, vin), self._show, failed)

    def leave(self) -> None:
        """Write the draft down and forget the call."""
        self.keep_draft()
        self._vin, self._sheet = "", None

    def focus_first(self) -> None:
        """Put the keys on the first reminder without an answer."""
        self._go_on()

    def set_next(self, words: str) -> None:
        """Say who comes next."""
        self._next.set_text(words)

    def keep_draft(self) -> None:
        """Write what is typed to the disk now."""
        self._wait.stop()
        if self._sheet is None or self._saving or not self._may or not self._typed:
            return
        self._typed = False
        session, vin, content = self._office.session, self._vin, self._content()
        self._office.background.run(self, lambda: save_care_draft(session, vin, content))

    def save(self) -> None:
        """Save every answer and the appointment; what is missing is told at its place."""
        if self._sheet is None or self._saving:
            return
        told = [card for card in self.cards if card.answer()]
        if not told:
            self._banner.show_words(
                "先记下客户怎么说：1 接受、2 谢绝、3 以后再说。", "yellow", "circle-alert"
            )
            return
        answers = [(card.read(), card) for card in told if card.answer() != "told"]
        if any(answer is None for answer, _ in answers):
            return
        new = self.booking.read() if self.books() else None
        if self.books() and new is None:
            return
        self._store([answer for answer, _ in answers if answer], new)

    def save_unreached(self) -> None:
        """Nobody answered: every reminder that is still open is for the next working day."""
        for card in self.cards:
            if not card.answer() and card.reminder.kind in KINDS:
                card.put({"answer": "later"})
        self.save()

    def books(self) -> bool:
        """Whether an appointment is to be made with this call."""
        return self._booking_card.isVisibleTo(self._body) and bool(self.booking.time.text())

    # inside

    def _make_parts(self) -> None:
        self.head = CareHead(self._office)
        self._banner = ErrorBanner()
        self._reminders = QVBoxLayout()
        self._reminders.setSpacing(8)
        self.booking = BookingForm(self._office.session.now())
        self._booking_card = Card((14, 10, 14, 12), 8)
        self._nothing = EmptyState("gift", "选一位客户开始")
        self._unreached = Button(
            "没打通，改天再打", icon="phone-missed", keys="Alt+0", tip="还没记的都留到下个工作日"
        )
        self._save = Button("保存，下一个", kind="primary", keys="Ctrl+Return")
        self._next = ElidedLabel("", 12, token="t2")

    def _lay_out(self) -> None:
        scroll = ScrollColumn((20, 4, 16, 12), 10)
        scroll.column.addWidget(self._banner)
        scroll.column.addLayout(self._reminders)
        self._booking_card.column.addWidget(label("顺便约好来店（不约就空着时间）", "heading"))
        self._booking_card.column.addWidget(self.booking)
        scroll.column.addWidget(self._booking_card)
        scroll.column.addStretch(1)
        self._scroll = scroll
        foot = band(
            self._unreached, label(HINT, "note"), None, self._next, self._save, margins=(16, 9, 16, 9)
        )
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(line())
        inner.addWidget(scroll, 1)
        inner.addWidget(line())
        inner.addWidget(foot)
        self._body: QWidget = holder(inner)
        self._body.hide()
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self._nothing, 1)

    def _connect(self) -> None:
        self.head.file_wanted.connect(lambda: self.file_wanted.emit(self._vin))
        self._save.clicked.connect(self.save)
        self._unreached.clicked.connect(self.save_unreached)
        self.booking.changed.connect(self._on_typed)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.save)
        for button in (self._save, self._unreached):
            button.set_allowed(self._may, reason("callbacks"))

    def _show(self, sheet: CareSheet) -> None:
        call = sheet.call
        if call.customer.vin != self._vin:
            return
        self._sheet, self._key, self._loading = sheet, uuid4().hex, True
        self._nothing.hide()
        self._body.show()
        self._banner.show_words("")
        self.head.show_sheet(sheet)
        clear(self._reminders)
        now = self._office.session.now()
        self.cards = [CareCard(one, call.customer.model, now) for one in call.reminders]
        for card in self.cards:
            card.setEnabled(self._may)
            card.setToolTip("" if self._may else reason("callbacks"))
            card.answered.connect(self._go_on)
            card.changed.connect(self._on_typed)
            card.moved.connect(self._move)
            self._reminders.addWidget(card)
            card.show()  # at once, or it could not take the keys
        self._works = ""
        self.booking.begin(now, sheet.advisors, sheet.last_advisor)
        self._take_draft(sheet)
        self._loading = self._typed = False
        self._show_booking()
        self._go_on()

    def _take_draft(self, sheet: CareSheet) -> None:
        draft = sheet.draft or {}
        for card in self.cards:
            card.put(draft.get("cards", {}).get(_key(card), {}))
        if draft.get("booking"):
            self.booking.put(draft["booking"])

    def _content(self) -> dict[str, object] | None:
        cards = {_key(card): card.draft() for card in self.cards if card.answer()}
        return {"cards": cards, "booking": self.booking.values()} if cards else None

    def _on_typed(self) -> None:
        if self._loading:
            return
        self._typed = True
        self._banner.show_words("")
        self._show_booking()
        if not self._wait.isActive():
            self._wait.start()

    def _show_booking(self) -> None:
        accepted = [card.reminder for card in self.cards if card.answer() == "accepted"]
        works = works_of(accepted)
        self._booking_card.setVisible(bool(works))
        if works != self._works and self.booking.work.text() in ("", self._works):
            self._works = works
            self.booking.work.set_text(works)

    def _go_on(self) -> None:
        """To the first reminder without an answer; then to the appointment; then to 保存."""
        waiting = next((card for card in self.cards if not card.answer()), None)
        if waiting is not None:
            waiting.setFocus()
            self._scroll.ensureWidgetVisible(waiting)
        elif self._booking_card.isVisibleTo(self._body) and not self.booking.time.text():
            self.booking.time.edit.setFocus()
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self._booking_card))
        else:
            self._save.setFocus()

    def _move(self, by: int) -> None:
        here = next((at for at, card in enumerate(self.cards) if card.hasFocus()), 0)
        card = self.cards[min(max(here + by, 0), len(self.cards) - 1)]
        card.setFocus()
        self._scroll.ensureWidgetVisible(card)

    # saving

    def _store(self, answers: list[CareAnswer], new: NewAppointment | None) -> None:
        sheet = self._sheet
        assert sheet is not None
        session, key, file_id = self._office.session, self._key, sheet.call.customer.file_id
        told = any(card.answer() == "told" for card in self.cards)
        waiting = [one.id for one in sheet.booked if one.reminder_due is not None] if told else []
        self._saving = True

        def work() -> Changed:
            for appointment in waiting:
                remind(session, appointment)
            if answers:
                save_care(session, file_id, answers, key, new)
            return changed("callbacks", "archive", "statistics")

        def done(_changed: Changed) -> None:
            booked = f"，预约 {new.at:%m-%d %H:%M}" if new else ""
            self._office.status(
                f"{sheet.call.customer.name}：关怀电话已保存{booked}{UNDO if answers else ''}"
            )
            if answers:
                self.kept.emit(key)
            vin, self._vin, self._sheet, self._saving = self._vin, "", None, False
            self.saved.emit(vin)

        self._office.background.run(self, work, done, self._refused)

    def _refused(self, error: Exception) -> None:
        self._saving = False
        self._typed = True
        self._wait.start()
        if not isinstance(error, Refused):
            self._office.tell_not_saved(error, "这通关怀电话", self.save)
        elif not self.booking.show_refused(error):
            self._banner.show_words(error.message)


def _key(card: CareCard) -> str:
    return f"{card.reminder.kind} {card.reminder.due_on}"
