"""The whole window for each of the four duties: what the matrix forbids is disabled and says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.course import ACTIONS, VERB_LABELS
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Session
from desktop_app.statistics.registry import REPORTS
from tests.complaints.making import VIN
from tests.duty_calls import case_of
from tests.duty_scene import PEOPLE, SERVICE, fill_shop, signed_in
from ui.archive.page import ArchivePage
from ui.callbacks.care_view import CareView
from ui.callbacks.outcome_bar import OutcomeBar
from ui.callbacks.question_view import QuestionView
from ui.callbacks.script_view import ScriptView
from ui.complaints.page import ComplaintsPage
from ui.header import fill_menu
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.fields import Banner
from ui.kit.memory import Memory
from ui.main_window import TABS
from ui.office.backups_dialog import BackupsDialog
from ui.office_context import Office
from ui.office_window import OfficeWindow
from ui.statistics.page import StatisticsPage

SIGNED_IN = {"".join(duties): name for name, duties in PEOPLE.items() if duties}
MENUS = {
    "导入…": "import",
    "撤回上一次导入…": "undo_import",
    "备份与恢复…": "see_office",
    "检查数据": "see_office",
    "召回名单…": "import",
    "预约簿…": "see",
    "关怀提醒…": "see_office",
    "工作日历…": "see_office",
    "问卷…": "see_office",
    "话术…": "see_office",
    "短信…": "callbacks",
}
"""What stands in the menus and the action it needs."""
BUTTONS = {
    "archive": {
        "回访": "callbacks", "新建投诉": "handle_complaints", "打印C卡": "print_forms", "显示": "see_full_phones",
        "复制": "see_full_phones", "拨打": "see_full_phones", "全部收到": "edit_files", "收到": "edit_files",
        "退回": "edit_files", "导入文件": "import", "导入": "import", "新建档案": "edit_files",
    },
    "callbacks": {"搁置": "callbacks", "显示": "see_full_phones", "复制": "see_full_phones", "拨打": "see_full_phones"},
    "complaints": {
        "打印": "print_forms", "受理新投诉": "handle_complaints", "加承诺": "handle_complaints",
        "加补偿": "handle_complaints", "已兑现": "handle_complaints", "没有兑现…": "handle_complaints",
        "批准补偿": "approve", "不批准…": "approve", "补记客户原话": "handle_complaints", "联系客户": "handle_complaints",
        "记为已打印": "print_forms", "记为已签字": "edit_files", "记为已归档": "edit_files",
        **{label: ACTIONS[verb] for verb, label in VERB_LABELS.items()},
    },
    "statistics": {"本月报表包": "export_lists"},
}  # fmt: skip
"""Tab → the words of its buttons and the action each needs."""
OF_THE_REPORT = {"导出Excel", "导出PDF", "打印", "复制"}
"""Buttons that need what exporting the report in sight needs."""
HARMLESS = {
    "", "更多", "更多步骤（Ctrl+M）", "看全部档案", "档案", "客户为什么不在名单？", "上个月（PageUp）", "下个月（PageDown）",
    "短信", "短信、邮寄", "来电登记", "日终处理", "清除筛选", "收起", "打开档案", "关闭（Esc）", "取消", "% 区间", "再试一次",
}  # fmt: skip
"""Buttons that go somewhere, show something, or end something."""


@dataclass
class Desk:
    """The real window of one person, and the case they accepted."""

    window: OfficeWindow
    case: str
    settle: Callable[[], None]

    @property
    def held(self) -> frozenset[str]:
        return self.window.office.session.person.duties

    def go(self, room: str, reference: str = "") -> QWidget:
        self.window.go(room, reference)
        self.settle()
        return self.window.current_page()

    def refuse_wrong(self, part: Button | QAction, action: str) -> None:
        """Fail for a part that the matrix forbids and that is on, or off without the reason; and the other way."""
        words = part.text() or part.toolTip()
        if allows(self.held, action):
            assert part.toolTip() != reason(action), words
        else:
            assert (part.isEnabled(), part.toolTip()) == (False, reason(action)), words


@pytest.fixture(params=SIGNED_IN)
def desk(
    request: pytest.FixtureRequest, session: Session, memory: Memory, told: list[Exception], qtbot: QtBot
) -> Iterator[Desk]:
    name = SIGNED_IN[request.param]
    with session.saving():
        load_causes(session)
    fill_shop(session)
    number = case_of(session, name, "handed_over")
    person = signed_in(session, name)
    background = Background(person.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    background.broke.connect(told.append)
    window = OfficeWindow(Office(person, background, memory, told.append), "云岭汽车")
    qtbot.addWidget(window)
    window.start()
    with qtbot.waitExposed(window):
        window.show()

    def settle() -> None:
        qtbot.waitUntil(lambda: not background.busy())

    settle()
    yield Desk(window, number, settle)
    window.office.ticker.stop()
    background.stop()
    assert told == []


def buttons_of(desk: Desk, page: QWidget) -> list[Button]:
    """A page's buttons and those it has beside the tabs, without the help that only speaks."""
    beside = [one for part in page.commands() for one in (part, *part.findChildren(Button))]  # type: ignore[attr-defined]
    every = [*page.findChildren(Button), *(one for one in beside if isinstance(one, Button))]
    return [one for one in every if not _inside(one, ScriptView, Banner)]


