"""Forms and reports as A4 pages in PDF, for the preview, the printer and files.

What draws is imported at the first page: until then nobody waits for reportlab.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_app.paper.forms import Form

if TYPE_CHECKING:
    from desktop_app.callbacks.questionnaire_file import Question
    from desktop_app.statistics.report import Report

_PAGE_COUNT = re.compile(rb"/Count (\d+) /Kids")


def print_form(
    form: Form,
    values: Mapping[str, object],
    *,
    shop: str,
    printed: str,
    barcode: str | None = None,
    blank: bool = False,
    questions: Sequence[Question] = (),
    answers: Mapping[int, object] | None = None,
    notes: Mapping[int, str] | None = None,
) -> bytes:
    """A form on A4 portrait: with its values by field name, or ``blank``, to be filled in by hand.

    ``shop`` heads it; ``printed`` stands at the foot and says who printed it and when. The barcode is the value
    of the form's barcode field unless another is given. ``questions`` of a questionnaire follow the head, with
    ``answers`` (score 1–10, bool, choice or text) and ``notes`` by question number. Long texts run on to
    further pages; no character is lost.
    """
    from desktop_app.paper.form_rows import form_rows
    from desktop_app.paper.question_rows import Asked, question_rows
    from desktop_app.paper.sheet import LEFT, WIDTH, Heading, print_sheet

    if blank:
        values, answers, notes, barcode = {}, {}, {}, ""
    code = str(values.get(form.barcode) or "") if barcode is None else barcode
    asked = Asked(questions, answers or {}, notes or {})
    rows = [*form_rows(form, values, LEFT, WIDTH), *question_rows(asked, LEFT, WIDTH)]
    return print_sheet(Heading(shop, form.number, form.title, printed, code), rows)


def print_report(report: Report, *, shop: str) -> bytes:
    """A report on A4 landscape: heads on every page, totals, the line that shows that all adds up, notes."""
    return print_reports([report], shop=shop)


def print_reports(reports: Sequence[Report], *, shop: str) -> bytes:
    """Reports as one document, each beginning on a page of its own and counting its own pages."""
    from desktop_app.paper.report_sheet import print_report_sheets

    return print_report_sheets(reports, shop)


def page_count(pdf: bytes) -> int:
    """How many pages a document of this room has, without reading more than its page list."""
    found = _PAGE_COUNT.search(pdf)
    if not found:
        raise ValueError("not a document of ours: it has no page list")
    return int(found[1])
