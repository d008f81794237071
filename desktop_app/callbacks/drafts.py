"""Calls half-way done: what was typed and not saved yet is kept through a power cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import Draft
from db.connection import scalar
from db.prepared import Prepared, slot
from desktop_app.session import Session, require

KIND = "call"


def save_draft(session: Session, callback_id: int, content: Mapping[str, Any]) -> None:
    """Keep what has been typed in a call, over what was kept before; ``content`` is anything JSON can hold."""
    require(session, "callbacks")
    with session.saving():
        keep_draft(session, callback_id, content)


def keep_draft(session: Session, callback_id: int, content: Mapping[str, Any]) -> None:
    """The same inside a ``session.saving()`` that is already open."""
    Draft.insert(
        kind=KIND, key=str(callback_id), account=session.person.name, content=dict(content),
        updated_at=session.now(),
    ).on_conflict(
        conflict_target=[Draft.kind, Draft.key], preserve=[Draft.account, Draft.content, Draft.updated_at]
    ).execute()  # fmt: skip


def load_draft(session: Session, callback_id: int) -> dict[str, Any] | None:
    """What was typed in a call that was left half-way, or None."""
    require(session, "see")
    with session.connected():
        found = scalar(Draft.select(Draft.content).where(_of(str(callback_id))))
    return None if found is None else dict(found)


def drop_draft(session: Session, callback_id: int) -> None:
    """Forget what was typed."""
    require(session, "callbacks")
    with session.saving():
        forget_draft(callback_id)


def forget_draft(callback_id: int) -> None:
    """The same inside a ``session.saving()`` that is already open."""
    _FORGET.run(key=str(callback_id))


def drafted(session: Session) -> frozenset[int]:
    """Ids of the callbacks that have a draft."""
    require(session, "see")
    with session.connected():
        return frozenset(int(key) for (key,) in _DRAFTED.rows(kind=KIND))


def _of(key: Any) -> Any:
    return (Draft.kind == KIND) & (Draft.key == key)


_DRAFTED = Prepared(lambda: Draft.select(Draft.key).where(Draft.kind == slot("kind")))
_FORGET = Prepared(lambda: Draft.delete().where(_of(slot("key"))))
