"""修改记录: who changed what, when, from what to what; written in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from db import AuditEntry
from desktop_app.session import Session


def record_deed(
    session: Session, action: str, entity: str, entity_id: int | None = None, *,
    file_id: int | None = None, new: str | None = None, reason: str | None = None,
) -> None:  # fmt: skip
    """Note one deed; must run inside ``session.saving()``. Never put passwords or whole texts in ``new``."""
    AuditEntry.insert(
        at=session.now(), account=session.person.name, action=action, entity=entity,
        entity_id=entity_id, file_id=file_id, new=new, reason=reason,
    ).execute()  # fmt: skip


def record_changes(
    session: Session, entity: str, entity_id: int, before: Mapping[str, object], after: Mapping[str, object], *,
    file_id: int | None = None, reason: str | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Note every field of ``after`` that differs from ``before``; returns their names."""
    names = tuple(name for name, value in after.items() if before.get(name) != value)
    AuditEntry.insert_many(
        {
            "at": session.now(), "account": session.person.name, "action": "edit", "entity": entity,
            "entity_id": entity_id, "file_id": file_id, "field": name, "reason": reason,
            "old": as_text(before.get(name)), "new": as_text(after[name]),
        }
        for name in names
    ).execute() if names else None  # fmt: skip
    return names


def as_text(value: object) -> str | None:
    """A stored value as the trail shows it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
