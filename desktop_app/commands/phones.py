"""Phone numbers in answers: whole and written down for a duty that may export, covered for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.commands.shape import Call

if TYPE_CHECKING:
    from desktop_app.statistics.report import Report

DEED, ENTITY = "phones_given", "command"


def for_this_duty(
    call: Call, action: str, rows: list[dict[str, object]], key: str, what: str
) -> list[dict[str, object]]:
    """Rows whose ``key`` is a phone, as this person may have them; ``action`` is what lets them have it whole."""
    from desktop_app.archive.masking import shown_phone

    if call.allows(action):
        _note(call, what, sum(bool(row[key]) for row in rows))
        return rows
    return [row | {key: shown_phone(str(row[key] or ""))} for row in rows]


def report_for_this_duty(call: Call, report: Report) -> Report:
    """A report with its phone columns as this person may have them."""
    from desktop_app.statistics.registry import kind_of, with_covered_phones

    phones = [place for place, column in enumerate(report.columns) if column.kind == "phone"]
    if call.allows(kind_of(report.name).export_duty):
        _note(call, report.name, sum(any(row[place] for place in phones) for row in report.rows))
        return report
    return with_covered_phones(report)


def _note(call: Call, what: str, phones: int) -> None:
    from desktop_app.safety.audit_trail import record_deed

    if phones:
        with call.session.saving():
            record_deed(call.session, DEED, ENTITY, new=f"{what} {phones}")
