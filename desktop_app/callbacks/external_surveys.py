"""Register of external surveys (JD Power, CSI …): who was invited, when and by whom; it records and screens nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db import ExternalSurvey, VehicleFile
from db.connection import first, rows
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_changes, record_deed
from desktop_app.session import Changed, Session, changed, require
from desktop_app.statistics.period import check_period
from desktop_app.statistics.report import Column, Report

ENTITY = "external_survey"
HIGHEST = 1000
"""JD Power scores run to a thousand, others to ten or a hundred: the register keeps what it is told."""
NAME, TITLE = "external-surveys", "外部满意度调查登记"
COLUMNS = (
    Column("邀请日期", "date", 11),
    Column("调查名称", width=14),
    Column("客户姓名", width=10),
    Column("车型", width=10),
    Column("车牌号", "code", 11),
    Column("邀请人", width=10),
    Column("得分", width=8),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One customer invited to one survey; ``score`` where it became known."""

    id: int
    invited_on: date
    survey: str
    file_id: int
    vin: str
    name: str
    model: str | None
    plate: str | None
    invited_by: str
    score: float | None


def invitations(session: Session, start: date, end: date) -> tuple[Invitation, ...]:
    """The invitations from ``start`` to ``end``, by day."""
    require(session, "see")
    check_period(start, end)
    one, file = ExternalSurvey, VehicleFile
    query = (
        one.select(
            one.id, one.invited_on, one.survey, file.id, file.vin, file.name, file.model, file.plate,
            one.invited_by, one.score,
        )
        .join(file)
        .where(one.invited_on.between(start, min(end, session.today())))
        .order_by(one.invited_on, one.id)
    )  # fmt: skip
    with session.connected():
        return tuple(Invitation(*row) for row in rows(query))


def invite(session: Session, file_id: int, survey: str, invited_on: date, invited_by: str = "") -> Changed:
    """Note an invitation; Refused, with the field, without a name, for a day to come, and for one noted before."""
    require(session, "callbacks")
    name, by = survey.strip(), invited_by.strip() or session.person.name
    if not name:
        raise Refused("请填写调查名称，例如“JD Power 销售满意度”。", field="survey")
    if invited_on > session.today():
        raise Refused("邀请日期还没有到，请核对。", field="invited_on")
    one = ExternalSurvey
    with session.saving():
        same = (one.file == file_id) & (one.survey == name) & (one.invited_on == invited_on)
        if first(one.select(one.id).where(same)):
            raise Refused("这位客户当天的这项调查已经登记过。", field="survey")
        row = int(one.insert(file=file_id, survey=name, invited_on=invited_on, invited_by=by).execute())
        record_deed(session, "create", ENTITY, row, file_id=file_id, new=name)
    return changed("callbacks")


def note_score(session: Session, invitation_id: int, score: float | None) -> Changed:
    """Note what a survey gave, or take it back with None; Refused outside 0 to ``HIGHEST``."""
    require(session, "callbacks")
    if score is not None and not 0 <= score <= HIGHEST:
        raise Refused(f"得分请填 0 到 {HIGHEST}。", field="score")
    with session.saving():
        found = first(
            ExternalSurvey.select(ExternalSurvey.score, ExternalSurvey.file).where(
                ExternalSurvey.id == invitation_id
            )
        )
        if found is None:
            raise Refused("这条登记已经删除，请刷新。")
        ExternalSurvey.update(score=score).where(ExternalSurvey.id == invitation_id).execute()
        record_changes(
            session, ENTITY, invitation_id, {"score": found[0]}, {"score": score}, file_id=found[1]
        )
    return changed("callbacks", "statistics")


def remove(session: Session, invitation_id: int) -> Changed:
    """Delete an invitation that was noted by mistake; the audit trail keeps that it was."""
    require(session, "callbacks")
    with session.saving():
        found = first(
            ExternalSurvey.select(ExternalSurvey.survey, ExternalSurvey.file).where(
                ExternalSurvey.id == invitation_id
            )
        )
        if found:
            ExternalSurvey.delete().where(ExternalSurvey.id == invitation_id).execute()
            record_deed(session, "delete", ENTITY, invitation_id, file_id=found[1], new=found[0])
    return changed("callbacks")


def survey_report(session: Session, start: date, end: date) -> Report:
    """The register of a period, to be printed and exported."""
    listed = invitations(session, start, end)
    cells = tuple(
        (one.invited_on, one.survey, one.name, one.model, one.plate, one.invited_by, _shown(one.score))
        for one in listed
    )
    refs = tuple((one.vin,) for one in listed)
    return Report(NAME, TITLE, start, end, session.now(), COLUMNS, cells, None, refs)


def _shown(score: float | None) -> str:
    return "" if score is None else f"{score:g}"
