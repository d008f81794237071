"""导入: tried first, taken in as a whole or not at all, and what was refused goes out again to be mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db import ImportBatch, VehicleFile
from desktop_app.exchange.importing import Imported
from desktop_app.session import Session
from tests.conftest import SAMPLES
from ui.kit.cells import Badges, Text
from ui.office.import_dialog import ImportDialog
from ui.office_context import Office

EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))["import"]
FILES = {"deliveries": "deliveries.xlsx", "repair-orders": "repair-orders.xls", "callbacks": "callbacks.csv"}
PATIENCE_MS = 30_000


class Desk:
    """A dialog on a file, waited for."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        self.office, self.bot = office, qtbot

    def look_at(self, path: Path) -> ImportDialog:
        dialog = ImportDialog(self.office, path)
        self.bot.addWidget(dialog)
        dialog.show()
        self.quiet()
        dialog._keep.setChecked(False)
        return dialog

    def quiet(self) -> None:
        self.bot.waitUntil(lambda: not self.office.background.busy(), timeout=PATIENCE_MS)

    def take_in(self, dialog: ImportDialog) -> Imported:
        with self.bot.waitSignal(dialog.imported, timeout=PATIENCE_MS) as told:
            dialog.save()
        self.quiet()
        found: Imported = told.args[0]
        return found


@pytest.fixture
def desk(office: Office, qtbot: QtBot, no_dialogs: None) -> Desk:
    return Desk(office, qtbot)


def batches() -> int:
    return ImportBatch.select().count()


def test_the_three_files_of_an_office_are_taken_in_one_after_the_other(desk: Desk, session: Session) -> None:
    for kind, name in FILES.items():
        dialog = desk.look_at(SAMPLES / name)
        tried = dialog.counts()
        assert tried is not None
        assert (tried.kind, tried.read, tried.refused) == (
            kind,
            EXPECTED[kind]["rows"],
            EXPECTED[kind]["refused"],
        )
        stored = desk.take_in(dialog)
        assert (stored.created, stored.updated, stored.unchanged) == (
            tried.created,
            tried.updated,
            tried.unchanged,
        )
    assert VehicleFile.select().count() == EXPECTED["repair-orders"]["files_after"]
    again = desk.look_at(SAMPLES / FILES["callbacks"])
    assert again._save.text() == "没有新内容"
    assert not again._save.isEnabled()


def test_a_trial_stores_nothing_and_its_counts_add_up(desk: Desk) -> None:
    dialog = desk.look_at(SAMPLES / FILES["deliveries"])
    found = dialog.counts()
    assert found is not None
    assert found.read == found.created + found.updated + found.unchanged + found.refused
    assert (batches(), VehicleFile.select().count()) == (0, 0)
    assert dialog._save.text() == f"导入 {found.created + found.updated} 行"
    assert dialog._save.shortcut().toString() == "Ctrl+Return"


def test_refused_rows_stand_first_with_why_and_what_they_held(desk: Desk) -> None:
    dialog = desk.look_at(SAMPLES / FILES["deliveries"])
    first = dialog._table.rows().row(0)
    assert first is not None
    sign, _number, why, content = first.cells
    assert isinstance(sign, Badges)
    assert isinstance(why, Text)
    assert isinstance(content, Text)
    assert (sign.badges[0].text, why.text) == ("拒绝", "缺少车架号")
    assert content.text.startswith("XS-BAD-1 · 无车架号")


def test_refused_rows_are_saved_to_be_mended(desk: Desk, tmp_path: Path) -> None:
    dialog = desk.look_at(SAMPLES / FILES["deliveries"])
    found = desk.take_in(dialog)
    target = tmp_path / "未导入.xlsx"
    said: list[str] = []
    desk.office.status = said.append
    dialog.save_refused_rows(found, target)
    desk.quiet()
    sheet = load_workbook(target).worksheets[0]
    assert sheet.max_row == 1 + found.refused
    assert said == [f"未导入的 {found.refused} 行已存到 未导入.xlsx"]


def test_a_cancelled_import_leaves_nothing_and_can_be_tried_again(desk: Desk) -> None:
    dialog = desk.look_at(SAMPLES / FILES["deliveries"])
    dialog.save()
    dialog.cancel()
    assert not dialog._kinds.isEnabled()
    desk.quiet()
    assert dialog._error.words() == "已取消，没有保存任何内容。"
    assert batches() == 0
    assert dialog._save.text() == "重新试算"
    dialog._save.click()
    desk.quiet()
    assert dialog.counts() is not None


def test_escape_stops_the_work_before_it_closes_the_dialog(desk: Desk) -> None:
    dialog = desk.look_at(SAMPLES / FILES["deliveries"])
    dialog.save()
    desk.bot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    desk.quiet()
    desk.bot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert batches() == 0


def test_a_file_of_another_kind_says_which_kind_it_is(desk: Desk) -> None:
    dialog = desk.look_at(SAMPLES / FILES["callbacks"])
    dialog._kinds.option("deliveries").click()
    desk.quiet()
    assert "这个文件像是“历史回访”" in dialog._error.words()
    assert not dialog._save.isEnabled()
    dialog._kinds.option("callbacks").click()
    desk.quiet()
    assert dialog._error.words() == ""
    assert dialog.counts() is not None


def test_a_file_that_cannot_be_read_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    dialog = desk.look_at(broken)
    assert dialog._error.words()
    assert not dialog._save.isEnabled()
    assert dialog.counts() is None


def test_without_a_file_nothing_can_be_imported(office: Office, qtbot: QtBot) -> None:
    dialog = ImportDialog(office)
    qtbot.addWidget(dialog)
    assert not dialog._save.isEnabled()
    assert dialog._stack.currentWidget() is dialog._start
