"""The line at the window's foot: who, the last verified backup, where the data lies, red and yellow, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from ui.kit import paint
from ui.kit.frames import holder, row, upright_line
from ui.kit.labels import BadgeLabel, IconLabel, label, set_words
from ui.kit.tones import Tone

SAID_MS = 6000
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the status line tells; ``backup_good`` is None when nobody can know yet.

    ``tip`` is what hovering the backup tells. ``alarm`` is for the line over the tabs, "" when all is well.
    """

    backup: str = ""
    backup_good: bool | None = None
    place: str = ""
    red: int = 0
    yellow: int = 0
    tip: str = ""
    alarm: str = ""


class StatusLine(QStatusBar):
    """Permanent words, and one sentence that goes away by itself.

    ``counts_clicked`` opens the open cases, ``backup_clicked`` the backups; ``alarmed`` carries each standing's
    alarm.
    """

    counts_clicked = Signal()
    backup_clicked = Signal()
    alarmed = Signal(str)

    def __init__(self, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(27)
        self._who, self._backup, self._place = label(who, "note"), label("", "note"), label("", "note")
        self._shield = IconLabel("shield-check", 14, "green")
        self.backup_words = _Pressable(self._shield, self._backup)
        self._red, self._yellow, self._clock = _Count("red"), _Count("yellow"), label("", "note")
        self._said = label("", "note")
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(lambda: set_words(self._said, ""))
        self.backup_words.clicked.connect(self.backup_clicked)
        self._red.clicked.connect(self.counts_clicked)
        self._yellow.clicked.connect(self.counts_clicked)
        self._lay_out()

    def _lay_out(self) -> None:
        left = row(
            IconLabel("user", 14), self._who, 8, upright_line(14), 8, self.backup_words, 8,
            upright_line(14), 8, IconLabel("database", 14), self._place, 12, self._said, None,
            gap=5, margins=(12, 0, 0, 0),
        )  # fmt: skip
        right = row(self._red, self._yellow, 8, self._clock, gap=6, margins=(0, 0, 10, 0))
        self.addWidget(holder(left), 1)
        self.addPermanentWidget(holder(right))

    def show_standing(self, standing: Standing) -> None:
        """Show backup, place and counts."""
        good = standing.backup_good
        icon, tone = ("shield-check", "green") if good else ("shield-alert", "yellow")
        self._shield.set_icon(icon, tone)  # type: ignore[arg-type]
        set_words(self._backup, standing.backup, "" if good else "yellow")
        self.backup_words.setToolTip(standing.tip)
        set_words(self._place, standing.place)
        self._red.show_count(standing.red)
        self._yellow.show_count(standing.yellow)
        self.alarmed.emit(standing.alarm)

    def show_time(self, moment: datetime) -> None:
        """Show the clock; touches the screen only when the minute changed."""
        day = f"{moment.year}年{moment.month}月{moment.day}日 周{WEEKDAYS[moment.weekday()]}"
        words = f"{day} {moment:%H:%M}"
        if self._clock.text() != words:
            self._clock.setText(words)

    def say(self, sentence: str) -> None:
        """One sentence for a few seconds."""
        set_words(self._said, sentence)
        self._forget.start(SAID_MS)

    def words(self) -> str:
        """Everything that stands in the line, for tests and screen readers."""
        parts = (self._who, self._backup, self._place, self._said, self._clock)
        counts = (badge.text for badge in (self._red.badge(), self._yellow.badge()) if badge)
        return " ".join(part for part in (*(part.text() for part in parts), *counts) if part)


class _Pressable(QWidget):
    """An icon with words that lead somewhere."""

    clicked = Signal()

    def __init__(self, icon: IconLabel, words: QLabel) -> None:
        super().__init__()
        self.setLayout(row(icon, words, gap=5))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()


class _Count(BadgeLabel):
    """Red or yellow with its number; hidden at 0."""

    clicked = Signal()

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self._words, self._icon = (
            (self.tr("红"), "octagon-alert") if tone == "red" else (self.tr("黄"), "triangle-alert")
        )

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        tip = self.tr("点这里看未结的案例")
        self.set_badge(paint.Badge(f"{self._words} {count}", self._tone, self._icon, tip) if count else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
