"""The alarm over the tabs, banners that wrap, and the busy bar that shows a share of steps nobody counts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.alarm import AlarmBanner
from ui.kit.fields import Banner
from ui.kit.progress import BusyBar


def test_it_is_out_of_sight_until_it_has_something_to_say(qtbot: QtBot) -> None:
    alarm = AlarmBanner("现在备份", "看看")
    qtbot.addWidget(alarm)
    assert alarm.isHidden()
    alarm.show_words("已经 3 天没有验证过的备份")
    assert not alarm.isHidden()
    assert alarm.words() == alarm.accessibleName() == "已经 3 天没有验证过的备份"
    alarm.show_words("")
    assert alarm.isHidden()
    assert alarm.words() == ""


def test_its_buttons_say_what_they_do_and_the_first_one_why_not(qtbot: QtBot) -> None:
    alarm = AlarmBanner("现在备份", "看看")
    qtbot.addWidget(alarm)
    alarm.show_words("…")
    with qtbot.waitSignal(alarm.acted):
        alarm.act.click()
    with qtbot.waitSignal(alarm.looked):
        alarm.look.click()
    alarm.set_busy("正在备份")
    assert not alarm.act.isEnabled()
    assert alarm.act.toolTip() == "正在备份"
    assert alarm.look.isEnabled()
    alarm.set_busy("")
    assert alarm.act.isEnabled()


def test_a_long_sentence_gives_way_before_the_buttons_do(qtbot: QtBot) -> None:
    alarm = AlarmBanner("现在备份", "看看")
    qtbot.addWidget(alarm)
    alarm.show_words("已经 3 天没有验证过的备份，最近一份是 10月28日 12:30。" * 6)
    alarm.resize(700, alarm.sizeHint().height())
    alarm.show()
    assert alarm.act.width() == alarm.act.sizeHint().width()
    assert alarm.look.geometry().right() < alarm.width()


def test_a_share_is_shown_in_per_cent_and_a_count_as_it_is(qtbot: QtBot) -> None:
    bar = BusyBar()
    qtbot.addWidget(bar)
    bar.start("正在备份…", share=True)
    bar.advance(370, 1000)
    assert bar.words() == "正在备份… 37%"
    bar.start("正在导入…")
    bar.advance(370, 1000)
    assert bar.words() == "正在导入… 370 / 1,000"


@pytest.mark.parametrize("wide", [300, 900])
def test_a_banner_is_as_high_as_its_words_need_and_no_higher(qtbot: QtBot, wide: int) -> None:
    holder, banner = QWidget(), Banner("green", "circle-check")
    column = QVBoxLayout(holder)
    column.addWidget(banner)
    column.addStretch(1)
    column.addWidget(QWidget())
    qtbot.addWidget(holder)
    holder.resize(wide, 500)
    holder.show()
    banner.show_words("已经恢复：数据回到 10月30日 18:30 的样子，共 3,232 条记录。" * 3)
    QApplication.processEvents()
    label = next(one for one in banner.findChildren(QLabel) if one.text())
    assert label.height() >= label.heightForWidth(label.width())
    assert banner.height() <= label.heightForWidth(label.width()) + 20
