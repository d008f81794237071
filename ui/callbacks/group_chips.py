"""The groups of the list as chips with counts; those that two lines have no room for wait behind 更多."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.callbacks.reasons import GROUP_LABELS
from ui.callbacks.worklist_rows import GROUP_LOOKS
from ui.kit.button import Button
from ui.kit.choices import Chip, ChipRow

LOUD_GROUPS = frozenset({"overdue"})
"""Groups whose chip carries its icon and colour."""
LINES, GAP = 2, 6


class GroupChips(ChipRow):
    """``chosen(group)``, "" for all; groups without rows are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([("", Chip("全部", 0)), *((name, _chip(name)) for name in GROUP_LABELS)], parent)
        self._counts: dict[str, int] = {}
        self._folded = True
        self.more = Button("更多", kind="quiet", icon="chevron-down", tip="看其余的组")
        flow = self.layout()
        assert flow is not None
        flow.addWidget(self.more)
        self.more.clicked.connect(self._unfold)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many rows each group has."""
        self._counts = dict(counts)
        self.set_count("", sum(counts.values()))
        for name in GROUP_LABELS:
            self.set_count(name, self._counts.get(name, 0))
        self._fit()

    def choose(self, key: str) -> None:
        """Choose a group without telling anyone; "" means all of them here."""
        self.option(key).setChecked(True)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # inside

    def _unfold(self) -> None:
        self._folded = not self._folded
        self.more.set_words("更多" if self._folded else "收起")
        self.more.set_icon("chevron-down" if self._folded else "chevron-up")
        self._fit()

    def _fit(self) -> None:
        wanted = ["", *(name for name in GROUP_LABELS if self._counts.get(name) or name == self.value())]
        fitting = self._fitting(wanted, 0)
        too_many = len(fitting) < len(wanted)
        if too_many:
            fitting = self._fitting(wanted, self.more.sizeHint().width() + GAP)
            if self.value() not in fitting:
                fitting = [*fitting[:-1], self.value()]
        shown = fitting if self._folded else wanted
        for name in ("", *GROUP_LABELS):
            self.option(name).setVisible(name in shown)
        self.more.setVisible(too_many)

    def _fitting(self, names: list[str], reserved: int) -> list[str]:
        """The first ones that two lines hold, with room kept at the end of the second."""
        line, left = 1, 0
        for at, name in enumerate(names):
            wide = self.option(name).sizeHint().width()
            last = line == LINES
            if left and left + wide > self.width() - (reserved if last else 0):
                if last:
                    return names[:at]
                line, left = line + 1, 0
                if wide > self.width() - (reserved if line == LINES else 0):
                    return names[:at]
            left += wide + GAP
        return names


def _chip(name: str) -> Chip:
    icon, tone = GROUP_LOOKS[name] if name in LOUD_GROUPS else ("", "")
    return Chip(GROUP_LABELS[name], 0, icon=icon, tone=tone)
