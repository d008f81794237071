"""资料: the papers of each delivery and hand-over, which are in, and in which cabinet they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.archive.documents import EventPapers, receive_papers, return_papers
from desktop_app.archive.papers import PAPER_STATE_LABELS, Paper
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.archive.file_rows import card_tone
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.frames import Card, ScrollColumn, row
from ui.kit.labels import BadgeLabel, label
from ui.kit.paint import Badge
from ui.kit.tones import Tone
from ui.office_context import Office

TITLES = {"sales": "售时", "service": "售后"}
TONES: dict[str, tuple[Tone, str]] = {
    "in": ("green", "check"),
    "awaited": ("neutral", "clock"),
    "soon": ("yellow", "clock"),
    "late": ("red", "circle-alert"),
    "returned": ("yellow", "undo-2"),
}


class PapersView(QWidget):
    """One card for each event; 收到 and 退回 are one click, the cabinet is typed once for the event."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._scroll = ScrollColumn()
        self._nothing = EmptyState(
            "files", "这份档案还没有应收的资料", "有了交车或维修记录，这里会列出应收的纸质资料。", small=True
        )
        stack = QVBoxLayout(self)
        stack.setContentsMargins(1, 0, 1, 1)
        stack.addWidget(self._scroll)
        stack.addWidget(self._nothing)

    def show_papers(self, events: Iterable[EventPapers]) -> None:
        """Show the papers of a file, the newest event first."""
        while (item := self._scroll.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        cards = list(map(self._card, events))
        for card in cards:
            self._scroll.column.addWidget(card)
        self._scroll.column.addStretch()
        self._scroll.setVisible(bool(cards))
        self._nothing.setVisible(not cards)

    def _card(self, event: EventPapers) -> Card:
        card = Card((14, 12, 14, 12), 6)
        done = (
            Badge("齐全", "green", "check")
            if event.complete
            else Badge(f"缺 {event.missing}", "neutral", "file-x")
        )
        cabinet = QLineEdit(next((paper.cabinet for paper in event.papers if paper.cabinet), ""))
        cabinet.setPlaceholderText("柜号/盒号")
        cabinet.setFixedWidth(110)
        cabinet.setAccessibleName("柜号/盒号")
        every = Button("全部收到", small=True, icon="check-check")
        missing = [paper.name for paper in event.papers if paper.state != "in"]
        every.clicked.connect(lambda: self._receive(event, missing, cabinet.text()))
        every.set_allowed(bool(missing) and self._may(), self._why_not() or "这次的资料已经齐全")
        kind = BadgeLabel(Badge(TITLES[event.kind], card_tone("A" if event.kind == "sales" else "C")))
        head = row(
            kind,
            label(event.reference, "strong"),
            label(event.on.isoformat(), "note"),
            BadgeLabel(done),
            None,
            cabinet,
            every,
        )
        card.column.addLayout(head)
        for line in self._lines(event, cabinet):
            card.column.addLayout(line)
        return card

    def _lines(self, event: EventPapers, cabinet: QLineEdit) -> Iterator[object]:
        for paper in event.papers:
            tone, icon = TONES[paper.state]
            act = Button("退回" if paper.state == "in" else "收到", kind="link", small=True)
            if paper.state == "in":
                act.clicked.connect(partial(self._return, event, paper.name))
            else:
                act.clicked.connect(
                    lambda _=False, name=paper.name: self._receive(event, [name], cabinet.text())
                )
            act.set_allowed(self._may(), self._why_not())
            yield row(
                BadgeLabel(Badge(PAPER_STATE_LABELS[paper.state], tone, icon)), label(paper.name), None,
                label(_place(paper), "note"), act,
            )  # fmt: skip

    def _may(self) -> bool:
        return allows(self._office.session.person.duties, "edit_files")

    def _why_not(self) -> str:
        return "" if self._may() else reason("edit_files")

    def _receive(self, event: EventPapers, names: list[str], cabinet: str) -> None:
        session = self._office.session
        self._save(lambda: receive_papers(session, event.kind, event.reference, names, cabinet=cabinet))

    def _return(self, event: EventPapers, name: str) -> None:
        session = self._office.session
        self._save(lambda: return_papers(session, event.kind, event.reference, [name]))

    def _save(self, work: object) -> None:
        def done(_changed: Changed) -> None:
            self._office.status("资料登记已保存")

        self._office.background.run(self, work, done, self._office.tell)  # type: ignore[call-overload]


def _place(paper: Paper) -> str:
    if paper.state == "in":
        parts = (f"{paper.received_on} 收到" if paper.received_on else "", paper.cabinet or "")
        return " · ".join(part for part in parts if part)
    return f"{paper.due_on} 前应收"
