"""What has to be asked before a call can end: when to call again, and what becomes of a dissatisfied customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from desktop_app.complaints.causes import Cause
from desktop_app.complaints.new_complaint import NewComplaint
from ui.callbacks.agree_dialog import AgreeDialog
from ui.callbacks.call_state import CallState
from ui.callbacks.grievance_dialog import GrievanceDialog, Typed

AGREE_TITLES = {"agreed": "客户在忙，约个时间再打", "not_the_person": "不是本人，约个时间再打"}
"""The endings that ask for a time; 非本人 may go without one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a dissatisfied call: a case, a reason for none, or neither because nobody is dissatisfied."""

    complaint: NewComplaint | None = None
    no_case_reason: str = ""


def ask_time(disposition: str, now: datetime, parent: QWidget) -> tuple[bool, datetime | None]:
    """Whether the ending stands, and the time agreed on; True at once where none is asked for."""
    title = AGREE_TITLES.get(disposition)
    if title is None:
        return True, None
    dialog = AgreeDialog(title, now, parent, optional=disposition == "not_the_person")
    return bool(dialog.exec()), dialog.moment


def ask_verdict(state: CallState, causes: Sequence[Cause], parent: QWidget) -> Verdict | None:
    """What becomes of the call when its customer is dissatisfied; None when the user went back to the call."""
    grievances = state.grievances() if state.disposition == "completed" else ()
    if not grievances and not state.unhappy:
        return Verdict()
    dialog = GrievanceDialog(state.call, grievances, state.words, causes, parent)
    if isinstance(state.grievance_typed, Typed):
        dialog.take_up(state.grievance_typed)
    kept = dialog.exec()
    state.grievance_typed = dialog.typed()
    return Verdict(dialog.complaint, dialog.no_case_reason) if kept else None


def agreed_note(moment: datetime | None, today: date) -> str:
    """``约 15:00 再打``; "" where nothing was agreed."""
    if moment is None:
        return ""
    when = f"{moment:%H:%M}" if moment.date() == today else f"{moment:%m-%d %H:%M}"
    return f"约 {when} 再打"
