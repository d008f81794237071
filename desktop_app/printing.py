"""The one door to paper: any form of any record, filled or blank, and any report, as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from desktop_app import settings
from desktop_app.archive.files import open_file
from desktop_app.callbacks.printed import printed_callback
from desktop_app.callbacks.questionnaire_file import Kind
from desktop_app.complaints.form_values import FORMS as CASE_FORMS
from desktop_app.complaints.form_values import form_values
from desktop_app.paper.forms import FORMS, load
from desktop_app.paper.pages import print_form, print_report
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Session, require
from desktop_app.statistics.registry import kind_of
from desktop_app.statistics.report import Report

CARD_FORMS = ("a-card", "c-card")
QUESTIONNAIRE_FORMS: dict[str, Kind] = {f"{kind}-questionnaire": kind for kind in get_args(Kind)}


def form_pdf(session: Session, name: str, key: str | None = None) -> bytes:
    """One form as PDF: of a case number, a VIN, a 协议号 or 工单号 as the form asks; without ``key`` the empty paper.

    Raises Refused for an unknown form or key. A filled form is noted in the audit trail.
    """
    require(session, "print_forms")
    if name not in FORMS:
        raise Refused(f"没有名为“{name}”的表格。可用的有：{'、'.join(FORMS)}。", field="form")
    page = _page(session, name, key)
    if key is not None:
        with session.saving():
            record_deed(session, "print", name, new=key)
    return page


def report_pdf(session: Session, report: Report) -> bytes:
    """One report as PDF, for whoever may export it."""
    require(session, kind_of(report.name).export_duty)
    return print_report(report, shop=settings.get(session, "shop_name"))


def _page(session: Session, name: str, key: str | None) -> bytes:
    asked: dict[str, Any] = {}
    values: Mapping[str, Any] = {}
    if name in QUESTIONNAIRE_FORMS:
        call = printed_callback(session, QUESTIONNAIRE_FORMS[name], key)
        values = call.values
        asked = {"questions": call.questions, "answers": call.answers, "notes": call.notes}
    elif key is not None:
        values = form_values(session, key, name) if name in CASE_FORMS else open_file(session, key).fields
    return print_form(
        load(name), values, shop=settings.get(session, "shop_name"), printed=_printed(session),
        blank=key is None, **asked,
    )  # fmt: skip


def _printed(session: Session) -> str:
    return f"{session.person.name} 打印于 {session.now():%Y-%m-%d %H:%M}"
