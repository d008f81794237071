"""备份与恢复: what the list says, making one, finding a damaged one, rehearsing, the second place, asking to restore."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup import backup
from desktop_app.safety.backup_file import ENDING
from desktop_app.safety.duties import GENERAL_MANAGER, reason
from desktop_app.safety.folder_layout import BACKUPS
from desktop_app.safety.second_place import second_place, set_second_place
from desktop_app.session import Person, Session
from tests.ui.shops import CODE, NAME, PASSWORD, SetClock, rename_shop
from ui.kit.cells import plain
from ui.office.backups_dialog import BackupsDialog
from ui.office.restore_dialog import RestoreDialog
from ui.office.restore_form import Wish
from ui.office_context import Office

WAIT_MS = 30_000


def settled(qtbot: QtBot, office: Office) -> None:
    qtbot.waitUntil(lambda: not office.background.busy(), timeout=WAIT_MS)


@pytest.fixture
def dialog(desk_office: Office, qtbot: QtBot) -> Iterator[BackupsDialog]:
    yield from opened(desk_office, qtbot)


def opened(office: Office, qtbot: QtBot) -> Iterator[BackupsDialog]:
    made = BackupsDialog(office)
    qtbot.addWidget(made)
    made.show()
    settled(qtbot, office)
    yield made


def words_of(dialog: BackupsDialog) -> list[list[str]]:
    return [[plain(cell) for cell in row.cells] for row in dialog.list.table.rows().rows()]  # type: ignore[attr-defined]


def files_in(place: Path) -> list[Path]:
    return sorted(place.glob(f"*{ENDING}"))


def test_without_a_backup_it_says_what_to_do_next(dialog: BackupsDialog) -> None:
    assert dialog.list.empty.isVisible()
    assert dialog.list.empty.title() == "还没有备份"
    assert not dialog.buttons.restore.isEnabled()
    assert not dialog.buttons.copy.isVisible()


def test_a_backup_made_here_stands_chosen_in_the_list_with_its_records(
    dialog: BackupsDialog, desk_office: Office, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.backed_up, timeout=WAIT_MS):
        qtbot.mouseClick(dialog.buttons.now, Qt.MouseButton.LeftButton)
    settled(qtbot, desk_office)
    (line,) = dialog.list.lines()
    assert files_in(desk_office.session.data.path.parent / BACKUPS) == [line.file]
    assert dialog.list.current() == line
    (row,) = words_of(dialog)
    assert row[0] == "今天 18:30"
    assert row[2] == f"{line.records:,}"
    assert row[3:5] == ["数据旁边", "已验证"]
    assert f"{line.records:,} 条记录都在" in dialog.banner.words()


def test_a_backup_can_be_put_anywhere(
    dialog: BackupsDialog, desk_office: Office, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    with qtbot.waitSignal(dialog.backed_up, timeout=WAIT_MS):
        dialog.buttons.elsewhere.click()
    assert len(files_in(place)) == 1
    assert desk_office.memory.read("backups/place", "") == str(place)


def test_a_backup_that_is_stopped_leaves_nothing_behind_and_says_so(
    dialog: BackupsDialog, desk_office: Office, qtbot: QtBot
) -> None:
    dialog.back_up()
    dialog.reject()
    settled(qtbot, desk_office)
    assert "已取消" in dialog.banner.words()
    assert [*(desk_office.session.data.path.parent / BACKUPS).glob("*")] == []
    assert dialog.isVisible()
    assert dialog.buttons.now.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_reading_one_through_finds_what_a_look_at_its_end_does_not(
    desk: Session, desk_office: Office, clock: SetClock, qtbot: QtBot
) -> None:
    damaged = backup(desk).file
    clock.on(minutes=5)
    good = backup(desk).file
    content = bytearray(damaged.read_bytes())
    content[20_000] ^= 0xFF
    damaged.write_bytes(content)
    for dialog in opened(desk_office, qtbot):
        assert [row[4] for row in words_of(dialog)] == ["已验证", "已验证"]
        for file, said in ((damaged, "坏了，不能用"), (good, "完好")):
            assert dialog.list.select(file)
            dialog.buttons.check.click()
            settled(qtbot, desk_office)
            assert said in dialog.banner.words()
        assert [row[4] for row in words_of(dialog)] == ["刚检验过，完好", "坏了，不能用"]
        dialog.list.select(damaged)
        assert not dialog.buttons.restore.isEnabled()
        assert "坏了" in dialog.buttons.restore.toolTip()


def test_a_backup_cut_short_says_so_and_cannot_be_chosen_for_a_restore(
    desk: Session, desk_office: Office, qtbot: QtBot
) -> None:
    file = backup(desk).file
    file.write_bytes(file.read_bytes()[:50_000])
    for dialog in opened(desk_office, qtbot):
        ((when, *_, state, _name),) = words_of(dialog)
        assert (when, state) == ("—", "文件不完整或已损坏")
        dialog.list.select(file)
        assert not dialog.buttons.rehearse.isEnabled()


def test_a_rehearsal_says_that_the_backup_can_be_restored_and_leaves_the_data_alone(
    desk: Session, desk_office: Office, clock: SetClock, qtbot: QtBot
) -> None:
    made = backup(desk)
    rename_shop(desk, "望江汽车")
    for dialog in opened(desk_office, qtbot):
        dialog.buttons.rehearse.click()
        settled(qtbot, desk_office)
        assert f"可以恢复，{made.records:,} 条记录都在" in dialog.banner.words()
    from desktop_app import settings

    assert settings.get(desk, "shop_name") == "望江汽车"


def test_the_list_is_copied_with_its_headings(desk: Session, desk_office: Office, qtbot: QtBot) -> None:
    made = backup(desk)
    for dialog in opened(desk_office, qtbot):
        dialog.buttons.copy.click()
    head, line = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t") == ["时间", "大小", "记录", "位置", "状态", "文件"]
    assert line.split("\t")[0] == "2026-10-31 18:30"
    assert line.split("\t")[-1] == str(made.file)


# the second place


def test_a_second_place_takes_a_copy_of_the_next_backup(
    dialog: BackupsDialog, desk_office: Office, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "other-disk"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    dialog.second.choose.emit()
    settled(qtbot, desk_office)
    assert second_place(desk_office.session) == place
    assert "同一个盘" in dialog.second.error.text()
    assert "还没有备份存到这里" in dialog.second.words()
    dialog.back_up()
    settled(qtbot, desk_office)
    assert len(files_in(place)) == 1
    assert "第二处也存好了一份" in dialog.banner.words()
    assert [row[3] for row in words_of(dialog)] == ["数据旁边", "第二处"]
    dialog.list.table.select_line(1)
    dialog.reload()
    settled(qtbot, desk_office)
    current = dialog.list.current()
    assert current is not None
    assert current.where == "second"
    assert dialog.second.words() == "那里最新的一份：今天 18:30。"
    dialog.second.clear.emit()
    settled(qtbot, desk_office)
    assert second_place(desk_office.session) is None


def test_a_second_place_that_was_unplugged_is_told_and_the_backup_counts_all_the_same(
    desk: Session, desk_office: Office, tmp_path: Path, clock: SetClock, qtbot: QtBot
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    set_second_place(desk, place)
    backup(desk)
    shutil.rmtree(place)
    clock.on(hours=1)
    for dialog in opened(desk_office, qtbot):
        dialog.back_up()
        settled(qtbot, desk_office)
        assert "没有存到第二处" in dialog.banner.words()
        assert "备份做好了" in dialog.banner.words()
        assert "没有存到第二处" in dialog.second.words()
        assert "那里最新的一份：今天 18:30" in dialog.second.words()
    assert len(files_in(desk.data.path.parent / BACKUPS)) == 2


def test_a_folder_inside_the_data_is_refused_beside_the_button(
    dialog: BackupsDialog, desk_office: Office, told: list[Exception], qtbot: QtBot
) -> None:
    dialog.set_second(desk_office.session.data.path.parent / BACKUPS)
    settled(qtbot, desk_office)
    assert dialog.second.error.text()
    assert not told
    assert second_place(desk_office.session) is None


# who may


def test_whoever_may_only_look_sees_the_list_and_why_nothing_can_be_done(
    desk: Session, desk_office: Office, qtbot: QtBot
) -> None:
    backup(desk)
    desk_office.session = replace(desk, person=Person("贺总", frozenset({GENERAL_MANAGER})))
    for dialog in opened(desk_office, qtbot):
        assert len(dialog.list.lines()) == 1
        for button in (dialog.buttons.now, dialog.buttons.elsewhere, dialog.buttons.restore):
            assert not button.isEnabled()
            assert button.toolTip() == reason("manage_office")


# asking to restore


@pytest.fixture
def asked(
    desk: Session, desk_office: Office, clock: SetClock, qtbot: QtBot
) -> Iterator[tuple[BackupsDialog, RestoreDialog]]:
    backup(desk)
    for minute in range(3):
        clock.on(minutes=1)
        rename_shop(desk, f"望江汽车 {minute}")
    with desk.saving():
        record_deed(desk, "print", "list")
    for dialog in opened(desk_office, qtbot):
        dialog.buttons.restore.click()
        settled(qtbot, desk_office)
        question = dialog.findChild(RestoreDialog)
        assert question is not None
        yield dialog, question


def spoken(question: RestoreDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in question.findChildren(QLabel))


def test_it_says_plainly_what_a_restore_does(asked: tuple[BackupsDialog, RestoreDialog]) -> None:
    words = spoken(asked[1])
    assert "把数据恢复到 10月31日 18:30？" in words
    assert "那以后的 3 次保存会没有" in words
    assert "现在的数据先另存一份" in words


def test_a_wrong_password_stays_at_its_field_and_nothing_is_closed(
    asked: tuple[BackupsDialog, RestoreDialog], desk_office: Office, qtbot: QtBot
) -> None:
    dialog, question = asked
    question.form.fill(Wish(Path(), NAME, "不是这个"))
    question.submit()
    settled(qtbot, desk_office)
    assert "密码不对" in question.form.password.error.text()
    assert question.isVisible()
    assert dialog.isVisible()
    assert question.yes.isEnabled()


@pytest.mark.parametrize("by_code", [False, True])
def test_the_right_keys_lead_to_the_restore(
    asked: tuple[BackupsDialog, RestoreDialog], desk_office: Office, qtbot: QtBot, by_code: bool
) -> None:
    dialog, question = asked
    wish = Wish(Path(), code=CODE) if by_code else Wish(Path(), NAME, PASSWORD)
    question.form.fill(wish)
    with qtbot.waitSignal(dialog.restore_wanted, timeout=WAIT_MS) as caught:
        question.yes.click()
    assert caught.args == [replace(wish, file=dialog.list.lines()[0].file, account=wish.account)]
    assert not dialog.isVisible()


def test_nothing_typed_is_asked_for(asked: tuple[BackupsDialog, RestoreDialog]) -> None:
    question = asked[1]
    question.yes.click()
    assert question.form.password.error.text() == "请输入那时的密码"
    question.form.use_code(True)
    question.yes.click()
    assert question.form.code.error.text() == "请输入恢复码"
