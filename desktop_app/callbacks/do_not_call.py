"""Customers who asked not to be called: the wish stands in the file and keeps all its callbacks off the list."""

from __future__ import annotations

from datetime import datetime

from db import VehicleFile
from db.connection import scalar
from desktop_app.safety.audit_trail import record_changes
from desktop_app.session import Changed, Session, changed, require


def set_do_not_call(session: Session, file_id: int, at: datetime | None) -> None:
    """Store when the customer asked not to be called (None: may be called); inside ``session.saving()``."""
    before = scalar(VehicleFile.select(VehicleFile.do_not_call_at).where(VehicleFile.id == file_id))
    VehicleFile.update(do_not_call_at=at).where(VehicleFile.id == file_id).execute()
    changes = ({"do_not_call_at": before}, {"do_not_call_at": at})
    record_changes(session, "vehicle_file", file_id, *changes, file_id=file_id)


def allow_calls(session: Session, file_id: int) -> Changed:
    """The customer agrees to be called again."""
    require(session, "callbacks")
    with session.saving():
        set_do_not_call(session, file_id, None)
    return changed("callbacks", "archive", "statistics")
