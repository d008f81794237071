"""修改记录 of one file: who changed what, when, from what to what; the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import AuditEntry
from db.connection import rows
from desktop_app.archive.fields import label_of
from desktop_app.archive.masking import covered
from desktop_app.session import Session, require

ACTION_LABELS: dict[str, str] = {
    "edit": "修改",
    "open": "新建档案",
    "reveal": "查看完整内容",
    "open_correction": "登记信息更正",
    "send_correction": "转交更正",
    "correct": "收回更正",
    "return_correction": "退回更正",
    "confirm_correction": "确认更正",
    "receive_papers": "登记资料",
    "return_papers": "退回资料",
    "import": "导入",
    "print": "打印",
}
"""Deeds that a file's history names; others show their own word."""

MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; ``field`` is the label of what was changed, phones and sensitive values are covered."""

    at: datetime
    account: str
    action: str
    field: str
    old: str
    new: str
    reason: str


def history(session: Session, file_id: int, limit: int = MOST_ENTRIES) -> tuple[Entry, ...]:
    """The newest entries of the audit trail that concern the file, up to the clock."""
    require(session, "see")
    query = (
        AuditEntry.select(
            AuditEntry.at, AuditEntry.account, AuditEntry.action, AuditEntry.entity, AuditEntry.field, AuditEntry.old,
            AuditEntry.new, AuditEntry.reason,
        )
        .where(AuditEntry.file_id == file_id, AuditEntry.at <= session.now())
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )  # fmt: skip
    with session.connected():
        return tuple(_entry(*row) for row in rows(query))


def _entry(
    at: datetime, account: str, action: str, entity: str, field: str | None, old: str | None, new: str | None,
    reason: str | None,
) -> Entry:  # fmt: skip
    from desktop_app.complaints.course import VERB_LABELS

    words = ACTION_LABELS | (dict(VERB_LABELS) if entity == "complaint" else {})
    told = words.get(action, action)
    if action == "reveal":
        return Entry(at, account, told, label_of(new or ""), "", "", reason or "")
    name = field or ""
    return Entry(
        at, account, told, label_of(name) if name else "", _text(name, old), _text(name, new), reason or ""
    )


def _text(field: str, value: str | None) -> str:
    return str(covered(field, value) or "")
