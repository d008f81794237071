"""数据 › 工作日历: the days off and make-up days of a year, and which days of the week are worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app import working_calendar as rules
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed, changed
from desktop_app.working_calendar import Calendar
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Banner, Field
from ui.kit.frames import beside, column, row
from ui.kit.labels import label, set_words
from ui.office.day_spans import read_days, told
from ui.office.year_view import YearView
from ui.office_context import Office

WEEKDAYS = "一二三四五六日"
HINT = "一行一段，例如：10-01 至 10-07"


@dataclass(frozen=True, slots=True)
class Kept:
    """The calendar as it is set, and what is missing in it."""

    calendar: Calendar
    hint: str


class CalendarDialog(SheetDialog):
    """Shows a year to everyone who may see the office; the manager changes it."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("工作日历", parent, width=960)
        self._office, self._year = office, office.session.today().year
        self._kept: Kept | None = None
        self._may = allows(office.session.person.duties, "manage_office")
        self._title, self._hint = label("", "title"), Banner("yellow", "calendar-clock")
        self._before = Button(icon="chevron-left", small=True, tip="上一年（PageUp）")
        self._after = Button(icon="chevron-right", small=True, tip="下一年（PageDown）")
        self.off, self.work = (
            Field(name, QPlainTextEdit(), hint=HINT) for name in ("放假", "调休上班的周末")
        )
        self.weekdays = tuple(Button(f"周{name}", small=True) for name in WEEKDAYS)
        self.view, self._sum = YearView(), label("", "note")
        self.save = Button("保存", kind="primary", keys="Ctrl+Return")
        self._lay_out()
        self._connect()
        self.off.edit.setFocus()
        self._read()

    def year(self) -> int:
        """The year shown."""
        return self._year

    def go(self, by: int) -> None:
        """Show a neighbouring year; what was typed and not saved goes."""
        self._year += by
        self._show_year()

    def store(self) -> None:
        """Save the year and the weekdays; what makes no sense is told at its field."""
        session, year = self._office.session, self._year
        weekdays = [number for number, button in enumerate(self.weekdays) if button.isChecked()]
        try:
            off = read_days(self.off.text(), year, "off")
            work = read_days(self.work.text(), year, "work")
        except Refused as error:
            self._tell(error)
            return

        def store() -> Changed:
            rules.set_year(session, year, off, work)
            rules.set_working_weekdays(session, weekdays)
            return changed("settings", "callbacks")

        def done(_changed: Changed) -> None:
            self._office.status(f"{year} 年的工作日历已保存")
            self._read()

        self._office.background.run(self, store, done, self._tell)

    # inside

    def _lay_out(self) -> None:
        leave = Button("关闭", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        for field in (self.off, self.work):
            field.edit.setFixedHeight(120)
            field.edit.setTabChangesFocus(True)  # type: ignore[attr-defined]
            field.edit.setEnabled(self._may)
        for button in self.weekdays:
            button.setCheckable(True)
            button.set_allowed(self._may, reason("manage_office"))
        typed = column(
            self.off, self.work, label("每周工作日", "field"), row(*self.weekdays[:4], None, gap=4),
            row(*self.weekdays[4:], None, gap=4), None, gap=8,
        )  # fmt: skip
        self._before.setShortcut("PgUp")
        self._after.setShortcut("PgDown")
        self.body.addLayout(row(self._title, self._before, self._after, None, self._sum))
        self.body.addWidget(self._hint)
        self.body.addLayout(beside(self.view, typed, gap=24))
        self.add_buttons(leave, self.save)
        self.save.set_allowed(self._may, reason("manage_office"))

    def _connect(self) -> None:
        self._before.clicked.connect(lambda: self.go(-1))
        self._after.clicked.connect(lambda: self.go(1))
        self.save.clicked.connect(self.store)
        for field in (self.off, self.work):
            field.edit.textChanged.connect(self._preview)  # type: ignore[attr-defined]
        for button in self.weekdays:
            button.toggled.connect(lambda _on: self._preview())

    def _read(self) -> None:
        session = self._office.session

        def work() -> Kept:
            return Kept(rules.calendar(session), rules.hint_of_missing_year(session))

        def show(kept: Kept) -> None:
            self._kept = kept
            self._hint.show_words(kept.hint, "yellow", "calendar-clock")
            self._show_year()

        self._office.background.run(self, work, show, self._office.tell)

    def _show_year(self) -> None:
        if self._kept is None:
            return
        kept = self._kept.calendar
        year = kept.years.get(self._year)
        set_words(self._title, f"{self._year} 年")
        self.off.set_text(told(year.off if year else ()))
        self.work.set_text(told(year.work if year else ()))
        for number, button in enumerate(self.weekdays):
            button.setChecked(number in kept.weekdays)
        self._preview()

    def _preview(self) -> None:
        off, work = self._days(self.off), self._days(self.work)
        weekdays = frozenset(number for number, button in enumerate(self.weekdays) if button.isChecked())
        self.view.show_year(self._year, off, work, weekdays)
        known = self._kept is not None and self._kept.calendar.knows(self._year)
        words = f"放假 {len(off)} 天，调休上班 {len(work)} 天"
        set_words(self._sum, words if known or off else "这一年还没有录入，按周末休息计算")

    def _days(self, field: Field) -> frozenset[date]:
        try:
            return read_days(field.text(), self._year, "")
        except Refused:
            return frozenset()

    def _tell(self, error: Exception) -> None:
        field = {"off": self.off, "work": self.work}.get(getattr(error, "field", None) or "")
        if isinstance(error, Refused) and field is not None:
            field.show_error(error.message)
        elif isinstance(error, Refused):
            self._hint.show_words(error.message, "red", "circle-alert")
        else:
            self._office.tell_not_saved(error, "工作日历", self.store)
