"""Deadlines on the screen: the clock card and the track of steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, SEMIBOLD, font
from ui.kit.tones import TONES, Tone, text_color


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock card shows: ``share`` of the time elapsed 0–1 or None, ``tick`` a mark on the bar 0–1 or None."""

    name: str
    value: str
    note: str = ""
    tone: Tone = "neutral"
    icon: str = "clock"
    share: float | None = None
    tick: float | None = None


class ClockCard(QWidget):
    """A running or kept limit: icon, name, big value, when it falls due, and a bar of elapsed time."""

    def __init__(self, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock or Clock("", "")
        self.setFixedHeight(76)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_clock(self._clock)

    def clock(self) -> Clock:
        """What it shows."""
        return self._clock

    def set_clock(self, clock: Clock) -> None:
        """Show another state; costs nothing when it is the same."""
        if clock != self._clock:
            self.update()
        self._clock = clock
        self.setAccessibleName(f"{clock.name} {clock.value} {clock.note}".strip())

    def sizeHint(self) -> QSize:
        return QSize(220, 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        clock, colors = self._clock, TONES[self._clock.tone or "neutral"]
        tinted = clock.tone in ("yellow", "red")
        ink = theme.color(colors.text)
        with paint.painting(self) as painter:
            paint.box(painter, QRectF(self.rect()), 8, theme.color(colors.ground if tinted else "sub"))
            icons.paint(painter, clock.icon, 12, 18, 16, ink)
            name = QRectF(34, 8, self.width() - 44, 20)
            paint.text(painter, name, clock.name, font(14), ink if tinted else theme.color("t2"))
            value = QRectF(12, 30, self.width() - 24, 26)
            big = theme.color("t1") if clock.tone in ("", "neutral", "grey") else ink
            wide = paint.text(painter, value, clock.value, font(19, SEMIBOLD), big)
            paint.text(painter, value.adjusted(wide + 8, 3, 0, 1), clock.note, font(12),
                       ink if tinted else theme.color("t2"))  # fmt: skip
            self._paint_bar(painter, QRectF(12, 62, self.width() - 24, 5))

    def _paint_bar(self, painter: QPainter, rect: QRectF) -> None:
        clock = self._clock
        if clock.share is None:
            return
        colors = TONES[clock.tone or "neutral"]
        paint.box(
            painter, rect, 2.5, theme.color(colors.border if clock.tone in ("yellow", "red") else "press")
        )
        done = max(0.0, min(1.0, clock.share)) * rect.width()
        if done:
            filled = QRectF(rect.left(), rect.top(), max(done, 5), rect.height())
            paint.box(painter, filled, 2.5, theme.color(colors.strong))
        if clock.tick is not None:
            at = rect.left() + clock.tick * rect.width()
            painter.fillRect(
                QRectF(at - 0.75, rect.top() - 3, 1.5, rect.height() + 6), theme.color(colors.text)
            )


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the track: its state, its word, one line below it and that line's tone."""

    words: str
    state: Literal["done", "now", "later"] = "later"
    note: str = ""
    tone: Tone = "accent"


class StepTrack(QWidget):
    """Stations in a row: done = disc with a check, now = ring in the clock's colour, later = outlined number."""

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_steps(steps)

    def steps(self) -> tuple[Step, ...]:
        """What it shows."""
        return self._steps

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show other stations or other states."""
        self._steps = tuple(steps)
        words = {"done": self.tr("已完成"), "now": self.tr("进行中"), "later": self.tr("未到")}
        self.setAccessibleName("；".join(f"{step.words} {words[step.state]} {step.note}" for step in steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(90 * max(1, len(self._steps)), 66)

    def minimumSizeHint(self) -> QSize:
        return QSize(64 * max(1, len(self._steps)), 66)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        wide = self.width() / len(self._steps)
        with paint.painting(self) as painter:
            for number, step in enumerate(self._steps):
                centre = (number + 0.5) * wide
                if number:
                    self._paint_link(painter, centre - wide, centre, step)
                paint_disc(painter, QRectF(centre - 12, 3, 24, 24), number + 1, step)
                ink = theme.color("t2" if step.state == "later" else "t1")
                words = QRectF(centre - wide / 2 + 2, 29, wide - 4, 20)
                paint.text(painter, words, step.words, font(13, MEDIUM), ink, paint.CENTER)
                note = QRectF(centre - wide / 2 + 2, 48, wide - 4, 17)
                tone = text_color(step.tone if step.state == "now" and step.tone != "accent" else "", "t3")
                paint.text(painter, note, step.note, font(12, MEDIUM if step.state == "now" else font(12).weight()),
                           tone, paint.CENTER)  # fmt: skip

    def _paint_link(self, painter: QPainter, left: float, right: float, step: Step) -> None:
        reached = step.state != "later"
        rect = QRectF(left + 17, 14, right - left - 34, 2)
        painter.fillRect(rect, theme.color("acc" if reached else "line2"))


def paint_disc(painter: QPainter, rect: QRectF, number: int, step: Step) -> None:
    """The disc of one station."""
    if step.state == "done":
        paint.box(painter, rect.adjusted(1, 1, -1, -1), 11, theme.color("acc"))
        icons.paint_in(painter, "check", rect, 14, theme.color("onacc"), 3)
        return
    if step.state == "now":
        tone = TONES[step.tone or "accent"]
        paint.box(painter, rect, 12, theme.color(tone.ground), theme.color(tone.strong), 2)
        ink = theme.color(tone.text)
    else:
        paint.box(painter, rect.adjusted(1.5, 1.5, -1.5, -1.5), 10.5, None, theme.color("edge"), 1.2)
        ink = theme.color("t2")
    paint.text(
        painter, rect, str(number), font(13, SEMIBOLD if step.state == "now" else MEDIUM), ink, paint.CENTER
    )
