"""客户档案 on screen: list, filters, one file, the card edited in place, papers, a new file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db import AuditEntry, Correction, VehicleFile
from db.connection import rows, scalar
from desktop_app.session import Person, Session
from tests.archive.conftest import Shop
from ui.archive.file_view import CARD, CHANGES, EVENTS, PAPERS
from ui.archive.new_file import NewFileDialog
from ui.archive.page import ArchivePage
from ui.kit.cells import Badges, Row, Text
from ui.kit.items import Entry, Head
from ui.office_context import Office

Key = Qt.Key
FIRST_VIN, SECOND_VIN = "LFMAP22C7G0000001", "LFMAP22C7G0000003"


@pytest.fixture
def shop(session: Session) -> Shop:
    """Two customers: one who came to service last week, one who bought a car and was never here since."""
    made = Shop(session)
    first = made.file(
        number="D000901", name="沈佳宁", phone="13812345678", plate="皖N·3K827", model="卡罗拉", sex="女"
    )
    made.order(first, date(2026, 10, 25), advisor="周岚")
    second = made.file(number="D000902", name="罗文博", phone="15900000316", plate="皖N·6D015", model="锐志")
    made.sale(second, date(2026, 10, 28), consultant="林澄")
    return made


class Desk:
    """The page in sight, and the workers waited for."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        self.office, self.qtbot = office, qtbot
        self.page = ArchivePage(office)
        qtbot.addWidget(self.page)
        self.page.resize(1340, 800)
        self.page.refresh(None)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        office.background.changed.connect(self.page.refresh)
        self.settle()

    def settle(self) -> None:
        """Wait until the list has settled and the workers have answered."""
        self.qtbot.waitUntil(lambda: not (self.page._settle.isActive() or self.office.background.busy()))

    def names(self) -> list[str]:
        """The customers in the list."""
        model = self.page.files.table.rows()
        found = (model.row(line) for line in range(model.rowCount()))
        return [cell.text for row in found if row and isinstance(cell := row.cells[0], Text)]

    def opened(self) -> str:
        """Whose file is open."""
        file = self.page.view.file()
        return file.name if file else ""

    def type_in(self, field: str, text: str) -> None:
        """Type in a cell of the card and press Enter."""
        self.page.view.tabs.setCurrentIndex(CARD)
        self.page.view.card.form.edit(field)
        edit = QApplication.focusWidget()
        assert isinstance(edit, QLineEdit)
        edit.setText(text)
        self.qtbot.keyClick(edit, Key.Key_Return)
        self.settle()


@pytest.fixture
def desk_of(office: Office, qtbot: QtBot) -> Callable[[], Desk]:
    """Opens the page after the records of a test were made."""
    return lambda: Desk(office, qtbot)


def plain(row: Row | None) -> list[str]:
    """A row's cells as words."""
    assert row is not None
    return [
        "、".join(badge.text for badge in cell.badges) if isinstance(cell, Badges) else cell.text
        for cell in row.cells
    ]


def test_the_list_shows_files_as_plain_words_and_opens_the_first(
    shop: Shop, desk_of: Callable[[], Desk]
) -> None:
    desk = desk_of()
    model = desk.page.files.table.rows()
    assert [plain(model.row(line))[:6] for line in range(model.rowCount())] == [
        ["沈佳宁", "138 **** 5678", "皖N·3K827", "卡罗拉", "周岚", "10-25"],
        ["罗文博", "159 **** 0316", "皖N·6D015", "锐志", "林澄", "尚未来店"],
    ]
    assert desk.page.files.foot() == "共 2 份档案"
    assert desk.opened() == "沈佳宁"


