"""人员与账号 and the own password, through real accounts on real files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from db import AuditEntry
from db.connection import rows
from desktop_app import settings
from desktop_app.data_folder import close_folder, create, open_folder, recover
from desktop_app.problems import Refused
from desktop_app.safety import slots
from desktop_app.safety.accounts import accounts, add_account, retire_account
from desktop_app.safety.attempts import LOCKED_AFTER, of_account
from desktop_app.safety.attempts_file import Wrong, held_notebook
from desktop_app.safety.duties import DUTIES, MATRIX, allows, reason
from desktop_app.safety.keys import Cost
from desktop_app.session import Person, Session, wall_clock
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.office.account_duties import DutyChoice
from ui.office.account_forms import AddAccountDialog, DutiesDialog
from ui.office.account_recovery import RenewCodeDialog
from ui.office.account_retire import RetireDialog
from ui.office.accounts_dialog import AccountsDialog
from ui.office.password_dialogs import PasswordDialog, own_password_dialog, reset_password_dialog
from ui.office_context import Office

NOW = datetime(2026, 10, 31, 18, 30)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
ME, PASSWORD = "wenjiming", "正确的密码 1234"
OTHER, OTHERS_PASSWORD = "乔安", "qiaoan2026"
WAIT_MS = 10_000


@pytest.fixture
def me(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(slots, "COST", CHEAP)
    made = create(
        tmp_path / "data", ME, PASSWORD, "云岭汽车", clock=lambda: NOW, person="温既明", cost=CHEAP
    ).session
    yield made
    close_folder(made)


def office_of(session: Session, memory: Memory, told: list[Exception]) -> Office:
    background = Background(session.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    made = Office(session, background, memory, told.append)
    background.broke.connect(told.append)
    return made


@pytest.fixture
def desk(me: Session, memory: Memory, told: list[Exception], qapp: QApplication) -> Iterator[Office]:
    made = office_of(me, memory, told)
    yield made
    made.background.stop()
    assert told == [], "told without being looked at"


@pytest.fixture
def settle(desk: Office, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: not desk.background.busy(), timeout=WAIT_MS)


@pytest.fixture
def other(me: Session) -> str:
    add_account(me, OTHER, OTHERS_PASSWORD, frozenset({"callback_specialist"}))
    return OTHER


@pytest.fixture
def dialog(desk: Office, other: str, settle: Callable[[], None], qtbot: QtBot) -> AccountsDialog:
    return shown(desk, settle, qtbot)


def shown(desk: Office, settle: Callable[[], None], qtbot: QtBot) -> AccountsDialog:
    made = AccountsDialog(desk)
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def lines(dialog: AccountsDialog) -> list[tuple[str, ...]]:
    model = dialog.table.rows()
    found = [model.row(at) for at in range(model.rowCount())]
    return [
        tuple(getattr(cell, "text", None) or cell.badges[0].text for cell in row.cells)
        for row in found
        if row
    ]  # type: ignore[union-attr]


def answer(qtbot: QtBot, kind: type[QDialog], act: Callable[[QDialog], object]) -> None:
    """Do something in the next modal dialog of a kind."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            act(found)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def test_the_list_says_who_what_since_when_and_how_it_stands(dialog: AccountsDialog) -> None:
    assert lines(dialog) == [
        ("wenjiming（我）", "温既明", "全部职责", "2026-10-31", "在用"),
        ("乔安", "乔安", "客户回访专员", "2026-10-31", "在用"),
    ]
    assert dialog.alone.isHidden()


def test_alone_one_is_told_to_give_everybody_an_account_of_their_own(
    desk: Office, settle: Callable[[], None], qtbot: QtBot
) -> None:
    assert "现在只有您一个账号" in shown(desk, settle, qtbot).alone.words()


def test_of_ones_own_account_only_the_duties_can_be_changed(dialog: AccountsDialog) -> None:
    dialog.table.select(ME)
    buttons = dialog.buttons
    assert buttons.duties.isEnabled()
    for button, word in (
        (buttons.reset, "修改我的密码"),
        (buttons.retire, "另一位经理"),
        (buttons.lift, "没有被锁定"),
    ):
        assert not button.isEnabled()
        assert word in button.toolTip()
    dialog.table.select(OTHER)
    assert buttons.reset.isEnabled()
    assert buttons.retire.isEnabled()


