"""The push button of the window: six kinds, two heights, an icon and a keycap inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, REGULAR, font
from ui.kit.paint import width_of

Kind = Literal["none", "primary", "soft", "quiet", "link", "danger"]


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str
    border: str
    ink: str
    hover: str
    press: str


LOOKS: dict[str, _Look] = {
    "none": _Look("sheet", "line2", "t1", "hover", "press"),
    "primary": _Look("acc", "acc", "onacc", "acc_h", "acc_p"),
    "soft": _Look("soft", "soft", "acc", "soft2", "soft2"),
    "quiet": _Look("", "", "t2", "hover", "press"),
    "link": _Look("", "", "acc", "hover", "press"),
    "danger": _Look("sheet", "red_l", "red", "red_b", "red_l"),
}
GAP, KEY_GAP = 6, 9


class Button(QPushButton):
    """A button that paints its icon, its words and its shortcut's keycap.

    ``keys`` (e.g. "Ctrl+N") is shown, and also bound unless ``bind`` is false. A disabled button should say why
    in its tooltip: ``set_allowed(False, "先完成首次联系")``.
    """

    def __init__(self, words: str = "", *, kind: Kind = "none", icon: str = "", keys: str = "",
                 small: bool = False, large: bool = False, bind: bool = True, tip: str = "",
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(words, parent)
        self._kind: Kind = kind
        self._icon, self._keys, self._tip, self._tail = icon, keys, tip, ""
        self._small, self._high, self._bare = small, 28 if small else 36 if large else 32, False
        self.setProperty("painted", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if keys and bind:
            self.setShortcut(keys)
        self.setToolTip(tip)
        self.setAccessibleName(words or tip)

    def keys(self) -> str:
        """The shortcut shown, e.g. "Ctrl+N"; "" for none."""
        return self._keys

    def kind(self) -> Kind:
        """How loud the button is."""
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        """Make it louder or quieter."""
        self._kind = kind
        self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon of the set, or none."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_tail(self, icon: str) -> None:
        """Show an icon behind the words, e.g. "chevron-down" for a menu."""
        self._tail = icon
        self.updateGeometry()
        self.update()

    def set_words(self, words: str) -> None:
        """Show other words; the shortcut stays, which Qt drops with every new text."""
        kept = self.shortcut()
        self.setText(words)
        self.setShortcut(kept)
        self.setAccessibleName(words or self._tip)
        self.updateGeometry()

    def set_bare(self, bare: bool) -> None:
        """Show the icon alone where room is short; words and keys are told by the tooltip then."""
        self._bare = bare
        self._say_tip()
        self.updateGeometry()
        self.update()

    def set_allowed(self, allowed: bool, why_not: str = "") -> None:
        """Enable or disable the button; the reason becomes its tooltip."""
        self.setEnabled(allowed)
        self._say_tip("" if allowed else why_not)

    def event(self, event: QEvent) -> bool:
        """Act at once on a shortcut; Qt's own way shows the press for 100 ms first, and keys typed on overtake it."""
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.click()
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width() + 2 * self._padding() + 0.5), self._high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = LOOKS["soft" if self.isChecked() else self._kind]
        with paint.painting(self) as painter:
            self._paint_ground(painter, look)
            self._paint_content(painter, theme.color(look.ink if self.isEnabled() else "dis"))

    def _say_tip(self, why_not: str = "") -> None:
        keys = f"（{self._keys}）" if self._keys else ""
        short = self._tip or f"{self.text()}{keys}"
        self.setToolTip(why_not or (short if self._bare else self._tip))

    def _padding(self) -> int:
        if not self.text() or self._bare:
            return 6 if self._small else 8
        return 10 if self._small or self._kind in ("link", "quiet") else 13

    def _words_font(self) -> QFont:
        return font(13 if self._small else 14, MEDIUM if self._kind == "primary" else REGULAR)

    def _parts(self) -> list[tuple[str, float]]:
        size = 14 if self._small else 16
        parts = [("icon", float(size))] if self._icon else []
        if self._bare:
            return parts
        if self.text():
            parts.append(("text", width_of(self.text(), self._words_font())))
        if self._tail:
            parts.append(("tail", 14.0))
        if self._keys:
            parts.append(("keys", paint.keycap_width(self._keys)))
        return parts

    def _content_width(self) -> float:
        parts = self._parts()
        return sum(wide for _, wide in parts) + sum(self._gap(name) for name, _ in parts[1:])

    def _gap(self, name: str) -> int:
        return KEY_GAP if name == "keys" else GAP

    def _paint_ground(self, painter: QPainter, look: _Look) -> None:
        rect = QRectF(self.rect())
        if not self.isEnabled():
            bare = self._kind in ("quiet", "link")
            paint.box(
                painter, rect, 6, None if bare else theme.color("sub"), None if bare else theme.color("line")
            )
            return
        fill = look.press if self.isDown() else look.hover if self.underMouse() else look.fill
        border = look.border if fill == look.fill or look.border in ("line2", "red_l") else fill
        paint.box(
            painter, rect, 6, theme.color(fill) if fill else None, theme.color(border) if border else None
        )
        if self.hasFocus():
            paint.box(painter, rect, 6, None, theme.color("t1" if self._kind == "primary" else "acc"), 2)

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        middle, at = self.height() / 2, (self.width() - self._content_width()) / 2
        for number, (name, wide) in enumerate(self._parts()):
            at += self._gap(name) if number else 0
            if name == "icon":
                icons.paint(painter, self._icon, at, middle, round(wide), ink)
            elif name == "tail":
                icons.paint(painter, self._tail, at, middle, 14, ink)
            elif name == "text":
                paint.text(
                    painter, QRectF(at, 0, wide + 1, self.height()), self.text(), self._words_font(), ink
                )
            else:
                self._paint_keys(painter, at, middle, ink)
            at += wide

    def _paint_keys(self, painter: QPainter, at: float, middle: float, ink: QColor) -> None:
        if self._kind in ("primary", "soft") and self.isEnabled():
            ground = QColor(ink)
            ground.setAlphaF(0.22)
            paint.keycap(painter, at, middle, self._keys, ink, ground)
        else:
            paint.keycap(painter, at, middle, self._keys, None if self.isEnabled() else ink)
