"""The right sheet of 客户档案: one file with its card, everything that happened, its papers and its changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.archive.documents import EventPapers, papers_of
from desktop_app.archive.files import File, open_file
from desktop_app.archive.history import Entry as Change
from desktop_app.archive.history import history
from desktop_app.archive.timeline import EVENT_LABELS, Event, timeline
from desktop_app.callbacks.sms_permission import consent_since
from desktop_app.problems import Refused
from ui.archive.card_view import CardView
from ui.archive.file_facts import FileFacts
from ui.archive.file_head import FileHead
from ui.archive.papers_view import PapersView
from ui.archive.timeline_rows import history_rows, timeline_rows
from ui.kit.choices import SegmentedControl
from ui.kit.empty import EmptyState
from ui.kit.frames import Sheet, band
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Entry
from ui.kit.paint import Badge
from ui.kit.tabs import UnderlineTabBar
from ui.office_context import Office

CARD, EVENTS, PAPERS, CHANGES = range(4)
FACTS_FROM = 680
"""Height of the sheet from which the facts have room."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the sheet shows of one file, read in one go."""

    file: File
    events: tuple[Event, ...]
    papers: tuple[EventPapers, ...]
    changes: tuple[Change, ...]
    consent: datetime | None


class FileView(Sheet):
    """Shows the file of a VIN; asks for it in the background and keeps the old one in sight until then.

    ``shown`` carries the VIN of every file that has come into sight.
    """

    shown = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._vin = ""
        self._opened: Opened | None = None
        self.head, self.facts = FileHead(office), FileFacts()
        self.tabs = UnderlineTabBar(("卡片", "往来", "资料", "修改记录"))
        self.card, self.papers = CardView(office), PapersView(office)
        self._kinds = SegmentedControl([("", "全部"), *EVENT_LABELS.items()])
        self.events, self.changes = GroupedList(), GroupedList()
        self._nothing = EmptyState(
            "contact-round", "选一份档案", "左边用上下键选，Enter 打开；Ctrl+K 随时查找。", small=True
        )
        self._no_events = EmptyState(
            "history", "还没有往来", "交车、来店、通话和投诉都会记在这里。", small=True
        )
        self._no_changes = EmptyState(
            "history", "还没有修改记录", "谁改了什么、什么时候、从什么改成什么，都会记在这里。", small=True
        )
        self._lay_out()
        self._connect()
        self.tabs.setCurrentIndex(office.memory.read("archive/tab", EVENTS))

    def vin(self) -> str:
        """Which file is shown."""
        return self._vin

    def file(self) -> File | None:
        """The file shown, None before one is open."""
        return self._opened.file if self._opened else None

    def consent(self) -> datetime | None:
        """Since when the customer shown agrees to care and notices by SMS."""
        return self._opened.consent if self._opened else None

    def show_vin(self, vin: str) -> None:
        """Open a file."""
        self._vin = vin
        self.reload()

    def reload(self) -> None:
        """Read the file again."""
        if not self._vin:
            return
        session, vin = self._office.session, self._vin

        def work() -> Opened:
            file = open_file(session, vin)
            return Opened(
                file, timeline(session, file.id), papers_of(session, file.id), history(session, file.id),
                consent_since(session, file.id),
            )  # fmt: skip

        self._office.background.run(self, work, self._show, self._failed)

    def focus_card(self) -> None:
        """Put the cursor into the card, ready to type."""
        self.tabs.setCurrentIndex(CARD)
        self.card.form.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.facts.setHidden(self.height() < FACTS_FROM)
        super().resizeEvent(event)

    # inside

    def _lay_out(self) -> None:
        self._timeline, self._changed = QStackedWidget(), QStackedWidget()
        for pile, rows, nothing in (
            (self._timeline, self.events, self._no_events), (self._changed, self.changes, self._no_changes),
        ):  # fmt: skip
            pile.addWidget(rows)
            pile.addWidget(nothing)
        happened = QWidget()
        column = QVBoxLayout(happened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(band(self._kinds, None, margins=(20, 8, 20, 4)))
        column.addWidget(self._timeline, 1)
        self._stack = QStackedWidget()
        for part in (self.card, happened, self.papers, self._changed):
            self._stack.addWidget(part)
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for widget in (self.head, self.facts, self.tabs):
            inner.addWidget(widget)
        inner.addWidget(self._stack, 1)
        self._body.hide()
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self._nothing, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self._kinds.chosen.connect(lambda _kind: self._show_events())
        self.events.opened.connect(self._open_event)
        self.card.saved.connect(lambda: self._office.status("已保存"))
        for place in range(self.tabs.count()):
            QShortcut(QKeySequence(f"Alt+{place + 1}"), self, _chooser(self.tabs, place))

    def _on_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._office.memory.write("archive/tab", place)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            self._office.tell(error)
            return
        self._vin, self._opened = "", None
        self._body.hide()
        self._nothing.say("这份档案打不开", error.message)
        self._nothing.show()

    def _show(self, opened: Opened) -> None:
        if self._vin not in (opened.file.vin, opened.file.number):
            return
        self._opened = opened
        self._nothing.hide()
        self._body.show()
        self.head.show_file(opened.file)
        self.card.show_file(opened.file)
        self.papers.show_papers(opened.papers)
        self.facts.show_file(opened.file)
        self.changes.set_rows(tuple(history_rows(opened.changes)))
        self._changed.setCurrentIndex(0 if opened.changes else 1)
        self._show_events()
        self.shown.emit(opened.file.vin)
        self.tabs.set_count(EVENTS, len(opened.events))
        missing = sum(event.missing for event in opened.papers)
        self.tabs.set_badge(PAPERS, Badge(f"缺 {missing}", "yellow") if missing else None)

    def _show_events(self) -> None:
        if self._opened is None:
            return
        rows = tuple(timeline_rows(self._opened.events, self._kinds.value()))
        self.events.set_rows(rows)
        self._timeline.setCurrentIndex(0 if rows else 1)

    def _open_event(self, row: Any) -> None:
        event = row.data if isinstance(row, Entry) else None
        if isinstance(event, Event) and event.kind == "case":
            self._office.open_case(event.reference)
        elif isinstance(event, Event) and event.kind == "call":
            self._office.open_callback(event.reference)


def _chooser(tabs: UnderlineTabBar, place: int) -> Callable[[], None]:
    return lambda: tabs.setCurrentIndex(place)
