"""What an appointment needs, typed: the time as people say it, the work, the advisor, courtesy and reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.callbacks.agreed_times import read_agreed
from desktop_app.callbacks.appointment_booking import CHANNELS, COURTESIES, NewAppointment
from desktop_app.problems import Refused
from ui.callbacks.agree_dialog import WEEKDAYS
from ui.kit.choices import FilterBox, SegmentedControl
from ui.kit.fields import Field
from ui.kit.frames import column, row
from ui.kit.labels import label, set_words

NONE = "不需要"
UNREADABLE = "看不懂这个时间，请写成“明天 15:00”或“11-03 9:30”。"


class BookingForm(QWidget):
    """Reads a NewAppointment; ``changed`` comes with everything typed."""

    changed = Signal()

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now
        self.time = Field("来店时间", hint="明天 15:00、周三下午、11-03 9:30")
        self.work = Field("预约项目")
        self._means = label("", "note", "accent")
        self.advisor = FilterBox("不指定")
        self.courtesy = SegmentedControl([("", NONE), *((one, one) for one in COURTESIES)])
        self.channel = SegmentedControl([(one, one) for one in CHANNELS])
        choices = row(
            Field("服务顾问", self.advisor), Field("代步/取送", self.courtesy), Field("提醒方式", self.channel), None,
            gap=14,
        )  # fmt: skip
        typed = row(column(self.time, self._means, gap=2), column(self.work, None, gap=0), gap=14)
        typed.setStretch(0, 2)
        typed.setStretch(1, 3)
        lines = column(typed, choices, gap=8)
        lines.setContentsMargins(0, 0, 0, 0)
        self.setLayout(lines)
        for field in (self.time, self.work):
            edit = field.edit
            assert isinstance(edit, QLineEdit)
            edit.textChanged.connect(self._on_typed)
        self.advisor.picked.connect(lambda _who: self.changed.emit())
        for group in (self.courtesy, self.channel):
            group.chosen.connect(lambda _key: self.changed.emit())

    def begin(self, now: datetime, advisors: Sequence[str], advisor: str | None = None) -> None:
        """Empty the form; ``advisor`` is who the customer knows, if still here."""
        self._now = now
        self.advisor.set_entries([(name, name) for name in advisors])
        self.put({"advisor": advisor if advisor and advisor in advisors else ""})

    def values(self) -> dict[str, str]:
        """Everything as it is typed, to be kept as a draft."""
        return {
            "at": self.time.text(), "work": self.work.text(), "advisor": str(self.advisor.value() or ""),
            "courtesy": self.courtesy.value(), "reminder_channel": self.channel.value(),
        }  # fmt: skip

    def put(self, values: dict[str, str]) -> None:
        """Show what was typed before."""
        self.time.set_text(values.get("at", ""))
        self.work.set_text(values.get("work", ""))
        self.advisor.choose(values.get("advisor") or None)
        self.courtesy.choose(values.get("courtesy", ""))
        self.courtesy.option(values.get("courtesy", "")).setChecked(True)
        self.channel.choose(values.get("reminder_channel") or CHANNELS[0])

    def read(self) -> NewAppointment | None:
        """The appointment as typed; None when something is missing, which is told at its field."""
        typed = self.values()
        at = read_agreed(typed["at"], self._now)
        if at is None:
            self.time.show_error(UNREADABLE if typed["at"] else "请写来店的时间，例如“明天 15:00”。")
            return None
        if not typed["work"]:
            self.work.show_error("请写明预约要做什么。")
            return None
        return NewAppointment(
            at, typed["work"], typed["advisor"], typed["courtesy"], typed["reminder_channel"]
        )

    def show_refused(self, error: Refused) -> bool:
        """Tell a refusal at its field; False when it concerns none of them."""
        field = {"at": self.time, "work": self.work}.get(error.field or "")
        if field is not None:
            field.show_error(error.message)
        return field is not None

    def _on_typed(self) -> None:
        moment = read_agreed(self.time.text(), self._now)
        words = "" if moment is None else f"{moment:%Y-%m-%d} 周{WEEKDAYS[moment.weekday()]} {moment:%H:%M}"
        set_words(self._means, words, "accent")
        self.changed.emit()
