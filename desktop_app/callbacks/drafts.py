"""Calls half-way done: what was typed and not saved yet is kept through a power cut."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from db import Claim, Draft
from db.connection import scalar
from db.prepared import Prepared, slot
from desktop_app.session import Changed, Session, changed, require

KIND = "call"


class Begun(NamedTuple):
    """A call begun and not saved: who typed last and when, and whether it was put aside for anyone to take up."""

    account: str
    at: datetime
    parked: bool


def save_draft(session: Session, callback_id: int, content: Mapping[str, Any]) -> None:
    """Keep what has been typed in a call, over what was kept before; ``content`` is anything JSON can hold."""
    require(session, "callbacks")
    with session.saving():
        keep_draft(session, callback_id, content)


def keep_draft(
    session: Session, callback_id: int, content: Mapping[str, Any], *, parked: bool = False
) -> None:
    """The same inside a ``session.saving()`` that is already open."""
    Draft.insert(
        kind=KIND, key=str(callback_id), account=session.person.name, content=dict(content),
        updated_at=session.now(), parked=parked,
    ).on_conflict(
        conflict_target=[Draft.kind, Draft.key],
        preserve=[Draft.account, Draft.content, Draft.updated_at, Draft.parked],
    ).execute()  # fmt: skip


def park(session: Session, callback_id: int, content: Mapping[str, Any]) -> Changed:
    """Put a call aside (搁置): what was typed stays for whoever takes it up, and one's claim on it is freed.

    ``content`` may be empty. Typing in it again makes it an ordinary draft of whoever types.
    """
    require(session, "callbacks")
    with session.saving():
        keep_draft(session, callback_id, content, parked=True)
        mine = Claim.account == session.person.name
        Claim.delete().where(mine & (Claim.callback == callback_id)).execute()
    return changed("callbacks")


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


def drafted(session: Session) -> dict[int, Begun]:
    """Callback id → its draft, of the callbacks that have one."""
    require(session, "see")
    with session.connected():
        return {
            int(key): Begun(account, datetime.fromisoformat(at), bool(parked))
            for key, account, at, parked in _DRAFTED.rows(kind=KIND)
        }


def _of(key: Any) -> Any:
    return (Draft.kind == KIND) & (Draft.key == key)


_SEEN = (Draft.key, Draft.account, Draft.updated_at, Draft.parked)
_DRAFTED = Prepared(lambda: Draft.select(*_SEEN).where(Draft.kind == slot("kind")))
_FORGET = Prepared(lambda: Draft.delete().where(_of(slot("key"))))
