"""A care call begun and not saved: what was typed stays for whoever opens the car's call again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import Draft
from db.connection import scalar
from desktop_app.session import Session, require

KIND = "care"


def save_care_draft(session: Session, vin: str, content: Mapping[str, Any] | None) -> None:
    """Keep what has been typed in the care call to a car, over what was kept before; None forgets it."""
    require(session, "callbacks")
    with session.saving():
        if content is None:
            forget_care_draft(vin)
            return
        Draft.insert(
            kind=KIND, key=vin, account=session.person.name, content=dict(content), updated_at=session.now()
        ).on_conflict(
            conflict_target=[Draft.kind, Draft.key], preserve=[Draft.account, Draft.content, Draft.updated_at]
        ).execute()


def load_care_draft(session: Session, vin: str) -> dict[str, Any] | None:
    """What was typed in a care call that was left half-way, or None."""
    require(session, "see")
    with session.connected():
        found: dict[str, Any] | None = scalar(Draft.select(Draft.content).where(_of(vin)))
        return found


def forget_care_draft(vin: str) -> None:
    """The call was saved; inside the transaction that saves it."""
    Draft.delete().where(_of(vin)).execute()


def _of(vin: str) -> Any:
    return (Draft.kind == KIND) & (Draft.key == vin)
