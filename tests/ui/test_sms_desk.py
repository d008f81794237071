"""短信 on screen: the queue, what was sent, replies that somebody must deal with, templates and the way they leave."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from db import Complaint, SmsMessage
from db.connection import rows, scalar
from desktop_app import settings
from desktop_app.callbacks.sms_sending import GAMMU, choose_gateway
from desktop_app.callbacks.sms_texts import Template, as_shipped, keep_template, templates
from desktop_app.complaints.causes import load_causes
from desktop_app.safety.duties import reason
from desktop_app.session import Person, Session
from tests.callbacks.sms_scenes import NOON, a_message, a_reply, a_target, number_of
from tests.ui.sms_screens import NIGHT, Desk, a_desk, handled, messages
from ui.callbacks.reply_dialog import ReplyDialog
from ui.callbacks.sms_collecting import SmsCollector
from ui.callbacks.sms_desk import QUEUE, REPLIES, SENT, SmsDesk
from ui.callbacks.sms_gateway_dialog import SmsGatewayDialog
from ui.callbacks.sms_templates_dialog import SmsTemplatesDialog
from ui.complaints.intake_dialog import IntakeDialog
from ui.kit import dialogs
from ui.kit.items import Item
from ui.office.import_dialog import ImportDialog

FOLDERS = ("outbox", "sent", "failed", "inbox")
YESTERDAY = datetime(2026, 10, 30, 16)


@pytest.fixture
def desk(session: Session, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    settings.put(session, "shop_name", "云岭汽车")
    with session.saving():
        load_causes(session)
    with a_desk(session.at(NOON), tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def modem(desk: Desk, tmp_path: Path) -> dict[str, Path]:
    """The four folders of the modem's program, chosen in the settings."""
    folders = {name: tmp_path / "modem" / name for name in FOLDERS}
    for place in folders.values():
        place.mkdir(parents=True)
    choose_gateway(desk.session, GAMMU, {name: str(place) for name, place in folders.items()})
    return folders


def opened(desk: Desk) -> SmsDesk:
    dialog = SmsDesk(desk.office)
    desk.show(dialog)
    return dialog


def waits(session: Session, **fields: object) -> str:
    """A message in the queue; returns its number."""
    target = a_target(session)
    a_message(session, target, YESTERDAY, state="waiting", sent_at=None, **fields)
    return number_of(session, target)


def answered(session: Session, text: str, **fields: object) -> int:
    """A reply of today to a message of yesterday."""
    target = a_target(session, name="沈佳宁", plate="皖N3K827")
    message = a_message(session, target, YESTERDAY, state="replied", name="沈佳宁")
    at = datetime(2026, 10, 31, 9, 12)
    return a_reply(session, number_of(session, target), at, text, message=message, **fields)


