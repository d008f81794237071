"""Clock cards, steps, figures, memory and the ticker."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.clocks import Clock, ClockCard, Step, StepTrack
from ui.kit.figures import Kpi, KpiCard
from ui.kit.memory import Memory
from ui.kit.step_list import StepList
from ui.kit.ticker import Ticker


def colour(widget: QWidget, x: int, y: int) -> str:
    image: QImage = widget.grab().toImage()
    return image.pixelColor(x, y).name().upper()


def test_a_clock_card_fills_with_the_time_gone(qtbot: QtBot) -> None:
    card = ClockCard(Clock("首次联系 24 小时", "2:14", "今天 12:38 到期", "yellow", "triangle-alert", 0.5))
    qtbot.addWidget(card)
    card.resize(224, 76)
    assert colour(card, 60, 64) == theme.now().yel_s
    assert colour(card, 190, 64) == theme.now().yel_l
    assert card.accessibleName() == "首次联系 24 小时 2:14 今天 12:38 到期"


class CountedCard(ClockCard):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        super().paintEvent(event)


def test_a_clock_card_repaints_only_when_something_changed(qtbot: QtBot, qapp: QApplication) -> None:
    card = CountedCard(Clock("转交", "12 分"))
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    qapp.processEvents()
    before = card.painted
    card.set_clock(Clock("转交", "12 分"))
    qapp.processEvents()
    assert card.painted == before
    card.set_clock(Clock("转交", "11 分"))
    qapp.processEvents()
    assert card.painted == before + 1


def test_steps_say_where_the_work_stands(qtbot: QtBot) -> None:
    track = StepTrack(
        [Step("受理", "done", "12:38"), Step("首次联系", "now", "还剩 2:14", "yellow"), Step("结案")]
    )
    qtbot.addWidget(track)
    assert track.accessibleName() == "受理 已完成 12:38；首次联系 进行中 还剩 2:14；结案 未到 "
    track.resize(300, 66)
    assert colour(track, 50 - 8, 15) == theme.now().acc


def test_the_steps_of_a_wizard_move_on(qtbot: QtBot) -> None:
    steps = StepList(["数据文件夹", "店名与品牌"])
    qtbot.addWidget(steps)
    steps.set_now(1)
    assert (steps.now(), steps.accessibleName()) == (1, "2/2 店名与品牌")


def test_a_figure_opens_its_records_only_where_it_can(qtbot: QtBot) -> None:
    card = KpiCard(Kpi("本月投诉", "11 件", "已结 1", "−4 件", "trending-down", "green"), clickable=True)
    qtbot.addWidget(card)
    assert card.accessibleName() == "本月投诉 11 件 −4 件 已结 1"
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert KpiCard(Kpi("", "")).focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_memory_keeps_values_of_their_kind(tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    memory = Memory.in_file(file)
    memory.write("files/widths", ["name", "140"])
    memory.write("window/tab", 2)
    memory.write_bytes("window/geometry", QByteArray(b"\x00\xff"))
    memory._settings.sync()
    again = Memory.in_file(file)
    assert again.read("files/widths", [""]) == ["name", "140"]
    assert again.read("window/tab", 0) == 2
    assert again.read_bytes("window/geometry") == QByteArray(b"\x00\xff")


def test_a_spoilt_value_counts_as_never_written(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/tab", "{broken")
    settings.setValue("other", '"text"')
    memory = Memory(settings)
    assert memory.read("window/tab", 1) == 1
    assert memory.read("other", 3) == 3


def test_the_ticker_tells_each_new_minute_once(qtbot: QtBot) -> None:
    moment = [datetime(2026, 10, 16, 10, 24, 58)]
    ticker = Ticker(lambda: moment[0])
    seconds, minutes = list[datetime](), list[datetime]()
    ticker.ticked.connect(seconds.append)
    ticker.minute.connect(minutes.append)
    for _ in range(4):
        ticker.tick()
        moment[0] += timedelta(seconds=1)
    assert len(seconds) == 4
    assert [at.minute for at in minutes] == [25]
