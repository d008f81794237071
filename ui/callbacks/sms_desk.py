"""短信: what waits, what was sent in the last days and what customers answered, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_app.callbacks.sms_gateway import Outgoing
from desktop_app.callbacks.sms_replies import OpenReply, open_replies
from desktop_app.callbacks.sms_sending import waiting
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Session
from desktop_app.statistics.report import Report
from ui.callbacks.reply_dialog import ReplyDialog
from ui.callbacks.reply_list import ReplyList
from ui.callbacks.sms_collecting import Collected, collect
from ui.callbacks.sms_queue_view import SmsQueueView
from ui.callbacks.sms_sent_view import LOG, SmsSentView, sent_lately
from ui.callbacks.sms_way import Way, way_of
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.frames import row
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages
from ui.kit.tabs import UnderlineTabBar
from ui.office_context import Office

if TYPE_CHECKING:
    from ui.office_window import OfficeWindow

SIZE = (1040, 600)
QUEUE, SENT, REPLIES = range(3)
CONCERNS = frozenset({"callbacks", "settings"})
WAYS = {True: "发送方式：本机短信设备", False: "发送方式：导出名单，交给短信平台"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the dialog shows, read in one go."""

    way: Way
    queued: tuple[Outgoing, ...]
    sent: Report
    replies: tuple[OpenReply, ...]


def read_standing(session: Session) -> Standing:
    """Look at queue, sent messages and replies."""
    return Standing(way_of(session), waiting(session), sent_lately(session), open_replies(session))


class SmsDesk(SheetDialog):
    """``log_wanted`` opens 表13, ``import_wanted`` the import of replies; the dialog is closed for the first."""

    log_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("短信", parent, width=860)
        self._office = office
        self._way: Way | None = None
        self._begun = False
        self.tabs = UnderlineTabBar(("待发", "已发", "回复"))
        self.tabs.setToolTip("Alt+1、2、3")
        self.queue, self.sent = SmsQueueView(office), SmsSentView(office.memory)
        self.replies = ReplyList(office.memory)
        self._how, self._said = label("", "note"), label("", "note", wrap=True)
        self._ask = Button("刷新状态", icon="refresh-cw", keys="F5", tip="向短信设备问状态、收回复")
        self._templates = Button("模板…", icon="file-text", small=True)
        self._gateway = Button("发送方式…", icon="settings", small=True)
        self._lay_out()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Look at everything again."""
        session = self._office.session
        self._office.background.run(self, lambda: read_standing(session), self._show, self._office.tell)

    def ask(self) -> None:
        """Ask the modem what became of the messages, and take in what came."""
        session = self._office.session

        def done(found: Collected) -> None:
            self._say(found.words or "没有新的状态和回复。")

        self._say("正在问短信设备…")
        self._office.background.run(self, lambda: collect(session), done, self._could_not_ask, long=True)

    # inside

    def _lay_out(self) -> None:
        self.body.addLayout(row(label("短信", "title"), 10, self._how, None, self._ask))
        self._pages = Pages(self.queue, self.sent, self.replies)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._said)
        self._said.hide()
        close = Button("关闭", keys="Esc", bind=False)
        close.clicked.connect(self.reject)
        self.foot.addWidget(self._templates)
        self.add_buttons(close, left=self._gateway)
        close.setDefault(False)
        held = self._office.session.person.duties
        for button in (self._templates, self._gateway):
            button.set_allowed(allows(held, "manage_office"), reason("manage_office"))
        self.replies.bring.set_allowed(allows(held, "import"), reason("import"))
        self.resize(*SIZE)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        for tab in (QUEUE, SENT, REPLIES):
            QShortcut(QKeySequence(f"Alt+{tab + 1}"), self, partial(self.tabs.setCurrentIndex, tab))
        self.queue.said.connect(self._say)
        self.sent.log_wanted.connect(self._go_to_log)
        self.replies.opened.connect(self._open_reply)
        self.replies.import_wanted.connect(self.import_wanted)
        self._ask.clicked.connect(self.ask)
        self._templates.clicked.connect(self._edit_templates)
        self._gateway.clicked.connect(self._choose_gateway)
        self._office.background.changed.connect(self._on_changed)

    def _on_changed(self, features: frozenset[str]) -> None:
        if features & CONCERNS:
            self.reload()

    def _show(self, found: Standing) -> None:
        self._way = found.way
        set_words(self._how, WAYS[found.way.by_device])
        why = "" if found.way.by_device else "名单交给了短信平台：回复从平台导出后，在“回复”里导入。"
        self._ask.set_allowed(not why, why)
        self.queue.show_queue(found.way, found.queued)
        sent = self.sent.show_report(found.sent)
        self.replies.show_replies(found.replies)
        for tab, count in ((QUEUE, len(found.queued)), (SENT, sent), (REPLIES, len(found.replies))):
            self.tabs.set_count(tab, count)
        if not self._begun:
            self._begun = True
            self.tabs.setCurrentIndex(REPLIES if found.replies and not found.queued else QUEUE)
            self._turn(self.tabs.currentIndex())

    def _turn(self, tab: int) -> None:
        """Only the keys of the page in sight may act."""
        self._pages.setCurrentIndex(tab)
        table = (self.queue.table, self.sent.table, self.replies.table)[tab]
        table.setFocus()

    def _say(self, words: str) -> None:
        set_words(self._said, words)
        self._said.setVisible(bool(words))

    def _could_not_ask(self, error: Exception) -> None:
        self._say("")
        self._office.tell(error)

    def _open_reply(self, reply: OpenReply) -> None:
        dialog = ReplyDialog(self._office, reply, self)
        dialog.exec()
        dialog.deleteLater()

    def _go_to_log(self) -> None:
        self.accept()
        self.log_wanted.emit()

    def _edit_templates(self) -> None:
        from ui.callbacks.sms_templates_dialog import SmsTemplatesDialog

        dialog = SmsTemplatesDialog(self._office, self)
        dialog.exec()
        dialog.deleteLater()

    def _choose_gateway(self) -> None:
        from ui.callbacks.sms_gateway_dialog import SmsGatewayDialog

        dialog = SmsGatewayDialog(self._office, self)
        dialog.exec()
        dialog.deleteLater()


def open_sms_desk(window: OfficeWindow) -> None:
    """回访 › 短信: where its links lead is the window's work."""
    dialog = SmsDesk(window.office, window)
    dialog.log_wanted.connect(lambda: window.go("statistics", LOG))
    dialog.import_wanted.connect(lambda: window.import_file(kind="sms-replies"))
    dialog.exec()
    dialog.deleteLater()
