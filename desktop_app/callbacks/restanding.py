"""Keeping the stored standing of callbacks equal to what their events say."""

from __future__ import annotations

from collections.abc import Iterable

from db import Callback
from db.bulk import update_all
from desktop_app.callbacks.events import events_of
from desktop_app.callbacks.history import History
from desktop_app.session import Session


def restand(session: Session, callback_ids: Iterable[int]) -> None:
    """Recompute the stored standing of these callbacks, one or fifty thousand, from everything recorded.

    Must run inside the ``session.saving()`` that stores or removes an attempt, an SMS reply, a confirmed
    correction (of the callback's file) or a reopening.
    """
    ids = sorted(set(callback_ids))  # neighbours share pages
    events = events_of(ids)
    update_all(Callback, History._fields, ((*events.history(one), one) for one in ids))
