"""A paper form on the screen: every label stands there, and cells are edited in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.paper import forms
from ui.kit.form_layout import label_of, lay_out
from ui.kit.form_view import FormView

VALUES: dict[str, Any] = {
    "number": "TS-202610-0007", "accepted_at": datetime(2026, 10, 15, 12, 38), "customer_name": "曹立夏",
    "odometer": 86214, "bought_on": date(2019, 5, 18), "sex": "男", "plate": "皖N·2A719",
}  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot) -> FormView:
    made = FormView(forms.load("complaint-handling"), VALUES, heading="云岭汽车")
    qtbot.addWidget(made)
    made.resize(800, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def editor(view: FormView) -> QWidget:
    found = [
        child
        for kind in (QLineEdit, QPlainTextEdit, QComboBox)
        for child in view.page.findChildren(kind)
        if child.isVisible() and child.property("role") == "cell"
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", forms.FORMS)
@pytest.mark.parametrize("width", [560.0, 830.0, 1400.0])
def test_every_cell_of_every_form_has_its_place(name: str, width: float) -> None:
    form = forms.load(name)
    layout = lay_out(form, {}, width)
    assert [placed.cell for placed in layout.cells] == list(form.cells())
    boxes = [box for placed in layout.cells for box in (placed.label, placed.value)]
    for box in boxes:
        assert box.width() > 30
        assert box.left() >= layout.grid.left() - 0.01
        assert box.right() <= layout.grid.right() + 0.01
        assert box.bottom() <= layout.grid.bottom() + 0.01
    shrunk = [box.adjusted(1, 1, -1, -1) for box in boxes]
    crossing = [
        (n, m)
        for n, one in enumerate(shrunk)
        for m, other in enumerate(shrunk)
        if m > n and one.intersects(other)
    ]
    assert crossing == []


def test_values_read_as_on_paper(view: FormView) -> None:
    assert view.text("accepted_at") == "2026-10-15 12:38"
    assert view.text("odometer") == "86,214"
    assert view.text("bought_on") == "2019-05-18"


def test_tick_boxes_stand_behind_their_label() -> None:
    for name in forms.FORMS:
        for cell in forms.load(name).cells():
            if cell.ticks:
                assert cell.options[0] in label_of(cell, {})


def test_a_large_area_grows_with_its_text() -> None:
    form = forms.load("complaint-handling")
    short = lay_out(form, {"handling_process": "一"}, 800).height
    field = next(cell.field for cell in form.cells() if cell.kind == "long")
    assert lay_out(form, {field: "很长的记录。" * 2000}, 800).height > short + 1000


def test_enter_keeps_what_was_typed(
    view: FormView, qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]
) -> None:
    view.edit("customer_name")
    edit = editor(view)
    assert isinstance(edit, QLineEdit)
    assert (edit.text(), edit.hasSelectedText()) == ("曹立夏", False)
    type_chinese(edit, "女士")
    told: list[tuple[str, str]] = []
    view.edited.connect(lambda field, text: told.append((field, text)))
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert told == [("customer_name", "曹立夏女士")]
    assert view.text("customer_name") == "曹立夏女士"


def test_escape_takes_it_back(view: FormView, qtbot: QtBot) -> None:
    told: list[object] = []
    view.edited.connect(lambda *given: told.append(given))
    view.edit("customer_name")
    qtbot.keyClicks(editor(view), "xyz")
    qtbot.keyClick(editor(view), Qt.Key.Key_Escape)
    assert (told, view.text("customer_name")) == ([], "曹立夏")


def test_nothing_is_told_when_nothing_changed(view: FormView, qtbot: QtBot) -> None:
    told: list[object] = []
    view.edited.connect(lambda *given: told.append(given))
    view.edit("odometer")
    assert isinstance(editor(view), QLineEdit)
    qtbot.keyClick(editor(view), Qt.Key.Key_Return)
    assert told == []


def test_tab_goes_to_the_next_cell_that_people_fill(view: FormView, qtbot: QtBot) -> None:
    view.edit("accepted_at")
    qtbot.keyClick(editor(view), Qt.Key.Key_Tab)
    # 案例编号 is given by the program, so the next is 内容分类
    assert editor(view).accessibleName() == "内容分类"
    qtbot.keyClick(editor(view), Qt.Key.Key_Backtab)
    assert editor(view).accessibleName() == "受理日期"


def test_derived_cells_and_signatures_cannot_be_edited(view: FormView) -> None:
    form = forms.load("complaint-handling")
    for cell in form.cells():
        if cell.derived or cell.kind == "signature":
            view.edit(cell.field)
            assert view.page._editor is None


def test_a_form_can_be_closed_to_editing(view: FormView) -> None:
    view.set_editable(False)
    view.edit("customer_name")
    assert view.page._editor is None
    view.set_editable({"odometer"})
    view.edit("customer_name")
    assert view.page._editor is None
    view.edit("odometer")
    assert editor(view).accessibleName().startswith("行驶里程")


def test_a_choice_is_made_from_its_list(view: FormView) -> None:
    view.edit("sex")
    combo = editor(view)
    assert isinstance(combo, QComboBox)
    assert [combo.itemText(at) for at in range(combo.count())] == ["", "男", "女"]
    told: list[tuple[str, str]] = []
    view.edited.connect(lambda field, text: told.append((field, text)))
    combo.setCurrentText("女")
    combo.activated.emit(combo.currentIndex())
    assert told == [("sex", "女")]


def test_a_refused_text_stays_in_its_cell_with_the_reason(view: FormView, qtbot: QtBot) -> None:
    view.edit("odometer")
    edit = editor(view)
    assert isinstance(edit, QLineEdit)
    edit.setText("很多")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    view.show_error("odometer", "里程要写数字")
    view.set_values(VALUES)
    assert view.text("odometer") == "很多"
    view.edit("odometer")
    again = editor(view)
    assert isinstance(again, QLineEdit)
    assert again.text() == "很多"
    again.setText("86,300")
    qtbot.keyClick(again, Qt.Key.Key_Return)
    view.show_error("odometer", "")
    view.set_values({**VALUES, "odometer": 86300})
    assert view.text("odometer") == "86,300"


def test_new_values_do_not_disturb_a_cell_being_edited(view: FormView) -> None:
    view.edit("customer_name")
    edit = editor(view)
    assert isinstance(edit, QLineEdit)
    edit.setText("曹立")
    view.set_values({**VALUES, "plate": "皖N·00000"})
    assert editor(view) is edit
    assert edit.text() == "曹立"
    told: list[str] = []
    view.edited.connect(lambda _field, text: told.append(text))
    view.finish()
    assert told == ["曹立"]


def test_typing_on_a_cell_begins_to_edit_it(view: FormView, qtbot: QtBot) -> None:
    view.page.setFocus()
    qtbot.keyClick(view.page, Qt.Key.Key_F2)
    first = editor(view).accessibleName()
    assert first == "受理日期"
