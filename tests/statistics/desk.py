"""Cases, messages, audits and papers for an office, in few words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from db import (
    Callback,
    CareOutcome,
    Compensation,
    Complaint,
    ComplaintStep,
    FileAudit,
    PaperDocument,
    SmsMessage,
    SmsReply,
    VehicleFile,
)
from db import Cause as CauseRecord
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.intake import accept
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.session import Session

MORNING = datetime(2026, 10, 12, 9)


def open_desk(session: Session) -> None:
    """The list of causes, once."""
    if not CauseRecord.select().count():
        with session.saving():
            load_causes(session)


def a_case(session: Session, at: datetime = MORNING, **told: Any) -> str:
    """A case accepted at a moment; its number."""
    open_desk(session)
    plain = {
        "words": "等了三个小时。",
        "grade": "投诉",
        "channel": "来电",
        "cause": "waiting",
        "name": "沈佳",
    }
    return accept(session.at(at), NewComplaint(**(plain | told), accepted=at)).number


def a_step(number: str, verb: str, after: timedelta, *, state: str | None = None, **detail: Any) -> None:
    """A step as the workflow would store it, so long after acceptance."""
    case = Complaint.get(Complaint.number == number)
    at = case.accepted_at + after
    ComplaintStep.insert(
        complaint=case.id,
        round=1,
        verb=verb,
        state=state,
        at=at,
        recorded_at=at,
        account="许知微",
        detail=detail,
    ).execute()
    if state is not None:
        Complaint.update(closed_at=at if state == "closed" else None).where(Complaint.id == case.id).execute()


def given(number: str, at: datetime, kind: str, cost_fen: int, **fields: Any) -> None:
    """Something the customer got."""
    case = Complaint.get(Complaint.number == number).id
    Compensation.insert(
        complaint=case, kind=kind, cost_fen=cost_fen, at=at, account="许知微", **fields
    ).execute()


def a_message(at: datetime, **fields: Any) -> int:
    """An SMS written, and unless said otherwise sent, at a moment."""
    told = {
        "number": "13812345678",
        "name": "沈佳",
        "kind": "sales_callback",
        "text": "请回复 1–10",
        "state": "sent",
    }
    times = {"created_at": at, "sent_at": at}
    return int(SmsMessage.insert(told | times | {"account": "许知微"} | fields).execute())


def a_reply(message: int, at: datetime, text: str, score: int | None = None) -> None:
    """What the customer answered."""
    number = SmsMessage.get_by_id(message).number
    SmsReply.insert(number=number, at=at, text=text, message=message, score=score).execute()


def an_audit(reference: str, drawn_on: date, **fields: Any) -> None:
    """A file drawn for audit."""
    kind = "sales" if reference.startswith("XS") else "service"
    file = Callback.get(Callback.reference == reference).file_id
    told = {
        "file": file,
        "event_kind": kind,
        "reference": reference,
        "drawn_on": drawn_on,
        "account": "许知微",
    }
    FileAudit.insert(told | fields).execute()


def papers_in(reference: str, names: tuple[str, ...], on: date, cabinet: str | None = "A-1") -> None:
    """Papers that have come."""
    found = Callback.get(Callback.reference == reference)
    for name in names:
        PaperDocument.insert(
            file=found.file_id, event_kind=found.kind, reference=reference, name=name, state="in", received_on=on,
            cabinet=cabinet,
        ).execute()  # fmt: skip


def told_of(reference: str, **fields: Any) -> None:
    """Set fields of the file that a callback belongs to."""
    file = Callback.get(Callback.reference == reference).file_id
    VehicleFile.update(fields).where(VehicleFile.id == file).execute()


def cared_for(
    kind: str, at: datetime, *, accepted: bool | None, car: int | None = None, **fields: Any
) -> int:
    """What a care call about a reminder of today came to."""
    told = {
        "file": car or VehicleFile.select(VehicleFile.id).order_by(VehicleFile.id).scalar(), "kind": kind,
        "due_on": at.date(), "at": at, "account": "许知微", "accepted": accepted,
    }  # fmt: skip
    return int(CareOutcome.insert(told | fields).execute())
