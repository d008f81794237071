"""日终处理 by keyboard, on real data: what is settled, copied, printed and registered really is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from db import Attempt, Complaint, ExportEntry, ExternalSurvey
from db.connection import rows, scalar
from desktop_app.archive.editing import new_file
from desktop_app.callbacks.calls import Outcome, save_outcome
from desktop_app.callbacks.external_surveys import invitations, invite, note_score
from desktop_app.callbacks.outstanding import outstanding
from desktop_app.complaints.causes import load_causes
from desktop_app.safety.duties import reason
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback, a_car
from tests.callbacks.test_days_end import HAPPY, imported
from ui.callbacks.days_end_dialog import DaysEndDialog
from ui.callbacks.survey_dialogs import InviteDialog, ScoreDialog
from ui.complaints.intake_dialog import IntakeDialog
from ui.kit.dialogs import QuestionDialog, WordsDialog
from ui.kit.items import Item
from ui.kit.memory import Memory
from ui.kit.pdf_preview import PdfPreview
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

HANDED_OVER, TODAY = date(2026, 10, 27), date(2026, 10, 31)
Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class DaysEnd:
    """The dialog in sight, and keys pressed where the focus is."""

    def __init__(self, office: Office, qtbot: QtBot, page: str) -> None:
        self.office, self.qtbot = office, qtbot
        self.said: list[str] = []
        office.status = self.said.append
        office.memory.write("days_end/tab", page)
        self.dialog = DaysEndDialog(office)
        qtbot.addWidget(self.dialog)
        with qtbot.waitExposed(self.dialog):
            self.dialog.show()
        self.dialog.activateWindow()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.office.background.busy())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.dialog.activateWindow()  # off screen nobody else gives the focus back after a dialog
        self.qtbot.waitUntil(self._has_keys)
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.settle()

    def _has_keys(self) -> bool:
        found = QApplication.focusWidget()
        return found is not None and found.window() is self.dialog

    def counts(self) -> dict[str, int | None]:
        return {name: self.dialog.tabs.count_of(at) for at, name in enumerate(self.dialog.pages)}

    def texts(self, table: Table) -> list[list[str]]:
        model = table.rows()
        assert isinstance(model, ListModel)
        return [[getattr(cell, "text", "") for cell in row.cells] for row in model.rows()]


@pytest.fixture
def days_end(
    office: Office, told: list[Exception], session: Session, qtbot: QtBot
) -> Iterator[Callable[[str], DaysEnd]]:
    """Opens a tab after the records of a test were made."""
    with session.saving():
        load_causes(session)
    yield lambda page: DaysEnd(office, qtbot, page)
    assert told == []


def in_dialog(kind: type[QWidget], act: Callable[[QWidget], object]) -> None:
    """Act in the modal dialog of that kind as soon as it is open, and close it where that did not."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            try:
                act(found)
            finally:
                QTimer.singleShot(3000, found, found.close)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


def write_reason(words: str) -> None:
    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, WordsDialog)
        dialog.field.set_text(words)
        dialog.yes.click()

    in_dialog(WordsDialog, act)


def a_call(session: Session, name: str, ref: str = "", **told: object) -> int:
    answers = HAPPY | told.pop("answers", {})  # type: ignore[operator]
    car = a_car(session, name=name)
    callback = a_callback(session, HANDED_OVER, car=car, **({"ref": ref} if ref else {}))  # type: ignore[arg-type]
    outcome = Outcome("completed", f"k{name}", answers=answers, **told)  # type: ignore[arg-type]
    return save_outcome(session, callback, outcome).attempt_id


# 待补处理


def test_several_calls_get_one_reason_at_once(session: Session, days_end: Callable[[str], DaysEnd]) -> None:
    first, second, third = imported(session, 3)
    desk = days_end("settle")
    assert desk.counts()["settle"] == 3
    desk.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    write_reason("老系统里已经处理过")
    desk.press(Key.Key_Return)
    desk.settle()
    assert [one.attempt_id for one in outstanding(session)] == [third]
    written = rows(
        Attempt.select(Attempt.id, Attempt.no_case_reason).where(Attempt.no_case_reason.is_null(False))
    )
    assert written == [(first, "老系统里已经处理过"), (second, "老系统里已经处理过")]
    assert desk.counts()["settle"] == 1


