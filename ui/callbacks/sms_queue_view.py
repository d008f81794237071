"""待发: the messages that wait; sent by the modem or written as a list, or taken out again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.sms_gateway import Outgoing
from desktop_app.callbacks.sms_sending import withdraw
from desktop_app.session import Changed
from ui.callbacks.sms_leaving import leave
from ui.callbacks.sms_way import Way
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.cells import Column, Row, Text
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner
from ui.kit.frames import row
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

COLUMNS = (
    Column("written_at", "写好的时间", 110, least=96, sortable=False),
    Column("name", "姓名", 110, least=84, sortable=False),
    Column("number", "手机号", 120, least=110, sortable=False),
    Column("text", "短信内容", 400, stretch=1, least=200, sortable=False),
)
NOTHING_WAITS = "没有待发的短信"


class SmsQueueView(QWidget):
    """Shows the queue; ``said`` carries the sentence that tells how something went."""

    said = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._way: Way | None = None
        self._queued: tuple[Outgoing, ...] = ()
        self.quiet = Banner("yellow", "moon")
        self.table = Table(ListModel(COLUMNS), memory=office.memory, name="sms/queue")
        self.go = Button("发出", kind="primary", icon="send", keys="Ctrl+Return")
        self.take_out = Button("撤回选中的", icon="undo-2", keys="Delete", tip="还没有发出的，撤回就不发了")
        self._stack = QStackedWidget()
        self._lay_out()
        self.go.clicked.connect(self.leave)
        self.take_out.clicked.connect(self.withdraw)

    def show_queue(self, way: Way, queued: Sequence[Outgoing]) -> None:
        """Show what waits, and by which way it would go now."""
        self._way, self._queued = way, tuple(queued)
        self.quiet.show_words(way.quiet_words if queued else "", "yellow", "moon")
        model = self.table.rows()
        assert isinstance(model, ListModel)
        model.set_rows([_row(one) for one in queued])
        self._stack.setCurrentIndex(0 if queued else 1)
        if queued and self.table.current() is None:
            self.table.select_line(0)
        verb = "发出" if way.by_device else "导出名单"
        self.go.set_words(f"{verb} {len(queued):,} 条" if queued else verb)
        self.go.set_allowed(bool(queued) and way.quiet_until is None, way.quiet_words or NOTHING_WAITS)
        self.take_out.set_allowed(bool(queued), NOTHING_WAITS)

    def leave(self) -> None:
        """Let the whole queue go."""
        if self._way is not None:
            self.go.set_allowed(False, "正在发出")
            leave(self._office, self, self._way, self._ended)

    def withdraw(self) -> None:
        """Take the selected messages out of the queue."""
        ids = [int(str(one.key)) for one in self.table.selected()]
        if not ids or not self._sure(len(ids)):
            return
        session = self._office.session

        def done(_changed: Changed) -> None:
            self.said.emit(f"已撤回 {len(ids)} 条，客户不会收到。")

        self._office.background.run(self, lambda: withdraw(session, ids), done, self._office.tell)

    def _sure(self, count: int) -> bool:
        asked = dialogs.Question(
            f"撤回 {count} 条短信？", "撤回后客户不会收到；要发只能重新写。", yes="撤回", no="留着"
        )
        return count == 1 or dialogs.ask(self, asked)

    def _ended(self, words: str) -> None:
        if self._way is not None:
            self.show_queue(self._way, self._queued)
        self.said.emit(words)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "message-square",
                NOTHING_WAITS,
                "在回访名单或客户档案里按 Alt+M 写短信。",
                small=True,
                done=True,
            )
        )
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        stack.addWidget(self.quiet)
        stack.addWidget(self._stack, 1)
        stack.addLayout(row(self.take_out, None, self.go))


def _row(one: Outgoing) -> Row:
    return Row(
        one.id,
        (
            Text(f"{one.written_at:%m-%d %H:%M}", copy=f"{one.written_at:%Y-%m-%d %H:%M}"),
            Text(one.name or "未填姓名", strong=True),
            Text(shown_phone(one.number)),
            Text(one.text, tip=one.text),
        ),
        data=one,
    )
