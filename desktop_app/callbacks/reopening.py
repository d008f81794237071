"""Putting a lapsed callback back on the list by hand; it stays overdue until its next attempt."""

from __future__ import annotations

from db import Reopening
from desktop_app.callbacks.candidates import of_id
from desktop_app.callbacks.reasons import unlisted_reason
from desktop_app.callbacks.restanding import restand
from desktop_app.callbacks.standing import current_rules, stand
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

LAPSED = frozenset({"lapsed", "appointment_lapsed", "correction_lapsed"})


def reopen(session: Session, callback_id: int, reason: str = "") -> Changed:
    """List a lapsed callback again; raises Refused for one that is listed already or is over for good."""
    require(session, "callbacks")
    with session.saving():
        one = of_id(callback_id, session.now())
        if one is None:
            raise Refused("这条回访已不存在，请刷新名单。")
        rules, today = current_rules(session), session.today()
        standing = stand(one.facts, today, rules)
        if standing.listed:
            raise Refused("这条回访就在名单上，不用重新列入。")
        if standing.line not in LAPSED:
            raise Refused(f"不能重新列入：{unlisted_reason(one.facts, standing, today, rules)}。")
        Reopening.insert(
            callback=callback_id, at=session.now(), account=session.person.name, reason=reason.strip() or None
        ).execute()
        restand(session, [callback_id])
        record_deed(
            session, "reopen_callback", "callback", callback_id, file_id=one.file_id, reason=reason or None
        )
    return changed("callbacks", "archive", reference=one.reference)
