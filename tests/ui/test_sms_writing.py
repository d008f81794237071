"""写短信 on screen: the preview of each person, the length, what is not sent and why, and how the queue leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from db import ExportEntry
from db.connection import rows
from desktop_app import settings
from desktop_app.callbacks.sms_permission import give_consent
from desktop_app.callbacks.sms_sending import GAMMU, choose_gateway
from desktop_app.callbacks.sms_writing import Target
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car
from tests.callbacks.sms_scenes import NOON, a_message, a_reply, a_target, number_of
from tests.ui.sms_screens import NIGHT, Desk, a_desk, messages
from ui.callbacks.sms_dialog import SmsDialog
from ui.kit import dialogs
from ui.kit.cells import Text

SALES = date(2026, 10, 23)


@pytest.fixture
def desk(session: Session, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    settings.put(session, "shop_name", "云岭汽车")
    with a_desk(session.at(NOON), tmp_path, qtbot) as made:
        yield made


def written(desk: Desk, *targets: Target, kind: str = "service_callback") -> SmsDialog:
    """The dialog with the preview of these people."""
    dialog = SmsDialog(desk.office, {kind: targets})
    desk.show(dialog)
    return dialog


def type_text(desk: Desk, dialog: SmsDialog, text: str) -> None:
    dialog.form.text.put(text)
    desk.until(lambda: not dialog._wait.isActive())


def shown(dialog: SmsDialog) -> list[tuple[str, str]]:
    """Name and the last column of the preview."""
    model = dialog.form.table.rows()
    found = [model.row(line) for line in range(model.rowCount())]
    return [(text_of(row.cells[0]), text_of(row.cells[4])) for row in found if row]


def text_of(cell: object) -> str:
    assert isinstance(cell, Text)
    return cell.text


def answer(monkeypatch: pytest.MonkeyPatch, target: Path | None, reason: str | None = "给平台发") -> None:
    """What is answered when a reason and a place are asked for."""
    monkeypatch.setattr(dialogs, "ask_words", lambda *_, **__: reason)
    chosen = (str(target) if target else "", "Excel 工作簿 (*.xlsx)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)


def test_each_person_is_previewed_with_their_own_words(desk: Desk) -> None:
    first = a_target(desk.session, name="沈佳宁", sex="女", model="锐志")
    second = a_target(desk.session, name="罗文博", sex="男", phone="")
    dialog = written(desk, first, second)
    assert shown(dialog) == [("沈佳宁", "将发"), ("罗文博", "没有手机号")]
    assert dialog.form.summary() == "将发 1 · 不发 1"
    assert "沈女士您好，10 月 25 日您的锐志来店" in dialog.form.whole()
    assert dialog._save.text() == "导出名单 1 条"


def test_the_length_is_counted_as_it_is_paid(desk: Desk) -> None:
    target = a_target(desk.session, name="沈佳宁")
    dialog = written(desk, target)
    type_text(desk, dialog, "好" * 70)
    assert dialog.form.text.length_words() == "70 字 · 1 条"
    type_text(desk, dialog, "好" * 71)
    assert dialog.form.text.length_words() == "71 字 · 拆成 2 条"


def test_of_several_the_longest_is_told_and_what_all_cost(desk: Desk) -> None:
    dialog = written(desk, a_target(desk.session), a_target(desk.session))
    type_text(desk, dialog, "好" * 71)
    assert dialog.form.text.length_words() == "最长 71 字 · 拆成 2 条 · 一共按 4 条计费"


def test_a_chip_puts_its_placeholder_at_the_cursor(desk: Desk) -> None:
    dialog = written(desk, a_target(desk.session, plate="皖N3K827"))
    type_text(desk, dialog, "车牌：")
    dialog.form.text.focus()
    dialog.form.text.chips[3].click()
    desk.until(lambda: not dialog._wait.isActive())
    assert dialog.form.text.text() == "车牌：{车牌号}"
    assert dialog.form.whole() == "车牌：皖N3K827"


def test_what_the_file_lacks_is_said_and_not_sent(desk: Desk) -> None:
    dialog = written(desk, a_target(desk.session, name="沈佳宁", plate=None))
    type_text(desk, dialog, "您的{车牌号}")
    assert shown(dialog) == [("沈佳宁", "档案里没有车牌号")]
    assert (dialog._save.isEnabled(), dialog._save.toolTip()) == (False, "档案里没有车牌号")


def test_a_text_that_cannot_be_filled_is_told_at_the_field(desk: Desk) -> None:
    dialog = written(desk, a_target(desk.session))
    type_text(desk, dialog, "{店}您好")
    assert "看不懂“{店}”" in dialog.form.text.field.error.text()
    assert not dialog._save.isEnabled()
    type_text(desk, dialog, "您好")
    assert dialog.form.text.field.error.text() == ""
    assert dialog._save.isEnabled()


def test_a_template_left_open_is_not_sent(desk: Desk) -> None:
    target = a_target(desk.session)
    give_consent(desk.session, target.file_id)
    dialog = written(desk, Target(target.file_id), kind="notice")
    assert "（在这里写通知内容）" in dialog.form.text.text()
    assert (dialog.form.summary(), dialog._save.isEnabled()) == ("将发 1", False)
    dialog.save()
    desk.settle()
    assert messages() == []


def test_notices_go_only_to_who_agreed_and_says_how_to_opt_out(desk: Desk) -> None:
    dialog = written(desk, a_target(desk.session, name="沈佳宁"), kind="notice")
    type_text(desk, dialog, "周末有活动")
    assert "写明怎么退订" in dialog.form.text.field.error.text()
    type_text(desk, dialog, "周末有活动，回复TD退订")
    assert shown(dialog) == [("沈佳宁", "客户没有同意接收关怀和通知")]


def test_the_queue_leaves_as_a_list_with_a_reason(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "名单.xlsx"
    answer(monkeypatch, target)
    dialog = written(desk, a_target(desk.session, phone="13812345678"))
    dialog._save.click()
    desk.until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert target.exists()
    assert messages() == [("service_callback", "13812345678", "sent")]
    assert rows(ExportEntry.select(ExportEntry.what, ExportEntry.reason, ExportEntry.rows)) == [
        ("短信发送名单", "给平台发", 1)
    ]
    assert "1 条短信已放进待发队列" in desk.said[-1]


def test_without_a_place_everything_stays_in_the_queue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, None)
    dialog = written(desk, a_target(desk.session, phone="13812345678"))
    dialog._save.click()
    desk.until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert messages() == [("service_callback", "13812345678", "waiting")]
    assert "都在待发队列里" in desk.said[-1]


def test_the_modem_gets_it_in_its_folder(desk: Desk, tmp_path: Path) -> None:
    folders = {name: str(tmp_path / name) for name in ("outbox", "sent", "failed", "inbox")}
    for place in folders.values():
        Path(place).mkdir()
    choose_gateway(desk.session, GAMMU, folders)
    dialog = written(desk, a_target(desk.session, name="沈佳宁", sex="女", phone="13812345678"))
    assert dialog._save.text() == "发送 1 条"
    dialog._save.click()
    desk.until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    (spooled,) = Path(folders["outbox"]).iterdir()
    assert "13812345678" in spooled.name
    assert "沈女士您好" in spooled.read_text("utf-16")
    assert "已交给短信设备 1 条" in desk.said[-1]


def test_at_night_it_waits_and_says_until_when(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    settings.put(session, "shop_name", "云岭汽车")
    with a_desk(session.at(NIGHT), tmp_path, qtbot) as desk:
        dialog = written(desk, a_target(session, phone="13812345678"))
        assert "20:00–09:00 不打扰客户" in dialog.form.quiet_words()
        assert dialog._save.text() == "放进待发队列 1 条"
        dialog._save.click()
        desk.until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
        assert messages() == [("service_callback", "13812345678", "waiting")]
        assert "11-01 09:00 以后" in desk.said[-1]


def test_sales_and_service_are_written_one_after_the_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, None)
    car = a_car(desk.session, phone="13900000001")
    sale = Target(car, a_callback(desk.session, SALES, kind="sales", car=car))
    dialog = SmsDialog(
        desk.office,
        {"sales_callback": [sale], "service_callback": [a_target(desk.session, phone="13900000002")]},
    )
    desk.show(dialog)
    dialog._save.click()
    desk.until(lambda: dialog.form.kind() == "service_callback" and dialog._save.isEnabled())
    dialog._save.click()
    desk.until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert [kind for kind, _, _ in messages()] == ["sales_callback", "service_callback"]


def test_ctrl_enter_right_after_typing_sends_what_was_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, None)
    dialog = written(desk, a_target(desk.session, phone="13812345678"))
    assert dialog._save.shortcut() == QKeySequence("Ctrl+Return")
    dialog.form.text.put("改过的话")
    dialog.save()
    desk.until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert [one.text for one in dialog.drafts()] == ["改过的话"]
    assert len(messages()) == 1


def test_whom_the_text_does_not_fit_is_taken_out_and_put_back(desk: Desk) -> None:
    first, second = (a_target(desk.session, name=name) for name in ("沈佳宁", "罗文博"))
    notes = {first.file_id: "保险到期 11-05", second.file_id: "生日 11-01"}
    dialog = SmsDialog(desk.office, {"service_callback": [first, second]}, notes=notes)
    desk.show(dialog)
    assert [text_of(row.cells[2]) for row in map(dialog.form.table.rows().row, (0, 1)) if row] == list(
        notes.values()
    )
    dialog.form.table.select_line(1)
    dialog.form.out.click()
    desk.settle()
    assert [one.name for one in dialog.drafts()] == ["沈佳宁"]
    assert dialog._save.text() == "导出名单 1 条"
    assert not dialog.form.out.isEnabled()
    dialog.form.back.click()
    desk.settle()
    assert [one.name for one in dialog.drafts()] == ["沈佳宁", "罗文博"]


def test_a_text_of_ones_own_is_not_thrown_away_unasked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def keep_writing(_parent: object, question: dialogs.Question) -> bool:
        asked.append(question.title)
        return False

    monkeypatch.setattr(dialogs, "ask", keep_writing)
    dialog = written(desk, a_target(desk.session))
    type_text(desk, dialog, "我自己写的")
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == ["不发了？"]
    assert dialog.isVisible()


def test_who_opted_out_or_was_just_written_to_is_left_out(desk: Desk) -> None:
    gone, lately, free = (a_target(desk.session, name=name) for name in ("退订的", "刚发的", "可以的"))
    a_message(desk.session, lately, datetime(2026, 10, 29, 10))
    a_reply(desk.session, number_of(desk.session, gone), datetime(2026, 10, 1), "TD", opt_out=True)
    dialog = written(desk, gone, lately, free)
    assert shown(dialog) == [("退订的", "客户回复过退订"), ("刚发的", "10-29 刚发过"), ("可以的", "将发")]
