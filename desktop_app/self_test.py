"""The built program's test of itself: everything that is data or loaded late must have come along."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from db.callbacks import month_number
from desktop_app.data_folder import close_folder, create
from desktop_app.exporting import export_reports
from desktop_app.paper.forms import FORMS
from desktop_app.paper.pages import page_count
from desktop_app.printing import form_pdf, report_pdf
from desktop_app.session import Clock, Session
from desktop_app.statistics.month import month_pack


@dataclass(frozen=True, slots=True)
class SelfTest:
    """How many forms and reports were rendered."""

    forms: int
    reports: int


def run(clock: Clock) -> SelfTest:
    """Make a temporary data folder and render every form and report from it; raises whatever goes wrong.

    The folder is made by the migrations and refuses to open when one is missing.
    """
    with tempfile.TemporaryDirectory(prefix="crdesk-self-test-") as folder:
        session = create(Path(folder), "self-test", "self-test-password", "自检", clock=clock).session
        try:
            with session.connected():
                return _render(session, Path(folder))
        finally:
            close_folder(session)


def _render(session: Session, folder: Path) -> SelfTest:
    for name in FORMS:
        page_count(form_pdf(session, name))
    reports = month_pack(session, month_number(session.today()))
    for report in reports:
        page_count(report_pdf(session, report))
    export_reports(session, reports, folder / "self-test.xlsx", reason="自检")
    return SelfTest(len(FORMS), len(reports))