def test_who_may_only_look_sees_everything_and_the_reason(
    me: Session, memory: Memory, told: list[Exception], other: str, qtbot: QtBot
) -> None:
    looking = Session(Person("孙总", frozenset({"general_manager"})), me.clock, me.data)
    desk = office_of(looking, memory, told)
    made = AccountsDialog(desk)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: not desk.background.busy(), timeout=WAIT_MS)
    desk.background.stop()
    assert len(lines(made)) == 2
    made.table.select(OTHER)
    buttons = made.buttons
    parts = (
        buttons.add,
        buttons.duties,
        buttons.reset,
        buttons.lift,
        buttons.retire,
        buttons.renew,
        made.minutes.choice,
    )
    assert [part.isEnabled() for part in parts] == [False] * len(parts)
    assert {part.toolTip() for part in parts} == {reason("manage_office")}


def fill_new(dialog: AddAccountDialog, name: str = "hejing", password: str = "hejing-2026") -> None:
    dialog.account.set_text(name)
    dialog.person.set_text("何静")
    dialog.chosen.first.line.setText(password)
    dialog.chosen.again.line.setText(password)
    dialog.duties.choose(frozenset({"receptionist"}))


def test_a_new_account_signs_in_with_its_duties(
    desk: Office, me: Session, settle: Callable[[], None], qtbot: QtBot
) -> None:
    made = AddAccountDialog(desk)
    qtbot.addWidget(made)
    fill_new(made)
    made.submit()
    settle()
    assert made.result() == QDialog.DialogCode.Accepted
    close_folder(me)
    session = open_folder(me.data.path.parent, "hejing", "hejing-2026", lambda: NOW)
    assert session.person.duties == {"receptionist"}
    close_folder(session)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda made: made.account.set_text(""), "请填登录名"),
        (lambda made: made.account.set_text(OTHER), "已经有名叫乔安的账号"),
        (lambda made: made.chosen.again.line.setText("something else"), "两次不一样"),
        (lambda made: made.chosen.first.line.setText("kurz"), "至少 8 位"),
        (lambda made: made.duties.choose(frozenset()), "请至少选一项职责"),
    ],
    ids=["no name", "taken", "typed twice differently", "short", "no duty"],
)
def test_what_is_wrong_with_a_new_account_stands_at_its_field_and_nothing_is_lost(
    desk: Office, other: str, settle: Callable[[], None], qtbot: QtBot,
    spoil: Callable[[AddAccountDialog], None], words: str,
) -> None:  # fmt: skip
    made = AddAccountDialog(desk)
    qtbot.addWidget(made)
    fill_new(made)
    spoil(made)
    made.submit()
    settle()
    errors = (made.account.error, made.chosen.first.error, made.chosen.again.error, made.duties.error)
    assert [error.text() for error in errors if words in error.text()]
    assert made.result() != QDialog.DialogCode.Accepted
    assert made.person.text() == "何静"
    assert made.yes.isEnabled()


def test_duties_are_changed_by_ticking_and_the_last_manager_stays(
    desk: Office, me: Session, other: str, settle: Callable[[], None], qtbot: QtBot
) -> None:
    for name, duties in ((OTHER, frozenset({"receptionist"})), (ME, frozenset({"general_manager"}))):
        line = next(one for one in accounts(me) if one.name == name)
        made = DutiesDialog(desk, line)
        qtbot.addWidget(made)
        assert made.duties.duties() == line.duties
        made.duties.choose(duties)
        made.submit()
        settle()
        if name == ME:
            assert "至少要留一位" in made.duties.error.text()
    held = {one.name: one.duties for one in accounts(me)}
    assert held == {ME: frozenset(DUTIES), OTHER: {"receptionist"}}


def test_the_table_of_duties_is_the_matrix(qtbot: QtBot) -> None:
    made = DutyChoice()
    qtbot.addWidget(made)
    words = {label.text() for label in made.findChildren(QLabel)}
    assert {name for name, _ in MATRIX.values()} <= words
    for duty in DUTIES:
        signs = [sign for held, sign in made._signs if held == duty]
        assert len(signs) == sum(allows(frozenset({duty}), action) for action in MATRIX)


def test_a_reset_password_opens_and_the_old_one_does_not(
    desk: Office, me: Session, other: str, settle: Callable[[], None], qtbot: QtBot
) -> None:
    made = reset_password_dialog(desk, OTHER)
    qtbot.addWidget(made)
    for field in (made.chosen.first, made.chosen.again):
        field.line.setText("neues-geheimnis")
    made.submit()
    settle()
    close_folder(me)
    folder = me.data.path.parent
    with pytest.raises(Refused):
        open_folder(folder, OTHER, OTHERS_PASSWORD, lambda: NOW)
    close_folder(open_folder(folder, OTHER, "neues-geheimnis", lambda: NOW))


def typed(dialog: PasswordDialog, old: str, new: str) -> None:
    dialog.old.line.setText(old)
    for field in (dialog.chosen.first, dialog.chosen.again):
        field.line.setText(new)
    dialog.submit()