def _inside(part: QWidget | None, *kinds: type[QWidget]) -> bool:
    while part is not None and not isinstance(part, kinds):
        part = part.parentWidget()
    return part is not None


def words_of(button: Button) -> str:
    return re.sub(r"\d+ *", "", button.text() or button.accessibleName())


def test_the_menus(desk: Desk) -> None:
    actions = [one for menu in desk.window.header.menus.actions() for one in menu.menu().actions()]  # type: ignore[attr-defined]
    found = {action.text(): action for action in actions}
    assert found.keys() >= MENUS.keys()
    for words, action in MENUS.items():
        desk.refuse_wrong(found[words], action)
    for words in found.keys() - MENUS.keys():
        assert not found[words].toolTip().startswith("您的职责不能") or not found[words].isEnabled(), words


def test_the_backups(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are opened from the menu and from the status line; who may only see them is told at each button."""
    opened: list[object] = []
    monkeypatch.setattr(BackupsDialog, "exec", lambda dialog: opened.append(dialog))
    desk.window.line.backup_clicked.emit()
    desk.settle()
    assert bool(opened) == allows(desk.held, "see_office")
    if allows(desk.held, "see_office"):
        dialog = BackupsDialog(desk.window.office, desk.window)
        for button in (dialog.buttons.now, dialog.buttons.elsewhere, *dialog.second.findChildren(Button)):
            desk.refuse_wrong(button, "manage_office")


def test_the_archive(desk: Desk) -> None:
    page = desk.go("archive", VIN)
    assert isinstance(page, ArchivePage)
    assert page.view.file() is not None
    _compare(desk, buttons_of(desk, page), BUTTONS["archive"])
    page.view.card.form.edit("plate")
    assert bool(page.view.card.form.findChildren(QLineEdit)) == allows(desk.held, "edit_files")
    assert page.view.card.form.page.toolTip() == (
        "" if allows(desk.held, "edit_files") else reason("edit_files")
    )


def test_the_worklist_and_a_call(desk: Desk) -> None:
    page = desk.go("callbacks", SERVICE)
    assert page.findChildren(OutcomeBar)[0].isVisible()
    calling = (QuestionView, OutcomeBar)
    for button in page.findChildren(Button):
        if _inside(button, *calling):
            desk.refuse_wrong(button, "callbacks")
    rest = [one for one in buttons_of(desk, page) if not _inside(one, *calling, CareView)]
    _compare(desk, rest, BUTTONS["callbacks"])


def test_a_case(desk: Desk) -> None:
    page = desk.go("complaints", desk.case)
    assert isinstance(page, ComplaintsPage)
    case = page.view.case()
    assert case is not None
    _compare(desk, buttons_of(desk, page), BUTTONS["complaints"])
    labels = {one.label: ACTIONS[one.verb] for one in case.verbs}
    menu = fill_menu(QMenu(page), page.view.commands_of(case))
    assert menu.actions()
    for action in menu.actions():
        desk.refuse_wrong(action, labels[action.text().removesuffix("…")])


def test_every_report(desk: Desk) -> None:
    page = desk.go("statistics")
    assert isinstance(page, StatisticsPage)
    for kind in REPORTS:
        page.show_report(kind.name)
        desk.settle()
        page._show_records("记录", ())
        wanted = BUTTONS["statistics"] | dict.fromkeys(OF_THE_REPORT, kind.export_duty)
        _compare(desk, buttons_of(desk, page), wanted)


def test_every_tab_is_gone_through() -> None:
    assert {tab.room for tab in TABS} == BUTTONS.keys()


def test_a_file_dropped_on_the_window_is_no_way_round(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.office import import_dialog

    opened: list[object] = []
    monkeypatch.setattr(import_dialog.ImportDialog, "exec", lambda dialog: opened.append(dialog))
    desk.window.file_dropped.emit("/nowhere/deliveries.csv")
    desk.settle()
    assert bool(opened) == allows(desk.held, "import")


def _compare(desk: Desk, found: list[Button], wanted: dict[str, str]) -> None:
    """Every button against the matrix; one that nobody put into a list here fails."""
    seen: set[str] = set()
    for button in found:
        words = words_of(button)
        if action := wanted.get(words):
            desk.refuse_wrong(button, action)
            seen.add(words)
        else:
            assert words in HARMLESS, f"which action does “{words}” need?"
    assert seen
