"""Which callback to open for a customer: the one on the list, else the newest."""

from __future__ import annotations

from peewee import Case

from db import Callback
from db.connection import first
from desktop_app.session import Session, require


def newest_callback(session: Session, file_id: int) -> str | None:
    """The reference of a file's open callback, of several the last due; without an open one the newest; None: none."""
    require(session, "see")
    still_open = Case(None, [(Callback.closed_at.is_null(), 0)], 1)
    query = (
        Callback.select(Callback.reference)
        .where(Callback.file == file_id, Callback.event_on <= session.today())
        .order_by(still_open, Callback.due_to.desc(), Callback.id.desc())
    )
    with session.connected():
        found = first(query.limit(1))
    return None if found is None else str(found[0])


def callback_of(session: Session, reference: str) -> int | None:
    """The callback of a 协议号 or 工单号, the open one of two; None where there is none."""
    require(session, "see")
    query = (
        Callback.select(Callback.id)
        .where(Callback.reference == reference)
        .order_by(Callback.closed_at.is_null(False), Callback.id.desc())
    )
    with session.connected():
        found = first(query.limit(1))
    return None if found is None else int(found[0])
