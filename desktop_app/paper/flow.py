"""Rows over pages: what fits, what is cut, what moves overleaf, and who gets the height that is left."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.paper.rows import Row

Page = list[tuple[Row, float]]
"""The rows of one page, each with its height in points."""


def paginate(rows: Iterable[Row], first_room: float, next_room: float) -> list[Page]:
    """The rows laid out over pages that offer so much height; a single page is filled to its foot.

    No text is lost: a row is cut only between its lines, and both parts are kept.
    """
    pages: list[list[Row]] = [[]]
    room = first_room
    for row in rows:
        rest = row
        while rest.height > room and (pages[-1] or rest.split(room)):
            part, rest = rest.split(room) or (None, rest)
            pages.append(_turn(pages[-1], part, rest))
            room = next_room - _height(pages[-1])
        pages[-1].append(rest)
        room -= rest.height
    if len(pages) == 1:
        return [_filled(pages[0], room)]
    return [[(row, row.height) for row in page] for page in pages]


def _turn(page: list[Row], part: Row | None, rest: Row) -> list[Row]:
    """What the next page begins with: the heads of a row that was cut, or the rows that must not stay behind."""
    if part:
        page.append(part)
        return [rest.heads] if rest.heads else []
    kept: list[Row] = []
    while len(page) > 1 and page[-1].keep:
        kept.insert(0, page.pop())
    return kept


def _height(page: list[Row]) -> float:
    return sum(row.height for row in page)


def _filled(page: list[Row], room: float) -> Page:
    """The rows with the room that is left shared out by weight, none beyond the most it may have."""
    heights = [row.height for row in page]
    growing = [at for at, row in enumerate(page) if row.weight and heights[at] < row.most]
    while room > 0.01 and growing:
        share = room / sum(page[at].weight for at in growing)
        for at in growing:
            grown = min(heights[at] + share * page[at].weight, page[at].most)
            room -= grown - heights[at]
            heights[at] = grown
        growing = [at for at in growing if heights[at] < page[at].most]
    return list(zip(page, heights, strict=True))
