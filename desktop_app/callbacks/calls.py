"""The course of a call, from opening it to saving what it came to: the door to the parts it is made of."""

from __future__ import annotations

from desktop_app.callbacks.call_sheet import Call, Car, Customer, EarlierCall, open_call
from desktop_app.callbacks.claims import Held, claim, release, release_all
from desktop_app.callbacks.do_not_call import allow_calls
from desktop_app.callbacks.drafts import drop_draft, load_draft, save_draft
from desktop_app.callbacks.outcomes import MAY_AGREE, Outcome
from desktop_app.callbacks.reopening import reopen
from desktop_app.callbacks.saving import Saved, save_outcome
from desktop_app.callbacks.undoing import undo_last

__all__ = [
    "MAY_AGREE", "Call", "Car", "Customer", "EarlierCall", "Held", "Outcome", "Saved", "allow_calls", "claim",
    "drop_draft", "load_draft", "open_call", "release", "release_all", "reopen", "save_draft", "save_outcome",
    "undo_last",
]  # fmt: skip
