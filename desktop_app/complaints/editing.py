"""Editing a case by hand: fields with audit trail, its file, its paper; never once it is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from db import Complaint, VehicleFile
from db.connection import first
from desktop_app.archive.masking import EVERY_PHONE_FIELD, shown_phone
from desktop_app.complaints.causes import check_sub_cause, find_cause
from desktop_app.complaints.customer import from_file, vin_of
from desktop_app.complaints.escalation import regrade
from desktop_app.complaints.fields import FIELDS, LINKED_FIELDS, show_cause
from desktop_app.complaints.persons import check_department, check_handler, owner_for
from desktop_app.complaints.reading import Subject
from desktop_app.complaints.recording import (
    ENTITY,
    FEATURES,
    open_subject,
    refuse_unless_possible,
    save_columns,
)
from desktop_app.complaints.vocabulary import GRADE_LABELS, read_code
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_changes
from desktop_app.session import Changed, Session, changed, require

PaperState = Literal["printed", "signed", "filed"]
PAPER_ACTIONS: dict[PaperState, str] = {
    "printed": "print_forms",
    "signed": "edit_files",
    "filed": "edit_files",
}
"""What noting a state of the paper asks for: whoever may print, and whoever keeps the paper documents."""
EDITABLE = frozenset({*FIELDS, *LINKED_FIELDS})
"""Names that ``edit`` takes; every other cell of a form is derived."""


def edit(session: Session, number: str, fields: Mapping[str, Any], *, reason: str | None = None) -> Changed:
    """Change fields of an open case as typed (codes or Chinese; blanks empty them), each with its audit entry.

    Raises Refused, with the field, for a closed case, an unknown or derived field, or a value that cannot be.
    """
    with session.saving():
        subject = open_subject(session, number)
        refuse_unless_possible(session, subject, "edit")
        fields = _touched(subject, fields)
        _refuse_strangers(session, fields)
        if "grade" in fields:
            _regrade(session, subject, fields["grade"], reason)
        columns = {
            FIELDS[name].column: FIELDS[name].read(name, typed)
            for name, typed in fields.items()
            if name in FIELDS
        }
        for check in _CHECKS:
            columns |= check(session, subject, fields)
        save_columns(session, subject, columns, reason)
    return changed(*FEATURES, reference=subject.number)


def link(session: Session, number: str, vin: str) -> Changed:
    """Link a case to the file of a VIN; what the case does not know yet of customer and car comes from there."""
    with session.saving():
        subject = open_subject(session, number)
        refuse_unless_possible(session, subject, "link")
        found = first(VehicleFile.select(VehicleFile.id).where(VehicleFile.vin == vin_of(vin)))
        if found is None:
            raise Refused(f"没有车架号为“{vin.strip()}”的档案，请先建档。", field="vin")
        known = from_file(found[0], subject.standing.accepted_at.date())
        blank = {name: value for name, value in known.items() if subject.columns[name] in (None, "")}
        save_columns(session, subject, {**blank, "vin": known["vin"], "file": found[0]})
    return changed(*FEATURES, reference=subject.number)


def mark_paper(
    session: Session, number: str, state: PaperState, *, at: datetime | None = None, cabinet: str = ""
) -> Changed:
    """Note that the paper was printed, signed or filed (柜号/盒号); it may be, too, when the case is closed."""
    require(session, PAPER_ACTIONS[state])
    with session.saving():
        subject = open_subject(session, number)
        columns: dict[str, Any] = {f"{state}_at": at or session.now()}
        if cabinet.strip():
            columns["cabinet"] = cabinet.strip()
        record_changes(session, ENTITY, subject.id, subject.columns, columns, file_id=subject.file_id)
        Complaint.update(columns).where(Complaint.id == subject.id).execute()
    return changed("complaints", reference=subject.number)


def _touched(subject: Subject, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without the covered phones that somebody left as they were."""
    covered = {name: shown_phone(subject.columns[name]) for name in EVERY_PHONE_FIELD & fields.keys()}
    return {name: typed for name, typed in fields.items() if not (typed and covered.get(name) == typed)}


def _refuse_strangers(session: Session, fields: Mapping[str, Any]) -> None:
    for name in fields:
        if name not in EDITABLE:
            raise Refused("这一项由程序给出，不能直接修改。", field=name)
        if name in FIELDS and FIELDS[name].deciding:
            require(session, "decide_complaints")


def _regrade(session: Session, subject: Subject, typed: Any, reason: str | None) -> None:
    """A grade is a step, so that its clock can be replayed."""
    grade = read_code(GRADE_LABELS, str(typed or ""), what="分级", field="grade")
    if grade != subject.standing.grade:
        regrade(session, subject.number, grade=grade, reason=reason or "在表格上修改")


def _cause(session: Session, subject: Subject, fields: Mapping[str, Any]) -> dict[str, Any]:
    if not {"cause", "sub_cause"} & set(fields):
        return {}
    row, cause = find_cause(session, fields.get("cause") or show_cause(subject.columns["cause"]))
    kept = subject.columns["sub_cause"] if row == subject.columns["cause"] else None
    return {"cause": row, "sub_cause": check_sub_cause(cause, fields.get("sub_cause", kept))}


def _persons(session: Session, subject: Subject, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Responsible persons, never the accused one; who is accused and owns the case passes it on."""
    columns: dict[str, Any] = {}
    if "department" in fields:
        columns["department"], _ = check_department(str(fields["department"] or ""))
    if "accused" in fields:
        columns["accused"] = str(fields["accused"] or "").strip() or None
        columns["owner"] = owner_for(session, subject.columns["first_receiver"], columns["accused"])
    accused = columns.get("accused", subject.columns["accused"])
    for name in ("department_manager", "handler"):
        if name in fields:
            typed = str(fields[name] or "")
            columns[name] = check_handler(typed, accused, field=name)
    handler = columns.get("handler", subject.columns["handler"])
    if handler and handler == accused:
        raise Refused(f"“{accused}”是这件投诉的处理责任人，请先换处理责任人。", field="accused")
    return columns


def _car(session: Session, subject: Subject, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The VIN of a linked case is its file's; a case without one takes the file of the VIN typed."""
    if "vin" not in fields:
        return {}
    vin = vin_of(str(fields["vin"] or ""))
    if subject.file_id is not None and vin != subject.columns["vin"]:
        raise Refused("案例已关联档案，车架号随档案；要换车请重新关联档案。", field="vin")
    found = first(VehicleFile.select(VehicleFile.id).where(VehicleFile.vin == vin)) if vin else None
    return {"vin": vin, "file": found[0] if found else subject.file_id}


_CHECKS: tuple[Callable[[Session, Subject, Mapping[str, Any]], dict[str, Any]], ...] = (
    _cause,
    _persons,
    _car,
)