def test_nothing_is_written_without_a_reason(session: Session, days_end: Callable[[str], DaysEnd]) -> None:
    imported(session)
    desk = days_end("settle")
    seen: list[str] = []

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, WordsDialog)
        dialog.yes.click()
        seen.append(dialog.field.error.text())
        dialog.reject()

    in_dialog(WordsDialog, act)
    desk.press(Key.Key_Return)
    assert seen == ["请写一句话"]
    assert len(outstanding(session)) == 1


def test_a_case_is_opened_from_the_call_with_what_is_known(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    (attempt,) = imported(session)
    desk = days_end("settle")

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, IntakeDialog)
        desk.settle()
        assert dialog.who["name"].text().startswith("沈佳")
        assert dialog.more["course"].text() == "回访时反映：回访专员认定不满意"
        dialog.words.set_text("空调不凉")
        dialog.cause.edit.setCurrentIndex(1)  # type: ignore[attr-defined]
        dialog.save()

    in_dialog(IntakeDialog, act)
    desk.press(Key.Key_N, Ctrl)
    desk.settle()
    assert rows(Complaint.select(Complaint.attempt, Complaint.channel)) == [(attempt, "callback")]
    assert outstanding(session) == ()
    assert desk.said[-1].startswith("已立案 TS-202610-")


