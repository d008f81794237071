"""邮寄 on screen: who gets a letter and who doesn't, the labels before they are printed, the list with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db import ExportEntry
from db.connection import rows
from desktop_app.session import Session
from tests.callbacks.scenes import a_car
from tests.ui.sms_screens import Desk, a_desk
from ui.callbacks import mailing_dialog
from ui.callbacks.mailing_dialog import LEFT, MailingDialog
from ui.kit.pdf_preview import PdfPreview

ADDRESS = "六安市金安区梅山路 12 号"


@pytest.fixture
def desk(session: Session, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with a_desk(session, tmp_path, qtbot) as made:
        yield made


def opened(desk: Desk, *ids: int) -> MailingDialog:
    dialog = MailingDialog(desk.office, lambda: ids)
    desk.show(dialog)
    return dialog


def log() -> list[tuple[str, str, int]]:
    found = rows(ExportEntry.select(ExportEntry.what, ExportEntry.reason, ExportEntry.rows))
    return [(str(what), str(why), int(count)) for what, why, count in found]


def names(dialog: MailingDialog) -> list[str]:
    model = dialog.table.rows()
    shown = (model.row(line) for line in range(model.rowCount()))
    return [row.cells[0].text for row in shown if row]  # type: ignore[union-attr]


def test_who_gets_a_letter_and_who_does_not(desk: Desk) -> None:
    first = a_car(desk.session, name="沈佳宁", address=ADDRESS)
    second = a_car(desk.session, name="罗文博")
    dialog = opened(desk, first, second)
    assert names(dialog) == ["沈佳宁"]
    dialog._which.option(LEFT).click()
    assert names(dialog) == ["罗文博"]
    assert dialog.found().left == (("罗文博", "没有地址"),)


def test_nothing_leaves_without_a_reason(desk: Desk, no_dialogs: None) -> None:
    dialog = opened(desk, a_car(desk.session, address=ADDRESS))
    for button in (dialog.preview, dialog.list):
        button.click()
        desk.settle()
        assert "请写明原因" in dialog.reason.error.text()
    assert log() == []


def test_the_labels_are_seen_after_they_are_noted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, list[tuple[str, str, int]]]] = []
    monkeypatch.setattr(PdfPreview, "exec", lambda preview: seen.append((preview.page_count(), log())))
    ids = [a_car(desk.session, name=f"沈佳{sign}", address=f"{ADDRESS}{sign}") for sign in "甲乙"]
    dialog = opened(desk, *ids)
    dialog.reason.set_text("中秋问候")
    dialog.skip.setValue(23)
    dialog.preview.click()
    desk.settle()
    assert seen == [(2, [("邮寄名单（标签）", "中秋问候", 2)])]


def test_the_list_is_written_as_a_workbook(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "名单"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Excel 工作簿 (*.xlsx)"))
    dialog = opened(desk, a_car(desk.session, address=ADDRESS))
    dialog.reason.set_text("中秋问候")
    dialog.list.click()
    desk.settle()
    assert target.with_suffix(".xlsx").exists()
    assert log() == [("邮寄名单", "中秋问候", 1)]
    assert "已导出 1 位" in desk.said[-1]


def test_nobody_with_an_address_says_what_to_do(desk: Desk) -> None:
    dialog = opened(desk, a_car(desk.session, name="罗文博"))
    assert names(dialog) == ["罗文博"]
    assert (dialog.preview.isEnabled(), dialog.preview.toolTip()) == (False, mailing_dialog.NOBODY)
