"""Buttons, choices, score keys, fields and tabs answer mouse and keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.button import Button
from ui.kit.choices import Chip, ChipRow, FilterBox, SegmentedControl
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner, Field, ProgressLine, SearchBox
from ui.kit.frames import column, holder, row
from ui.kit.labels import BadgeLabel, ElidedLabel, label, set_words
from ui.kit.paint import Badge, keys_shown
from ui.kit.progress import BusyBar
from ui.kit.score_keys import Band, ScoreKeys
from ui.kit.tabs import TabBar, UnderlineTabBar

BANDS = (Band(1, 5, "不满意", "c3"), Band(6, 7, "基本满意", "c2"), Band(8, 10, "完全满意", "acc"))


def test_a_button_makes_room_for_its_icon_and_keycap(qtbot: QtBot) -> None:
    plain, full = Button("保存"), Button("保存", icon="save", keys="Ctrl+S")
    qtbot.addWidget(plain)
    qtbot.addWidget(full)
    assert full.minimumSizeHint().width() > plain.minimumSizeHint().width() + 50
    assert plain.sizeHint().height() == 32
    assert Button("小", small=True).sizeHint().height() == 28


def test_a_buttons_shortcut_presses_it(qtbot: QtBot) -> None:
    window = QWidget()
    button = Button("新建", keys="Ctrl+N", parent=window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_a_disabled_button_says_why(qtbot: QtBot) -> None:
    button = Button("处理结果", tip="F6")
    qtbot.addWidget(button)
    button.set_allowed(False, "先完成首次联系")
    assert (button.isEnabled(), button.toolTip()) == (False, "先完成首次联系")
    button.set_allowed(True)
    assert button.toolTip() == "F6"


def test_buttons_take_focus_by_tab_only(qtbot: QtBot) -> None:
    assert Button("导入").focusPolicy() == Qt.FocusPolicy.TabFocus


def test_keycaps_show_signs() -> None:
    assert keys_shown("Ctrl+Return") == "Ctrl ⏎"
    assert keys_shown("Left") == "←"
    assert keys_shown("F5") == "F5"


def test_a_long_label_gives_way_and_tells_all_on_hover(qtbot: QtBot) -> None:
    box = QWidget()
    line = QVBoxLayout(box)
    words = ElidedLabel("LFMAP22C7G0318254")
    line.addWidget(words)
    qtbot.addWidget(box)
    box.resize(400, 60)
    box.show()
    assert words.toolTip() == ""
    assert words.width() == words.sizeHint().width()
    box.resize(80, 60)
    assert words.toolTip() == "LFMAP22C7G0318254"
    assert words.minimumSizeHint().width() == 0


def test_a_label_changes_words_and_tone(qtbot: QtBot) -> None:
    made = label("乔安 · 专员")
    qtbot.addWidget(made)
    assert "·" not in made.text()
    set_words(made, "红", "red")
    assert (made.text(), made.property("tone")) == ("红", "red")


def test_a_badge_can_be_taken_away(qtbot: QtBot) -> None:
    made = BadgeLabel(Badge("缺 1", "yellow"))
    qtbot.addWidget(made)
    made.show()
    made.set_badge(None)
    assert made.isHidden()
    made.set_badge(Badge("缺 2"))
    assert not made.isHidden()
    assert made.accessibleName() == "缺 2"


def test_arrow_keys_choose_inside_a_group(qtbot: QtBot) -> None:
    group = SegmentedControl([("all", "全部"), ("a", "A卡"), ("c", "C卡")])
    qtbot.addWidget(group)
    assert group.value() == "all"
    for expected in ("a", "c", "all"):
        current = group.option(group.value())
        with qtbot.waitSignal(group.chosen, check_params_cb=lambda key, expected=expected: key == expected):
            qtbot.keyClick(current, Qt.Key.Key_Right)
    group.choose("c")
    assert group.value() == "c"


def test_chips_carry_their_counts_for_screen_readers(qtbot: QtBot) -> None:
    chips = ChipRow([("all", Chip("全部", 36)), ("late", Chip("逾期", 2, icon="alarm-clock", tone="red"))])
    qtbot.addWidget(chips)
    chips.set_count("late", 3)
    assert chips.option("late").accessibleName() == "逾期 3"
    with qtbot.waitSignal(chips.chosen, check_params_cb=lambda key: key == "late"):
        qtbot.mouseClick(chips.option("late"), Qt.MouseButton.LeftButton)


def test_chips_break_into_lines_where_the_width_ends(qtbot: QtBot) -> None:
    chips = ChipRow([(str(n), Chip("今日到期", 18)) for n in range(4)])
    qtbot.addWidget(chips)
    chips.resize(260, 200)
    chips.show()
    tops = {chips.option(str(n)).y() for n in range(4)}
    assert len(tops) == 2
    assert chips.heightForWidth(260) > chips.heightForWidth(800)


def test_a_filter_keeps_its_choice_when_entries_change(qtbot: QtBot) -> None:
    box = FilterBox("顾问", [("林澄", 7), ("周岚", 8)])
    qtbot.addWidget(box)
    assert box.value() is None
    box.choose(8)
    box.set_entries([("方禾", 9), ("周岚", 8)])
    assert box.value() == 8
    box.set_entries([("方禾", 9)])
    assert box.value() is None


@pytest.mark.parametrize(("key", "score"), [(Qt.Key.Key_1, 1), (Qt.Key.Key_9, 9), (Qt.Key.Key_0, 10)])
def test_digits_give_the_score(qtbot: QtBot, key: Qt.Key, score: int) -> None:
    keys = ScoreKeys(BANDS)
    qtbot.addWidget(keys)
    with qtbot.waitSignal(keys.scored, check_params_cb=lambda given: given == score):
        qtbot.keyClick(keys.focusProxy(), key)
    assert keys.score() == score


def test_score_keys_leave_other_keys_alone(qtbot: QtBot) -> None:
    keys = ScoreKeys(BANDS)
    qtbot.addWidget(keys)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier, "5")
    assert not keys.take(event)
    assert keys.score() is None


def test_score_keys_take_no_input_method_text(
    qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]
) -> None:
    keys = ScoreKeys(BANDS)
    qtbot.addWidget(keys)
    for key in (keys, keys.focusProxy()):
        assert not key.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        assert not key.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    type_chinese(keys.focusProxy(), "八")
    assert keys.score() is None


def test_a_score_is_spoken_with_its_meaning(qtbot: QtBot) -> None:
    keys = ScoreKeys(BANDS)
    qtbot.addWidget(keys)
    keys.set_score(8)
    assert keys.focusProxy().accessibleName() == "8 分，完全满意"
    keys.set_score(None)
    assert keys.score() is None


def test_the_search_box_empties_by_escape_and_passes_arrows_on(qtbot: QtBot) -> None:
    box = SearchBox("搜姓名", "Ctrl+K")
    qtbot.addWidget(box)
    box.setText("沈")
    with qtbot.waitSignal(box.moved, check_params_cb=lambda step: step == 1):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_what_was_typed_stays_under_an_error_until_it_is_changed(qtbot: QtBot) -> None:
    field = Field("姓名")
    qtbot.addWidget(field)
    field.set_text("乔安")
    field.show_error("没有这个名字")
    assert field.text() == "乔安"
    assert not field.error.isHidden()
    assert isinstance(field.edit, QLineEdit)
    qtbot.keyClicks(field.edit, "x")
    assert field.error.isHidden()
    assert field.edit.property("error") == "false"


def test_fields_in_a_row_stay_level_when_one_has_an_error(qtbot: QtBot) -> None:
    first, second = Field("姓名"), Field("密码")
    window = holder(column(row(first, second), None))
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()
    before = first.height()
    first.show_error("没有这个名字")
    qtbot.waitUntil(lambda: first.height() > before)
    tops = {field.edit.mapTo(window, QPoint(0, 0)).y() for field in (first, second)}
    assert len(tops) == 1
    assert first.height() < 100, "a field asks for no free height"


def test_a_banner_says_one_thing_and_offers_one_way(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_words("没有保存成功", action="再试一次")
    assert not banner.isHidden()
    button = banner.findChild(Button)
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    banner.show_words("")
    assert banner.isHidden()


def test_nothing_to_do_counts_as_done(qtbot: QtBot) -> None:
    bar = ProgressLine()
    qtbot.addWidget(bar)
    bar.set_share(27, 63)
    assert bar.accessibleName() == "43%"
    bar.set_share(0, 0)
    assert bar.accessibleName() == "100%"


def test_tabs_do_not_jump_when_chosen_and_show_counts(qtbot: QtBot) -> None:
    tabs = TabBar()
    qtbot.addWidget(tabs)
    # letters grow with the weight, Chinese characters do not
    for words in ("客户档案", "KPI 2026"):
        tabs.add(words, "phone")
    before = tabs.tabSizeHint(1)
    tabs.setCurrentIndex(1)
    assert tabs.tabSizeHint(1) == before
    tabs.set_count(1, 36)
    assert tabs.tabSizeHint(1).width() > before.width()
    assert tabs.tabRect(1).width() == tabs.tabSizeHint(1).width()
    assert tabs.accessibleTabName(1) == "KPI 2026 36"
    tabs.set_count(1, 0)
    assert tabs.tabSizeHint(1) == before


def test_tabs_inside_a_sheet_carry_numbers_and_badges(qtbot: QtBot) -> None:
    tabs = UnderlineTabBar(("卡片", "往来", "资料"))
    qtbot.addWidget(tabs)
    before = tabs.tabSizeHint(2).width()
    tabs.set_badge(2, Badge("缺 1", "yellow"))
    assert tabs.tabSizeHint(2).width() > before + 30


def test_an_empty_place_says_what_to_do_next(qtbot: QtBot) -> None:
    state = EmptyState("inbox", "名单是空的", "新的预约会自己出现", Button("导入"))
    qtbot.addWidget(state)
    state.say("没有找到", "换个词试试")
    assert state.title() == "没有找到"


def test_short_work_shows_no_bar_and_long_work_can_be_cancelled(qtbot: QtBot) -> None:
    bar = BusyBar()
    qtbot.addWidget(bar)
    bar.start("正在导入")
    assert bar.isHidden()
    bar.finish()
    bar.start("正在导入", at_once=True)
    qtbot.waitUntil(lambda: not bar.isHidden())
    bar.advance(120, 1284)
    assert bar.words() == "正在导入 120 / 1,284"
    with qtbot.waitSignal(bar.cancelled):
        qtbot.mouseClick(bar.findChild(Button), Qt.MouseButton.LeftButton)
    assert bar.words().startswith("正在取消")
    bar.finish()
    assert bar.isHidden()


def test_a_button_keeps_its_shortcut_when_its_words_change(qtbot: QtBot) -> None:
    button = Button("处理结果", keys="F8")
    qtbot.addWidget(button)
    button.set_words("导入 194 行")
    assert button.shortcut().toString() == "F8"
