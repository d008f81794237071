"""The filters over the list of files: card, advisor, model, and two chips; remembered from one day to the next."""

from __future__ import annotations

from typing import Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.archive.lists import Filter
from ui.archive.file_query import Counts
from ui.kit.choices import Chip, FilterBox, SegmentedControl
from ui.kit.flow import FlowLayout
from ui.kit.memory import Memory

KEPT = "archive/filter"


class FileFilters(QWidget):
    """Tells ``changed`` when the user narrows or widens the list."""

    changed = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        self.card = SegmentedControl([("", "全部"), ("A", "A卡"), ("C", "C卡")])
        self.advisor, self.model = FilterBox("顾问"), FilterBox("车型")
        self.incorrect, self.absent = Chip("信息不正确", 0), Chip("半年未来店", 0)
        bar = FlowLayout(self, 8, 8)
        bar.setContentsMargins(13, 10, 13, 6)
        for part in (self.card, self.advisor, self.model, self.incorrect, self.absent):
            bar.addWidget(part)
        self._restore()
        self._connect()

    def filter(self) -> Filter:
        """Which files are wanted."""
        card, advisor, model = self.card.value(), self.advisor.value(), self.model.value()
        return Filter(
            cast("Literal['A', 'C']", card) if card else None,
            str(advisor) if advisor else None,
            str(model) if model else None,
            self.incorrect.isChecked(),
            self.absent.isChecked(),
        )

    def clear(self) -> None:
        """Want all files again."""
        self.card.choose("")
        for box in (self.advisor, self.model):
            box.choose(None)
        for chip in (self.incorrect, self.absent):
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
        self._on_changed()

    def show_counts(self, found: Counts) -> None:
        """Show how many files the chips hold, and whom and what the boxes offer."""
        self.incorrect.set_count(found.incorrect)
        self.absent.set_count(found.absent)
        self.advisor.set_entries([(name, name) for name in found.advisors])
        self.model.set_entries([(name, name) for name in found.models])

    def _connect(self) -> None:
        self.card.chosen.connect(lambda _key: self._on_changed())
        for box in (self.advisor, self.model):
            box.picked.connect(lambda _data: self._on_changed())
        for chip in (self.incorrect, self.absent):
            chip.toggled.connect(lambda _on: self._on_changed())

    def _on_changed(self) -> None:
        wanted = self.filter()
        words = [wanted.card or "", wanted.advisor or "", wanted.model or ""]
        marks = ["yes" if on else "" for on in (wanted.incorrect, wanted.absent_half_year)]
        self._memory.write(KEPT, [*words, *marks])
        self.changed.emit()

    def _restore(self) -> None:
        empty: list[str] = []
        kept = self._memory.read(KEPT, empty)
        if len(kept) != 5 or kept[0] not in ("", "A", "C"):
            return
        self.card.choose(kept[0])
        for box, name in ((self.advisor, kept[1]), (self.model, kept[2])):
            box.set_entries([(name, name)] if name else [])
            box.choose(name or None)
        self.incorrect.setChecked(bool(kept[3]))
        self.absent.setChecked(bool(kept[4]))
