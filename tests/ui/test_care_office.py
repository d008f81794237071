"""The office's part of care: the working calendar, the kinds of reminders, recall lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db import CareDate
from desktop_app import settings
from desktop_app.callbacks.care_switches import care_switches
from desktop_app.problems import Refused
from desktop_app.safety.duties import CALLBACK_SPECIALIST, GENERAL_MANAGER
from desktop_app.session import Person, Session
from desktop_app.working_calendar import calendar
from tests.callbacks.scenes import a_car
from ui.kit.dialogs import QuestionDialog
from ui.office.calendar_dialog import CalendarDialog
from ui.office.care_kinds_dialog import CareKindsDialog
from ui.office.day_spans import read_days, told
from ui.office.recall_dialog import RecallDialog
from ui.office_context import Office

VINS = ("LFMAE0000000000A1", "LFMAE0000000000A2")
UNKNOWN = "LFMAE0000000000A9"


def settle(office: Office, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.background.busy())


def as_one(office: Office, duty: str) -> None:
    session = office.session
    office.session = Session(Person("许知微", frozenset({duty})), session.clock, session.data)


def test_days_are_told_as_spans_and_read_back() -> None:
    days = {date(2027, 1, 1), *(date(2027, 10, day) for day in range(1, 8))}
    assert told(days) == "01-01\n10-01 至 10-07"
    assert read_days("01-01\n\n10月1日-10月7日", 2027, "off") == days


@pytest.mark.parametrize("words", ["国庆", "10-07 至 10-01", "02-30", "1-1 至 1-2 至 1-3"])
def test_a_line_that_makes_no_sense_is_named(words: str) -> None:
    with pytest.raises(Refused, match="第 2 行") as refused:
        read_days(f"01-01\n{words}", 2027, "off")
    assert refused.value.field == "off"


def test_the_coming_year_is_missed_and_entered(session: Session, office: Office, qtbot: QtBot) -> None:
    office.session = session.at(session.now().replace(month=11, day=20))
    dialog = CalendarDialog(office)
    qtbot.addWidget(dialog)
    settle(office, qtbot)
    assert "2027 年的节假日还没有录入" in dialog._hint.words() or not dialog._hint.isHidden()
    dialog.go(1)
    assert dialog.year() == 2027
    assert "还没有录入" in dialog._sum.text()
    dialog.off.set_text("01-01 至 01-03")
    dialog.work.set_text("01-05")
    dialog.store()
    settle(office, qtbot)
    assert "不是周末" in dialog.work.error.text()
    dialog.work.set_text("01-09")
    dialog.weekdays[5].setChecked(True)
    dialog.store()
    settle(office, qtbot)
    kept = calendar(session)
    assert not kept.is_working_day(date(2027, 1, 1))
    assert kept.is_working_day(date(2027, 1, 16)), "Saturdays are worked now"
    assert dialog._hint.words() == ""


def test_kinds_are_switched_off_in_the_window(session: Session, office: Office, qtbot: QtBot) -> None:
    dialog = CareKindsDialog(office)
    qtbot.addWidget(dialog)
    settle(office, qtbot)
    assert all(box.isChecked() for box in dialog.boxes.values())
    dialog.boxes["wedding"].setChecked(False)
    dialog.save.click()
    settle(office, qtbot)
    assert [one.code for one in care_switches(session) if not one.on] == ["wedding"]
    assert settings.get(session, "care_kinds_off") == ["wedding"]


def test_who_may_only_see_changes_nothing(office: Office, qtbot: QtBot) -> None:
    as_one(office, GENERAL_MANAGER)
    for kind in (CalendarDialog, CareKindsDialog):
        dialog = kind(office)
        qtbot.addWidget(dialog)
        settle(office, qtbot)
        assert not dialog.save.isEnabled()
        assert "不能管理设置" in dialog.save.toolTip()


def test_a_recall_list_is_looked_at_named_taken_in_and_taken_back(
    session: Session, office: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for vin in VINS:
        a_car(session, vin=vin)
    path = tmp_path / "list.csv"
    path.write_text("\n".join((*VINS, UNKNOWN)), "utf-8")
    dialog = RecallDialog(office)
    qtbot.addWidget(dialog)
    settle(office, qtbot)
    assert dialog._nothing.title() == "还没有导入过召回名单"
    dialog.look_at(path)
    settle(office, qtbot)
    assert "2 辆车" in dialog._told.text()
    assert UNKNOWN in dialog._told.text()
    dialog.store()
    assert "请写明" in dialog.name.error.text()
    assert CareDate.select().count() == 0
    dialog.name.set_text("燃油泵召回")
    dialog.store()
    settle(office, qtbot)
    assert "给 2 辆车打上了标记，1 辆没有档案" in dialog._banner.words()
    assert CareDate.select().count() == 2
    monkeypatch.setattr(QuestionDialog, "exec", lambda self: self.DialogCode.Accepted)
    dialog.take_back()
    settle(office, qtbot)
    assert CareDate.select().count() == 0


def test_a_file_without_vins_is_refused_in_words(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("没有", "utf-8")
    as_one(office, CALLBACK_SPECIALIST)
    dialog = RecallDialog(office)
    qtbot.addWidget(dialog)
    dialog.look_at(path)
    settle(office, qtbot)
    assert "没有找到车架号" in dialog._banner.words()
    assert not dialog.undo.isEnabled()
    assert "不能撤销导入" in dialog.undo.toolTip()
