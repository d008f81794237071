"""Taking the last call back: the callback stands as before it, and what was typed is its draft again."""

from __future__ import annotations

from typing import Any

from db import Attempt, Complaint, Correction
from db.connection import first, scalar
from desktop_app.archive.from_events import derive_files
from desktop_app.callbacks.candidates import Candidate, of_id
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from desktop_app.callbacks.do_not_call import set_do_not_call
from desktop_app.callbacks.drafts import keep_draft
from desktop_app.callbacks.restanding import restand
from desktop_app.callbacks.saving import ENTITY, FEATURES
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require


def undo_last(session: Session, callback_id: int) -> Changed:
    """Take back the last call of a callback; what was typed in it is the callback's draft again.

    Only one's own, on the day it was recorded, and only while no case and nothing at the manufacturer hangs on it.
    The correction that it opened goes with it unless a department has it already.
    """
    require(session, "callbacks")
    with session.saving():
        row = first(
            Attempt.select(*_UNDOABLE).where(Attempt.callback == callback_id).order_by(Attempt.at.desc())
        )
        one = of_id(callback_id, session.now())
        if row is None or one is None:
            raise Refused("这条回访没有可以撤销的记录。")
        attempt = dict(zip(_UNDONE, row, strict=True))
        _refuse_unless_undoable(session, attempt)
        _take_back(session, one, attempt)
    return changed(*FEATURES, reference=one.reference)


_UNDONE = (
    "id", "at", "recorded_at", "caller", "batch", "disposition", "entered_in_crm_at", "answers", "answer_notes",
    "words", "remark", "advisor_phoned",
)  # fmt: skip
_UNDOABLE = tuple(getattr(Attempt, name) for name in _UNDONE)
_DRAFTED = ("answers", "answer_notes", "words", "remark", "advisor_phoned")


def _refuse_unless_undoable(session: Session, attempt: dict[str, Any]) -> None:
    if attempt["batch"] is not None:
        raise Refused("最后一次记录是导入的，请撤销那一次导入。")
    if attempt["caller"] != session.person.name or attempt["recorded_at"].date() != session.today():
        raise Refused("只能撤销自己当天记下的最后一次通话。")
    case = scalar(Complaint.select(Complaint.number).where(Complaint.attempt == attempt["id"]))
    if case:
        raise Refused(f"这次通话已经立案 {case}，不能撤销；请在投诉处理里继续。")
    if attempt["entered_in_crm_at"]:
        raise Refused("这次通话已录入厂家 CRM，不能撤销。")


def _take_back(session: Session, one: Candidate, attempt: dict[str, Any]) -> None:
    typed = {name: attempt[name] for name in _DRAFTED if attempt[name] not in (None, "")}
    if typed:
        keep_draft(session, one.callback_id, typed)
    opened_by_it = (Correction.callback == one.callback_id) & (Correction.opened_at == attempt["at"])
    untouched = (
        Correction.sent_at.is_null() & Correction.confirmed_at.is_null() & Correction.corrected_at.is_null()
    )
    if Correction.delete().where(opened_by_it & untouched).execute():
        derive_files(session, [one.file_id])
    if one.facts.do_not_call_at == attempt["at"]:
        set_do_not_call(session, one.file_id, None)
    Attempt.delete().where(Attempt.id == attempt["id"]).execute()
    restand(session, [one.callback_id])
    label = DISPOSITION_LABELS[attempt["disposition"]]
    record_deed(session, "undo_call", ENTITY, one.callback_id, file_id=one.file_id, new=label)
