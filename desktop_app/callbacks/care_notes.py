"""Dated wishes noted from a call or a file: advised work (建议维修项目) and "please come in" (请客户来店)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from db import CareDate, VehicleFile
from db.connection import first, rows
from desktop_app.callbacks.care import KIND_LABELS
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

WishKind = Literal["advised_work", "please_come_in"]
WISHES: tuple[WishKind, ...] = ("advised_work", "please_come_in")
ENTITY = "care_date"
FEATURES = ("callbacks", "archive")
AHEAD = timedelta(days=3 * 366)
"""A date further ahead than this was mistyped."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A dated wish of a car that no person has ended yet."""

    id: int
    kind: str
    due_on: date
    text: str

    @property
    def label(self) -> str:
        """What the kind is called."""
        return KIND_LABELS[self.kind]


def note_wish(session: Session, file_id: int, kind: WishKind, due_on: date, text: str) -> Changed:
    """Note what makes a care row: advised work 14 days before its date, "please come in" on its date.

    The same wish twice is one. Raises Refused at the field (``text``, ``due_on``).
    """
    require(session, "callbacks")
    words = text.strip()
    if not words:
        raise Refused(
            "请写明是什么项目。" if kind == "advised_work" else "请写明请客户来店做什么。", field="text"
        )
    if not session.today() <= due_on <= session.today() + AHEAD:
        raise Refused("日期要从今天起、三年以内，请核对。", field="due_on")
    with session.saving():
        if first(VehicleFile.select(VehicleFile.id).where(VehicleFile.id == file_id)) is None:
            raise Refused("这份档案已不存在，没有保存，请刷新后再试。")
        same = (CareDate.file == file_id) & (CareDate.kind == kind) & (CareDate.text == words)
        if not rows(CareDate.select(CareDate.id).where(same, CareDate.due_on == due_on, _OPEN)):
            _store(session, file_id, kind, due_on, words)
    return changed(*FEATURES)


def wishes_of(session: Session, file_id: int) -> tuple[Wish, ...]:
    """The open wishes of a car by their dates; recalls are not among them."""
    require(session, "see")
    wish = CareDate
    query = wish.select(wish.id, wish.kind, wish.due_on, wish.text).where(
        wish.file == file_id, wish.kind.in_(WISHES), wish.created_at <= session.now(), _OPEN
    )
    with session.connected():
        return tuple(Wish(*row) for row in rows(query.order_by(wish.due_on, wish.id)))


def end_wish(session: Session, wish: int) -> Changed:
    """The wish needs no reminder any more: done elsewhere, or noted by mistake."""
    require(session, "callbacks")
    with session.saving():
        found = first(
            CareDate.select(CareDate.file, CareDate.kind, CareDate.due_on, CareDate.text)
            .where(CareDate.id == wish, CareDate.kind.in_(WISHES))
        )  # fmt: skip
        if found is None:
            raise Refused("这条记录已不存在，请刷新档案。")
        file_id, kind, due_on, text = found
        CareDate.update(done_at=session.now()).where(CareDate.id == wish, _OPEN).execute()
        record_deed(
            session, "wish_ended", ENTITY, wish, file_id=file_id, new=f"{KIND_LABELS[kind]} {due_on} {text}"
        )
    return changed(*FEATURES)


_OPEN = CareDate.done_at.is_null()


def _store(session: Session, file_id: int, kind: str, due_on: date, text: str) -> None:
    made = CareDate.insert(
        file=file_id, kind=kind, due_on=due_on, text=text, created_at=session.now(), account=session.person.name
    ).execute()  # fmt: skip
    record_deed(
        session, "wish", ENTITY, int(made), file_id=file_id, new=f"{KIND_LABELS[kind]} {due_on} {text}"
    )
