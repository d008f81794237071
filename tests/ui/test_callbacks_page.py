"""回访工作台 by keyboard: from the list to the saved outcome, on real data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db import Attempt, AuditEntry, Claim, Draft
from db.connection import rows, scalar
from desktop_app.archive.indexing import reindex
from desktop_app.callbacks.claims import claim
from desktop_app.callbacks.drafts import load_draft, save_draft
from desktop_app.complaints.causes import load_causes
from desktop_app.session import Person, Session
from tests.callbacks.caring import a_wish
from tests.callbacks.scenes import a_callback, a_car, an_attempt
from tests.conftest import NOW
from tests.ui.desks import PageDesk, good_answer
from ui.callbacks.agree_dialog import AgreeDialog
from ui.callbacks.call_state import ADVISOR_PHONED
from ui.callbacks.grievance_dialog import REASON, GrievanceDialog
from ui.callbacks.page import CallbacksPage
from ui.callbacks.why_dialog import WhyDialog
from ui.kit.items import Head, Item
from ui.office_context import Office

DUE, OPEN = date(2026, 10, 24), date(2026, 10, 26)
"""Hand-overs whose window ends today, and in two days."""
Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Desk(PageDesk):
    """The call desk in sight."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        self.page = CallbacksPage(office)
        super().__init__(office, qtbot, self.page, height=620)
        self.page.focus_first()

    def rows(self) -> list[tuple[str, str, str]]:
        """What stands in the list: heads as ("", words, count), items as (badge, title, right)."""
        return [
            ("", row.words, str(row.count)) if isinstance(row, Head)
            else (row.badge.text if row.badge else "", row.title, row.right)
            for row in self.page.day.list.rows() if isinstance(row, Head | Item)
        ]  # fmt: skip

    def name(self) -> str | None:
        """Whose call is open."""
        state = self.page.call.state()
        return state.call.customer.name if state else None

    def answer_all(self) -> None:
        """Answer every question well, by its key."""
        state = self.page.call.state()
        assert state is not None
        while state.question.type != "text":
            self.press(good_answer(state.question))


@pytest.fixture
def desk_of(office: Office, qtbot: QtBot) -> Callable[[], Desk]:
    """Opens the page after the records of a test were made."""
    return lambda: Desk(office, qtbot)


