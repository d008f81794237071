"""Causes of complaints (内容分类): the list in the data file, and finding one by code or name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date

import resources
from db import Cause as CauseRecord
from db.connection import rows
from desktop_app.complaints.vocabulary import read_code, unknown
from desktop_app.problems import Refused
from desktop_app.session import Session, require


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause with its sub-causes, in list order."""

    code: str
    name: str
    sub_causes: tuple[str, ...]


def load_causes(session: Session) -> int:
    """Fill the list from resources, for a new data file; inside ``session.saving()``.

    Causes already there stay as they are. Returns how many were added.
    """
    with resources.path("causes.toml").open("rb") as file:
        listed = tomllib.load(file)["causes"]
    present = {code for (code,) in rows(CauseRecord.select(CauseRecord.code))}
    new = [
        {**cause, "position": position}
        for position, cause in enumerate(listed, start=1)
        if cause["code"] not in present
    ]
    if new:
        CauseRecord.insert_many(new).execute()
    return len(new)


def causes(session: Session) -> tuple[Cause, ...]:
    """The causes that a case can be given today, in list order."""
    require(session, "see")
    return tuple(cause for _, cause in _current(session))


def find_cause(session: Session, text: str) -> tuple[int, Cause]:
    """The row number and the cause of a code or a name; raises Refused with the list for an unknown one."""
    known = _current(session)
    labels = {cause.code: cause.name for _, cause in known}
    code = read_code(labels, text, what="投诉原因", field="cause")
    return next((row, cause) for row, cause in known if cause.code == code)


def check_sub_cause(cause: Cause, text: str | None) -> str | None:
    """The sub-cause if the cause has it, None for a blank; raises Refused with the list for another."""
    wanted = (text or "").strip()
    if not wanted:
        return None
    if not cause.sub_causes:
        raise Refused(f"“{cause.name}”没有细分原因，请留空。", field="sub_cause")
    if wanted not in cause.sub_causes:
        raise unknown(wanted, cause.sub_causes, what=f"“{cause.name}”的细分原因", field="sub_cause")
    return wanted


def _current(session: Session) -> list[tuple[int, Cause]]:
    today: date = session.today()
    table = CauseRecord
    query = (
        table.select(table.id, table.code, table.name, table.sub_causes)
        .where(table.retired_on.is_null() | (table.retired_on > today))
        .order_by(table.position, table.id)
    )
    with session.connected():
        return [(row, Cause(code, name, tuple(subs))) for row, code, name, subs in rows(query)]
