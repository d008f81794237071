"""Pages for tests of the window: they remember what was asked of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.page import Page
from ui.office_context import Office

made: list[PlainPage] = []


class PlainPage(Page):
    """A list, one command, and a memory."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.refreshed: list[frozenset[str] | None] = []
        self.shown: list[str] = []
        self.leave = True
        self.list = GroupedList([Item(1, "一"), Item(2, "二")])
        self.command = Button("来电登记", keys="F9")
        QVBoxLayout(self).addWidget(self.list)
        made.append(self)

    def commands(self) -> Sequence[QWidget]:
        return (self.command,)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        self.refreshed.append(changed)

    def focus_first(self) -> None:
        self.list.setFocus()

    def show_record(self, reference: str) -> None:
        self.shown.append(reference)

    def may_leave(self) -> bool:
        return self.leave

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        return (("Ctrl+Return", "保存，下一个"),)
