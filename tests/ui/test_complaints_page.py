"""投诉处理 by keyboard: from the words of an angry customer to the closed case, on real data."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db import Complaint, Department, Staff
from db.connection import rows, scalar
from desktop_app.complaints import workflow as do
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.course import VERBS
from desktop_app.complaints.intake import accept
from desktop_app.session import Session
from tests.complaints.making import complaint
from tests.complaints.moving import PATHS, bring
from ui.complaints.case_entries import STEP_LOOKS
from ui.complaints.history_words import COLUMNS
from ui.complaints.intake_dialog import IntakeDialog
from ui.complaints.page import ComplaintsPage
from ui.complaints.prompts import BY_VERB, NATURAL_STEP, NEXT_STEPS, NOT_A_STEP, STEPS, StepForm
from ui.complaints.step_dialog import StepDialog
from ui.complaints.step_fields import fen_of
from ui.kit import icons
from ui.kit.choices import SegmentedControl
from ui.kit.items import Entry, Head
from ui.kit.pdf_preview import PdfPreview
from ui.office_context import Office

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 5_000
GIVEN = {"session", "number", "key", "at"}
"""Arguments of a rule that the dialog itself gives, or leaves to the clock."""
ENGLISH = re.compile(r"[a-z_]{3,}")


@pytest.fixture
def house(session: Session) -> Session:
    """Causes, two departments and the staff to choose from."""
    with session.saving():
        load_causes(session)
        Department.insert_many(
            [{"name": "售后部", "manager_name": "方禾"}, {"name": "销售部", "manager_name": "孟川"}]
        ).execute()
        Staff.insert_many(
            [{"name": "方禾", "role": "department_manager"}, {"name": "徐师傅", "role": "technician"}]
        ).execute()
    return session


class Desk:
    """The page in sight; keys go where the focus is, dialogs are answered as they come."""

    def __init__(self, office: Office, qtbot: QtBot, type_: Callable[[QWidget, str], None]) -> None:
        self.office, self.bot, self.type = office, qtbot, type_
        self.said: list[str] = []
        office.status = self.said.append
        self.page = ComplaintsPage(office)
        qtbot.addWidget(self.page)
        self.page.resize(1340, 640)
        self.page.refresh(None)
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        office.background.changed.connect(self.page.refresh)
        self.settle()
        self.page.focus_first()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.office.background.busy())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.bot.keyClick(QApplication.focusWidget(), key, modifier)

    def words(self, text: str) -> None:
        self.type(QApplication.focusWidget(), text)

    def open(self, number: str) -> None:
        self.page.show_record(number)
        self.settle()

    def with_dialog(self, kind: type[QDialog], act: Callable[[Any], None], start: Callable[[], None]) -> None:
        """Start something that asks, and answer the dialog of that kind once."""
        answered: list[QDialog] = []
        timer = QTimer(self.page)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, kind) or answered or self.office.background.busy():
                return
            if QApplication.activeWindow() is not dialog:
                dialog.activateWindow()
                return
            answered.append(dialog)
            # whatever stays open ends the test instead of waiting for a person
            QTimer.singleShot(PATIENCE_MS, dialog, dialog.reject)
            try:
                act(dialog)
            except BaseException:
                dialog.reject()
                raise

        timer.timeout.connect(look)
        timer.start(5)
        start()
        self.bot.waitUntil(lambda: bool(answered))
        self.settle()
        timer.stop()

    def step(self, verb: str, answers: dict[str, str]) -> None:
        """Take a step by its button and the saving keys, the answers typed or chosen."""

        def act(dialog: StepDialog) -> None:
            for name, answer in answers.items():
                answer_field(dialog.fields[name].edit, answer, self.type)
            self.bot.keyClick(dialog, Key.Key_Return, Ctrl)

        button = self.page.view.head.button(verb)
        assert button.isVisible(), verb
        assert button.isEnabled(), button.toolTip()
        self.with_dialog(StepDialog, act, lambda: QTimer.singleShot(0, button.click))
        self.settle()

    def state(self) -> str:
        case = self.page.view.case()
        assert case is not None
        return case.step


def answer_field(edit: QWidget, answer: str, type_: Callable[[QWidget, str], None]) -> None:
    if isinstance(edit, SegmentedControl):
        edit.option(answer).click()
    elif isinstance(edit, QComboBox) and not edit.isEditable():
        edit.setCurrentIndex(edit.findData(answer))
        assert edit.currentData() == answer
    elif isinstance(edit, QComboBox):
        edit.setEditText(answer)
    else:
        type_(edit, answer)


@pytest.fixture
def desk(house: Session, office: Office, qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]) -> Desk:
    return Desk(office, qtbot, type_chinese)


# the table of steps


def test_every_verb_has_a_form_or_is_typed_on_the_paper() -> None:
    assert {*BY_VERB, *NOT_A_STEP} == set(VERBS)
    assert len(STEPS) == len(BY_VERB)
    assert set(NEXT_STEPS) <= set(BY_VERB)
    assert set(NATURAL_STEP.values()) <= set(NEXT_STEPS)
    assert set(NATURAL_STEP) == {*PATHS}


@pytest.mark.parametrize("form", STEPS, ids=lambda form: form.verb)
def test_a_form_asks_for_what_its_rule_takes(form: StepForm) -> None:
    taken = inspect.signature(form.call).parameters
    asked = {prompt.name for prompt in form.prompts}
    needed = {name for name, one in taken.items() if one.default is inspect.Parameter.empty} - GIVEN
    assert asked <= set(taken) - GIVEN
    assert needed <= asked
    assert {"session", "number", "key"} <= set(taken)


def test_every_step_has_an_icon_that_exists_and_keys_of_its_own() -> None:
    for name in [form.icon for form in STEPS] + [icon for icon, _tone in STEP_LOOKS.values()]:
        assert not icons.pixmap(name, "#000000", 16).isNull()
    keys = [form.keys for form in STEPS if form.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("typed", "fen"), [("", 0), ("120", 12000), ("88.50", 8850), ("¥1,286", 128600), ("0.005元", 0)]
)
def test_an_amount_is_read_as_people_type_it(typed: str, fen: int) -> None:
    assert fen_of(typed) == fen


# the course


def test_a_case_goes_from_words_to_closed_by_its_dialogs(desk: Desk, house: Session) -> None:
    def take_in(dialog: IntakeDialog) -> None:
        desk.type(dialog.words.edit, "说好一个小时，等了三个小时。")
        desk.type(dialog.who["name"].edit, "曹立夏")
        cause = dialog.cause.edit
        assert isinstance(cause, QComboBox)
        cause.setCurrentIndex(cause.findData("waiting"))
        desk.bot.keyClick(dialog, Key.Key_Return, Ctrl)

    desk.with_dialog(IntakeDialog, take_in, lambda: QTimer.singleShot(0, desk.page.take_in))
    desk.settle()
    assert desk.page.view.number() == "TS-202610-0001"
    desk.step("hand_over", {"department": "售后部", "said": "请今天联系客户"})
    desk.step("contact", {"reached": "yes", "said": "已致歉，下午给方案"})
    desk.step("offer", {"plan": "免费洗车一次", "acceptance": "accepted"})
    desk.step("result", {"what": "已洗车交回", "by_whom": "徐师傅", "cost_fen": "30"})
    desk.step("check", {"passed": "yes"})
    desk.step("follow_up", {"satisfied": "yes", "said": "可以了"})
    desk.step("review", {"opinion": "处理得当", "avoidable": "yes", "improvement": "预约时说清时长"})
    desk.step("close", {})
    assert desk.state() == "closed"
    assert scalar(Complaint.select(Complaint.handler)) == "方禾"
    assert desk.said[-1] == "TS-202610-0001 结案 已保存"


def test_a_customer_who_is_not_satisfied_begins_the_second_round(desk: Desk, house: Session) -> None:
    number = accept(house, complaint()).number
    bring(house, number, "checked")
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    desk.step("follow_up", {"satisfied": "no", "said": "味道还在"})
    assert desk.state() == "new_round"
    heads = [row.words for row in desk.page.view.steps.list.rows() if isinstance(row, Head)]
    assert heads == ["第 2 轮", "第 1 轮"]
    assert desk.page.view.head.button("hand_over").isEnabled()
    assert "第 2 轮" in desk.page.cases.table.rows().row(0).cells[1].sub  # type: ignore[union-attr]


def test_the_first_contact_is_recorded_by_keys_alone(desk: Desk, house: Session) -> None:
    number = accept(house, complaint()).number
    bring(house, number, "accepted")
    do.hand_over(house, number, department="售后部")
    desk.page.refresh(None)
    desk.settle()
    desk.page.focus_first()

    def act(_dialog: StepDialog) -> None:
        desk.press(Key.Key_Space)  # 联系上了吗: 是
        desk.press(Key.Key_Tab)
        desk.press(Key.Key_Tab)
        desk.words("已致歉")
        desk.press(Key.Key_Return, Ctrl)

    desk.bot.waitUntil(lambda: desk.page.view.case() is not None)
    desk.settle()
    desk.with_dialog(StepDialog, act, lambda: QTimer.singleShot(0, lambda: desk.press(Key.Key_F6)))
    desk.settle()
    case = desk.page.view.case()
    assert case is not None
    assert case.contacted_at is not None
    assert case.rounds[0].steps[-1].said == "已致歉"


def test_an_open_answer_is_asked_for_and_what_was_typed_stays(desk: Desk, house: Session) -> None:
    number = accept(house, complaint()).number
    bring(house, number, "checked")
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    seen: list[tuple[str, str]] = []

    def act(dialog: StepDialog) -> None:
        desk.type(dialog.fields["said"].edit, "客户在忙")
        dialog.save()
        seen.append((dialog.fields["satisfied"].error.text(), dialog.fields["said"].text()))
        dialog.reject()

    desk.with_dialog(
        StepDialog, act, lambda: QTimer.singleShot(0, lambda: desk.page.view.take_step("follow_up"))
    )
    assert seen == [("请选一项。", "客户在忙")]
    assert desk.state() == "checked"


def test_regrading_starts_from_what_the_case_is(desk: Desk, house: Session) -> None:
    number = accept(house, complaint(grade="紧急投诉")).number
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)

    def act(dialog: StepDialog) -> None:
        grade, mark = dialog.fields["grade"].edit, dialog.fields["escalated"].edit
        assert isinstance(grade, QComboBox)
        assert isinstance(mark, SegmentedControl)
        assert (grade.currentData(), mark.value()) == ("urgent", "no")
        dialog.reject()

    desk.with_dialog(
        StepDialog, act, lambda: QTimer.singleShot(0, lambda: desk.page.view.take_step("regrade"))
    )


# intake


def test_intake_says_at_the_field_what_is_missing(office: Office, house: Session, qtbot: QtBot) -> None:
    dialog = IntakeDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not office.background.busy())
    dialog.save()
    qtbot.waitUntil(lambda: bool(dialog.words.error.text()))
    dialog.words.set_text("等太久")
    dialog.save()
    qtbot.waitUntil(lambda: bool(dialog.cause.error.text()))
    assert scalar(Complaint.select()) is None


def test_a_repeat_call_is_linked_to_the_case_it_is_about(
    office: Office, house: Session, qtbot: QtBot
) -> None:
    former = accept(house, complaint()).number
    dialog = IntakeDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.words.set_text("怎么还没人给我回电话")
    dialog.who["phone"].set_text("13712349025")
    qtbot.waitUntil(lambda: dialog.again.isVisible())
    assert former in dialog.again.text()
    cause = dialog.cause.edit
    assert isinstance(cause, QComboBox)
    cause.setCurrentIndex(cause.findData("waiting"))
    dialog.again.setChecked(True)
    dialog.save()
    qtbot.waitUntil(lambda: bool(dialog.again_reason.error.text()))
    dialog.again_reason.set_text("承诺的回电没有打")
    with qtbot.waitSignal(dialog.accepted_case):
        dialog.save()
    again = Complaint.alias()
    assert rows(again.select(again.again_reason, again.repeat_of).where(again.number != former)) == [
        ("承诺的回电没有打", scalar(Complaint.select(Complaint.id).where(Complaint.number == former)))
    ]


def test_a_plate_nobody_knows_is_kept_as_plate(office: Office, house: Session, qtbot: QtBot) -> None:
    dialog = IntakeDialog(office, vin="皖N·2A719")
    qtbot.addWidget(dialog)
    new = dialog.new_complaint()
    assert (new.vin, new.plate) == ("", "皖N·2A719")


# the paper


def test_cells_typed_one_after_the_other_are_all_saved(desk: Desk, house: Session) -> None:
    number = accept(house, complaint(grade="抱怨")).number
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    desk.page.view.tabs.setCurrentIndex(1)
    desk.page.view.paper.form.edit("odometer")
    for text, key in (("36500", Key.Key_Tab), ("曹立夏", Key.Key_Return)):
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit | QPlainTextEdit)
        editor.selectAll()
        desk.words(text)
        desk.press(key)
        desk.settle()
    assert scalar(Complaint.select(Complaint.odometer)) == 36500
    assert "曹立夏" in [str(value) for value in rows(Complaint.select())[0]]


def test_a_cell_that_is_refused_keeps_what_was_typed(desk: Desk, house: Session) -> None:
    number = accept(house, complaint(grade="抱怨")).number
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    desk.page.view.tabs.setCurrentIndex(1)
    form = desk.page.view.paper.form
    form.edit("odometer")
    desk.words("三万多")
    desk.press(Key.Key_Return)
    desk.settle()
    assert form.text("odometer") == "三万多"
    assert scalar(Complaint.select(Complaint.odometer)) is None


@pytest.mark.parametrize("name", ["complaint-handling", "urgent-complaint", "complaint-sheet"])
def test_every_paper_is_previewed(desk: Desk, house: Session, name: str) -> None:
    number = accept(house, complaint()).number
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    desk.page.view.paper.choose_form(name)
    titles: list[str] = []

    def look(dialog: PdfPreview) -> None:
        titles.append(dialog.windowTitle())
        dialog.reject()

    desk.with_dialog(PdfPreview, look, desk.page.view.preview)
    assert number in titles[0]


def test_the_paper_is_noted_as_signed(desk: Desk, house: Session) -> None:
    number = accept(house, complaint()).number
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    desk.page.view.paper.mark("signed").click()
    desk.settle()
    assert scalar(Complaint.select(Complaint.signed_at)) == house.now()
    assert desk.page.view.paper.mark("signed").text() == "10-31 已签字"


# what stands beside


def test_a_promise_is_kept_by_enter(desk: Desk, house: Session) -> None:
    from desktop_app.complaints.promises import make_promise, promises

    number = accept(house, complaint()).number
    make_promise(house, what="回电", due_at=datetime(2026, 11, 1, 10), by_whom="方禾", number=number)
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    desk.page.view.tabs.setCurrentIndex(3)
    tab = desk.page.view.promises
    tab.list.select_first()
    assert tab.keep.isEnabled()
    desk.bot.keyClick(tab.list, Key.Key_Return)
    desk.settle()
    assert promises(house, number=number) == ()
    assert not tab.keep.isEnabled()


def test_a_long_text_is_read_whole_under_the_steps(desk: Desk, house: Session) -> None:
    words = "等了三个小时也没有人来说一声。" * 20
    number = accept(house, complaint(words=words)).number
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    desk.page.view.tabs.setCurrentIndex(2)
    assert desk.page.view.words.read_words() == ""
    desk.page.view.words.list.select_first()
    assert desk.page.view.words.read_words() == words


def test_the_history_is_told_in_chinese(desk: Desk, house: Session) -> None:
    number = accept(house, complaint()).number
    do.give_opinion(house, number, opinion="请当面道歉")
    bring(house, number, "closed")
    desk.page.refresh(None)
    desk.settle()
    desk.open(number)
    told = [row.title for row in desk.page.view.history.list.rows() if isinstance(row, Entry)]
    assert len(told) > 8
    assert [words for words in told if ENGLISH.search(words)] == []
    assert set(COLUMNS.values()) >= {words.split("：")[0] for words in told if "→" in words}


def test_a_case_that_is_not_listed_is_found_and_shown(desk: Desk, house: Session) -> None:
    closed, open_ = (
        accept(house, complaint()).number,
        accept(house, complaint(name="贺云舟", phone="")).number,
    )
    bring(house, closed, "closed")
    desk.page.refresh(None)
    desk.settle()
    assert [case.number for case in desk.page.cases.listed()] == [open_]
    desk.open(closed)
    current = desk.page.cases.table.current()
    assert current is not None
    assert (current.key, desk.page.view.number()) == (closed, closed)
    assert current.tint == "grey"


def test_a_step_that_moves_a_case_down_the_list_leaves_it_open(desk: Desk, house: Session) -> None:
    number = accept(house, complaint(grade="紧急投诉", accepted=datetime(2026, 10, 30, 9))).number
    accept(house, complaint(name="贺云舟", phone=""))
    do.hand_over(house, number, department="售后部")
    desk.page.refresh(None)
    desk.settle()
    desk.bot.waitUntil(lambda: desk.page.view.number() == number and desk.page.view.case() is not None)
    desk.step("contact", {"reached": "yes", "said": "已致歉"})
    desk.settle()
    assert [case.number for case in desk.page.cases.listed()][-1] == number
    current = desk.page.cases.table.current()
    assert current is not None
    assert (current.key, desk.page.view.number()) == (number, number)