def test_the_own_password_asks_the_old_one_first(
    desk: Office, me: Session, settle: Callable[[], None], qtbot: QtBot
) -> None:
    made = own_password_dialog(desk)
    qtbot.addWidget(made)
    typed(made, "wrong", "ein-neues-wort")
    settle()
    assert "密码不对" in made.old.error.text()
    assert made.chosen.secret() == "ein-neues-wort", "what was typed stays"
    typed(made, PASSWORD, PASSWORD)
    settle()
    assert "一样" in made.chosen.first.error.text()
    typed(made, PASSWORD, "ein-neues-wort")
    settle()
    assert made.result() == QDialog.DialogCode.Accepted
    close_folder(me)
    close_folder(open_folder(me.data.path.parent, ME, "ein-neues-wort", lambda: NOW))


def test_a_lockout_is_shown_until_when_and_lifted(
    dialog: AccountsDialog, me: Session, settle: Callable[[], None]
) -> None:
    with held_notebook(me.data.path.parent) as notebook:
        notebook.note(of_account(OTHER), Wrong(LOCKED_AFTER, wall_clock()))
    dialog.reload()
    settle()
    assert lines(dialog)[1][-1].startswith("锁定到 ")
    dialog.table.select(OTHER)
    dialog.buttons.lift.click()
    settle()
    assert lines(dialog)[1][-1] == "在用"
    current = dialog.chosen()
    assert current is not None
    assert current.name == OTHER, "the cursor stays"


def test_retiring_asks_says_what_happens_and_goes_on_to_the_lock(
    dialog: AccountsDialog, me: Session, qtbot: QtBot
) -> None:
    dialog.table.select(OTHER)
    answer(qtbot, RetireDialog, lambda asked: asked.reject())
    dialog.buttons.retire.click()
    assert [one.retired_at for one in accounts(me)] == [None, None]
    seen: list[str] = []

    def agree(asked: QDialog) -> None:
        seen.extend(label.text() for label in asked.findChildren(QLabel))
        asked.accept()

    answer(qtbot, RetireDialog, agree)
    with qtbot.waitSignal(dialog.alone_wanted, timeout=WAIT_MS) as wanted:
        dialog.buttons.retire.click()
    assert any("马上不能再登录" in words for words in seen)
    assert any("换锁" in words for words in seen)
    assert not dialog.isVisible(), "the window closes for it"
    assert wanted.args[0] == "正在换锁…"
    assert next(one for one in accounts(me) if one.name == OTHER).retired_at == NOW


def test_as_long_as_the_lock_is_not_changed_it_is_offered_again(
    dialog: AccountsDialog, me: Session, settle: Callable[[], None], qtbot: QtBot
) -> None:
    assert dialog.due.isHidden()
    retire_account(me, OTHER)
    dialog.reload()
    settle()
    assert "乔安已停用" in dialog.due.words()
    assert lines(dialog)[1][-1] == "停用 2026-10-31"
    with qtbot.waitSignal(dialog.alone_wanted):
        dialog.due.acted.emit()


def test_the_idle_minutes_are_kept_with_an_entry_in_the_trail(
    dialog: AccountsDialog, me: Session, settle: Callable[[], None]
) -> None:
    choice = dialog.minutes.choice
    assert choice.currentData() == 5
    choice.setCurrentIndex(choice.findData(10))
    choice.activated.emit(choice.currentIndex())
    settle()
    with me.connected():
        assert settings.get(me, "idle_lock_minutes") == 10
        found = rows(
            AuditEntry.select(AuditEntry.field, AuditEntry.old, AuditEntry.new).where(
                AuditEntry.entity == "setting"
            )
        )
    assert found == [("idle_lock_minutes", "5", "10")]


def test_a_new_recovery_code_is_shown_once_and_opens(
    desk: Office, me: Session, settle: Callable[[], None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = RenewCodeDialog(desk)
    qtbot.addWidget(made)
    made.show()
    made.password.line.setText("wrong")
    made.submit()
    settle()
    assert "密码不对" in made.password.error.text()
    assert made.code() == ""
    made.password.line.setText(PASSWORD)
    made.submit()
    settle()
    assert made.password.secret() == ""
    assert not made.yes.isEnabled()
    monkeypatch.setattr("ui.kit.dialogs.ask", lambda *_: False)
    made.close()
    made.reject()
    assert made.isVisible(), "a code nobody printed does not go by accident"
    made.printed.setChecked(True)
    made.yes.click()
    assert not made.isVisible()
    close_folder(me)
    session = recover(me.data.path.parent, made.code(), ME, "ganz-neu-2026", lambda: NOW)
    assert session.person.name == ME
    close_folder(session)
