"""The one door to paper: any form of any record, filled or blank, as PDF or worksheet, and any report as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from desktop_app import settings
from desktop_app.archive.files import open_file
from desktop_app.callbacks.printed import PrintedCallback, printed_callback
from desktop_app.callbacks.questionnaire_file import Kind, Questionnaire
from desktop_app.complaints.form_values import FORMS as CASE_FORMS
from desktop_app.complaints.form_values import form_values
from desktop_app.exchange.form_sheet import write_form
from desktop_app.paper.forms import FORMS, load
from desktop_app.paper.pages import print_form, print_report
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Session, require
from desktop_app.statistics.registry import export_duty
from desktop_app.statistics.report import Report

CARD_FORMS = ("a-card", "c-card")
QUESTIONNAIRE_FORMS: dict[str, Kind] = {f"{kind}-questionnaire": kind for kind in get_args(Kind)}


def form_pdf(session: Session, name: str, key: str | None = None) -> bytes:
    """One form as PDF: of a case number, a VIN, a 协议号 or 工单号 as the form asks; without ``key`` the empty paper.

    Raises Refused for an unknown form or key. A filled form is noted in the audit trail.
    """
    require(session, "print_forms")
    page = _page(session, name, key)
    _note(session, name, key)
    return page


def blank_questionnaire(session: Session, version: Questionnaire) -> bytes:
    """One version of 表1 or 表2, in force or not, as empty paper."""
    require(session, "print_forms")
    return print_form(
        load(f"{version.kind}-questionnaire"), {}, shop=settings.get(session, "shop_name"),
        printed=_printed(session), blank=True, questions=version.questions,
    )  # fmt: skip


def report_pdf(session: Session, report: Report) -> bytes:
    """One report as PDF, for whoever may export it."""
    require(session, export_duty(report.name))
    return print_report(report, shop=settings.get(session, "shop_name"))


def form_workbook(session: Session, name: str, key: str | None, target: Path) -> None:
    """The same form as a worksheet; raises as ``form_pdf``, and what the disk says."""
    require(session, "print_forms")
    known = _known(session, name, key)
    write_form(
        load(name), known.values, target, shop=settings.get(session, "shop_name"), taken=session.now(),
        questions=known.questions, answers=known.answers, notes=known.notes,
    )  # fmt: skip
    _note(session, name, key)


def _note(session: Session, name: str, key: str | None) -> None:
    """A filled form is personal: who made it is written in the audit trail."""
    if key is not None:
        with session.saving():
            record_deed(session, "print", name, new=key)


def _page(session: Session, name: str, key: str | None) -> bytes:
    known = _known(session, name, key)
    return print_form(
        load(name), known.values, shop=settings.get(session, "shop_name"), printed=_printed(session),
        blank=key is None, questions=known.questions, answers=known.answers, notes=known.notes,
    )  # fmt: skip


def _known(session: Session, name: str, key: str | None) -> PrintedCallback:
    """What fills a form; questions only where it is a questionnaire."""
    if name not in FORMS:
        raise Refused(f"没有名为“{name}”的表格。可用的有：{'、'.join(FORMS)}。", field="form")
    if name in QUESTIONNAIRE_FORMS:
        return printed_callback(session, QUESTIONNAIRE_FORMS[name], key)
    values: Mapping[str, Any] = {}
    if key is not None:
        values = form_values(session, key, name) if name in CASE_FORMS else open_file(session, key).fields
    return PrintedCallback(values, (), {}, {})


def _printed(session: Session) -> str:
    return f"{session.person.name} 打印于 {session.now():%Y-%m-%d %H:%M}"
