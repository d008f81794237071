"""Which days a report covers: one month with ‹ ›, or from–to."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.statistics.period import month_days, month_label, shifted
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.frames import Ground, holder, row
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages

HEIGHT = 32
"""Of every part of the bar, so that nothing moves when the other way of choosing is taken."""


class MonthStepper(Ground):
    """A month between two arrows; PageUp and PageDown step too."""

    stepped = Signal(int)

    def __init__(self, month: int, latest: int, parent: QWidget | None = None) -> None:
        super().__init__("stepper", (2, 1, 2, 1), 0, parent)
        self._month, self._latest = month, latest
        self._before = Button(icon="chevron-left", kind="quiet", small=True, tip="上个月（PageUp）")
        self._after = Button(icon="chevron-right", kind="quiet", small=True, tip="下个月（PageDown）")
        self._before.setShortcut("PgUp")
        self._after.setShortcut("PgDown")
        self._name = label("", "strong")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name.setMinimumWidth(112)
        self._before.clicked.connect(lambda: self.step(-1))
        self._after.clicked.connect(lambda: self.step(1))
        self.column.addLayout(row(self._before, self._name, self._after, gap=2))
        self._show()

    def month(self) -> int:
        """The month shown, e.g. 202610."""
        return self._month

    def step(self, by: int) -> None:
        """Go some months on or back, never past the latest."""
        self.set_month(shifted(self._month, by))
        self.stepped.emit(self._month)

    def set_month(self, month: int) -> None:
        """Show a month without telling anyone."""
        self._month = min(month, self._latest)
        self._show()

    def _show(self) -> None:
        set_words(self._name, month_label(self._month))
        self._after.set_allowed(self._month < self._latest, "后面的月份还没有到")


class PeriodBar(QWidget):
    """Tells ``changed(start, end)`` whenever another period is chosen."""

    changed = Signal(object, object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        month = today.year * 100 + today.month
        self._stepper = MonthStepper(month, month)
        self._way = SegmentedControl([("month", "按月"), ("days", "起止日期")])
        self._start, self._end = _day_edit(month_days(month)[0], today), _day_edit(today, today)
        days = row(self._start, label("至", "second"), self._end, gap=6)
        self._ways = Pages(self._stepper, holder(days))
        self._ways.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stepper.stepped.connect(self._tell)
        self._way.chosen.connect(self._choose_way)
        self._start.dateChanged.connect(self._tell)
        self._end.dateChanged.connect(self._tell)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._ways)
        line.addWidget(self._way)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def period(self) -> tuple[date, date]:
        """First and last day chosen, in order."""
        if self._way.value() == "month":
            return month_days(self._stepper.month())
        start, end = (_python(edit.date()) for edit in (self._start, self._end))
        return min(start, end), max(start, end)

    def month(self) -> int:
        """The month of the last day chosen."""
        end = self.period()[1]
        return end.year * 100 + end.month

    def set_month(self, month: int) -> None:
        """Show a whole month."""
        self._way.choose("month")
        self._ways.setCurrentIndex(0)
        self._stepper.set_month(month)
        self._tell()

    def _choose_way(self, way: str) -> None:
        self._ways.setCurrentIndex(0 if way == "month" else 1)
        self._tell()

    def _tell(self, *_: object) -> None:
        self.changed.emit(*self.period())


def _day_edit(day: date, latest: date) -> QDateEdit:
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setDisplayFormat("yyyy-MM-dd")
    made.setCalendarPopup(True)
    made.setFixedHeight(HEIGHT)
    made.setMaximumDate(QDate(latest.year, latest.month, latest.day))
    return made


def _python(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
