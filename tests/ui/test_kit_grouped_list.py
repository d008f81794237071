"""The list in groups: heads are skipped, the cursor stays where the work is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.kit.grouped_list import GroupedList, ItemsModel
from ui.kit.items import Entry, Head, Item, ListRow
from ui.kit.paint import Badge

ROWS: list[ListRow] = [
    Head("预约", 1, "calendar-clock"),
    Item(1, "曹立夏 先生", "客户约定 10:30 再打", Badge("售后", "teal"), "锐志", right="10:30"),
    Head("逾期", 2, "alarm-clock", "red"),
    Item(2, "葛青禾 先生", "第 8 天/3–7", Badge("售后", "teal"), icons=("pencil",)),
    Item(3, "彭若溪 女士", "第 12 天/7–10", Badge("销售", "accent")),
]


def shown(qtbot: QtBot) -> GroupedList:
    made = GroupedList(ROWS)
    qtbot.addWidget(made)
    made.resize(340, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def key(made: GroupedList) -> object:
    row = made.current()
    return row.key if isinstance(row, Item | Entry) else None


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(ItemsModel(ROWS))


def test_the_cursor_skips_heads(qtbot: QtBot) -> None:
    made = shown(qtbot)
    assert made.select_first()
    assert key(made) == 1
    qtbot.keyClick(made, Qt.Key.Key_Down)
    assert key(made) == 2
    qtbot.keyClick(made, Qt.Key.Key_Up)
    assert key(made) == 1


def test_the_next_item_is_found_over_a_head(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.select(1)
    assert made.select_next()
    assert key(made) == 2
    assert made.select_next()
    assert not made.select_next()
    assert key(made) == 3


def test_the_chosen_item_stays_chosen_when_the_list_changes(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.select(3)
    made.set_rows([ROWS[2], Item(9, "新来的"), ROWS[4]])
    assert key(made) == 3


def test_when_the_item_went_away_the_one_at_its_place_is_taken(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.select(2)
    made.set_rows([ROWS[0], ROWS[1], ROWS[2], ROWS[4]])
    assert key(made) == 3
    made.set_rows([])
    assert made.current() is None


def test_a_change_of_words_repaints_only_that_row(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.select(1)
    changed: list[int] = []
    made.model().dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    made.set_rows([*ROWS[:3], Item(2, "葛青禾 先生", "第 9 天/3–7", Badge("售后", "teal")), ROWS[4]])
    assert changed == [3]
    assert key(made) == 1


def test_enter_opens_and_ctrl_c_copies(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.select(1)
    with qtbot.waitSignal(made.opened, check_params_cb=lambda row: row.key == 1):
        qtbot.keyClick(made, Qt.Key.Key_Return)
    qtbot.keyClick(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "售后 曹立夏 先生 锐志 10:30 客户约定 10:30 再打"


def test_a_row_has_the_height_of_its_kind(qtbot: QtBot) -> None:
    made = GroupedList(
        [Head("登记表"), Item(1, "表7 销售顾问", right="31"), ROWS[1], Entry(2, "10-15", "phone", "回访")]
    )
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    heights = [made.visualRect(made.model().index(line, 0)).height() for line in range(4)]
    assert heights == [34, 36, 58, 54]
