"""An A4 form with head and foot: the dealership's name, title, number and barcode, page x/y, who printed it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.paper import code128
from desktop_app.paper.flow import Page, paginate
from desktop_app.paper.ink import Ink
from desktop_app.paper.look import FRAME, HAIRLINE, RUNNING_TITLE, SHOP, SMALL, TITLE
from desktop_app.paper.rows import Row
from desktop_app.paper.single_lines import put_centred, put_left, put_right
from desktop_app.paper.text import printable

PORTRAIT = (595.28, 841.89)
LEFT = 42.0
WIDTH = PORTRAIT[0] - 2 * LEFT
RIGHT = LEFT + WIDTH
MIDDLE = LEFT + WIDTH / 2
PAGE_ROOM = 80.0
TOP, FOOT = 34.0, 38.0
FIRST_HEAD, NEXT_HEAD = 62.0, 28.0

MODULE = 0.96
"""Width of the narrowest bar: two dots at 150 dpi. Only a code too long for its place gets narrower ones."""
QUIET_ZONE = 14.0
BAR_HEIGHT = 25.0
BLACK = "0 0 0"


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
    ink = Ink(PORTRAIT, f"{heading.number} {heading.title}".strip(), printable(heading.shop))
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
    title_width = TITLE.width(heading.title)
    beside = WIDTH / 2 - title_width / 2 - QUIET_ZONE
    bars = _bars(heading.code, beside)
    put_left(ink, LEFT, TOP + 40, heading.number, RUNNING_TITLE, beside)
    put_centred(ink, MIDDLE, TOP + 14, heading.shop, SHOP, WIDTH - 2 * (sum(bars) + QUIET_ZONE))
    put_centred(ink, MIDDLE, TOP + 40, heading.title, TITLE, title_width)
    x = RIGHT - sum(bars)
    for place, width in enumerate(bars):
        if place % 2 == 0:
            ink.tint(x, TOP + 6, width, BAR_HEIGHT, BLACK)
        x += width
    put_right(ink, RIGHT, TOP + 6 + BAR_HEIGHT + 11, heading.code, SMALL, beside)


def _bars(code: str, room: float) -> list[float]:
    """Widths of bars and spaces in turn; none for a code that cannot be a barcode."""
    if not code128.can_be_coded(code):
        return []
    widths = code128.modules(code)
    module = min(MODULE, room / sum(widths))
    return [width * module for width in widths]


def _next_head(ink: Ink, heading: Heading) -> None:
    title = f"{heading.number} {heading.title}".strip()
    beside = WIDTH / 2 - RUNNING_TITLE.width(title) / 2 - QUIET_ZONE
    put_left(ink, LEFT, TOP + 16, heading.shop, SMALL, beside)
    put_centred(ink, MIDDLE, TOP + 16, title, RUNNING_TITLE, WIDTH)
    put_right(ink, RIGHT, TOP + 16, heading.code, SMALL, beside)


def _foot(ink: Ink, printed: str, page: str) -> None:
    baseline = PORTRAIT[1] - FOOT + 18
    put_left(ink, LEFT, baseline, printed, SMALL, WIDTH - PAGE_ROOM)
    put_right(ink, RIGHT, baseline, page, SMALL, PAGE_ROOM)
