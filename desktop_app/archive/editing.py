"""Saving what a person typed in a file, and opening a new one by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db import AuditEntry, Consent, VehicleFile
from db.connection import first, rows
from desktop_app import settings
from desktop_app.archive import analysis, numbers
from desktop_app.archive.fields import EDITABLE, check_choices, label_of, read_field
from desktop_app.archive.files import ENTITY
from desktop_app.archive.from_events import PHONES, derive_files
from desktop_app.archive.indexing import index_files
from desktop_app.archive.masking import covered
from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_changes, record_deed
from desktop_app.session import Changed, Session, changed, require

FEATURES = ("archive", "callbacks", "complaints", "statistics")
FOUND_BY = frozenset({"vin", "name", "plate", *PHONES})


def save_file(session: Session, file_id: int, edits: Mapping[str, object], seen: int) -> Changed:
    """Save the fields that a person changed; saving the same twice changes nothing the second time.

    ``seen`` is ``File.seen`` of the file as it stood on the screen. Raises Refused, at the field: for a value that
    it cannot hold, or when somebody else has changed the same field since; nothing of ``edits`` is stored then. An
    untouched covered phone (``138 **** 5678``) is no edit.
    """
    require(session, "edit_files")
    with session.saving():
        before = stored_fields(file_id)
        after = _read(session, edits, before)
        after = {field: value for field, value in after.items() if value != before[field]}
        _refuse_other_edits(session, file_id, after, seen)
        _refuse_taken_vin(after.get("vin"))
        if not after:
            return changed(reference=before["vin"])
        store_edits(session, file_id, before, after)
    return changed(*FEATURES, reference=str(after.get("vin", before["vin"])))


def new_file(session: Session, fields: Mapping[str, object], key: str) -> Changed:
    """Open a file by hand; ``fields`` needs ``vin`` and ``name``. The same ``key`` twice is one file.

    ``reference`` of the result is the new file's number. Raises Refused, at the field, for a value that it cannot
    hold and for a VIN that has a file already.
    """
    require(session, "edit_files")
    with session.saving():
        if known := first(VehicleFile.select(VehicleFile.number).where(VehicleFile.key == key)):
            return changed(reference=known[0])
        empty = dict.fromkeys(EDITABLE) | {"name": ""}
        after = _read(session, {"vin": "", "name": ""} | dict(fields), empty)
        _refuse_taken_vin(after["vin"])
        number = numbers.take_numbers()[0]
        file_id = VehicleFile.insert(
            number=number, vin=after["vin"], opened_at=session.now(), key=key
        ).execute()
        record_deed(session, "open", ENTITY, file_id, file_id=file_id, new=number)
        typed = {field: value for field, value in after.items() if value not in (None, "")}
        store_edits(session, file_id, empty | {"vin": after["vin"], "edited": {}}, typed)
        index_files(session, [file_id])
    return changed(*FEATURES, reference=number)


def store_edits(
    session: Session,
    file_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str | None = None,
) -> None:
    """Write a person's values with audit trail, marks and search index; inside ``session.saving()``.

    ``before`` holds at least the fields of ``after`` and ``edited``.
    """
    moment = session.now().isoformat(" ", "seconds")
    edited = before["edited"] | dict.fromkeys(after, moment)
    VehicleFile.update(edited=edited, **after).where(VehicleFile.id == file_id).execute()
    record_changes(session, ENTITY, file_id, before, after, file_id=file_id, reason=reason)
    _record_consents(session, file_id, after)
    derive_files(session, [file_id])
    if not FOUND_BY.isdisjoint(after):
        index_files(session, [file_id])


def stored_fields(file_id: int) -> dict[str, Any]:
    """The fields of a file that people may type, and ``edited``; raises Refused when the file is gone; connected."""
    names = (*EDITABLE, "edited")
    found = rows(
        VehicleFile.select(*(getattr(VehicleFile, name) for name in names)).where(VehicleFile.id == file_id)
    )
    if not found:
        raise Refused("这份档案已不存在，您的输入没有保存，请刷新列表。")
    return dict(zip(names, found[0], strict=True))


def _read(session: Session, edits: Mapping[str, object], before: Mapping[str, Any]) -> dict[str, Any]:
    kept = frozenset(settings.get(session, "kept_sensitive_fields"))
    typed = {
        field: value for field, value in edits.items() if not _untouched(field, value, before.get(field))
    }
    values = {
        field: read_field(field, value, today=session.today(), kept_sensitive=kept)
        for field, value in typed.items()
    }
    choices = {attribute.field: attribute.choices for attribute in analysis.attributes(session)}
    check_choices(values, choices, before)
    return values


def _untouched(field: str, typed: object, before: object) -> bool:
    hides = field in PHONES or field in SENSITIVE_FIELDS
    return hides and before not in (None, "") and typed == covered(field, before)


def _refuse_other_edits(session: Session, file_id: int, after: Mapping[str, Any], seen: int) -> None:
    query = (
        AuditEntry.select(AuditEntry.field, AuditEntry.account, AuditEntry.at)
        .where(
            AuditEntry.file_id == file_id, AuditEntry.id > seen, AuditEntry.entity == ENTITY,
            AuditEntry.field.in_(list(after)), AuditEntry.account != session.person.name,
        )
        .order_by(AuditEntry.id.desc())
    )  # fmt: skip
    if found := first(query):
        field, account, at = found
        raise Refused(
            f"{account} 已在 {at:%m-%d %H:%M} 修改了“{label_of(field)}”，您的输入没有保存，请核对后再存。",
            field=field,
        )


def _refuse_taken_vin(vin: str | None) -> None:
    taken = VehicleFile.select(VehicleFile.number, VehicleFile.name).where(VehicleFile.vin == vin)
    if vin and (found := first(taken)):
        number, name = found
        raise Refused(f"车架号 {vin} 已有档案 {number}（{name or '未填姓名'}），请打开那一份。", field="vin")


def _record_consents(session: Session, file_id: int, after: Mapping[str, Any]) -> None:
    """A sensitive field is stored with the date of the customer's consent."""
    for field in after.keys() & SENSITIVE_FIELDS.keys():
        if after[field] is not None:
            Consent.insert(
                file=file_id, subject=field, given_at=session.now(), account=session.person.name
            ).execute()
