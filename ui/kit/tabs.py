"""Two painted tab bars: the window's pills with counts, and the underlined one inside a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, REGULAR, SEMIBOLD, font
from ui.kit.paint import width_of


@dataclass(slots=True)
class _Extra:
    """What a tab shows beside its word."""

    icon: str = ""
    count: int | None = None
    badge: paint.Badge | None = None


class _PaintedTabs(QTabBar):
    """Hover, focus and counts shared by both bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extras: list[_Extra] = []
        self._under = -1
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def add(self, words: str, icon: str = "") -> int:
        """Append a tab; returns its number."""
        self._extras.append(_Extra(icon))
        return self.addTab(words)

    def set_count(self, tab: int, count: int | None) -> None:
        """Show a count beside the word; None and 0 show nothing."""
        self._extras[tab].count = count or None
        self._changed(tab)

    def count_of(self, tab: int) -> int | None:
        """The count shown beside a tab's word."""
        return self._extras[tab].count

    def _changed(self, tab: int) -> None:
        count = self._extras[tab].count
        self.setAccessibleTabName(tab, self.tabText(tab) + (f" {count}" if count else ""))
        # Qt keeps tab sizes until a text or icon changes
        self.setTabText(tab, self.tabText(tab) + " ")
        self.setTabText(tab, self.tabText(tab)[:-1])
        self.update()

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.tabAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover(self.tabAt(QPoint(-1, -1)))

    def _hover(self, tab: int) -> None:
        if tab != self._under:
            self._under = tab
            self.update()


class TabBar(_PaintedTabs):
    """The window's tabs: the current one a white pill with an accent mark at its foot, counts in pills."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def tabSizeHint(self, index: int) -> QSize:
        extra = self._extras[index] if index < len(self._extras) else _Extra()
        wide = 14 + 18 + 8 + width_of(self.tabText(index), font(14, SEMIBOLD)) + 14
        if extra.count:
            wide += 8 + self._pill_width(extra.count)
        return QSize(round(wide + 0.5) + 4, 36)

    def _pill_width(self, count: int) -> float:
        return max(24.0, width_of(str(count), font(12, MEDIUM)) + 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            for tab in range(self.count()):
                self._paint_tab(painter, tab, QRectF(self.tabRect(tab)).adjusted(0, 0, -4, 0))

    def _paint_tab(self, painter: QPainter, tab: int, rect: QRectF) -> None:
        extra, current = self._extras[tab], tab == self.currentIndex()
        if current:
            paint.box(painter, rect, 8, theme.color("sheet"), theme.color("line"))
            mark = QRectF(rect.center().x() - 12, rect.bottom() - 3, 24, 3)
            paint.box(painter, mark, 1.5, theme.color("acc"))
        elif tab == self._under:
            paint.box(painter, rect, 8, theme.color("press"))
        if current and self.hasFocus():
            paint.box(painter, rect, 8, None, theme.color("acc"), 2)
        ink = theme.color("t1" if current else "t2")
        mark_ink = theme.color("acc" if current else "t2")
        icons.paint(painter, extra.icon, rect.left() + 14, rect.center().y(), 18, mark_ink)
        at, wide = rect.left() + 40, width_of(self.tabText(tab), font(14, SEMIBOLD))
        used = font(14, SEMIBOLD if current else REGULAR)
        paint.text(painter, QRectF(at, rect.top(), wide + 1, rect.height()), self.tabText(tab), used, ink)
        if extra.count:
            self._paint_pill(painter, at + wide + 8, rect.center().y(), extra.count, current=current)

    def _paint_pill(
        self, painter: QPainter, left: float, middle: float, count: int, *, current: bool
    ) -> None:
        rect = QRectF(left, round(middle - 9), self._pill_width(count), 18)
        paint.box(painter, rect, 9, theme.color("soft" if current else "press"))
        ink = theme.color("acc" if current else "t2")
        paint.text(painter, rect, str(count), font(12, MEDIUM), ink, paint.CENTER)


class UnderlineTabBar(_PaintedTabs):
    """Tabs inside a sheet: an accent line under the current word, a plain number or a badge behind each."""

    spacing = 26

    def __init__(self, words: tuple[str, ...] = (), inset: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inset = inset
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for word in words:
            self.add(word)

    def set_badge(self, tab: int, badge: paint.Badge | None) -> None:
        """Show a badge behind the word instead of a number."""
        self._extras[tab].badge = badge
        self._changed(tab)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(round(self._wide(index) + self.spacing) + (self._inset if index == 0 else 0), 38)

    def _wide(self, tab: int) -> float:
        extra = self._extras[tab] if tab < len(self._extras) else _Extra()
        wide = width_of(self.tabText(tab), font(14, MEDIUM))
        if extra.badge:
            wide += 8 + paint.badge_width(extra.badge)
        elif extra.count:
            wide += 6 + width_of(str(extra.count), font(13))
        return wide

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            paint.hairline(painter, 0, self.width(), self.height() - 1, theme.color("line"))
            for tab in range(self.count()):
                rect = QRectF(self.tabRect(tab))
                self._paint_tab(painter, tab, rect.adjusted(self._inset if tab == 0 else 0, 0, 0, 0))

    def _paint_tab(self, painter: QPainter, tab: int, rect: QRectF) -> None:
        extra, current = self._extras[tab], tab == self.currentIndex()
        ink = theme.color("t1" if current or tab == self._under else "t2")
        line = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - 4)
        used = font(14, MEDIUM if current else REGULAR)
        paint.text(painter, line, self.tabText(tab), used, ink)
        at = rect.left() + width_of(self.tabText(tab), font(14, MEDIUM))
        if extra.badge:
            paint.badge(painter, at + 8, line.center().y(), extra.badge)
        elif extra.count:
            behind = line.adjusted(at + 6 - line.left(), 0, 0, 0)
            paint.text(painter, behind, str(extra.count), font(13), theme.color("t2"))
        if current:
            mark = QRectF(rect.left(), self.height() - 3, self._wide(tab), 3)
            paint.box(painter, mark, 1.5, theme.color("acc"))
            if self.hasFocus():
                ring = QRectF(rect.left() - 8, 3, self._wide(tab) + 16, self.height() - 10)
                paint.box(painter, ring, 6, None, theme.color("acc"), 2)
