"""What parts of the kit do where room is short, and that they act at once and open no windows of their own."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.paper import forms
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.form_layout import lay_out
from ui.kit.labels import BadgeLabel
from ui.kit.paint import Badge


class WindowsShown(QObject):
    """Notes every widget that comes up as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


def test_a_badge_made_before_its_place_is_no_window(qtbot: QtBot, qapp: QApplication) -> None:
    shown = WindowsShown()
    qapp.installEventFilter(shown)
    made = BadgeLabel(Badge("缺 1"))
    made.set_badge(Badge("缺 2"))
    qapp.removeEventFilter(shown)
    assert shown.seen == []
    place = QWidget()
    qtbot.addWidget(place)
    QVBoxLayout(place).addWidget(made)
    place.show()
    assert made.isVisible()


def test_a_shortcut_acts_before_the_next_key(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    button = Button("保存", keys="Ctrl+Return")
    QVBoxLayout(place).addWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    with qtbot.waitActive(place):
        place.show()
    qtbot.keyClick(place, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [True]
    button.set_allowed(False, "先填好")
    qtbot.keyClick(place, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [True]


def test_a_bare_button_is_its_icon_and_tells_the_rest(qtbot: QtBot) -> None:
    button = Button("复制", icon="copy", keys="Ctrl+D", small=True)
    qtbot.addWidget(button)
    wide = button.sizeHint().width()
    button.set_bare(True)
    assert button.sizeHint().width() < wide / 2
    assert button.toolTip() == "复制（Ctrl+D）"
    assert button.accessibleName() == "复制"
    button.set_bare(False)
    assert (button.sizeHint().width(), button.toolTip()) == (wide, "")


def test_settling_waits_for_work_handed_in_before(background: Background, qtbot: QtBot) -> None:
    owner, done, gate = QObject(), [], threading.Event()
    background.run(owner, lambda: done.append(gate.wait(5)))
    assert not background.settle(0.01)
    gate.set()
    assert background.settle(5)
    assert done == [True]


@pytest.mark.parametrize(("width", "pairs"), [(560.0, 2), (680.0, 2), (830.0, 3), (1400.0, 3)])
def test_a_card_has_two_pairs_a_line_where_three_would_break_dates(width: float, pairs: int) -> None:
    layout = lay_out(forms.load("c-card"), {"birthday": "1990-03-12"}, width)
    first = layout.cells[0].label.top()
    assert sum(placed.label.top() == first for placed in layout.cells) == pairs
