"""What is covered: on screen, until someone asks for it, phones for everyone and sensitive fields; for a duty that
sees covered phones only (客户接待专员), every phone that a rule gives away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db import VehicleFile
from db.connection import first
from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.duties import allows
from desktop_app.session import Session, require

PHONE_FIELDS = ("phone", "landline", "other_phone")
EVERY_PHONE_FIELD = frozenset({*PHONE_FIELDS, "caller_phone", "found_phone", "found_other_phone"})
"""Those of a file, of a case and of a correction."""
COVERED = "****"
SHORTEST_COVERED = 5
"""Fewer characters than that are no number, e.g. 不详, and stay readable."""


def shown_phone(number: str | None) -> str:
    """A phone with its middle covered: ``138 **** 5678``; several numbers stay apart."""
    return "、".join(_shown(one) for one in (number or "").split("、"))


def sees_phones(session: Session) -> bool:
    """Whether the person may have whole numbers at all."""
    return allows(session.person.duties, "see_full_phones")


def phone_for(session: Session, number: str | None) -> str | None:
    """A phone as this person may have it."""
    return number if number is None or sees_phones(session) else shown_phone(number)


def phones_for(
    session: Session, values: Mapping[str, Any], names: Iterable[str] = EVERY_PHONE_FIELD
) -> dict[str, Any]:
    """Values by field name, with the phones among them as this person may have them."""
    hidden = frozenset() if sees_phones(session) else frozenset(names)
    return {
        name: shown_phone(str(value)) if value and name in hidden else value for name, value in values.items()
    }


def covered(field: str, value: object) -> object:
    """A field's value as it may stand on a screen: phones and sensitive fields covered, the rest as it is."""
    if value is None or value == "":
        return value
    if field in EVERY_PHONE_FIELD:
        return shown_phone(str(value))
    if field == "id_number":
        text = str(value)
        return f"{text[:3]} {COVERED} {text[-4:]}" if len(text) > SHORTEST_COVERED else COVERED
    return COVERED if field in SENSITIVE_FIELDS else value


def reveal_phone(session: Session, file_id: int, field: str = "phone") -> str:
    """The whole number of a file; who looked is written in the audit trail.

    Raises Refused for a duty that sees covered phones only.
    """
    return _reveal(session, file_id, field if field in PHONE_FIELDS else "phone")


def reveal_sensitive(session: Session, file_id: int, field: str) -> object:
    """The value of a sensitive field; who looked is written in the audit trail."""
    return _reveal(session, file_id, field)


def _reveal(session: Session, file_id: int, field: str) -> str:
    require(session, "see_full_phones")
    with session.saving():
        found = first(VehicleFile.select(getattr(VehicleFile, field)).where(VehicleFile.id == file_id))
        if found is None:
            raise Refused("这份档案已不存在，请刷新列表。")
        record_deed(session, "reveal", "vehicle_file", file_id, file_id=file_id, new=field)
    return str(found[0] or "")


def _shown(number: str) -> str:
    if len(number) < SHORTEST_COVERED or COVERED in number:
        return number
    head = number[:3] if number[:1] != "0" else number[:4]
    if len(number) <= len(head) + 4:
        return f"{COVERED} {number[-3:]}"
    return f"{head} {COVERED} {number[-4:] if number.isdecimal() and len(number) > 10 else number[-3:]}"
