"""已发: the messages of the last days with what became of them, as 表13 lists them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.archive.masking import shown_phone
from desktop_app.archive.vocabulary import SMS_STATE_LABELS
from desktop_app.session import Session
from desktop_app.statistics.registry import take
from desktop_app.statistics.report import Report
from ui.kit.button import Button
from ui.kit.cells import Column, Row, Text
from ui.kit.empty import EmptyState
from ui.kit.frames import row
from ui.kit.labels import label
from ui.kit.memory import Memory
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.kit.tones import Tone

DAYS = 7
LOG = "sms-log"
COLUMNS = (
    Column("sent_at", "发送时间", 110, least=96, sortable=False),
    Column("name", "姓名", 110, least=84, sortable=False),
    Column("number", "手机号", 120, least=110, sortable=False),
    Column("kind", "原因类型", 92, least=80, sortable=False),
    Column("state", "状态", 84, least=76, sortable=False),
    Column("reply", "客户回复", 300, stretch=1, least=160, sortable=False),
)
TONES: dict[str, Tone] = {"delivered": "green", "failed": "red", "replied": "accent"}
ICONS = {"sent": "check", "delivered": "check-check", "failed": "circle-x", "replied": "message-square-text"}
_CODES = {words: code for code, words in SMS_STATE_LABELS.items()}


class SmsSentView(QWidget):
    """Shows the report of the last days without what still waits; ``log_wanted`` opens 表13."""

    log_wanted = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.table = Table(ListModel(COLUMNS), memory=memory, name="sms/sent")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("send", f"最近 {DAYS} 天没有发过短信", "更早的在表13里。", small=True)
        )
        log = Button("表13 短信发送记录表", kind="link", icon="external-link", small=True)
        log.clicked.connect(self.log_wanted)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        stack.addWidget(self._stack, 1)
        stack.addLayout(row(label(f"最近 {DAYS} 天，新的在上", "note"), None, log))

    def show_report(self, report: Report) -> int:
        """Show the messages that have left, the newest first; returns how many there are."""
        waits = SMS_STATE_LABELS["waiting"]
        rows = [
            _row(key, cells) for key, cells in zip(report.keys, report.rows, strict=True) if cells[4] != waits
        ]
        model = self.table.rows()
        assert isinstance(model, ListModel)
        model.set_rows(rows[::-1])
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows and self.table.current() is None:
            self.table.select_line(0)
        return len(rows)


def sent_lately(session: Session) -> Report:
    """表13 of the last days."""
    today: date = session.today()
    return take(session, LOG, today - timedelta(days=DAYS - 1), today)


def _row(key: str, cells: tuple[object, ...]) -> Row:
    name, number, kind, at, state, reply = cells
    code = _CODES[str(state)]
    when = Text(f"{at:%m-%d %H:%M}", copy=f"{at:%Y-%m-%d %H:%M}") if isinstance(at, datetime) else Text("—")
    return Row(
        key,
        (
            when,
            Text(str(name) or "未填姓名", strong=True),
            Text(shown_phone(str(number))),
            Text(str(kind)),
            Text(str(state), tone=TONES.get(code, ""), icon=ICONS.get(code, "")),
            Text(str(reply or ""), tip=str(reply or "")),
        ),
    )
