"""How many saves would be lost by going back to a moment: what a restore says before it is done."""

from __future__ import annotations

from datetime import datetime

from db import AuditEntry
from db.connection import rows
from desktop_app.session import Session, require

NO_SAVES = frozenset({"backup", "rehearse", "sign_in", "sign_out", "print", "export", "reveal"})
"""Deeds in the audit trail that changed no record."""


def saves_since(session: Session, moment: datetime) -> int:
    """The saves after ``moment``, each counted once however many fields it changed. Refused without the duty."""
    require(session, "see_office")
    saves = (
        AuditEntry.select(AuditEntry.at, AuditEntry.account)
        .where(AuditEntry.at > moment, AuditEntry.action.not_in(NO_SAVES))
        .distinct()
    )
    with session.connected():
        return len(rows(saves))
