"""The intake of a complaint that came as a reply by SMS: the customer's words, car and phone stand there already."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.callbacks.sms_replies import OpenReply, open_case
from desktop_app.complaints.cases import Accepted, NewComplaint
from desktop_app.session import Session
from ui.complaints.intake_dialog import IntakeDialog
from ui.office_context import Office


def reply_intake(office: Office, reply: OpenReply, parent: QWidget | None = None) -> IntakeDialog:
    """The intake dialog, filled in from a reply; accepting it deals with the reply in the same save."""

    def accept(session: Session, new: NewComplaint) -> Accepted:
        changed = open_case(session, reply.id, new)
        return Accepted(str(changed.reference), True, (), changed)

    words = f"{reply.text}（短信打 {reply.score} 分）" if reply.needs_case else reply.text
    dialog = IntakeDialog(office, parent, vin=reply.vin or "", words=words, accepting=accept)
    dialog.fill_in(phone=reply.number, name=reply.name, channel="callback")
    return dialog
