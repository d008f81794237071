"""The papers of one delivery or hand-over on a card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop_app.archive.documents import EventPapers
from desktop_app.archive.papers import PAPER_STATE_LABELS, Paper
from ui.archive.file_rows import card_tone
from ui.kit.button import Button
from ui.kit.frames import Card, row
from ui.kit.labels import BadgeLabel, label
from ui.kit.paint import Badge
from ui.kit.tones import Tone

TITLES = {"sales": "售时", "service": "售后"}
CARDS = {"sales": "A", "service": "C"}
TONES: dict[str, tuple[Tone, str]] = {
    "in": ("green", "check"),
    "awaited": ("neutral", "clock"),
    "soon": ("yellow", "clock"),
    "late": ("red", "circle-alert"),
    "returned": ("yellow", "undo-2"),
}
CABINET_WIDTH, ACT_WIDTH = 116, 52


class PapersCard(Card):
    """Tells ``received(names, cabinet)`` and ``returned(name)``; ``why_not`` disables the buttons and says why."""

    received = Signal(list, str)
    returned = Signal(str)

    def __init__(self, event: EventPapers, why_not: str = "") -> None:
        super().__init__((14, 12, 14, 12), 6)
        self.papers_of, self._why_not = event, why_not
        self._stored = next((paper.cabinet for paper in event.papers if paper.cabinet), "") or ""
        self.cabinet = QLineEdit(self._stored)
        self.cabinet.setPlaceholderText("柜号/盒号")
        self.cabinet.setAccessibleName("柜号/盒号")
        self.cabinet.setFixedWidth(CABINET_WIDTH)
        self.every = Button("全部收到", icon="check-check")
        missing = [paper.name for paper in event.papers if paper.state != "in"]
        self.every.clicked.connect(lambda: self.received.emit(missing, self.cabinet.text()))
        self.every.set_allowed(bool(missing) and not why_not, why_not or "这次的资料已经齐全")
        self.acts: dict[str, Button] = {}
        self.column.addLayout(self._head())
        for paper in event.papers:
            self.column.addLayout(self._line(paper))

    def typed_cabinet(self) -> str | None:
        """What was typed as cabinet and not stored yet."""
        typed = self.cabinet.text()
        return typed if typed != self._stored else None

    def _head(self) -> QHBoxLayout:
        event = self.papers_of
        done = (
            Badge("齐全", "green", "check")
            if event.complete
            else Badge(f"缺 {event.missing}", "neutral", "file-x")
        )
        return row(
            BadgeLabel(Badge(TITLES[event.kind], card_tone(CARDS[event.kind]))), label(event.reference, "strong"),
            label(event.on.isoformat(), "note"), BadgeLabel(done), None, self.cabinet, self.every,
        )  # fmt: skip

    def _line(self, paper: Paper) -> QHBoxLayout:
        tone, icon = TONES[paper.state]
        act = self._act(paper)
        badge = BadgeLabel(Badge(PAPER_STATE_LABELS[paper.state], tone, icon))
        return row(badge, label(paper.name), None, label(_place(paper), "note"), act)

    def _act(self, paper: Paper) -> Button:
        is_in = paper.state == "in"
        act = Button("退回" if is_in else "收到", kind="link", small=True)
        act.setFixedWidth(ACT_WIDTH)
        act.clicked.connect(self._giver(paper.name) if is_in else self._taker(paper.name))
        act.set_allowed(not self._why_not, self._why_not)
        self.acts[paper.name] = act
        return act

    def _giver(self, name: str) -> Callable[[], None]:
        return lambda: self.returned.emit(name)

    def _taker(self, name: str) -> Callable[[], None]:
        return lambda: self.received.emit([name], self.cabinet.text())


def _place(paper: Paper) -> str:
    if paper.state == "in":
        parts = (f"{paper.received_on} 收到" if paper.received_on else "", paper.cabinet or "")
        return " · ".join(part for part in parts if part)
    return f"{paper.due_on} 前应收"
