"""What is planned for one car: recalls, dated wishes and appointments; noted, ended and booked from a file or a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop_app.callbacks.agreed_times import read_agreed
from desktop_app.callbacks.appointments import OPEN_STATES, STATE_LABELS, Booked, of_file
from desktop_app.callbacks.care import KIND_LABELS
from desktop_app.callbacks.care_notes import WISHES, Wish, WishKind, end_wish, note_wish, wishes_of
from desktop_app.callbacks.recalls import Recall, finish_recall, recalls_of
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.callbacks.appointment_dialog import AppointmentDialog, Car
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner, Field
from ui.kit.frames import Card, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Head, Item, ListRow
from ui.kit.labels import label
from ui.kit.pages import Pages
from ui.kit.paint import Badge
from ui.office_context import Office

HINTS: dict[WishKind, str] = {"advised_work": "例如：更换前刹车片", "please_come_in": "例如：复查异响"}
UNREADABLE = "看不懂这个日期，请写成“11-20”“下周三”或“10 天后”。"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything planned for one car."""

    recalls: tuple[Recall, ...]
    wishes: tuple[Wish, ...]
    booked: tuple[Booked, ...]


class CarePlanDialog(SheetDialog):
    """Shows the plan of one car and lets it be changed."""

    def __init__(self, office: Office, car: Car, parent: QWidget | None = None) -> None:
        super().__init__("召回、提醒与预约", parent, width=620)
        self._office, self._car = office, car
        held = office.session.person.duties
        self._may = allows(held, "callbacks")
        self.list, self._banner = GroupedList(), Banner("yellow", "circle-alert")
        self._nothing = EmptyState(
            "calendar-days", "还没有安排", "下面记一条提醒，或按 Ctrl+N 预约来店。", small=True
        )
        self._pages = Pages(self.list, self._nothing)
        self.kind = SegmentedControl([(kind, KIND_LABELS[kind]) for kind in WISHES])
        self.day, self.text = (
            Field("日期", hint="11-20、下周三、10 天后"),
            Field("内容", hint=HINTS[WISHES[0]]),
        )
        self.note = Button("记下提醒", icon="plus", keys="Ctrl+Return")
        self.end = Button("已完成，不再提醒", icon="check", keys="Del")
        self.new = Button("预约来店", kind="primary", icon="calendar-clock", keys="Ctrl+N")
        for button, action in ((self.note, "callbacks"), (self.new, "appointments")):
            button.set_allowed(allows(held, action), reason(action))
        self._lay_out()
        self._connect()
        self.list.setFocus()
        self.reload()

    def reload(self) -> None:
        """Read the plan again."""
        session, file_id = self._office.session, self._car.file_id

        def work() -> Plan:
            return Plan(recalls_of(session, file_id), wishes_of(session, file_id), of_file(session, file_id))

        self._office.background.run(self, work, self._show, self._office.tell)

    def store(self) -> None:
        """Note the wish as typed; what is wrong is told at its field."""
        session, file_id = self._office.session, self._car.file_id
        kind: WishKind = next(one for one in WISHES if one == self.kind.value())
        text, moment = self.text.text(), read_agreed(self.day.text(), session.now())
        if moment is None:
            self.day.show_error(UNREADABLE)
            return

        def done(_changed: Changed) -> None:
            self.day.set_text("")
            self.text.set_text("")
            self.reload()

        day = moment.date()
        self._office.background.run(
            self, lambda: note_wish(session, file_id, kind, day, text), done, self._failed
        )

    def end_chosen(self) -> None:
        """The chosen recall or wish needs no reminder any more."""
        current = self.list.current()
        one, session = (current.data if isinstance(current, Item) else None), self._office.session
        act: Callable[[], Changed] | None = None
        if isinstance(one, Recall):
            act = lambda: finish_recall(session, one.id)  # noqa: E731
        elif isinstance(one, Wish):
            act = lambda: end_wish(session, one.id)  # noqa: E731
        if act is not None:
            self._office.background.run(self, act, lambda _changed: self.reload(), self._failed)

    # inside

    def _lay_out(self) -> None:
        self._pages.setMinimumHeight(260)
        typed = Card((14, 10, 14, 12), 8)
        typed.column.addLayout(row(label("记一条提醒", "heading"), None, self.kind))
        fields = row(self.day, self.text, gap=14)
        fields.setStretch(0, 2)
        fields.setStretch(1, 3)
        typed.column.addLayout(fields)
        typed.column.addLayout(row(None, self.note))
        self.body.addWidget(label(self._car.words, "title"))
        for part in (self._banner, self._pages, typed):
            self.body.addWidget(part)
        leave = Button("关闭", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self.new, left=self.end)

    def _connect(self) -> None:
        self.note.clicked.connect(self.store)
        self.end.clicked.connect(self.end_chosen)
        self.new.clicked.connect(self._book)
        self.list.chosen.connect(lambda _row: self._allow())

    def _show(self, plan: Plan) -> None:
        rows = [*_recall_rows(plan.recalls), *_wish_rows(plan.wishes), *_booked_rows(plan.booked)]
        self.list.set_rows(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        if self.list.current() is None:
            self.list.select_first()
        self._allow()

    def _allow(self) -> None:
        current = self.list.current()
        one = current.data if isinstance(current, Item) else None
        open_one = isinstance(one, Wish) or (isinstance(one, Recall) and one.done_on is None)
        why = "先选一条召回或提醒；预约在预约簿里办。" if self._may else reason("callbacks")
        self.end.set_allowed(self._may and open_one, why)

    def _book(self) -> None:
        current = self.list.current()
        one = current.data if isinstance(current, Item) else None
        work = one.text if isinstance(one, Wish) else one.name if isinstance(one, Recall) else ""
        dialog = AppointmentDialog(self._office, self, car=self._car, work=work)
        dialog.made.connect(lambda _at: self.reload())
        dialog.exec()

    def _failed(self, error: Exception) -> None:
        field = {"text": self.text, "due_on": self.day}.get(getattr(error, "field", None) or "")
        if isinstance(error, Refused) and field is not None:
            field.show_error(error.message)
        elif isinstance(error, Refused):
            self._banner.show_words(error.message, "yellow", "circle-alert")
        else:
            self._office.tell_not_saved(error, "这条提醒", self.store)


def _recall_rows(found: tuple[Recall, ...]) -> list[ListRow]:
    head: list[ListRow] = [Head("召回", len(found), "megaphone")] if found else []
    return head + [
        Item(
            ("recall", one.id), one.name, f"{one.noted_on:%Y-%m-%d} 通知", Badge("召回", "red"),
            right=f"{one.done_on:%m-%d} 已完成" if one.done_on else "未完成",
            right_tone="green" if one.done_on else "red", data=one,
        )
        for one in found
    ]  # fmt: skip


def _wish_rows(found: tuple[Wish, ...]) -> list[ListRow]:
    head: list[ListRow] = [Head("提醒", len(found), "bell")] if found else []
    return head + [
        Item(("wish", one.id), one.text, one.label, right=f"{one.due_on:%Y-%m-%d}", data=one) for one in found
    ]


def _booked_rows(found: tuple[Booked, ...]) -> list[ListRow]:
    head: list[ListRow] = [Head("预约", len(found), "calendar-clock")] if found else []
    return head + [
        Item(
            ("booked", one.id), one.work, f"{one.at:%Y-%m-%d %H:%M}" + (f" · {one.advisor}" if one.advisor else ""),
            right=STATE_LABELS[one.state], right_tone="accent" if one.state in OPEN_STATES else "grey", data=one,
        )
        for one in found
    ]  # fmt: skip
