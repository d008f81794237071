"""The versions of a questionnaire as the editor lists them: since when, and how many calls were asked with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN, fn

from db import Attempt, QuestionnaireVersion
from db.connection import rows
from desktop_app.callbacks.questionnaire_editing import versions
from desktop_app.callbacks.questionnaire_file import Kind, Questionnaire
from desktop_app.session import Session, require


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One version; ``since`` is when it was put into force or first used, None while only the program brings it."""

    questionnaire: Questionnaire
    since: datetime | None
    calls: int


def kept_versions(session: Session, kind: Kind) -> tuple[KeptVersion, ...]:
    """Every version, newest first; the first one is in force."""
    require(session, "see_office")
    with session.connected():
        used = _used(kind)
    return tuple(KeptVersion(one, *used.get(one.version, (None, 0))) for one in versions(session, kind))


def _used(kind: Kind) -> dict[int, tuple[datetime, int]]:
    one = QuestionnaireVersion
    query = (
        one.select(one.version, one.first_used_at, fn.COUNT(Attempt.id))
        .join(Attempt, JOIN.LEFT_OUTER, on=(Attempt.questionnaire == one.id))
        .where(one.kind == kind)
        .group_by(one.id, one.version, one.first_used_at)
    )
    return {version: (since, calls) for version, since, calls in rows(query)}
