"""资料: the papers of each delivery and hand-over, which are in, and in which cabinet they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.archive.documents import EventPapers, receive_papers, return_papers
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.archive.papers_card import PapersCard
from ui.kit.empty import EmptyState
from ui.kit.frames import ScrollColumn, clear
from ui.office_context import Office


class PapersView(QWidget):
    """One card for each event; 收到 and 退回 are one click, the cabinet is typed once for the event."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._events: tuple[EventPapers, ...] | None = None
        self.cards: list[PapersCard] = []
        self._scroll = ScrollColumn()
        self._nothing = EmptyState(
            "files", "这份档案还没有应收的资料", "有了交车或维修记录，这里会列出应收的纸质资料。", small=True
        )
        stack = QVBoxLayout(self)
        stack.setContentsMargins(1, 0, 1, 1)
        stack.addWidget(self._scroll)
        stack.addWidget(self._nothing)

    def show_papers(self, events: Sequence[EventPapers]) -> None:
        """Show the papers of a file, the newest event first; typed cabinets and the place scrolled to stay."""
        if tuple(events) == self._events:
            return
        self._events = tuple(events)
        typed = {card.papers_of.reference: card.typed_cabinet() for card in self.cards}
        at = self._scroll.verticalScrollBar().value()
        clear(self._scroll.column)
        self.cards = [self._card(event, typed.get(event.reference)) for event in events]
        for card in self.cards:
            self._scroll.column.addWidget(card)
        self._scroll.column.addStretch()
        self._scroll.setVisible(bool(self.cards))
        self._nothing.setVisible(not self.cards)
        QTimer.singleShot(0, self, lambda: self._scroll.verticalScrollBar().setValue(at))

    def _card(self, event: EventPapers, typed: str | None) -> PapersCard:
        may = allows(self._office.session.person.duties, "edit_files")
        card = PapersCard(event, "" if may else reason("edit_files"))
        if typed is not None:
            card.cabinet.setText(typed)
        session = self._office.session
        card.received.connect(
            lambda names, cabinet: self._save(
                lambda: receive_papers(session, event.kind, event.reference, names, cabinet=cabinet)
            )
        )
        card.returned.connect(
            lambda name: self._save(lambda: return_papers(session, event.kind, event.reference, [name]))
        )
        return card

    def _save(self, work: Callable[[], Changed]) -> None:
        def done(_changed: Changed) -> None:
            self._office.status("资料登记已保存")

        self._office.background.run(self, work, done, self._office.tell)
