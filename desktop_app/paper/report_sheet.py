"""A report on A4 landscape: heads on every page, the period and the moment taken, page x/y."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.paper.column_widths import columns_for
from desktop_app.paper.flow import Page, paginate
from desktop_app.paper.ink import Ink
from desktop_app.paper.look import FRAME, RUNNING_TITLE, SHOP, SMALL, SUBTITLE, TITLE
from desktop_app.paper.report_rows import cell_texts, report_rows
from desktop_app.paper.sheet import draw_rows
from desktop_app.paper.single_lines import put_centred, put_left, put_right
from desktop_app.paper.table_head import TableHead, table_head
from desktop_app.paper.text import printable
from desktop_app.statistics.report import Report

LANDSCAPE = (841.89, 595.28)
LEFT, TOP, FOOT = 34.0, 24.0, 30.0
WIDTH = LANDSCAPE[0] - 2 * LEFT
RIGHT = LEFT + WIDTH
MIDDLE = LEFT + WIDTH / 2
PAGE_ROOM = 80.0
FIRST_HEAD, NEXT_HEAD = 62.0, 24.0
TO_FILL_IN = "：＿＿＿＿＿＿＿　　"


def print_report_sheets(reports: Sequence[Report], shop: str) -> bytes:
    """The reports one after the other, each on as many pages of its own as it needs; nothing is cut off."""
    ink = Ink(LANDSCAPE, reports[0].title, printable(shop))
    for report in reports:
        _draw(ink, report, shop)
    return ink.finish()


def _draw(ink: Ink, report: Report, shop: str) -> None:
    texts = cell_texts(report)
    columns = columns_for(report.columns, texts, WIDTH)
    head = table_head(report.columns, columns, LEFT)
    depth = LANDSCAPE[1] - TOP - FOOT - head.height
    pages = paginate(report_rows(report, texts, columns, LEFT), depth - FIRST_HEAD, depth - NEXT_HEAD)
    for number, page in enumerate(pages, 1):
        _first_head(ink, report, shop) if number == 1 else _next_head(ink, report)
        _table(ink, head, page, TOP + (FIRST_HEAD if number == 1 else NEXT_HEAD))
        _foot(ink, shop, f"第 {number}/{len(pages)} 页")
        ink.end_page()


def _table(ink: Ink, head: TableHead, page: Page, top: float) -> None:
    """Head, rows and frame; a page that holds but notes needs no head."""
    if all(row.plain for row, _ in page):
        draw_rows(ink, page, top, LEFT, RIGHT)
        return
    head.draw(ink, top)
    end = draw_rows(ink, page, top + head.height, LEFT, RIGHT)
    ink.frame(LEFT, top, WIDTH, end - top, FRAME)


def _first_head(ink: Ink, report: Report, shop: str) -> None:
    put_centred(ink, MIDDLE, TOP + 12, shop, SHOP, WIDTH)
    put_centred(ink, MIDDLE, TOP + 35, report.title, TITLE, WIDTH)
    put_left(ink, LEFT, TOP + 54, _period(report), SUBTITLE, WIDTH / 2)
    taken = "".join(f"{line}{TO_FILL_IN}" for line in report.head) + _taken(report)
    put_right(ink, RIGHT, TOP + 54, taken, SUBTITLE, WIDTH / 2)


def _next_head(ink: Ink, report: Report) -> None:
    beside = WIDTH / 2 - RUNNING_TITLE.width(report.title) / 2
    put_left(ink, LEFT, TOP + 14, _period(report), SMALL, beside)
    put_centred(ink, MIDDLE, TOP + 14, report.title, RUNNING_TITLE, WIDTH)
    put_right(ink, RIGHT, TOP + 14, _taken(report), SMALL, beside)


def _foot(ink: Ink, shop: str, page: str) -> None:
    baseline = LANDSCAPE[1] - FOOT + 16
    put_left(ink, LEFT, baseline, shop, SMALL, WIDTH - PAGE_ROOM)
    put_right(ink, RIGHT, baseline, page, SMALL, PAGE_ROOM)


def _period(report: Report) -> str:
    return f"{report.start.isoformat()} – {report.end.isoformat()}"


def _taken(report: Report) -> str:
    return f"截至 {report.taken.isoformat(' ', 'minutes')}"