def in_dialog(desk: Desk, kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Act in the dialog of that kind as soon as it is open; it closes by itself, or else here."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            try:
                desk.settle()
                act(found)
                desk.settle()
            finally:
                found.done(0)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


def test_the_queue_is_shown_and_one_taken_out(desk: Desk) -> None:
    first, second = waits(desk.session), waits(desk.session)
    dialog = opened(desk)
    assert [dialog.tabs.count_of(tab) for tab in (QUEUE, SENT, REPLIES)] == [2, None, None]
    dialog.queue.take_out.click()
    desk.settle()
    assert [number for _, number, _ in messages()] == [second]
    assert first != second
    assert dialog.tabs.count_of(QUEUE) == 1


def test_several_are_taken_out_only_when_that_is_meant(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    waits(desk.session)
    waits(desk.session)
    asked: list[str] = []

    def no(_parent: object, question: dialogs.Question) -> bool:
        asked.append(question.title)
        return False

    monkeypatch.setattr(dialogs, "ask", no)
    dialog = opened(desk)
    dialog.queue.table.selectAll()
    dialog.queue.take_out.click()
    desk.settle()
    assert (asked, len(messages())) == (["撤回 2 条短信？"], 2)


def test_the_queue_goes_out_as_a_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = waits(desk.session, text="您好，请打分")
    monkeypatch.setattr(dialogs, "ask_words", lambda *_, **__: "给平台发")
    target = tmp_path / "名单.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "CSV 文件 (*.csv)"))
    dialog = opened(desk)
    dialog.queue.go.click()
    desk.until(target.exists)
    assert number in target.read_text("utf-8-sig")
    assert messages() == [("service_callback", number, "sent")]
    assert (dialog.tabs.count_of(QUEUE), dialog.tabs.count_of(SENT)) == (None, 1)


def test_at_night_nothing_leaves_and_the_button_says_why(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    waits(session)
    with a_desk(session.at(NIGHT), tmp_path, qtbot) as desk:
        dialog = opened(desk)
        assert not dialog.queue.go.isEnabled()
        assert "11-01 09:00 以后再发" in dialog.queue.go.toolTip()


def test_the_modem_sends_and_is_asked_and_brings_replies(desk: Desk, modem: dict[str, Path]) -> None:
    number = waits(desk.session)
    dialog = opened(desk)
    dialog.queue.go.click()
    desk.until(lambda: any(modem["outbox"].iterdir()))
    (spooled,) = modem["outbox"].iterdir()
    spooled.rename(modem["sent"] / spooled.name)
    SmsMessage.update(sent_at=YESTERDAY, state="sent").execute()
    (modem["inbox"] / f"IN20261031_100000_00_+86{number}_00.txt").write_bytes("3，空调不凉".encode("utf-16"))
    dialog._ask.click()
    desk.until(lambda: handled() == [("3，空调不凉", False, False)])
    assert dialog.tabs.count_of(REPLIES) == 1
    assert "收到 1 条回复" in dialog._said.text()


def test_every_minute_the_modem_is_asked_quietly(desk: Desk, modem: dict[str, Path]) -> None:
    target = a_target(desk.session)
    a_message(desk.session, target, YESTERDAY)
    told: list[frozenset[str]] = []
    desk.office.background.changed.connect(told.append)
    collector = SmsCollector(desk.office, desk.said.append)
    desk.office.ticker.minute.emit(NOON)
    desk.settle()
    assert (told, desk.said) == ([], [])
    number = number_of(desk.session, target)
    (modem["inbox"] / f"IN20261031_100000_00_{number}_00.txt").write_bytes("TD".encode("utf-16"))
    desk.office.ticker.minute.emit(NOON)
    desk.settle()
    assert handled() == [("TD", False, True)]
    assert (len(told), desk.said) == (1, ["短信：收到 1 条回复。"])
    collector.deleteLater()


def test_a_modem_that_is_gone_is_said_once(desk: Desk, modem: dict[str, Path]) -> None:
    collector = SmsCollector(desk.office, desk.said.append)
    modem["inbox"].rmdir()
    for _ in range(2):
        collector.ask()
        desk.settle()
    assert len(desk.said) == 1
    assert "短信收发停着" in desk.said[0]
    modem["inbox"].mkdir()
    collector.ask()
    desk.settle()
    shutil.rmtree(modem["inbox"])
    collector.ask()
    desk.settle()
    assert len(desk.said) == 2
    collector.deleteLater()


def test_an_unclear_reply_is_read_and_ticked(desk: Desk) -> None:
    answered(desk.session, "师傅不错")
    dialog = opened(desk)
    assert dialog.tabs.currentIndex() == REPLIES
    in_dialog(desk, ReplyDialog, lambda reply: reply.keep.click())
    dialog.replies.take.click()
    desk.settle()
    assert handled() == [("师傅不错", True, False)]
    assert dialog.tabs.count_of(REPLIES) is None


def test_who_wants_no_more_messages_is_left_alone(desk: Desk) -> None:
    answered(desk.session, "别再发了")
    dialog = opened(desk)
    in_dialog(desk, ReplyDialog, lambda reply: reply.opt_out.click())
    dialog.replies.take.click()
    desk.settle()
    assert handled() == [("别再发了", True, True)]


def test_a_low_score_takes_a_reason_or_a_case(desk: Desk) -> None:
    answered(desk.session, "3，空调不凉", score=3)
    dialog = opened(desk)
    refused: list[str] = []

    def act(reply: ReplyDialog) -> None:
        reply.keep.click()
        desk.settle()
        refused.append(reply.words.error.text())
        reply.words.set_text("当面解释过了")
        reply.keep.click()

    in_dialog(desk, ReplyDialog, act)
    dialog.replies.take.click()
    desk.settle()
    assert refused == ["请写明不立案的原因。"]
    assert handled() == [("3，空调不凉", True, False)]


def test_a_case_is_opened_with_what_the_customer_wrote(desk: Desk) -> None:
    answered(desk.session, "3，空调不凉", score=3)
    dialog = opened(desk)

    def take_in(intake: IntakeDialog) -> None:
        assert intake.words.text().startswith("3，空调不凉")
        assert (intake.who["name"].text(), intake.who["vin"].text()[:4]) == ("沈佳宁", "LFMA")
        intake.cause.edit.setCurrentIndex(1)  # type: ignore[attr-defined]
        intake.save()

    def act(reply: ReplyDialog) -> None:
        in_dialog(desk, IntakeDialog, take_in)
        reply.case.click()

    in_dialog(desk, ReplyDialog, act)
    dialog.replies.take.click()
    desk.settle()
    assert handled() == [("3，空调不凉", True, False)]
    assert scalar(Complaint.select(Complaint.customer_name)) == "沈佳宁"


def test_the_clerk_is_told_who_sets_the_way_and_the_templates(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    clerk = Session(
        Person("许知微", frozenset({"callback_specialist"})), lambda: NOON, session.data, replay=True
    )
    with a_desk(clerk, tmp_path, qtbot) as desk:
        dialog = opened(desk)
        for button in (dialog._templates, dialog._gateway):
            assert (button.isEnabled(), button.toolTip()) == (False, reason("manage_office"))
        assert dialog.replies.bring.isEnabled()


def test_what_was_sent_leads_to_the_report(desk: Desk, qtbot: QtBot) -> None:
    a_message(desk.session, a_target(desk.session), YESTERDAY)
    dialog = opened(desk)
    dialog.tabs.setCurrentIndex(SENT)
    assert dialog.sent.table.rows().rowCount() == 1
    with qtbot.waitSignal(dialog.log_wanted):
        dialog.sent.log_wanted.emit()
    assert not dialog.isVisible()


def test_replies_are_imported_as_what_they_are(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "replies.csv"
    file.write_text("手机号,回复时间,回复内容\n13812345678,2026-10-31 09:00,很满意\n", "utf-8-sig")
    dialog = ImportDialog(desk.office, file, kind="sms-replies")
    desk.show(dialog)
    assert dialog._kinds.value() == "sms-replies"
    found = dialog.counts()
    assert found is not None
    assert found.created == 1


def test_the_modem_needs_its_four_folders(desk: Desk, tmp_path: Path) -> None:
    dialog = SmsGatewayDialog(desk.office)
    desk.show(dialog)
    dialog.way.choose(GAMMU)
    dialog.save()
    desk.settle()
    assert "文件夹不在" in dialog.folders["outbox"].error.text()
    assert settings.get(desk.session, "sms_gateway") == "file"
    for name, field in dialog.folders.items():
        (tmp_path / name).mkdir()
        field.set_text(str(tmp_path / name))
    dialog.keep.click()
    desk.settle()
    assert settings.get(desk.session, "sms_gateway") == GAMMU
    assert not dialog.isVisible()


def test_a_template_is_reworded_and_taken_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "ask", lambda *_: True)
    dialog = SmsTemplatesDialog(desk.office)
    desk.show(dialog)
    kind, name = "sales_callback", "新车回访打不通"
    dialog.text.put("【{店名}】{客户称呼}，打个分吧")
    dialog.keep.click()
    desk.settle()
    assert templates(desk.session, kind)[0].text == "【{店名}】{客户称呼}，打个分吧"
    current = dialog.list.current()
    assert isinstance(current, Item)
    assert (current.key, current.right) == ((kind, name), "自己写的")
    dialog.drop.click()
    desk.settle()
    assert templates(desk.session, kind)[0].text == as_shipped(kind, name)
    assert not dialog.drop.isEnabled()


def test_a_template_is_added_and_refused_where_it_can_not_be_sent(desk: Desk) -> None:
    dialog = SmsTemplatesDialog(desk.office)
    desk.show(dialog)
    dialog.list.select(("notice", "一般通知"))
    dialog.add.click()
    dialog.name.set_text("停电")
    dialog.text.put("周六停电")
    dialog.keep.click()
    desk.settle()
    assert "怎么退订" in dialog.text.field.error.text()
    dialog.text.put("周六停电，回复TD退订")
    dialog.keep.click()
    desk.settle()
    assert Template("notice", "停电", "周六停电，回复TD退订") in templates(desk.session, "notice")


def test_an_edited_template_is_not_left_unasked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_template(desk.session, Template("notice", "停电", "周六停电，回复TD退订"))
    asked: list[str] = []

    def go_on(_parent: object, question: dialogs.Question) -> bool:
        asked.append(question.title)
        return False

    monkeypatch.setattr(dialogs, "ask", go_on)
    dialog = SmsTemplatesDialog(desk.office)
    desk.show(dialog)
    dialog.text.put("改了一半")
    dialog.list.select(("notice", "停电"))
    desk.settle()
    assert (len(asked), dialog.text.text()) == (1, "改了一半")
    assert rows(SmsMessage.select()) == []
