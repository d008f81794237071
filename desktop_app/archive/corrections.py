"""表4: wrong customer data goes to sales or service and comes back right.

Opened → sent to a department with a due date → corrected → confirmed, or returned to the department. While one is
open the file carries the mark "information incorrect"; once confirmed, what was found stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from db import Callback, Correction
from db.connection import rows, scalar
from desktop_app.archive.editing import FEATURES, store_edits, stored_fields
from desktop_app.archive.fields import read_field
from desktop_app.archive.from_events import derive_files
from desktop_app.archive.masking import phone_for
from desktop_app.callbacks.restanding import restand
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

State = Literal["opened", "sent", "corrected", "returned", "confirmed"]

STATE_LABELS: dict[State, str] = {
    "opened": "待转交",
    "sent": "部门更正中",
    "corrected": "待确认",
    "returned": "已退回部门",
    "confirmed": "已确认",
}

FOUND_FIELDS = {"found_name": "name", "found_phone": "phone", "found_other_phone": "other_phone"}
"""What comes back (找回正确客户姓名, 找回正确电话, 找回其他联系电话) → the field of the file that takes it."""

_NOT_YET = {"corrected_at": None, "returned_at": None}
_FROM: dict[str, tuple[State, ...]] = {
    "send": ("opened", "sent", "returned"),
    "correct": ("opened", "sent", "returned", "corrected"),
    "confirm": ("corrected",),
    "return": ("corrected",),
}
_WHY_NOT: dict[str, str] = {
    "send": "更正结果已经收回，请确认或退回。",
    "correct": "这一条已经确认，不能再改；信息又有误请另行登记。",
    "confirm": "先填写找回的信息，才能确认；已经确认过的不用再确认。",
    "return": "部门还没有交回更正结果，不能退回。",
}


@dataclass(frozen=True, slots=True)
class CorrectionCase:
    """One correction; ``overdue`` once the department's day has gone by without a result."""

    id: int
    file_id: int
    callback_id: int | None
    state: State
    opened_at: datetime
    opened_by: str
    reason: str
    department: str
    sent_at: datetime | None
    due_on: date | None
    found_name: str
    found_phone: str
    found_other_phone: str
    confirmed_at: datetime | None
    confirmed_by: str
    remark: str
    overdue: bool


def open_correction(session: Session, file_id: int, reason: str, callback_id: int | None = None) -> Changed:
    """Mark a file's information as incorrect; raises Refused without a reason."""
    require(session, "edit_files")
    if not reason.strip():
        raise Refused("请写明哪里不正确。", field="reason")
    with session.saving():
        number = store_correction(session, file_id, reason.strip(), callback_id)
    return changed(*FEATURES, reference=str(number))


def store_correction(
    session: Session, file_id: int, reason: str, callback_id: int | None = None, at: datetime | None = None
) -> int:
    """The same inside a ``session.saving()`` of another rule (空号, 错误号码); returns the correction's row.

    A callback has one open correction at a time: the one that is open already is kept.
    """
    open_for_it = (Correction.callback == callback_id) & Correction.confirmed_at.is_null()
    if callback_id and (known := scalar(Correction.select(Correction.id).where(open_for_it))):
        return int(known)
    number = Correction.insert(
        file=file_id,
        callback=callback_id,
        opened_at=at or session.now(),
        opened_by=session.person.name,
        reason=reason,
    ).execute()
    record_deed(session, "open_correction", "correction", number, file_id=file_id, reason=reason)
    derive_files(session, [file_id])
    return int(number)


def send(session: Session, correction_id: int, department: str, due: date) -> Changed:
    """Give it to a department, back by ``due``; raises Refused for a day that has passed."""
    if not department.strip():
        raise Refused("请选择负责更正的部门。", field="department")
    if due < session.today():
        raise Refused(f"期限 {due} 已经过去，请改为今天或以后。", field="due_on")
    values = {"department": department.strip(), "sent_at": session.now(), "due_on": due, **_NOT_YET}
    return _move(session, correction_id, "send", "send_correction", values)


def correct(
    session: Session,
    correction_id: int,
    *,
    name: str = "",
    phone: str = "",
    other_phone: str = "",
    remark: str = "",
) -> Changed:
    """Note what the department found; nothing of it stands in the file before it is confirmed."""
    typed = {"found_name": name, "found_phone": phone, "found_other_phone": other_phone}
    found = {key: _read(session, key, value) for key, value in typed.items() if value.strip()}
    if not found and not remark.strip():
        raise Refused("请填写找回的姓名或电话；原信息无误的，请在备注中说明。", field="found_phone")
    values = {**dict.fromkeys(typed), **_NOT_YET, **found, "remark": remark.strip() or None}
    values["corrected_at"] = session.now()
    return _move(session, correction_id, "correct", "correct", values)


def give_back(session: Session, correction_id: int, remark: str) -> Changed:
    """Return it to the department, with what is still wrong."""
    if not remark.strip():
        raise Refused("请写明退回的原因。", field="remark")
    values = {"returned_at": session.now(), "remark": remark.strip()}
    return _move(session, correction_id, "return", "return_correction", values)


