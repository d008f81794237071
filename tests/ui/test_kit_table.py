"""Lists of rows: models that Qt's checker accepts, long lists in pages, sort, widths, copying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage
from PySide6.QtWidgets import QToolTip
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.cells import Badges, Column, Number, Row, Text, copied
from ui.kit.column_widths import share_out
from ui.kit.memory import Memory
from ui.kit.paint import Badge
from ui.kit.rows import PAGE_ROWS, ListModel, WindowedModel
from ui.kit.table import Table

COLUMNS = (
    Column("name", "姓名", 120),
    Column("plate", "车牌", 96),
    Column("count", "次数", 60, "right"),
    Column("state", "状态", 120, stretch=1, sortable=False),
)


def row(number: int, **changes: Any) -> Row:
    cells = (
        Text(f"客户{number}", "第二行" if number == 2 else "", letter="C", letter_tone="teal"),
        Text("皖N·3K827"),
        Number(str(number), link=True),
        Badges((Badge("资料缺 2", "neutral", "file-x"),)),
    )
    return Row(number, cells, **changes)


@pytest.fixture
def table(qtbot: QtBot, memory: Memory) -> Table:
    made = Table(ListModel(COLUMNS, [row(number) for number in range(1, 6)]), memory=memory, name="files")
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


class Shelf:
    """A long list that remembers which pages were asked for."""

    def __init__(self, lines: int) -> None:
        self.lines, self.asked = lines, list[int]()

    def count(self) -> int:
        return self.lines

    def page(self, offset: int, limit: int) -> Sequence[Row]:
        self.asked.append(offset)
        return [row(number) for number in range(offset, min(offset + limit, self.lines))]


class Later:
    """Holds work back until it is told to do it, as a worker would."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def __call__(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.waiting.append((work, done))

    def do_all(self) -> None:
        while self.waiting:
            work, done = self.waiting.pop(0)
            done(work())


def test_a_list_model_is_sound(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(ListModel(COLUMNS, [row(1), row(2, kind="head"), row(3, tint="red")]))


def test_a_windowed_model_is_sound(qtmodeltester: ModelTester) -> None:
    shelf = Shelf(250)
    qtmodeltester.check(WindowedModel(COLUMNS, shelf.count, shelf.page))


def test_of_two_hundred_thousand_rows_only_those_in_sight_are_asked_for(qtbot: QtBot) -> None:
    shelf = Shelf(200_000)
    model = WindowedModel(COLUMNS, shelf.count, shelf.page)
    table = Table(model)
    qtbot.addWidget(table)
    table.resize(600, 400)
    with qtbot.waitExposed(table):
        table.show()
    table.grab()
    assert model.rowCount() == 200_000
    assert set(shelf.asked) == {0}
    table.scrollTo(model.index(150_000, 0))
    table.grab()
    assert len(shelf.asked) <= 4
    shown = model.row(150_000)
    assert shown is not None
    assert shown.key == 150_000


def test_the_first_page_is_shown_before_the_count_is_known() -> None:
    shelf, later = Shelf(1_000), Later()
    model = WindowedModel(COLUMNS, shelf.count, shelf.page, later)
    assert model.rowCount() == 0
    work, done = later.waiting.pop(0)
    done(work())
    assert model.rowCount() == PAGE_ROWS
    later.do_all()
    assert model.rowCount() == 1_000


def test_rows_that_are_on_their_way_are_filled_in(qtbot: QtBot) -> None:
    shelf, later = Shelf(1_000), Later()
    model = WindowedModel(COLUMNS, shelf.count, shelf.page, later)
    later.do_all()
    assert model.row(500) is None
    assert model.index(500, 0).data() == "…"
    with qtbot.waitSignal(model.dataChanged):
        later.do_all()
    assert model.index(500, 2).data() == "500"


def test_the_answer_to_an_older_question_is_thrown_away() -> None:
    old, new, later = Shelf(400), Shelf(3), Later()
    model = WindowedModel(COLUMNS, old.count, old.page, later)
    model.reload(new.count, new.page)
    first, second = later.waiting
    later.waiting.clear()
    second[1](second[0]())
    first[1](first[0]())
    assert model.rowCount() == 3


def test_reloading_keeps_the_old_rows_until_the_new_ones_are_here() -> None:
    shelf, later = Shelf(30), Later()
    model = WindowedModel(COLUMNS, shelf.count, shelf.page, later)
    later.do_all()
    shelf.lines = 31
    model.reload()
    assert model.index(3, 2).data() == "3"
    later.do_all()
    assert model.rowCount() == 31


def test_what_is_selected_stays_selected_when_contents_change(table: Table) -> None:
    table.select(3)
    model = table.rows()
    assert isinstance(model, ListModel)
    model.set_rows([row(number, tint="yellow" if number == 3 else "") for number in range(1, 6)])
    current = table.current()
    assert current is not None
    assert (current.key, current.tint) == (3, "yellow")


def test_the_cursor_finds_its_row_again_after_the_list_was_rebuilt(table: Table, qtbot: QtBot) -> None:
    table.select(3)
    model = table.rows()
    assert isinstance(model, ListModel)
    model.set_rows([row(number) for number in (9, 3, 8)])
    qtbot.waitUntil(lambda: table.currentIndex().row() == 1)


def test_copied_rows_are_lines_with_tabs_and_the_dot_as_stored(table: Table, qtbot: QtBot) -> None:
    table.select(1)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert (
        QGuiApplication.clipboard().text()
        == "客户1\t皖N·3K827\t1\t资料缺 2\n客户2 第二行\t皖N·3K827\t2\t资料缺 2"
    )


def test_copied_cells_hold_no_tabs_or_line_breaks() -> None:
    assert copied(Text("一\t二\n三")) == "一 二 三"
    assert copied(Number("¥1,286", copy="1286")) == "1286"


def test_enter_opens_space_previews_and_a_double_click_opens(table: Table, qtbot: QtBot) -> None:
    table.select(2)
    table.setCurrentIndex(table.rows().index(1, 0))
    with qtbot.waitSignal(table.opened, check_params_cb=lambda given: given.key == 2):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.previewed, check_params_cb=lambda given: given.key == 2):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    spot = table.visualRect(table.rows().index(3, 0)).center()
    with qtbot.waitSignal(table.opened, check_params_cb=lambda given: given.key == 4):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_a_number_opens_its_records_by_click_and_by_enter(table: Table, qtbot: QtBot) -> None:
    def right(given: Row, key: str) -> bool:
        return (given.key, key) == (2, "count")

    spot = table.visualRect(table.rows().index(1, 2)).center()
    with qtbot.waitSignal(table.number_clicked, check_params_cb=right):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    table.setCurrentIndex(table.rows().index(1, 2))
    with qtbot.waitSignal(table.number_clicked, check_params_cb=right):
        qtbot.keyClick(table, Qt.Key.Key_Return)


