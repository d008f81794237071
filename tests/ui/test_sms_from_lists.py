"""Messages and letters from where people are: a row of the day's list, an open call, the archive; and consent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db import VehicleFile
from db.connection import rows
from desktop_app.callbacks.sms_permission import consent_since
from desktop_app.callbacks.sms_replies import open_replies
from desktop_app.session import Person, Session
from desktop_app.statistics.records import Record
from tests.callbacks.scenes import a_callback, a_car, an_attempt
from tests.callbacks.sms_scenes import a_message, a_reply, a_target, number_of
from tests.conftest import NOW
from ui.archive.page import ArchivePage
from ui.callbacks.mailing_dialog import MailingDialog
from ui.callbacks.page import CallbacksPage
from ui.callbacks.reply_dialog import ReplyDialog
from ui.callbacks.sms_dialog import SmsDialog
from ui.callbacks.sms_menu import of_entries
from ui.kit.items import Item
from ui.kit.page import Page
from ui.office_context import Office
from ui.reaching import MOST_MESSAGES
from ui.statistics.page import StatisticsPage

OPEN = date(2026, 10, 26)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QDialog]:
    """The dialogs that would have come up."""
    found: list[QDialog] = []
    for kind in (SmsDialog, MailingDialog, ReplyDialog):
        monkeypatch.setattr(kind, "exec", lambda dialog: found.append(dialog))
        monkeypatch.setattr(kind, "deleteLater", lambda _dialog: None)
    return found


@pytest.fixture
def shown(office: Office, qtbot: QtBot) -> Callable[[type[Page]], Page]:
    def show(kind: type[Page]) -> Page:
        page = kind(office)  # type: ignore[call-arg]
        qtbot.addWidget(page)
        page.resize(1340, 700)
        page.refresh(None)
        with qtbot.waitExposed(page):
            page.show()
        settled(office, qtbot)
        return page

    return show


def settled(office: Office, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.background.busy())


def files_of(dialog: QDialog) -> list[int]:
    assert isinstance(dialog, SmsDialog)
    return [one.file_id for one in dialog.people()]


def four_failed(session: Session, name: str) -> int:
    """A customer whom nobody reached in four calls."""
    callback = a_callback(session, OPEN, car=a_car(session, name=name))
    for hour in range(9, 13):
        an_attempt(session, callback, datetime(2026, 10, 30, hour))
    return callback


def test_the_row_and_the_group_of_the_days_list(
    session: Session, shown: Callable[[type[Page]], CallbacksPage], opened: list[QDialog]
) -> None:
    four_failed(session, "沈佳宁")
    four_failed(session, "罗文博")
    a_callback(session, OPEN, car=a_car(session, name="只有一次"))
    page = shown(CallbacksPage)
    page.day.choose_group("sms")
    page.day.list.setFocus()
    page._sms.write_one()
    page._sms.write_shown()
    assert [len(files_of(dialog)) for dialog in opened] == [1, 2]
    page.day.choose_group("")
    page._sms.write_shown()
    assert len(files_of(opened[-1])) == 3


def test_an_open_call_offers_it_after_four_tries(
    session: Session, office: Office, qtbot: QtBot, shown: Callable[[type[Page]], CallbacksPage],
    opened: list[QDialog],
) -> None:  # fmt: skip
    callback = four_failed(session, "沈佳宁")
    page = shown(CallbacksPage)
    page.call.open_tasks((), callback)
    settled(office, qtbot)
    assert "也可以发短信" in page.call.body.banner.words()
    page.call.body.banner.acted.emit()
    (dialog,) = opened
    assert isinstance(dialog, SmsDialog)
    assert [one.callback_id for one in dialog.people()] == [callback]


def test_a_low_score_on_the_list_opens_the_reply(
    session: Session, office: Office, qtbot: QtBot, shown: Callable[[type[Page]], CallbacksPage],
    opened: list[QDialog],
) -> None:  # fmt: skip
    target = a_target(session)
    message = a_message(session, target, NOW - timedelta(hours=9))
    reply = a_reply(
        session, number_of(session, target), NOW - timedelta(hours=2), "3", message=message, score=3
    )
    page = shown(CallbacksPage)
    entry = next(one for one in page.day.entries() if one.reply_id == reply)
    page._open([entry])
    settled(office, qtbot)
    (dialog,) = opened
    assert isinstance(dialog, ReplyDialog)
    assert dialog.reply == open_replies(session)[0]
    assert of_entries([entry]) == {}


def test_the_row_that_shows_more_is_nobody(
    session: Session, shown: Callable[[type[Page]], CallbacksPage]
) -> None:
    a_callback(session, OPEN, car=a_car(session))
    page = shown(CallbacksPage)
    rows_ = [*page.day.list.rows(), Item("rest", "还有 20 位")]
    page.day.list.set_rows(rows_)
    page.day.list.select("rest")
    one, every = page._sms.commands()[:2]
    assert one.why_not
    assert every.words.startswith("给名单里这 1 位")


def test_the_button_tells_what_waits(session: Session, shown: Callable[[type[Page]], CallbacksPage]) -> None:
    target = a_target(session)
    a_message(session, target, NOW - timedelta(hours=9), state="waiting", sent_at=None)
    a_reply(session, number_of(session, target), NOW - timedelta(hours=2), "别发了")
    page = shown(CallbacksPage)
    assert page._sms.button.text() == "短信 2"
    assert page._sms.commands()[-1].words.startswith("待发 1 条，回复 1 条要处理")


def three_files(session: Session) -> None:
    for number, name in enumerate(("沈佳宁", "罗文博", "常喆"), 1):
        a_car(session, name=name, last_visit_on=date(2026, 10, number))


def test_the_selected_and_all_files_of_the_archive(
    session: Session, office: Office, qtbot: QtBot, shown: Callable[[type[Page]], ArchivePage],
    opened: list[QDialog],
) -> None:  # fmt: skip
    three_files(session)
    page = shown(ArchivePage)
    ids = {str(name): int(id_) for id_, name in rows(VehicleFile.select(VehicleFile.id, VehicleFile.name))}
    table, flag = page.files.table, QItemSelectionModel.SelectionFlag
    table.select_line(0)
    table.selectionModel().select(table.model().index(2, 0), flag.Select | flag.Rows)
    page.reaching.write_selected()
    settled(office, qtbot)
    page.reaching.write_all()
    settled(office, qtbot)
    page.reaching.mail_selected()
    settled(office, qtbot)
    assert files_of(opened[0]) == [ids["常喆"], ids["沈佳宁"]]
    assert files_of(opened[1]) == [ids["常喆"], ids["罗文博"], ids["沈佳宁"]]
    assert isinstance(opened[2], MailingDialog)


def test_a_list_that_is_too_long_is_refused_with_the_reason(
    session: Session, office: Office, shown: Callable[[type[Page]], ArchivePage], opened: list[QDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    three_files(session)
    page = shown(ArchivePage)
    said: list[str] = []
    office.status = said.append
    monkeypatch.setattr(page.files, "count", lambda: MOST_MESSAGES + 1)
    page.reaching.write_all()
    refused = [one.why_not for one in page.reaching.commands() if one.act == page.reaching.write_all]
    assert (opened, said, refused) == ([], refused, ["一次最多 2,000 位，请先缩小名单，或者只选一部分。"])


def test_consent_is_given_and_withdrawn_in_the_menu_of_the_file(
    session: Session, office: Office, qtbot: QtBot, shown: Callable[[type[Page]], ArchivePage]
) -> None:
    three_files(session)
    page = shown(ArchivePage)
    qtbot.waitUntil(lambda: page.view.file() is not None)
    office.background.changed.connect(page.refresh)
    file = page.view.file()
    assert file is not None
    words = []
    for expected in (True, False):
        command = next(one for one in page.more_commands(file) if "关怀短信" in one.words)
        words.append(command.words)
        assert command.act is not None
        command.act()
        settled(office, qtbot)
        assert (consent_since(session, file.id) is not None) == expected
    assert words == ["客户同意接收关怀短信", "不再接收关怀短信（2026-10-31 起同意）"]


def test_who_may_not_is_told_why(
    session: Session, office: Office, shown: Callable[[type[Page]], ArchivePage]
) -> None:
    three_files(session)
    office.session = Session(Person("何前台", frozenset({"receptionist"})), session.now, session.data)
    page = shown(ArchivePage)
    why = [one.why_not for one in page.reaching.commands() if one.words]
    assert all("您的职责不能" in words for words in why)


def test_the_records_behind_a_number_are_written_to_each_car_once(
    session: Session, office: Office, qtbot: QtBot, shown: Callable[[type[Page]], StatisticsPage],
    opened: list[QDialog],
) -> None:  # fmt: skip
    cars = [a_car(session, name=name) for name in ("沈佳宁", "罗文博")]
    page = shown(StatisticsPage)
    told = [(cars[0], "沈佳宁"), (cars[1], "罗文博"), (cars[0], "沈佳宁"), (None, "没有档案")]
    page.drill_down().show_records("未成功 4", [Record(f"R{n}", *one) for n, one in enumerate(told)])
    reaching = page.drill_down().reaching
    assert [one.words.split("\t")[0] for one in reaching.commands() if one.words][
        1
    ] == "给名单里的 2 位写短信…"
    reaching.write_all()
    settled(office, qtbot)
    reaching.write_selected()
    settled(office, qtbot)
    reaching.mail_all()
    assert [files_of(dialog) for dialog in opened[:2]] == [cars, cars[:1]]
    assert isinstance(opened[2], MailingDialog)
