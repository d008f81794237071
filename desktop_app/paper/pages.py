"""Forms and reports as A4 pages in PDF, for the preview, the printer and files."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.paper.forms import Form


def print_form(
    form: Form,
    values: Mapping[str, object],
    *,
    shop: str,
    printed: str,
    barcode: str | None = None,
    blank: bool = False,
) -> bytes:
    """x"""
    from desktop_app.paper.form_rows import form_rows
    from desktop_app.paper.sheet import MARGIN, PORTRAIT, Heading, print_sheet

    values = {} if blank else values
    code = barcode or str(values.get(form.barcode) or "")
    heading = Heading(shop, form.number, form.title, printed, "" if blank else code)
    return print_sheet(heading, list(form_rows(form, values, MARGIN, PORTRAIT[0] - 2 * MARGIN)))