def test_what_leads_to_a_call_closes_the_dialog_first(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    imported(session)
    desk = days_end("settle")
    asked: list[tuple[str, bool]] = []
    desk.office.open_callback = lambda ref: asked.append((ref, desk.dialog.isVisible()))
    desk.press(Key.Key_O, Ctrl)
    assert asked == [(outstanding(session)[0].reference, False)]


# 待录入厂家CRM


def test_fields_are_copied_one_after_the_other_and_the_call_ticked(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    first = a_call(session, "沈佳宁", "WX1", words="师傅耐心")
    a_call(session, "罗文博", "WX2")
    desk = days_end("crm")
    copied = []
    for _ in range(3):
        desk.press(Key.Key_Space)
        copied.append(QApplication.clipboard().text())
    assert (copied[0], copied[2]) == ("WX1", "沈佳宁")
    assert desk.dialog.crm.fields.next_label() == "联系电话"
    desk.press(Key.Key_F8)
    assert QApplication.clipboard().text().startswith("138")
    desk.press(Key.Key_Return)
    assert scalar(Attempt.select(Attempt.entered_in_crm_at).where(Attempt.id == first)) == session.now()
    assert desk.counts()["crm"] == 1
    desk.press(Key.Key_Space)
    assert QApplication.clipboard().text() == "WX2"
    desk.press(Key.Key_Z, Ctrl)
    assert scalar(Attempt.select(Attempt.entered_in_crm_at).where(Attempt.id == first)) is None
    assert desk.counts()["crm"] == 2


def test_what_was_copied_is_known_when_coming_back_to_a_call(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    a_call(session, "沈佳宁", "WX1")
    a_call(session, "罗文博", "WX2")
    crm = (desk := days_end("crm")).dialog.crm
    desk.press(Key.Key_Space)
    crm.list.select_next()
    assert crm.fields.next_label() == "工单号"
    crm.list.select_next(-1)
    assert crm.fields.next_label() == "VIN号"
    desk.press(Key.Key_C, Ctrl)
    assert QApplication.clipboard().text().startswith("LFMA")


def test_the_whole_queue_is_ticked_after_a_question_and_comes_back_as_one(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    for name in ("沈佳宁", "罗文博"):
        a_call(session, name)
    desk = days_end("crm")
    in_dialog(QuestionDialog, lambda dialog: dialog.yes.click())  # type: ignore[attr-defined]
    desk.dialog.crm.all_done.click()
    desk.settle()
    assert desk.counts()["crm"] is None
    desk.press(Key.Key_Z, Ctrl)
    assert desk.counts()["crm"] == 2


def test_the_queue_leaves_as_a_file_with_its_reason(
    session: Session, days_end: Callable[[str], DaysEnd], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_call(session, "沈佳宁", "WX1")
    target = tmp_path / "crm"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "CSV 文件 (*.csv)"))
    desk = days_end("crm")
    write_reason("上传厂家")
    desk.dialog.crm.export.click()
    desk.settle()
    assert "WX1" in target.with_suffix(".csv").read_text("utf-8-sig")
    assert rows(ExportEntry.select(ExportEntry.what, ExportEntry.reason)) == [("待录入厂家CRM", "上传厂家")]


# 部门反馈单


def test_slips_are_shown_by_department_and_day_and_printed_together(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    a_call(session, "沈佳宁", answers={1: 4}, no_case_reason="已解释", words="等了两小时")
    a_call(session, "罗文博", answers={5: False}, no_case_reason="已道歉")
    sales = a_callback(session, date(2026, 10, 22), kind="sales")
    save_outcome(session, sales, Outcome("completed", "s", answers={1: 9, 3: False}))
    desk = days_end("slips")
    tab = desk.dialog.slips
    assert [item.title for item in tab.list.rows() if isinstance(item, Item)] == ["售后部", "销售部"]
    assert [line[2] for line in desk.texts(tab.table)] == ["问题1 总体满意：4", "问题5 按时交车：否"]
    pages: list[int] = []
    in_dialog(PdfPreview, lambda found: (pages.append(found.page_count()), found.reject()))  # type: ignore[attr-defined]
    desk.press(Key.Key_P, Ctrl)
    in_dialog(PdfPreview, lambda found: (pages.append(found.page_count()), found.reject()))  # type: ignore[attr-defined]
    desk.press(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: len(pages) == 2)
    assert pages == [2, 1]
    desk.press(Key.Key_PageUp)
    assert tab.day.day() == date(2026, 10, 30)
    assert tab.list.rows() == ()
    assert desk.counts()["slips"] == 2, "the number on the tab is today's"
    assert not tab.print_all.isEnabled()


# 不满意客户


def test_the_months_list_leads_to_the_report(session: Session, days_end: Callable[[str], DaysEnd]) -> None:
    a_call(session, "沈佳宁", answers={1: 4}, no_case_reason="已解释")
    desk = days_end("unhappy")
    assert desk.counts()["unhappy"] == 1
    asked: list[tuple[str, bool]] = []
    desk.office.open_report = lambda name: asked.append((name, desk.dialog.isVisible()))
    desk.press(Key.Key_Return)
    assert asked == [("dissatisfied", False)]


def test_the_list_is_exported_through_its_report(
    session: Session, days_end: Callable[[str], DaysEnd], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_call(session, "沈佳宁", answers={1: 4}, no_case_reason="已解释")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x.csv"), ""))
    desk = days_end("unhappy")
    write_reason("经理要看")
    desk.press(Key.Key_E, Ctrl)
    desk.settle()
    assert "沈佳宁" in (tmp_path / "x.csv").read_text("utf-8-sig")
    assert rows(ExportEntry.select(ExportEntry.what, ExportEntry.reason)) == [("不满意客户清单", "经理要看")]


# 外部调查


def test_a_customer_is_found_and_registered(
    session: Session, days_end: Callable[[str], DaysEnd], type_chinese: Callable[[QWidget, str], None]
) -> None:
    new_file(session, {"vin": "LFMA0000000000777", "name": "沈佳宁"}, "k1")
    desk = days_end("surveys")

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, InviteDialog)
        dialog.submit()
        assert "选一位客户" in dialog._error.text()
        type_chinese(dialog.search, "沈佳宁")
        desk.settle()
        dialog.survey.edit.setEditText("  ")  # type: ignore[attr-defined]
        dialog.submit()
        desk.settle()
        assert "调查名称" in dialog.survey.error.text()
        dialog.survey.edit.setEditText("厂家 CSI")  # type: ignore[attr-defined]
        dialog.submit()

    in_dialog(InviteDialog, act)
    desk.press(Key.Key_N, Ctrl)
    desk.settle()
    (one,) = invitations(session, TODAY, TODAY)
    assert (one.name, one.survey, one.invited_by) == ("沈佳宁", "厂家 CSI", "测试员")
    assert desk.texts(desk.dialog.surveys.table)[0][:3] == ["2026-10-31", "厂家 CSI", "沈佳宁"]


def test_a_score_is_noted_and_a_deleted_invitation_comes_back_with_it(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    invite(session, a_car(session), "CSI", TODAY)
    desk = days_end("surveys")

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, ScoreDialog)
        dialog.score.set_text("很高")
        dialog.submit()
        assert "填数字" in dialog.score.error.text()
        dialog.score.set_text("1001")
        dialog.submit()
        desk.settle()
        assert "0 到 1000" in dialog.score.error.text()
        dialog.score.set_text("812")
        dialog.submit()

    in_dialog(ScoreDialog, act)
    desk.press(Key.Key_Return)
    desk.settle()
    assert [one.score for one in invitations(session, TODAY, TODAY)] == [812]
    desk.press(Key.Key_Delete)
    assert scalar(ExternalSurvey.select(ExternalSurvey.id)) is None
    assert desk.dialog.surveys.table.rows().rowCount() == 0
    desk.press(Key.Key_Z, Ctrl)
    assert [one.score for one in invitations(session, TODAY, TODAY)] == [812]


# 今日小结, and the whole


def test_the_summary_counts_and_leads_to_the_tabs(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    a_call(session, "沈佳宁", answers={1: 4}, no_case_reason="已解释")
    imported(session, 2)
    desk = days_end("summary")
    desk.press(Key.Key_C, Ctrl)
    words = QApplication.clipboard().text()
    assert words.startswith("2026-10-31 回访小结\n今日通话：1（完成 1 个")
    assert "待补处理：2" in words
    assert "待录入厂家CRM：1" in words
    desk.dialog.summary.page_wanted.emit("settle")
    assert desk.dialog._stack.currentWidget() is desk.dialog.settle


def test_alt_and_a_digit_turn_the_page_which_is_remembered(
    session: Session, days_end: Callable[[str], DaysEnd], memory: Memory
) -> None:
    desk = days_end("settle")
    desk.press(Key.Key_5, Alt)
    assert desk.dialog._stack.currentWidget() is desk.dialog.surveys
    assert memory.read("days_end/tab", "") == "surveys"
    assert desk.counts() == dict.fromkeys(desk.dialog.pages)


def test_what_another_screen_changes_is_counted_again(
    session: Session, days_end: Callable[[str], DaysEnd]
) -> None:
    desk = days_end("settle")
    imported(session)
    desk.office.background.changed.emit(frozenset({"callbacks"}))
    desk.settle()
    assert desk.counts()["settle"] == 1
    a_call(session, "沈佳宁")
    desk.office.background.changed.emit(frozenset({"callbacks"}))
    desk.press(Key.Key_2, Alt)
    assert desk.counts()["crm"] == 1, "a tab is read when somebody turns to it"


@pytest.mark.parametrize("duty", ["general_manager", "receptionist", "callback_specialist"])
def test_who_may_not_is_told_why(
    session: Session, office: Office, days_end: Callable[[str], DaysEnd], duty: str
) -> None:
    invite(session, a_car(session), "CSI", TODAY)
    (one,) = invitations(session, TODAY, TODAY)
    note_score(session, one.id, 9)
    imported(session)
    a_call(session, "沈佳宁", answers={1: 4}, no_case_reason="已解释")
    office.session = Session(Person("某人", frozenset({duty})), session.clock, session.data)
    dialog = days_end("settle").dialog
    wanted = {
        "callbacks": (
            dialog.settle.explain, dialog.crm.copy, dialog.crm.enter, dialog.crm.all_done, dialog.surveys.add,
            dialog.surveys.score, dialog.surveys.delete,
        ),
        "export_lists": (dialog.settle.outlets.export, dialog.unhappy.outlets.print, dialog.surveys.outlets.export),
        "print_forms": (dialog.slips.print_all,),
    }  # fmt: skip
    for action, buttons in wanted.items():
        why = office.why_not(action)
        assert why in ("", reason(action))
        for button in buttons:
            assert button.isEnabled() is (not why), button.text()
            assert (button.toolTip() == reason(action)) is bool(why), button.text()


def test_nothing_typed_is_lost_by_a_stray_enter(days_end: Callable[[str], DaysEnd], no_dialogs: None) -> None:
    desk = days_end("settle")
    desk.press(Key.Key_Return)
    assert desk.dialog.isVisible()
    assert desk.dialog.result() == QDialog.DialogCode.Rejected.value
