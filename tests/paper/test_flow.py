"""Rows over pages: what is cut, what moves as a whole, and who gets the height that is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.paper.flow import paginate
from desktop_app.paper.fonts import Style
from desktop_app.paper.rows import LEAST_LINES, PAD_Y, Box, Row

STYLE = Style(10.0, 10.0, "0 0 0")
LABEL = Box(0, 50, ("标签",), STYLE, again=("标签（续）",))


def text(count: int, name: str = "行") -> Box:
    return Box(50, 100, tuple(f"{name}{number}" for number in range(count)), STYLE)


def rows_of(*counts: int) -> list[Row]:
    return [Row((LABEL, text(count, f"{at}-"))) for at, count in enumerate(counts)]


def lines_on(pages: list[list[tuple[Row, float]]]) -> list[str]:
    return [line for page in pages for row, _ in page for line in row.boxes[-1].lines]


@given(st.lists(st.integers(1, 60), max_size=12))
def test_no_line_is_lost_or_moved_and_no_page_is_overfull(counts: list[int]) -> None:
    rows = rows_of(*counts)
    pages = paginate(rows, 150, 200)
    assert lines_on(pages) == [line for row in rows for line in row.boxes[-1].lines]
    for at, page in enumerate(pages):
        assert sum(height for _, height in page) <= (200 if at else 150) + 0.02


@given(st.integers(5, 60))
def test_neither_part_of_a_text_is_a_single_line(count: int) -> None:
    pages = paginate(rows_of(8, count), 150, 200)
    parts = [len(row.boxes[-1].lines) for page in pages for row, _ in page]
    assert min(parts) >= LEAST_LINES


def test_a_label_says_overleaf_that_its_text_goes_on() -> None:
    pages = paginate(rows_of(40), 150, 200)
    assert [page[0][0].boxes[0].lines for page in pages] == [("标签",), ("标签（续）",), ("标签（续）",)]


def test_a_short_row_moves_as_a_whole_and_takes_its_heading_along() -> None:
    heading = Row((text(1, "标题"),), keep=True)
    pages = paginate([*rows_of(11), heading, *rows_of(3)], 150, 200)
    assert [len(page) for page in pages] == [1, 2]
    assert pages[1][0][0] is heading


def test_the_heads_of_columns_are_set_again_above_what_runs_on() -> None:
    again = Row((text(1, "又"),))
    long = Row((text(40),), heads=again)
    pages = paginate([Row((text(1, "头"),), keep=True), long], 150, 200)
    assert pages[0][0][0].boxes[0].lines == ("头0",)
    assert all(page[0][0] is again for page in pages[1:])


def test_a_single_page_is_filled_to_its_foot_by_weight_and_within_limits() -> None:
    one, two = Row((text(1),), weight=1), Row((text(1),), weight=2)
    limited, fixed = Row((text(1),), weight=1, most=30), Row((text(1),))
    [page] = paginate([one, two, limited, fixed], 317, 100)
    heights = [height for _, height in page]
    least = 10 + 2 * PAD_Y
    assert abs(sum(heights) - 317) < 0.05
    assert heights[2:] == [30, least]
    assert abs((heights[1] - least) - 2 * (heights[0] - least)) < 0.05
