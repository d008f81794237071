"""An .xlsx from laid-out sheets: openpyxl makes the book around them, the rows are written by hand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop_app.exchange.report_sheet import SheetPlan
from desktop_app.exchange.sheet_rows import column_letters, rows_xml
from desktop_app.exchange.sheet_styles import Styles

if TYPE_CHECKING:
    from openpyxl.chart._chart import ChartBase
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_SHEET_NAME = 31
A4 = "9"
NARROW_MARGIN_INCHES = 0.4

_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb"<dimension[^>]*/>")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


class BookWriter:
    """Collects sheets in their order, then writes them into one file."""

    def __init__(self, shop: str, title: str, taken: datetime) -> None:
        from openpyxl import Workbook

        self._book = Workbook()
        self._book.properties.creator = self._book.properties.lastModifiedBy = shop
        self._book.properties.title = title
        self._book.properties.created = self._book.properties.modified = taken
        self._shop = shop
        self._plans: list[SheetPlan] = []
        self._names: set[str] = set()
        self.styles = Styles(self._book)

    def name_for(self, wanted: str) -> str:
        """A sheet name that Excel takes and that no other sheet has."""
        plain = _NOT_IN_NAMES.sub(" ", wanted).strip()[:LONGEST_SHEET_NAME] or "报表"
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: LONGEST_SHEET_NAME - len(str(number)) - 2]}({number})"
        self._names.add(name.casefold())
        return name

    def add(self, plan: SheetPlan, charts: Iterable[tuple[str, ChartBase]] = ()) -> None:
        """Add a sheet whose name came from ``name_for``; charts stand at the cells named with them."""
        sheet = self._book.create_sheet() if self._plans else cast("Worksheet", self._book.active)
        self._plans.append(plan)
        _set_up(sheet, plan, self._shop)
        for place, chart in charts:
            sheet.add_chart(chart, place)

    def save(self, path: Path, step: Callable[[int], None] = lambda rows: None) -> None:
        """Write the file; ``step`` is told the rows written now and then."""
        skeleton = io.BytesIO()
        self._book.save(skeleton)
        parts = {f"xl/worksheets/sheet{number}.xml": plan for number, plan in enumerate(self._plans, 1)}
        with zipfile.ZipFile(skeleton) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for part in source.infolist():
                if plan := parts.get(part.filename):
                    self._write_sheet(target, part.filename, source.read(part), plan, step)
                else:
                    target.writestr(part.filename, source.read(part))

    def _write_sheet(
        self, target: zipfile.ZipFile, name: str, xml: bytes, plan: SheetPlan, step: Callable[[int], None]
    ) -> None:
        before, after = _ROWS.split(_DIMENSION.sub(b"", xml))
        with target.open(name, "w", force_zip64=True) as stream:
            stream.write(before + b"<sheetData>")
            for number, row in enumerate(rows_xml(plan.lines, self.styles.quoted)):
                stream.write(row)
                if number % 5_000 == 0:
                    step(number)
            stream.write(b"</sheetData>" + after)


def _set_up(sheet: Worksheet, plan: SheetPlan, shop: str) -> None:
    """Everything of a sheet but its rows: widths, merged cells, what stays in sight, and how it prints."""
    from openpyxl.worksheet.cell_range import CellRange
    from openpyxl.worksheet.hyperlink import Hyperlink
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.title = plan.name
    for letter, width in zip(column_letters(len(plan.widths)), plan.widths, strict=True):
        sheet.column_dimensions[letter].width = width
    for area in plan.merged:
        sheet.merged_cells.add(CellRange(area))
    for cell, name in plan.links.items():
        sheet[cell].hyperlink = Hyperlink(ref=cell, location=f"'{name}'!A1")
    if plan.heading_rows:
        first, last = plan.heading_rows
        sheet.print_title_rows = f"{first}:{last}"
        sheet.freeze_panes = f"{column_letters(plan.frozen_columns + 1)[-1]}{last + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1 if plan.one_page else 0
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = NARROW_MARGIN_INCHES
    margins.bottom = NARROW_MARGIN_INCHES * 2
    footer = {"left": _footer_text(shop), "center": _footer_text(plan.footer), "right": "第 &P 页，共 &N 页"}
    for place, text in footer.items():
        getattr(sheet.oddFooter, place).text = text


def _footer_text(text: str) -> str:
    return text.replace("&", "&&")
