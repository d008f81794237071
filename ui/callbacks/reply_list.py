"""回复: what customers answered and somebody must deal with; low scores first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.sms_replies import OpenReply
from ui.kit.button import Button
from ui.kit.cells import Badges, Column, Row, Text
from ui.kit.empty import EmptyState
from ui.kit.frames import row
from ui.kit.memory import Memory
from ui.kit.paint import Badge
from ui.kit.rows import ListModel
from ui.kit.table import Table

COLUMNS = (
    Column("at", "时间", 100, least=92, sortable=False),
    Column("need", "要做的事", 190, least=176, sortable=False),
    Column("name", "姓名", 110, least=84, sortable=False),
    Column("number", "手机号", 120, least=110, sortable=False),
    Column("text", "客户回复", 320, stretch=1, least=160, sortable=False),
)


class ReplyList(QWidget):
    """Tells ``opened(OpenReply)`` and ``import_wanted``."""

    opened = Signal(object)
    import_wanted = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.table = Table(ListModel(COLUMNS), memory=memory, name="sms/replies")
        self.take = Button("处理", kind="primary", icon="pencil", keys="Enter", bind=False)
        self.bring = Button("导入回复…", icon="file-input", tip="短信平台导出的回复：手机号、时间、内容")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "check-check",
                "没有要处理的回复",
                "打分、退订程序自己记；看不懂的和低于 6 分的会出现在这里。",
                small=True,
                done=True,
            )
        )
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        stack.addWidget(self._stack, 1)
        stack.addLayout(row(self.bring, None, self.take))
        self.table.opened.connect(lambda shown: self.opened.emit(shown.data))
        self.take.clicked.connect(self._open_current)
        self.bring.clicked.connect(self.import_wanted)

    def show_replies(self, found: Sequence[OpenReply]) -> None:
        """Show what waits for somebody."""
        model = self.table.rows()
        assert isinstance(model, ListModel)
        model.set_rows([_row(one) for one in found])
        self._stack.setCurrentIndex(0 if found else 1)
        self.take.set_allowed(bool(found), "没有要处理的回复")
        if found and self.table.current() is None:
            self.table.select_line(0)

    def _open_current(self) -> None:
        if (shown := self.table.current()) is not None:
            self.opened.emit(shown.data)


def need_badge(reply: OpenReply) -> Badge:
    """What a reply asks for."""
    if reply.needs_case:
        return Badge(f"{reply.score} 分，立案或写原因", "red", "message-square-warning")
    return Badge("要看一看", "yellow", "eye")


def _row(reply: OpenReply) -> Row:
    return Row(
        reply.id,
        (
            Text(f"{reply.at:%m-%d %H:%M}", copy=f"{reply.at:%Y-%m-%d %H:%M}"),
            Badges((need_badge(reply),)),
            Text(reply.name or "不在档案里", strong=bool(reply.name), tone="" if reply.name else "grey"),
            Text(shown_phone(reply.number)),
            Text(reply.text, tip=reply.text),
        ),
        tint="red" if reply.needs_case else "",
        data=reply,
    )
