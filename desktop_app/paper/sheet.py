"""An A4 form with head and foot: the dealership's name, title, number and barcode, page x/y, who printed it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.paper import code128
from desktop_app.paper.flow import Page, paginate
from desktop_app.paper.ink import Ink
from desktop_app.paper.look import FRAME, HAIRLINE, RUNNING_TITLE, SHOP, SMALL, TITLE
from desktop_app.paper.rows import Row

PORTRAIT = (595.28, 841.89)
LEFT = 42.0
WIDTH = PORTRAIT[0] - 2 * LEFT
RIGHT = LEFT + WIDTH
TOP, FOOT = 34.0, 38.0
FIRST_HEAD, NEXT_HEAD = 62.0, 28.0

MODULE = 0.75
"""Width of the narrowest bar: 1.6 dots at 150 dpi, and a case number stays within a quarter of the page."""
BAR_HEIGHT = 25.0


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and below the table of every page."""

    shop: str
    number: str
    title: str
    printed: str
    code: str = ""
    """Case number, file number or reference: printed, and as a barcode where it can be one."""


def print_sheet(heading: Heading, rows: list[Row]) -> bytes:
    """The rows on as many A4 pages as they need, a single page filled to its foot."""
    ink = Ink(PORTRAIT, f"{heading.number} {heading.title}".strip(), heading.shop)
    depth = PORTRAIT[1] - TOP - FOOT
    pages = paginate(rows, depth - FIRST_HEAD, depth - NEXT_HEAD)
    for number, page in enumerate(pages, 1):
        top = TOP + (FIRST_HEAD if number == 1 else NEXT_HEAD)
        _first_head(ink, heading) if number == 1 else _next_head(ink, heading)
        end = draw_rows(ink, page, top, LEFT, RIGHT)
        ink.frame(LEFT, top, WIDTH, end - top, FRAME)
        _foot(ink, heading.printed, f"第 {number}/{len(pages)} 页")
        ink.end_page()
    return ink.finish()


def draw_rows(ink: Ink, page: Page, top: float, left: float, right: float) -> float:
    """The rows of one page with a hairline above each but the plain ones; returns where the table ends."""
    y = end = top
    for row, height in page:
        if not row.plain:
            ink.line(left, y, right, y, HAIRLINE)
            end = y + height
        row.draw(ink, y, height)
        y += height
    return end


def _first_head(ink: Ink, heading: Heading) -> None:
    middle = PORTRAIT[0] / 2
    ink.text(LEFT, TOP + 40, heading.number, RUNNING_TITLE)
    ink.text(middle - SHOP.width(heading.shop) / 2, TOP + 14, heading.shop, SHOP)
    ink.text(middle - TITLE.width(heading.title) / 2, TOP + 40, heading.title, TITLE)
    _barcode(ink, heading.code)


def _next_head(ink: Ink, heading: Heading) -> None:
    title = f"{heading.number} {heading.title}".strip()
    ink.text(LEFT, TOP + 16, heading.shop, SMALL)
    ink.text(PORTRAIT[0] / 2 - RUNNING_TITLE.width(title) / 2, TOP + 16, title, RUNNING_TITLE)
    ink.text(RIGHT - SMALL.width(heading.code), TOP + 16, heading.code, SMALL)


def _barcode(ink: Ink, code: str) -> None:
    """The bars end at the right margin, the number stands under them."""
    if not code:
        return
    if code128.can_be_coded(code):
        widths = code128.modules(code)
        x = RIGHT - sum(widths) * MODULE
        for place, width in enumerate(widths):
            if place % 2 == 0:
                ink.tint(x, TOP + 6, width * MODULE, BAR_HEIGHT, "0 0 0")
            x += width * MODULE
    ink.text(RIGHT - SMALL.width(code), TOP + 6 + BAR_HEIGHT + 11, code, SMALL)


def _foot(ink: Ink, printed: str, page: str) -> None:
    baseline = PORTRAIT[1] - FOOT + 18
    ink.text(LEFT, baseline, printed, SMALL)
    ink.text(RIGHT - SMALL.width(page), baseline, page, SMALL)
