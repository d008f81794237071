"""数据 › 问卷 by keyboard, on real data: the next version is what was typed, and older answers keep theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.callbacks.questionnaire_editing import publish, versions
from desktop_app.callbacks.questionnaire_file import Question, shipped
from desktop_app.callbacks.questionnaires import current
from desktop_app.safety.duties import reason
from desktop_app.session import Person, Session
from tests.callbacks.test_day_summary import completed
from tests.ui.desks import in_dialog
from ui.kit.dialogs import QuestionDialog
from ui.kit.items import Item
from ui.kit.pdf_preview import PdfPreview
from ui.office.questionnaire_dialog import QuestionnairesDialog
from ui.office.questionnaire_draft import QuestionnaireDraft, faulty_part
from ui.office_context import Office

Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Editor:
    """The dialog in sight, and keys pressed where the focus is."""

    def __init__(self, office: Office, qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]) -> None:
        self.office, self.qtbot, self._type = office, qtbot, type_chinese
        self.dialog = QuestionnairesDialog(office)
        qtbot.addWidget(self.dialog, before_close_func=lambda dialog: dialog.drafts.clear())
        with qtbot.waitExposed(self.dialog):
            self.dialog.show()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.office.background.busy())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.dialog.activateWindow()
        self.qtbot.waitUntil(self._has_keys)
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.settle()

    def type(self, part: str, text: str) -> None:
        """Type into a field of the question, in place of what stands there."""
        edit = getattr(self.dialog.fields, part).edit
        edit.setFocus()
        edit.selectAll()
        self._type(edit, text)

    def questions(self) -> list[str]:
        return [row.title.split("　")[1] for row in self.dialog.list.rows() if isinstance(row, Item)]

    def publish(self) -> None:
        in_dialog(QuestionDialog, lambda dialog: dialog.yes.click())
        self.dialog.publish_button.click()
        self.settle()

    def _has_keys(self) -> bool:
        found = QApplication.focusWidget()
        return found is not None and found.window() is self.dialog


@pytest.fixture
def editor(
    office: Office, told: list[Exception], qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]
) -> Iterator[Callable[[], Editor]]:
    yield lambda: Editor(office, qtbot, type_chinese)
    assert told == []


def test_a_question_is_added_worded_and_published_as_the_next_version(
    session: Session, editor: Callable[[], Editor]
) -> None:
    desk = editor()
    before = current(session, "sales")
    desk.press(Key.Key_N, Ctrl)
    desk.type("short", "交车仪式")
    desk.type("spoken", "交车的时候有没有给您办一个小仪式？")
    desk.dialog.fields.types.option("yes_no").click()
    desk.dialog.fields.key.click()
    assert desk.questions()[:3] == ["接待等候", "交车仪式", "车型讲解"]
    desk.publish()
    now = current(session, "sales")
    assert now.version == before.version + 1
    assert now.question(2) == Question(
        2, "交车仪式", "交车的时候有没有给您办一个小仪式？", "yes_no", good="yes", key=True
    )
    assert [one.short for one in now.questions if one.id != 2] == [one.short for one in before.questions]
    assert desk.dialog.dirty() == []
    titles = [row.title for row in desk.dialog.versions.rows() if isinstance(row, Item)]
    assert titles == ["第 2 版", "第 1 版"]
    assert current(session, "service") == shipped("service")


def test_questions_move_by_alt_and_arrows_and_go_by_delete(
    session: Session, editor: Callable[[], Editor]
) -> None:
    desk = editor()
    first, second, third, *rest = desk.questions()
    desk.press(Key.Key_Down, Alt)
    assert desk.questions()[:3] == [second, first, third]
    assert desk.dialog.place() == 1
    desk.press(Key.Key_Up, Alt)
    assert desk.dialog.dirty() == []
    desk.press(Key.Key_Delete)
    assert desk.questions() == [second, third, *rest]
    desk.publish()
    assert [one.short for one in current(session, "sales").questions] == [second, third, *rest]


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [("short", " ", "还没有简称"), ("spoken", "", "还没有问法"), ("choices", "有", "至少要有两个选项")],
)
def test_what_is_wrong_is_said_at_the_field_of_its_question(
    session: Session, editor: Callable[[], Editor], no_dialogs: None, part: str, text: str, words: str
) -> None:
    desk = editor()
    desk.dialog.list.select(3)
    if part == "choices":
        desk.dialog.fields.types.option("choice").click()
    if text:
        desk.type(part, text)
    else:
        getattr(desk.dialog.fields, part).edit.clear()
    desk.dialog.list.select(0)
    desk.dialog.publish_button.click()
    desk.settle()
    assert desk.dialog.place() == 3
    assert desk.dialog.fields.error(part).startswith("第 4 题")
    assert words in desk.dialog.fields.error(part)
    assert current(session, "sales") == shipped("sales")


def test_a_questionnaire_without_a_score_is_refused_under_its_questions(
    session: Session, editor: Callable[[], Editor], no_dialogs: None
) -> None:
    desk = editor()
    for place in range(len(shipped("sales").questions)):
        desk.dialog.list.select(place)
        if desk.dialog.fields.types.value() == "score":
            desk.dialog.fields.types.option("yes_no").click()
    desk.dialog.publish_button.click()
    assert "至少要有一道打分题" in desk.dialog._error.text()
    desk.dialog.kinds.option("service").click()
    desk.dialog.list.select(0)
    desk.dialog.fields.types.option("yes_no").click()
    desk.dialog.publish_button.click()
    assert "第 1 题必须是打分题" in desk.dialog.fields.error("type")


def test_the_preview_asks_as_typed_and_says_what_an_answer_means(editor: Callable[[], Editor]) -> None:
    desk = editor()
    desk.dialog.list.select(3)
    desk.type("spoken", "车是不是说好的那天交给您的？")
    assert desk.dialog.preview._spoken.text() == "车是不是说好的那天交给您的？"
    desk.dialog.preview.answer(False)
    assert "算不满意" in desk.dialog.preview.verdict()
    desk.dialog.fields.key.click()
    desk.dialog.preview.answer(False)
    assert "没做到" in desk.dialog.preview.verdict()
    desk.dialog.fields.yes_no.option("no").click()
    desk.dialog.preview.answer(False)
    assert desk.dialog.preview.verdict().endswith("满意")


def test_an_older_version_is_seen_with_its_calls_and_taken_up_again(
    session: Session, editor: Callable[[], Editor]
) -> None:
    completed(session)
    one = current(session, "service")
    publish(session, replace(one, questions=one.questions[:-1]))
    desk = editor()
    desk.dialog.kinds.option("service").click()
    assert len(desk.questions()) == 10
    desk.dialog.versions.select(1)
    assert "1 次回访" in str(desk.dialog.versions.current().sub)  # type: ignore[union-attr]
    assert len(desk.questions()) == 11
    assert "只能看" in desk.dialog.banner.words()
    assert not desk.dialog.publish_button.isEnabled()
    short = desk.dialog.fields.short.edit
    assert short.isReadOnly()  # type: ignore[attr-defined]
    desk.dialog.banner.acted.emit()
    assert len(desk.questions()) == 11
    desk.publish()
    newest = current(session, "service")
    assert (newest.version, newest.questions) == (3, one.questions)
    assert [one.version for one in versions(session, "service")] == [3, 2, 1]


def test_the_programs_own_questions_come_back(session: Session, editor: Callable[[], Editor]) -> None:
    one = current(session, "sales")
    publish(session, replace(one, title="自己的问卷", questions=one.questions[:3]))
    desk = editor()
    desk.dialog.shipped.click()
    desk.publish()
    assert current(session, "sales") == replace(shipped("sales"), version=3)


def test_changes_are_asked_about_before_they_are_thrown_away(
    session: Session, editor: Callable[[], Editor]
) -> None:
    desk = editor()
    desk.press(Key.Key_Delete)
    asked: list[str] = []

    def go_back(dialog: QuestionDialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.no.click()

    in_dialog(QuestionDialog, go_back)
    desk.dialog.reject()
    assert desk.dialog.isVisible()
    assert asked == ["表1 新车销售的改动还没有发布"]
    desk.dialog.kinds.option("service").click()
    desk.dialog.kinds.option("sales").click()
    assert len(desk.questions()) == 10, "the other questionnaire was looked at meanwhile"
    in_dialog(QuestionDialog, lambda dialog: dialog.yes.click())
    desk.dialog.reject()
    assert not desk.dialog.isVisible()
    assert current(session, "sales") == shipped("sales")


def test_a_version_published_by_somebody_else_meanwhile_is_not_overwritten(
    session: Session, office: Office, told: list[Exception], editor: Callable[[], Editor]
) -> None:
    desk = editor()
    desk.press(Key.Key_Delete)
    one = current(session, "sales")
    publish(session, replace(one, title="别人的"))
    desk.publish()
    assert "刚由别人改成第 2 版" in desk.dialog._error.text()
    assert current(session, "sales").title == "别人的"
    assert len(desk.questions()) == 10


def test_the_questions_in_sight_are_printed_empty(editor: Callable[[], Editor]) -> None:
    desk = editor()
    pages: list[int] = []
    in_dialog(PdfPreview, lambda found: (pages.append(found.page_count()), found.reject()))
    desk.press(Key.Key_P, Ctrl)
    desk.qtbot.waitUntil(lambda: bool(pages))
    assert pages[0] >= 1


def test_the_general_manager_looks_and_changes_nothing(
    session: Session, office: Office, editor: Callable[[], Editor]
) -> None:
    office.session = Session(Person("总经理", frozenset({"general_manager"})), session.clock, session.data)
    desk = editor()
    why = reason("manage_office")
    assert desk.dialog.banner.words() == why
    spoken = desk.dialog.fields.spoken.edit
    assert isinstance(spoken, QPlainTextEdit)
    assert spoken.isReadOnly()
    frame = desk.dialog._frame
    for button in (desk.dialog.publish_button, desk.dialog.shipped, frame.add, frame.remove, frame.down):
        assert (button.isEnabled(), button.toolTip()) == (False, why)
    desk.press(Key.Key_Delete)
    desk.press(Key.Key_Down, Alt)
    assert desk.dialog.dirty() == []
    assert desk.dialog.print.isEnabled()


def test_the_draft_keeps_comments_last_and_stops_at_the_ends() -> None:
    draft = QuestionnaireDraft(shipped("sales"))
    assert draft.add(10) == 10
    assert draft.questions[-1].type == "text"
    assert (draft.move(0, -1), draft.move(11, 1)) == (0, 11)
    draft.take_over(shipped("sales"))
    assert not draft.dirty()
    for _ in range(11):
        last = draft.remove(0)
    assert (last, draft.questions) == (-1, [])


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (Question(1, "", "问", "score"), "short"),
        (Question(1, "简", "", "score"), "spoken"),
        (Question(1, "简", "问", "choice", ("有",), "有"), "choices"),
        (Question(1, "简", "问", "choice", ("有", "有"), "有"), "choices"),
        (Question(1, "简", "问", "choice", ("有", "没有")), "good"),
        (Question(1, "简", "问", "yes_no"), "good"),
        (Question(1, "简", "问", "text"), "type"),
    ],
)
def test_the_part_to_mend_is_the_one_refused(question: Question, part: str) -> None:
    assert faulty_part(question) == part
