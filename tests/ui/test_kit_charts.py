"""Charts: hover, click and keys use the same list of places."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from ui.kit.chart import Chart, Series
from ui.kit.chart_bars import Bar, Bars, Tile, Tiles
from ui.kit.chart_columns import StackedColumns
from ui.kit.chart_lines import Lines, limits

MONTHS = ("8月", "9月", "10月")


def columns() -> Chart:
    return StackedColumns(
        MONTHS, [Series("完全满意", (8, 0, 6)), Series("基本满意", (2, 0, 2)), Series("不满意", (0, 0, 2))], 2
    )


def lines() -> Chart:
    return Lines(MONTHS, [Series("销售", (0.79, None, 0.81)), Series("售后", (0.7, 0.72, 0.74))])


def bars() -> Chart:
    return Bars([Bar("waiting", "等待与时间", 9), Bar("quality", "维修质量", 0)])


def tiles() -> Chart:
    return Tiles([Tile("white", "白 按时", 7), Tile("red", "红 超时", 0, "red", "octagon-alert")])


def shown(make: Callable[[], Chart], qtbot: QtBot) -> Chart:
    chart = make()
    qtbot.addWidget(chart)
    chart.resize(500, 260)
    chart.show()
    chart.grab()
    return chart


@pytest.mark.parametrize("make", [columns, lines, bars, tiles])
def test_every_mark_can_be_clicked_and_lies_inside(make: Callable[[], Chart], qtbot: QtBot) -> None:
    chart = shown(make, qtbot)
    assert chart.hits
    for hit in list(chart.hits):
        assert QRectF(chart.rect()).adjusted(-1, -1, 1, 1).contains(hit.rect)
        with qtbot.waitSignal(chart.picked, check_params_cb=lambda key, hit=hit: key == hit.key):
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=hit.rect.center().toPoint())


@pytest.mark.parametrize("make", [columns, lines, bars, tiles])
def test_every_mark_can_be_reached_by_keys(make: Callable[[], Chart], qtbot: QtBot) -> None:
    chart = shown(make, qtbot)
    chart.setFocus()
    reached: list[object] = []
    chart.picked.connect(reached.append)
    for _ in chart.hits:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert reached == [hit.key for hit in chart.hits]


@pytest.mark.parametrize("make", [columns, lines, bars, tiles])
def test_a_screen_reader_hears_every_mark(make: Callable[[], Chart], qtbot: QtBot) -> None:
    chart = shown(make, qtbot)
    for hit in chart.hits:
        assert hit.words in chart.accessibleDescription()


def test_a_click_beside_the_marks_picks_nothing(qtbot: QtBot) -> None:
    chart = shown(columns, qtbot)
    with qtbot.assertNotEmitted(chart.picked):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(2, 250))


def test_columns_are_stacked_to_their_share(qtbot: QtBot) -> None:
    chart = shown(columns, qtbot)
    found = {hit.key: hit.rect for hit in chart.hits}
    assert (0, 1) not in found, "a month without any call has no column"
    whole = found[0, 2].bottom() - found[2, 2].top()
    assert found[0, 2].height() / whole == pytest.approx(0.6, abs=0.03)
    assert found[0, 2].bottom() == found[0, 0].bottom(), "columns stand on zero"


def test_a_column_says_month_band_and_count(qtbot: QtBot) -> None:
    chart = shown(columns, qtbot)
    assert "10月 完全满意 6" in [hit.words for hit in chart.hits]


def test_bars_are_as_long_as_their_counts(qtbot: QtBot) -> None:
    chart = shown(bars, qtbot)
    assert [hit.words for hit in chart.hits] == ["等待与时间 9 件 100.0%", "维修质量 0 件 0.0%"]


def test_tiles_are_sized_by_count_and_never_too_small(qtbot: QtBot) -> None:
    chart = shown(tiles, qtbot)
    white, red = (hit.rect for hit in chart.hits)
    assert red.width() >= 56
    assert white.width() > red.width()
    assert red.right() == pytest.approx(chart.width(), abs=1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], (0, 1)), ([0.79, 0.63], (0.6, 0.8)), ([1.0], (0.8, 1.0)), ([0.0], (0.0, 0.2)), ([0.65, 0.85], (0.5, 0.9)),
     ([0.05, 0.29], (0.0, 0.4))],
)  # fmt: skip
def test_the_axis_of_lines_ends_at_whole_tens(values: list[float], expected: tuple[float, float]) -> None:
    low, high = limits(values)
    assert (low, high) == pytest.approx(expected)
    assert round((high - low) * 10) % 2 == 0