def test_the_cursor_opens_files_once_it_rests(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.page.focus_first()
    desk.qtbot.keyClick(desk.page.files.table, Key.Key_Down)
    desk.settle()
    assert desk.opened() == "罗文博"


def test_rows_are_copied_as_a_table(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.qtbot.keyClick(desk.page.files.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\t")[:6] == [
        "沈佳宁", "138 **** 5678", "皖N·3K827", "卡罗拉", "周岚", "2026-10-25",
    ]  # fmt: skip


def test_filters_narrow_the_list_and_are_remembered(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.page.files.filters.card.option("A").click()
    desk.settle()
    assert desk.names() == ["罗文博"]
    assert desk.page.files.foot() == "筛选出 1 份，共 2 份档案"
    assert desk.opened() == "罗文博"
    again = desk_of()
    assert again.names() == ["罗文博"]
    again.page.files.filters.clear()
    again.settle()
    assert again.names() == ["沈佳宁", "罗文博"]


def test_a_filter_that_leaves_nobody_says_so(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.page.files.filters.incorrect.click()
    desk.settle()
    assert desk.names() == []
    assert not desk.page.files.table.isVisible()
    assert desk.page.files.foot() == "筛选出 0 份，共 2 份档案"


def test_sorting_keeps_the_cursor_on_its_file(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    assert desk.page.files.table.sort_mark() == ("last_visit_on", True)
    desk.page.files.table.horizontalHeader().sectionClicked.emit(2)
    desk.settle()
    desk.page.files.table.horizontalHeader().sectionClicked.emit(2)
    desk.settle()
    assert desk.names() == ["罗文博", "沈佳宁"]
    assert desk.page.files.current() == FIRST_VIN
    assert desk.opened() == "沈佳宁"


def test_a_file_looked_up_is_selected_before_the_list_is_read(
    shop: Shop, office: Office, qtbot: QtBot
) -> None:
    page = ArchivePage(office)
    qtbot.addWidget(page)
    page.show_record(SECOND_VIN)
    qtbot.waitUntil(lambda: not office.background.busy())
    assert page.files.current() == SECOND_VIN
    assert page.view.vin() == SECOND_VIN


def test_a_cell_is_saved_with_who_changed_it_from_what(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.type_in("city", "六安市")
    assert scalar(VehicleFile.select(VehicleFile.city).where(VehicleFile.vin == FIRST_VIN)) == "六安市"
    trail = AuditEntry.select(AuditEntry.account, AuditEntry.field, AuditEntry.old, AuditEntry.new)
    assert rows(trail.where(AuditEntry.action == "edit")) == [("测试员", "city", None, "六安市")]
    desk.page.view.tabs.setCurrentIndex(CHANGES)
    lines = [row for row in desk.page.view.changes.rows() if isinstance(row, Entry)]
    assert [(line.title, line.sub) for line in lines] == [("修改 城市", "测试员 · 空 → 六安市")]


def test_a_refused_cell_says_why_and_keeps_what_was_typed(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.type_in("birthday", "2099-13-40")
    card = desk.page.view.card
    assert "2099-13-40" in card.banner.text()
    assert card.form.text("birthday") == "2099-13-40"
    assert scalar(VehicleFile.select(VehicleFile.birthday).where(VehicleFile.vin == FIRST_VIN)) is None
    desk.type_in("birthday", "1990-03-12")
    assert not card.banner.isVisible()
    assert scalar(VehicleFile.select(VehicleFile.birthday).where(VehicleFile.vin == FIRST_VIN)) == date(
        1990, 3, 12
    )


def test_a_covered_phone_left_as_it_is_stays_stored(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.type_in("phone", "138 **** 5678")
    assert scalar(VehicleFile.select(VehicleFile.phone).where(VehicleFile.vin == FIRST_VIN)) == "13812345678"


def test_the_phone_is_shown_on_demand_and_that_is_recorded(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    head = desk.page.view.head
    assert head.phone() == "138 **** 5678"
    head.copy()
    head.reveal()
    desk.settle()
    assert head.phone() == "13812345678"
    assert QGuiApplication.clipboard().text() == "13812345678"
    shown = AuditEntry.select(AuditEntry.account, AuditEntry.new).where(AuditEntry.action == "reveal")
    assert rows(shown) == [("测试员", "phone"), ("测试员", "phone")]


@pytest.mark.parametrize(
    ("duty", "may_see_phones", "may_make_files"),
    [("receptionist", False, True), ("general_manager", True, False)],
)
def test_buttons_follow_the_duties_and_say_why_not(
    shop: Shop,
    office: Office,
    desk_of: Callable[[], Desk],
    duty: str,
    may_see_phones: bool,
    may_make_files: bool,
) -> None:
    whole = office.session
    office.session = Session(Person("同事", frozenset({duty})), whole.clock, whole.data, replay=True)
    desk = desk_of()
    show, new = desk.page.view.head._show, desk.page._new
    assert (show.isEnabled(), new.isEnabled()) == (may_see_phones, may_make_files)
    forbidden = show if not may_see_phones else new
    assert "职责" in forbidden.toolTip()


def test_what_happened_stands_under_its_month(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.page.view.tabs.setCurrentIndex(EVENTS)
    lines = desk.page.view.events.rows()
    assert [row.words if isinstance(row, Head) else row.day for row in lines if isinstance(row, Head | Entry)] == [
        "2026 年 10 月", "10-25",
    ]  # fmt: skip
    desk.page.view._kinds.option("case").click()
    assert not desk.page.view.events.isVisible()


def test_papers_are_taken_in_with_their_cabinet(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.page.view.tabs.setCurrentIndex(PAPERS)
    card = desk.page.view.papers.cards[0]
    names = [paper.name for paper in card.papers_of.papers]
    assert len(names) == 3
    card.cabinet.setText("B-2610/01")
    card.acts[names[0]].click()
    desk.settle()
    papers = desk.page.view.papers.cards[0].papers_of.papers
    assert [(paper.state == "in", paper.cabinet) for paper in papers] == [
        (True, "B-2610/01"), (False, None), (False, None),
    ]  # fmt: skip
    desk.page.view.papers.cards[0].every.click()
    desk.settle()
    assert desk.page.view.papers.cards[0].papers_of.complete
    assert not desk.page.view.papers.cards[0].every.isEnabled()


def test_a_cabinet_being_typed_outlives_a_refresh(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.page.view.papers.cards[0].cabinet.setText("B-99")
    shop.order(1, date(2026, 10, 29))
    desk.page.refresh(frozenset({"archive"}))
    desk.settle()
    assert len(desk.page.view.papers.cards) == 2
    assert desk.page.view.papers.cards[1].cabinet.text() == "B-99"


def test_a_known_car_shows_its_file_before_a_second_is_made(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    dialog = NewFileDialog(desk.office, desk.page)
    known: list[str] = []
    dialog.known.connect(known.append)
    dialog.fields["vin"].set_text(SECOND_VIN)
    desk.qtbot.waitUntil(lambda: "罗文博" in dialog._banner.text())
    dialog.fields["name"].set_text("另一个人")
    dialog.save()
    desk.settle()
    assert "已有档案" in dialog.fields["vin"].error.text()
    assert dialog.fields["name"].text() == "另一个人"
    dialog._banner.acted.emit()
    assert known == [SECOND_VIN]
    assert VehicleFile.select().count() == 2


def test_a_new_file_is_made_once_and_opened(
    shop: Shop, desk_of: Callable[[], Desk], told: list[Exception]
) -> None:
    desk = desk_of()
    dialog = NewFileDialog(desk.office, desk.page)
    dialog.made.connect(desk.page._show_made)
    dialog.fields["vin"].set_text("LFMAP22C7G0318254")
    dialog.fields["name"].set_text("范雨桐")
    dialog.save()
    dialog.save()
    desk.settle()
    assert told == []
    assert VehicleFile.select().where(VehicleFile.name == "范雨桐").count() == 1
    assert desk.opened() == "范雨桐"
    assert desk.page.files.current() == "LFMAP22C7G0318254"


def test_a_hidden_page_reads_again_when_it_is_shown(shop: Shop, desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    desk.page.hide()
    shop.file(name="葛青禾")
    desk.page.refresh(frozenset({"archive"}))
    desk.settle()
    assert "葛青禾" not in desk.names()
    desk.page.show()
    desk.settle()
    assert "葛青禾" in desk.names()


def test_information_marked_incorrect_is_seen_on_the_file(
    shop: Shop, desk_of: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of()
    monkeypatch.setattr("ui.archive.page.ask_words", lambda *_, **__: "地址不对")
    desk.page._open_correction()
    desk.settle()
    assert scalar(Correction.select(Correction.reason)) == "地址不对"
    assert [mark.kind for mark in desk.page.view.file().marks][:1] == ["information_incorrect"]  # type: ignore[union-attr]


def test_an_empty_archive_says_what_to_do(desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    wanted: list[bool] = []
    desk.page.files.import_wanted.connect(lambda: wanted.append(True))
    assert desk.names() == []
    assert not desk.page.files.table.isVisible()
    desk.page.files._stack.currentWidget().findChild(type(desk.page._new)).click()
    assert wanted == [True]
