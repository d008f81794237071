"""来电登记, wrong numbers sent off, and why somebody is not on the list, each from where it is asked."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from db import Correction
from db.connection import first
from desktop_app.archive.indexing import reindex
from desktop_app.callbacks.call_sheet import open_call
from desktop_app.callbacks.outcomes import Outcome
from desktop_app.callbacks.saving import save_outcome
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car
from ui.archive.page import ArchivePage
from ui.callbacks.correction_prompt import CorrectionPrompt, ask_correction
from ui.callbacks.ring_back_dialog import RingBackDialog
from ui.callbacks.why_dialog import WhyDialog
from ui.kit.items import Item
from ui.office_context import Office
from ui.office_window import OfficeWindow

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def callback(session: Session) -> int:
    car = a_car(session, name="沈佳宁", phone="13812345678", plate="皖N3K827", vin="LFMA0000000009001")
    made = a_callback(session, date(2026, 10, 26), ref="WX901", car=car)
    a_car(session, name="罗文博", phone="13912345678", vin="LFMA0000000009002")
    reindex(session)
    return made


@pytest.fixture
def asked(office: Office, callback: int, qtbot: QtBot) -> RingBackDialog:
    dialog = RingBackDialog(office)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def settled(office: Office, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.background.busy())


def test_the_callback_is_one_key_away(asked: RingBackDialog, office: Office, qtbot: QtBot) -> None:
    wanted: list[str] = []
    asked.callback_wanted.connect(wanted.append)
    qtbot.keyClicks(asked.search, "5678")
    settled(office, qtbot)
    rows = [row for row in asked.list.rows() if isinstance(row, Item)]
    assert [(row.title, row.right) for row in rows] == [
        ("沈佳宁", "窗口 10-29～11-02"), ("罗文博", "没有待打的回访"),
    ]  # fmt: skip
    assert "1234" not in rows[0].sub
    qtbot.keyClick(asked.search, Key.Key_Return)
    assert (wanted, asked.result()) == (["WX901"], QDialog.DialogCode.Accepted)


def test_who_has_no_callback_leads_to_the_file(asked: RingBackDialog, office: Office, qtbot: QtBot) -> None:
    files: list[str] = []
    asked.file_wanted.connect(files.append)
    qtbot.keyClicks(asked.search, "5678")
    settled(office, qtbot)
    qtbot.keyClick(asked.search, Key.Key_Down)
    assert (asked._open.isEnabled(), asked._open.toolTip()) == (False, "这辆车没有待打的回访")
    qtbot.keyClick(asked.search, Key.Key_Return)
    assert files == ["LFMA0000000009002"]


def test_a_complaint_is_taken_from_a_stranger_too(
    asked: RingBackDialog, office: Office, qtbot: QtBot
) -> None:
    complaints: list[str] = []
    asked.complaint_wanted.connect(complaints.append)
    qtbot.keyClicks(asked.search, "77777")
    settled(office, qtbot)
    assert "没有找到" in asked._told.text()
    asked._complaint.click()
    assert complaints == [""]


@pytest.fixture
def prompt(session: Session, office: Office, callback: int, qtbot: QtBot) -> CorrectionPrompt:
    call = open_call(session, callback)
    save_outcome(session, callback, Outcome("invalid_number", "key"))
    window = QDialog()
    qtbot.addWidget(window)
    window.show()
    ask_correction(office, call, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(CorrectionPrompt)))
    made = window.findChildren(CorrectionPrompt)[0]
    made.setProperty("window", window)
    return made


def correction(callback: int) -> tuple[object, ...]:
    columns = (Correction.department, Correction.due_on, Correction.found_phone)
    return first(Correction.select(*columns).where(Correction.callback == callback)) or ()


def test_the_offer_is_the_department_of_the_event_and_the_next_working_day(
    prompt: CorrectionPrompt, office: Office, callback: int, qtbot: QtBot
) -> None:
    prompt.keep()
    settled(office, qtbot)
    assert correction(callback) == ("售后部", date(2026, 11, 2), None)


def test_a_number_known_already_is_noted_and_a_wrong_one_refused_at_its_field(
    prompt: CorrectionPrompt, office: Office, callback: int, qtbot: QtBot
) -> None:
    prompt.found.set_text("123")
    prompt.keep()
    settled(office, qtbot)
    assert prompt.found.error.text()
    prompt.found.set_text("13912340000")
    prompt.keep()
    settled(office, qtbot)
    assert correction(callback) == (None, None, "13912340000")


def test_a_day_that_cannot_be_read_or_has_passed_is_refused_at_its_field(
    prompt: CorrectionPrompt, office: Office, callback: int, qtbot: QtBot
) -> None:
    for words, told in (("改天", "看不懂"), ("2026-10-01", "已经过去")):
        prompt.due.set_text(words)
        prompt.keep()
        settled(office, qtbot)
        assert told in prompt.due.error.text()
    prompt.due.set_text("周三")
    prompt.keep()
    settled(office, qtbot)
    assert correction(callback)[1] == date(2026, 11, 4)


def test_why_from_the_file_and_from_the_search(
    office: Office, callback: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[str] = []

    def look(dialog: WhyDialog) -> int:
        settled(office, qtbot)
        answers.append(dialog.answer.text())
        return 0

    monkeypatch.setattr(WhyDialog, "exec", look)
    window = OfficeWindow(office, "云岭汽车")
    qtbot.addWidget(window)
    window.start()
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.go("archive", "LFMA0000000009001")
    settled(office, qtbot)
    page = window.current_page()
    assert isinstance(page, ArchivePage)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_F3)
    search = window.header.search
    search.setFocus()
    qtbot.keyClicks(search, "WX901")
    settled(office, qtbot)
    qtbot.keyClick(search, Key.Key_F3)
    assert len(answers) == 2
    assert all("WX901" in words or "在名单上" in words for words in answers)
