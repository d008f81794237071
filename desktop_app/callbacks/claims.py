"""Who is calling whom just now: a claim keeps two people from phoning the same customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from db import Claim
from db.prepared import Prepared, slot
from desktop_app import settings
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session, changed, require


class Held(NamedTuple):
    """A claim that still holds: whose, and since when."""

    account: str
    since: datetime


def claim(session: Session, callback_ids: Iterable[int]) -> Changed:
    """Take these callbacks for the person signed in, all or none; renews what they hold already.

    Refused while someone else holds one of them; a claim frees itself after the set number of minutes.
    """
    require(session, "callbacks")
    ids = list(callback_ids)
    with session.saving():
        held = claims_held(session.now(), settings.get(session, "claim_minutes"))
        other = next(
            (held[one] for one in ids if one in held and held[one].account != session.person.name), None
        )
        if other:
            raise Refused(f"{other.account}从 {other.since:%H:%M} 起正在给这位客户打电话，请先打下一位。")
        Claim.delete().where(Claim.callback.in_(ids)).execute()
        Claim.insert_many(
            {"callback": one, "account": session.person.name, "since": session.now()} for one in ids
        ).execute() if ids else None
    return changed("callbacks")


def release(session: Session, callback_ids: Iterable[int]) -> Changed:
    """Give back one's own claims on these callbacks."""
    with session.saving():
        mine = Claim.account == session.person.name
        Claim.delete().where(mine & Claim.callback.in_(list(callback_ids))).execute()
    return changed("callbacks")


def release_all(session: Session) -> Changed:
    """Give back all of one's claims, at sign-out."""
    with session.saving():
        Claim.delete().where(Claim.account == session.person.name).execute()
    return changed("callbacks")


def calling_now(session: Session) -> dict[int, str]:
    """Callback id → who is calling that customer just now."""
    require(session, "see")
    with session.connected():
        held = claims_held(session.now(), settings.get(session, "claim_minutes"))
    return {callback: one.account for callback, one in held.items()}


def claims_held(moment: datetime, minutes: int) -> dict[int, Held]:
    """Callback id → the claim that holds at ``moment``; one older than ``minutes`` counts no more.

    Must run on an open connection.
    """
    oldest = moment - timedelta(minutes=minutes)
    found = _HELD.rows(oldest=oldest, moment=moment)
    return {callback: Held(account, datetime.fromisoformat(since)) for callback, account, since in found}


def _held() -> Any:
    holds = (Claim.since > slot("oldest")) & (Claim.since <= slot("moment"))
    return Claim.select(Claim.callback, Claim.account, Claim.since).where(holds)


_HELD = Prepared(_held)
