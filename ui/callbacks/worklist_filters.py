"""What of the day's list is shown: all or one's own, one kind, one advisor, one group; remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.callbacks.reasons import GROUP_LABELS
from desktop_app.callbacks.worklist import Entry
from ui.callbacks.worklist_rows import KIND_BADGES
from ui.kit.choices import FilterBox, SegmentedControl
from ui.kit.memory import Memory

KEPT = "callbacks/filters"
ALL, MINE = "all", "mine"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is shown; "" and False leave everything in."""

    mine: bool = False
    kind: str = ""
    advisor: str = ""
    group: str = ""

    def fits(self, entry: Entry, me: str) -> bool:
        """Whether an entry is shown, whatever its group."""
        if (self.kind and entry.kind != self.kind) or (self.advisor and entry.advisor != self.advisor):
            return False
        return not self.mine or is_mine(entry, me)

    def words(self) -> str:
        """What narrows the list, in words; "" when nothing does."""
        parts = (
            "我的" if self.mine else "", KIND_BADGES[self.kind][0] if self.kind else "", self.advisor,
            GROUP_LABELS[self.group] if self.group else "",
        )  # fmt: skip
        return " · ".join(filter(None, parts))


def is_mine(entry: Entry, me: str) -> bool:
    """One's own appointment, call going on, draft, or a case that one received."""
    agreed = entry.agreed_by if entry.group == "appointment" else None
    return me in (agreed, entry.claimed_by, entry.draft_of, entry.received_by)


def remembered(memory: Memory) -> Filters:
    """The filters of the last time; what makes no sense any more is left out."""
    kept = memory.read(KEPT, ["", "", "", ""])
    if len(kept) != 4 or kept[1] not in ("", *KIND_BADGES) or kept[3] not in ("", *GROUP_LABELS):
        return Filters()
    return Filters(kept[0] == MINE, kept[1], kept[2], kept[3])


def remember(memory: Memory, filters: Filters) -> None:
    """Keep the filters for the next time."""
    mine = MINE if filters.mine else ALL
    memory.write(KEPT, [mine, filters.kind, filters.advisor, filters.group])


class FilterLine(QWidget):
    """全部 or 我的, the kind of call, the advisor; tells ``changed``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._whose = SegmentedControl([(ALL, "全部"), (MINE, "我的")])
        self._whose.setToolTip("我的：我约的、我正在打的、我写到一半的、我受理的案例（Ctrl+F）")
        self._kind = FilterBox("类型", [(words, kind) for kind, (words, _) in KIND_BADGES.items()])
        self._advisor = FilterBox("顾问")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._whose)
        for box in (self._kind, self._advisor):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(3)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.picked.connect(lambda _data: self.changed.emit())
            line.addWidget(box, 1)
        self._whose.chosen.connect(lambda _key: self.changed.emit())

    def filters(self, group: str) -> Filters:
        """What is chosen here, with a group chosen elsewhere."""
        kind, advisor = self._kind.value() or "", self._advisor.value() or ""
        return Filters(self._whose.value() == MINE, str(kind), str(advisor), group)

    def choose(self, filters: Filters) -> None:
        """Show filters as chosen, without telling anyone."""
        self._whose.choose(MINE if filters.mine else ALL)
        self._kind.choose(filters.kind or None)
        if filters.advisor:
            self.offer([filters.advisor])
        self._advisor.choose(filters.advisor or None)

    def offer(self, advisors: Iterable[str | None]) -> None:
        """Offer these advisors; the chosen one stays, though nobody of theirs is listed."""
        names = {name for name in (*advisors, self._advisor.value()) if name}
        self._advisor.set_entries([(str(name), name) for name in sorted(map(str, names))])

    def take_focus(self) -> None:
        """Put the keys on 全部 or 我的; arrows choose, Tab goes on."""
        self._whose.setFocus()