def confirm(session: Session, correction_id: int) -> Changed:
    """Take over what was found: the file is right from now on, and its callbacks are listed again."""
    require(session, "edit_files")
    with session.saving():
        case = _wanted(session, correction_id, "confirm")
        Correction.update(confirmed_at=session.now(), confirmed_by=session.person.name).where(
            Correction.id == correction_id
        ).execute()
        record_deed(session, "confirm_correction", "correction", correction_id, file_id=case.file_id)
        _take_over(session, case)
        derive_files(session, [case.file_id])
        restand(session, _callbacks_of(case.file_id))
    return changed(*FEATURES, reference=str(correction_id))


def corrections_of(session: Session, file_id: int) -> tuple[CorrectionCase, ...]:
    """The corrections of a file, the newest first."""
    require(session, "see")
    with session.connected():
        return _as_seen(session, _cases(session, Correction.file == file_id))


def open_corrections(session: Session) -> tuple[CorrectionCase, ...]:
    """Every correction that is not confirmed yet, those due first."""
    require(session, "see")
    with session.connected():
        found = _cases(session, Correction.confirmed_at.is_null() | (Correction.confirmed_at > session.now()))
    return _as_seen(session, sorted(found, key=lambda case: (case.due_on or date.max, case.opened_at)))


def _as_seen(session: Session, cases: Iterable[CorrectionCase]) -> tuple[CorrectionCase, ...]:
    """With the phones that were found as this person may have them."""
    return tuple(
        replace(
            case,
            found_phone=phone_for(session, case.found_phone) or "",
            found_other_phone=phone_for(session, case.found_other_phone) or "",
        )
        for case in cases
    )


def _move(session: Session, correction_id: int, verb: str, deed: str, values: dict[str, Any]) -> Changed:
    require(session, "edit_files")
    with session.saving():
        case = _wanted(session, correction_id, verb)
        Correction.update(values).where(Correction.id == correction_id).execute()
        record_deed(
            session, deed, "correction", correction_id, file_id=case.file_id, new=values.get("department")
        )
    return changed(*FEATURES, reference=str(correction_id))


def _wanted(session: Session, correction_id: int, verb: str) -> CorrectionCase:
    found = _cases(session, Correction.id == correction_id)
    if not found:
        raise Refused("这一条更正已不存在，请刷新列表。")
    if found[0].state not in _FROM[verb]:
        raise Refused(_WHY_NOT[verb])
    return found[0]


def _read(session: Session, found: str, typed: str) -> Any:
    try:
        return read_field(FOUND_FIELDS[found], typed, today=session.today(), kept_sensitive=frozenset())
    except Refused as problem:
        raise Refused(problem.message, field=found) from problem


def _take_over(session: Session, case: CorrectionCase) -> None:
    before = stored_fields(case.file_id)
    found = {field: value for key, field in FOUND_FIELDS.items() if (value := getattr(case, key))}
    after = {field: value for field, value in found.items() if value != before[field]}
    if after:
        store_edits(session, case.file_id, before, after, reason=case.reason)


def _callbacks_of(file_id: int) -> list[int]:
    still_open = Callback.select(Callback.id).where(Callback.file == file_id, Callback.closed_at.is_null())
    return [number for (number,) in rows(still_open)]


def _cases(session: Session, condition: Any) -> tuple[CorrectionCase, ...]:
    seen = Correction.select().where(condition, Correction.opened_at <= session.now())
    found: Any = seen.order_by(Correction.opened_at.desc(), Correction.id.desc()).dicts()
    return tuple(_case(session, row) for row in found)


def _case(session: Session, row: dict[str, Any]) -> CorrectionCase:
    now = session.now()
    state = _state(row, now)
    due = row["due_on"] if row["sent_at"] and row["sent_at"] <= now else None
    return CorrectionCase(
        id=row["id"], file_id=row["file"], callback_id=row["callback"], state=state, opened_at=row["opened_at"],
        opened_by=row["opened_by"], reason=row["reason"], department=row["department"] or "", sent_at=row["sent_at"],
        due_on=due, found_name=row["found_name"] or "", found_phone=row["found_phone"] or "",
        found_other_phone=row["found_other_phone"] or "", confirmed_at=row["confirmed_at"],
        confirmed_by=row["confirmed_by"] or "", remark=row["remark"] or "",
        overdue=due is not None and state in ("sent", "returned") and session.today() > due,
    )  # fmt: skip


def _state(row: dict[str, Any], now: datetime) -> State:
    """The step that was taken last, as seen at a moment."""
    steps: tuple[tuple[str, State], ...] = (
        ("opened_at", "opened"), ("sent_at", "sent"), ("corrected_at", "corrected"), ("returned_at", "returned"),
        ("confirmed_at", "confirmed"),
    )  # fmt: skip
    taken = [
        (row[name], place, state)
        for place, (name, state) in enumerate(steps)
        if row[name] and row[name] <= now
    ]
    return max(taken)[2] if taken else "opened"