def in_dialog(kind: type[QWidget], act: Callable[[QWidget], None]) -> None:
    """Act in the dialog of that kind as soon as it is open."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind) and found.isActiveWindow():
            try:
                act(found)
            finally:
                found.close()
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


def two_customers(session: Session) -> tuple[int, int]:
    load_causes(session)
    first = a_callback(session, DUE, car=a_car(session, name="沈佳宁", sex="女"))
    second = a_callback(session, OPEN, car=a_car(session, name="罗文博"))
    return first, second


def attempts(callback: int) -> list[tuple[str, object]]:
    found = rows(Attempt.select(Attempt.disposition, Attempt.overall).where(Attempt.callback == callback))
    return [(str(how), score) for how, score in found]


def test_the_list_says_whom_and_why(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, _ = two_customers(session)
    an_attempt(session, first, datetime(2026, 10, 29, 9, 30))
    desk = desk_of()
    assert desk.rows() == [
        ("", "今日到期", "1"), ("售后", "沈佳宁", "今日到期"), ("", "窗口内", "1"), ("售后", "罗文博", ""),
    ]  # fmt: skip
    item = desk.page.day.list.rows()[1]
    assert isinstance(item, Item)
    assert item.sub.startswith("第 7 天/3–7 · 1 次无人接听")


def test_a_whole_call_by_keys_and_the_next_one_opens(
    session: Session, desk_of: Callable[[], Desk], type_chinese: Callable[[QWidget, str], None]
) -> None:
    first, second = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    assert desk.name() == "沈佳宁"
    desk.answer_all()
    desk.press(Key.Key_Tab)
    words = QApplication.focusWidget()
    assert words is desk.page.call.body.question.notes.words
    type_chinese(words, "前轮有点响")
    desk.press(Key.Key_Return, Ctrl)
    assert attempts(first) == [("completed", 9)]
    found = rows(Attempt.select(Attempt.words, Attempt.advisor_phoned).where(Attempt.callback == first))
    assert found == [("前轮有点响", True)]
    assert desk.name() == "罗文博"
    assert [row[1] for row in desk.rows()] == ["窗口内", "罗文博"]
    assert attempts(second) == []


def test_tab_goes_from_any_question_to_the_words_and_escape_back(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    question = desk.page.call.body.question
    desk.press(Key.Key_Tab)
    assert QApplication.focusWidget() is question.notes.words
    desk.press(Key.Key_7)
    assert question.notes.words.toPlainText() == "7"
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_7)
    state = desk.page.call.state()
    assert state is not None
    assert (state.answers, state.words) == ({1: 7}, "7")


def test_nobody_at_the_phone_takes_two_key_presses(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_1, Alt)
    desk.press(Key.Key_Return, Ctrl)
    assert attempts(first) == [("no_answer", None)]
    assert desk.name() == "罗文博"


def test_saving_twice_stores_once(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, second = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_2, Alt)
    desk.page.call.save()
    desk.page.call.save()
    desk.settle()
    assert attempts(first) == [("busy", None)]
    assert attempts(second) == []
    assert len(desk.said) == 1


def test_a_call_without_an_ending_is_not_saved_and_says_so(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return, Ctrl)
    assert "先选这次通话的结果" in desk.page.call.body.banner.text()
    assert attempts(first) == []


def test_a_refusal_puts_the_cursor_where_it_is_wrong(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_0, Alt)
    desk.press(Key.Key_Return, Ctrl)
    assert "备注" in desk.page.call.body.banner.text()
    assert QApplication.focusWidget() is desk.page.call.body.question.notes.remark
    assert attempts(first) == []


def test_a_busy_customer_gets_a_time(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)

    def agree(dialog: QWidget) -> None:
        assert isinstance(dialog, AgreeDialog)
        edit = dialog.time.edit
        assert isinstance(edit, QLineEdit)
        edit.setText("昨天 15:00")
        desk.qtbot.keyClick(edit, Key.Key_Return)
        assert dialog.time.error.text()
        assert edit.text() == "昨天 15:00"
        edit.setText("明天 15:00")
        desk.qtbot.keyClick(edit, Key.Key_Return)

    in_dialog(AgreeDialog, agree)
    desk.press(Key.Key_F6)
    assert desk.page.call.body.bar.note() == "约 11-01 15:00 再打"
    desk.page.call.save()
    desk.settle()
    found = rows(Attempt.select(Attempt.disposition, Attempt.agreed_at).where(Attempt.callback == first))
    assert found == [("agreed", datetime(2026, 11, 1, 15, 0))]


def test_a_dissatisfied_customer_gets_a_case(
    session: Session, desk_of: Callable[[], Desk], type_chinese: Callable[[QWidget, str], None]
) -> None:
    two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_3)

    def open_case(dialog: QWidget) -> None:
        assert isinstance(dialog, GrievanceDialog)
        desk.qtbot.keyClick(dialog.words.edit, Key.Key_Return, Ctrl)
        assert dialog.words.error.text() == "请记下客户的原话。"
        type_chinese(dialog.words.edit, "等了两个小时")
        desk.qtbot.keyClick(dialog.words.edit, Key.Key_Return, Ctrl)

    in_dialog(GrievanceDialog, open_case)
    desk.press(Key.Key_Return, Ctrl)
    assert "已立案 TS-202610-0001" in desk.said[-1]
    desk.page.call.undo()
    desk.settle()
    assert "已经立案" in desk.said[-1]


def test_going_back_from_the_case_keeps_what_was_typed(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_3)
    seen: list[str] = []

    def think(dialog: QWidget) -> None:
        assert isinstance(dialog, GrievanceDialog)
        dialog.way.option(REASON).click()
        dialog.reason.set_text("客户只是随口一说")
        dialog.reject()

    def keep(dialog: QWidget) -> None:
        assert isinstance(dialog, GrievanceDialog)
        seen.append(dialog.reason.text())
        desk.qtbot.keyClick(dialog.reason.edit, Key.Key_Return, Ctrl)

    for act in (think, keep):
        in_dialog(GrievanceDialog, act)
        desk.page.call.save()
        desk.settle()
    assert seen == ["客户只是随口一说"]
    found = rows(
        Attempt.select(Attempt.dissatisfied, Attempt.no_case_reason).where(Attempt.callback == first)
    )
    assert found == [(True, "客户只是随口一说")]


def test_what_is_typed_is_a_draft_at_once_and_marks_its_row(
    session: Session, desk_of: Callable[[], Desk], type_chinese: Callable[[QWidget, str], None]
) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_7)
    type_chinese(desk.page.call.body.question.notes.words, "写到一半")
    desk.qtbot.waitUntil(lambda: (load_draft(session, first) or {}).get("words") == "写到一半")
    desk.press(Key.Key_J, Ctrl)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.name() == "罗文博"
    item = desk.page.day.list.rows()[1]
    assert isinstance(item, Item)
    assert item.icons == ("pencil",)
    desk.page.show_record(item.key[1])  # type: ignore[index]
    desk.settle()
    state = desk.page.call.state()
    assert state is not None
    assert (state.answers, state.words, state.place) == ({1: 7}, "写到一半", 1)


def test_typing_on_does_not_put_the_draft_off(
    session: Session, desk_of: Callable[[], Desk], type_chinese: Callable[[QWidget, str], None]
) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    words = desk.page.call.body.question.notes.words

    def typed_on() -> bool:
        type_chinese(words, "啊")
        return load_draft(session, first) is not None

    desk.qtbot.waitUntil(typed_on, timeout=3000)


def test_closing_writes_the_last_words_and_frees_the_customer(
    session: Session, desk_of: Callable[[], Desk], type_chinese: Callable[[QWidget, str], None]
) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    assert scalar(Claim.select(Claim.account)) == "测试员"
    type_chinese(desk.page.call.body.question.notes.words, "最后一句")
    assert desk.page.may_leave()
    desk.office.background.stop()
    assert (load_draft(session, first) or {})["words"] == "最后一句"
    assert scalar(Claim.select(Claim.account)) is None


def test_words_taken_back_leave_no_draft(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, _ = two_customers(session)
    save_draft(session, first, {"words": "旧话"})
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.page.call.body.question.notes.words.clear()
    desk.page.call.leave()
    desk.settle()
    assert scalar(Draft.select(Draft.key)) is None


def test_undo_brings_the_call_back_with_its_answers(session: Session, desk_of: Callable[[], Desk]) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.answer_all()
    desk.press(Key.Key_Return, Ctrl)
    assert attempts(first) == [("completed", 9)]
    desk.press(Key.Key_Z, Ctrl)
    assert attempts(first) == []
    state = desk.page.call.state()
    assert state is not None
    assert (state.call.callback_id, len(state.answers), state.question.type) == (first, 10, "text")


def test_who_is_being_called_by_another_is_not_opened_nor_next(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    first, second = two_customers(session)
    third = a_callback(session, OPEN + timedelta(days=1), car=a_car(session, name="范雨桐"))
    other = Session(Person("许知微", session.person.duties), lambda: NOW, session.data, replay=True)
    claim(other, [second])
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_1, Alt)
    desk.press(Key.Key_Return, Ctrl)
    state = desk.page.call.state()
    assert state is not None
    assert (attempts(first), state.call.callback_id) == ([("no_answer", None)], third)
    desk.page.show_record(other_reference(desk, second))
    desk.settle()
    assert desk.page.call.state() is None
    assert "许知微" in desk.said[-1]


def other_reference(desk: Desk, callback: int) -> str:
    return next(entry.ref for entry in desk.page.day.entries() if entry.callback_id == callback)


def test_tasks_of_one_customer_are_one_row_and_one_call(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    phone = "13855556666"
    first = a_callback(session, DUE, car=a_car(session, name="沈佳宁", phone=phone))
    second = a_callback(session, OPEN, car=a_car(session, name="沈佳宁", phone=phone))
    desk = desk_of()
    item = desk.page.day.list.rows()[1]
    assert isinstance(item, Item)
    assert (item.title, item.icons, item.sub[-7:]) == ("沈佳宁", ("layers",), "2 件一次打完")
    desk.press(Key.Key_Return)
    assert {callback for (callback,) in rows(Claim.select(Claim.callback))} == {first, second}
    desk.press(Key.Key_1, Alt)
    desk.press(Key.Key_Return, Ctrl)
    state = desk.page.call.state()
    assert state is not None
    assert state.call.callback_id == second


def test_a_group_shows_its_own_and_says_when_it_is_empty(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    first, _ = two_customers(session)
    desk = desk_of()
    desk.page.day.choose_group("due")
    assert [row[1] for row in desk.rows()] == ["今日到期", "沈佳宁"]
    desk.page.day.choose_group("open")
    desk.page.show_record(other_reference(desk, first))
    assert [row[1] for row in desk.rows()] == ["今日到期", "沈佳宁", "窗口内", "罗文博"]
    desk.page.day.choose_group("sms")
    assert desk.rows() == []
    desk.page.show_record("没有这个号")
    desk.settle()
    assert "没有找到" in desk.said[-1]


def test_an_empty_list_says_why(desk_of: Callable[[], Desk]) -> None:
    desk = desk_of()
    assert desk.rows() == []
    view = desk.page.call
    assert view._all_done.isVisible()
    assert view._all_done.title() == "今天没有要打的回访"


def test_the_phone_is_covered_until_asked_for_and_who_asked_is_recorded(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    a_callback(session, DUE, car=a_car(session, name="沈佳宁", phone="13812345678"))
    desk = desk_of()
    desk.press(Key.Key_Return)
    head = desk.page.call.body.head
    assert head.phone() == "138 **** 5678"
    desk.press(Key.Key_D, Ctrl)
    assert head.phone() == "13812345678"
    assert rows(AuditEntry.select(AuditEntry.action, AuditEntry.account)) == [("reveal", "测试员")]


def test_the_script_follows_the_call_and_is_searched(session: Session, desk_of: Callable[[], Desk]) -> None:
    two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    script = desk.page.call.body.script
    assert "问候" in script.title()
    desk.press(Key.Key_3)
    assert "不满意" in script.title()
    desk.press(Key.Key_Y)
    assert "提问" in script.title()
    desk.press(Key.Key_F2)
    script.search.setText("生气")
    desk.press(Key.Key_Return)
    assert "客户很生气" in script.title()
    assert QApplication.focusWidget() is desk.page.call.body.question
    desk.page.call.body.question.notes.words.setPlainText("记一句")
    assert "客户很生气" in script.title()
    desk.press(Key.Key_Y)
    assert "提问" in script.title()


def test_the_advisors_call_is_asked_before_the_comments(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    state = desk.page.call.state()
    assert state is not None
    assert [step.type for step in state.steps[-2:]] == ["yes_no", "text"]
    assert state.steps[-2] == ADVISOR_PHONED


def test_why_someone_is_not_listed(session: Session, desk_of: Callable[[], Desk]) -> None:
    a_callback(session, date(2026, 10, 30), ref="WX900001", car=a_car(session, name="汪沐阳"))
    desk = desk_of()
    dialog = WhyDialog(desk.office, desk.page)
    dialog.ask()
    assert dialog.who.error.text()
    dialog.who.set_text("WX900001")
    dialog.ask()
    desk.settle()
    assert "第 3 天" in dialog.answer.text()


def test_why_a_car_is_answered_for_its_callbacks_and_its_care_call(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    car = a_car(session, name="汪沐阳", vin="LFMA0000000009001")
    a_callback(session, date(2026, 10, 30), ref="WX900001", car=car)
    a_wish(car, "please_come_in", date(2026, 10, 31), date(2026, 10, 30))
    reindex(session)
    desk = desk_of()
    dialog = WhyDialog(desk.office, desk.page, "LFMA0000000009001")
    desk.qtbot.addWidget(dialog)
    desk.settle()
    first, second = dialog.answer.text().split("\n")
    assert "WX900001：不在名单上" in first
    assert second.startswith("在名单上，关怀")


def test_the_phone_is_copied_by_a_key_and_who_copied_is_recorded(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    a_callback(session, DUE, car=a_car(session, name="沈佳宁", phone="13812345678"))
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_C, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == "13812345678"
    assert desk.page.call.body.head.phone() == "138 **** 5678"
    assert rows(AuditEntry.select(AuditEntry.action)) == [("reveal",)]
