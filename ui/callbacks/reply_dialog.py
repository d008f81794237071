"""One reply by SMS: read it and say what follows, a case, a reason for none, or no more messages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.sms_replies import OpenReply, no_case, open_replies, read_by_person
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.callbacks.reply_intake import reply_intake
from ui.callbacks.reply_list import need_badge
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import Card, row
from ui.kit.labels import BadgeLabel, ElidedLabel, label
from ui.office_context import Office

NOTE_HEIGHT = 66
NEXT_UNREAD = "这条回复已经由别人处理了。"


class ReplyDialog(SheetDialog):
    """``dealt`` once something was decided; a low score needs a case or a reason, the rest is read and ticked."""

    dealt = Signal()

    def __init__(self, office: Office, reply: OpenReply, parent: QWidget | None = None) -> None:
        super().__init__("短信回复", parent, width=720)
        self._office, self.reply = office, reply
        low = reply.needs_case
        area = QPlainTextEdit()
        area.setTabChangesFocus(True)
        area.setFixedHeight(NOTE_HEIGHT)
        self.words = Field("为什么不立案" if low else "备注（可以不写）", area)
        self.file = Button("打开档案", kind="quiet", icon="contact-round", small=True)
        self.case = Button("立案…", kind="primary" if low else "none", icon="message-square-plus", keys="F7")
        self.opt_out = Button("客户不想再收短信", icon="ban", keys="Alt+N", tip="记为退订，以后不再发")
        self.keep = Button(
            "不立案，写明原因" if low else "看过了",
            kind="none" if low else "primary",
            icon="check",
            keys="Ctrl+Return",
        )
        self._lay_out(low)
        self._connect()
        self._show_allowed()
        self.fit()
        if low:
            self.case.setFocus()
        else:
            area.setFocus()

    def tick(self) -> None:
        """Done with it: the reason why no case, or that it was read."""
        session, reply, words = self._office.session, self.reply, self.words.text()
        if reply.needs_case:
            self._run(lambda: no_case(session, reply.id, words), "已记下不立案的原因。")
        else:
            self._run(lambda: read_by_person(session, reply.id, note=words), "已记为看过。")

    def stop_messages(self) -> None:
        """The customer wants no more messages; with a low score that alone is not enough."""
        session, reply, words = self._office.session, self.reply, self.words.text()
        self._run(
            lambda: read_by_person(session, reply.id, opt_out=True, note=words),
            "已记为退订，以后不再发短信。",
        )

    def open_case(self) -> None:
        """Open a case from it, filled in with what is known."""
        dialog = reply_intake(self._office, self.reply, self)
        dialog.accepted_case.connect(lambda _number: self._end("已立案。"))
        dialog.exec()
        dialog.deleteLater()

    # inside

    def _run(self, work: Callable[[], Changed], told: str) -> None:
        self._office.background.run(self, work, lambda _changed: self._end(told), self._failed)

    def _end(self, told: str) -> None:
        self._office.status(told)
        self.dealt.emit()
        self.accept()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.words.show_error(error.message)
            self.fit()
        else:
            self._office.tell_not_saved(error, "对短信回复的处理", self.tick)

    def _lay_out(self, low: bool) -> None:
        reply, badge = self.reply, BadgeLabel(need_badge(self.reply))
        self.body.addLayout(row(label(reply.name or "不在档案里的号码", "title"), 4, badge, None, self.file))
        about = (reply.model, reply.plate, shown_phone(reply.number), reply.reference)
        self.body.addWidget(ElidedLabel("　".join(part for part in about if part), 13, token="t2"))
        if reply.asked:
            self.body.addWidget(label(f"我们问：{reply.asked}", "second", wrap=True))
        card = Card((14, 10, 14, 12), 2)
        card.column.addWidget(label(f"客户 {reply.at:%m-%d %H:%M} 回复", "caption"))
        card.column.addWidget(label(reply.text, "strong", wrap=True, selectable=True))
        self.body.addWidget(card)
        self.body.addWidget(self.words)
        leave = Button("以后再说", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        ways = (self.keep, self.case) if low else (self.opt_out, self.case, self.keep)
        self.add_buttons(leave, *ways)
        ways[-1].setDefault(False)  # Enter in the note is a new line, and decides nothing

    def _connect(self) -> None:
        self.keep.clicked.connect(self.tick)
        self.case.clicked.connect(self.open_case)
        self.opt_out.clicked.connect(self.stop_messages)
        self.opt_out.setHidden(self.reply.needs_case)
        self.file.setHidden(self.reply.vin is None)
        self.file.clicked.connect(self._open_file)

    def _show_allowed(self) -> None:
        held = self._office.session.person.duties
        for button, action in (
            (self.keep, "callbacks"), (self.opt_out, "callbacks"), (self.case, "handle_complaints"),
        ):  # fmt: skip
            button.set_allowed(allows(held, action), reason(action))
        if not allows(held, "callbacks"):
            self.case.set_allowed(False, reason("callbacks"))

    def _open_file(self) -> None:
        self.reject()
        self._office.open_file(self.reply.vin or "")


def open_reply(office: Office, parent: QWidget, reply_id: int) -> None:
    """Find a reply that waits and open it; one that somebody else has dealt with is told."""
    session = office.session

    def show(found: OpenReply | None) -> None:
        if found is None:
            office.status(NEXT_UNREAD)
            return
        dialog = ReplyDialog(office, found, parent)
        dialog.exec()
        dialog.deleteLater()

    def find() -> OpenReply | None:
        return next((one for one in open_replies(session) if one.id == reply_id), None)

    office.background.run(parent, find, show, office.tell)