def test_head_rows_cannot_be_chosen(qtbot: QtBot) -> None:
    table = Table(ListModel(COLUMNS, [row(1), Row("teams", (Text("维修班组"),), kind="head"), row(2)]))
    qtbot.addWidget(table)
    table.select(1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    current = table.current()
    assert current is not None
    assert current.key == 2


def test_a_head_click_sorts_and_the_next_one_turns_it_round(
    table: Table, qtbot: QtBot, memory: Memory
) -> None:
    told: list[tuple[str, bool]] = []
    table.sorted.connect(lambda key, down: told.append((key, down)))
    header = table.horizontalHeader()
    for _ in range(2):
        header.sectionClicked.emit(0)
    header.sectionClicked.emit(3)
    assert told == [("name", False), ("name", True)]
    again = Table(ListModel(COLUMNS), memory=memory, name="files")
    qtbot.addWidget(again)
    assert again.sort_mark() == ("name", True)


def test_a_width_the_user_chose_is_remembered(table: Table, qtbot: QtBot, memory: Memory) -> None:
    table.horizontalHeader().resizeSection(1, 140)
    again = Table(ListModel(COLUMNS), memory=memory, name="files")
    qtbot.addWidget(again)
    again.resize(700, 300)
    with qtbot.waitExposed(again):
        again.show()
    assert again.columnWidth(1) == 140


@given(
    st.lists(
        st.tuples(st.integers(30, 300), st.integers(20, 120), st.integers(0, 2)), min_size=1, max_size=12
    ),
    st.integers(100, 3000),
)
def test_columns_fill_the_room_and_none_falls_below_its_least(
    parts: list[tuple[int, int, int]], room: int
) -> None:
    columns = [
        Column(str(n), "", wide, stretch=share, least=least) for n, (wide, least, share) in enumerate(parts)
    ]
    widths = share_out(columns, [column.width for column in columns], room)
    assert all(width >= column.least for width, column in zip(widths, columns, strict=True))
    if sum(column.least for column in columns) > room:
        assert widths == [column.least for column in columns]
    elif any(column.stretch for column in columns) or sum(max(c.width, c.least) for c in columns) > room:
        assert abs(sum(widths) - room) <= len(columns)


def test_a_screen_reader_hears_the_whole_row_at_its_first_cell() -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    model = ListModel(COLUMNS, [row(1), row(2, spoken="红，超时 3 小时 12 分，贺云舟")])
    assert model.index(0, 0).data(role) == "客户1，皖N·3K827，1，资料缺 2"
    assert model.index(1, 0).data(role) == "红，超时 3 小时 12 分，贺云舟"


def test_letters_do_not_walk_through_the_list(table: Table, qtbot: QtBot) -> None:
    table.select(1)
    qtbot.keyClicks(table, "k")
    assert table.currentIndex().row() == 0


def test_hovering_a_cut_cell_tells_it_whole(table: Table, qtbot: QtBot) -> None:
    table.horizontalHeader().resizeSection(1, 40)
    spot = table.visualRect(table.rows().index(0, 1)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, table.viewport().mapToGlobal(spot))
    QGuiApplication.sendEvent(table.viewport(), event)
    qtbot.waitUntil(lambda: QToolTip.text() == "皖N·3K827")
    QToolTip.hideText()


def ground_at(table: Table, line: int) -> str:
    image: QImage = table.grab().toImage()
    spot = QPointF(
        table.width() - 30, table.horizontalHeader().height() + table.rowViewportPosition(line) + 8
    )
    return image.pixelColor(spot.toPoint()).name().upper()


def test_a_selected_tinted_row_keeps_its_tint(qtbot: QtBot) -> None:
    table = Table(ListModel(COLUMNS, [row(1, tint="red"), row(2)]), row_height=54)
    qtbot.addWidget(table)
    table.resize(700, 220)
    table.show()
    table.select_line(0)
    assert ground_at(table, 0) == theme.now().red_b
    table.select_line(1)
    assert ground_at(table, 1) == theme.now().soft
    assert ground_at(table, 0) == theme.now().red_b
