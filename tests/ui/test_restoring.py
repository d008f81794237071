"""Restoring as a page: nobody is signed in, real files all the way, old → new → old."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.data_folder import close_folder
from desktop_app.safety.backup import backup
from desktop_app.safety.folder_layout import BACKUPS, DATA
from tests.ui.shops import CODE, NAME, PASSWORD, SetClock, enter, rename_shop, shop_name
from ui.kit import dialogs
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.office.restore_form import Wish
from ui.office.restoring import Restoring

WAIT_MS = 30_000

Open = Callable[..., Restoring]


@pytest.fixture
def two(shop: Path, clock: SetClock) -> tuple[Path, Path]:
    """Two backups: of 云岭汽车, and a day later of 望江汽车; the data says 松涛汽车."""
    session = enter(shop, clock)
    old = backup(session).file
    clock.on(days=1)
    rename_shop(session, "望江汽车")
    new = backup(session).file
    clock.on(hours=1)
    rename_shop(session, "松涛汽车")
    close_folder(session)
    return old, new


@pytest.fixture
def open_page(
    shop: Path, clock: SetClock, background: Background, memory: Memory, qtbot: QtBot
) -> Iterator[Open]:
    def opened(file: Path | None = None, wish: Wish | None = None) -> Restoring:
        page = Restoring(shop, file, background, clock, memory, wish=wish)
        qtbot.addWidget(page)
        page.show()
        return page

    yield opened
    background.stop()


def ready(qtbot: QtBot, page: Restoring, background: Background) -> None:
    qtbot.waitUntil(lambda: not background.busy() and page.choice.go.isEnabled(), timeout=WAIT_MS)


def submit(page: Restoring, password: str) -> None:
    assert isinstance(page.choice.form.password.edit, QLineEdit)
    page.choice.form.password.edit.setText(password)
    page.choice.go.click()


def test_old_new_and_old_again_come_back_through_the_page(
    two: tuple[Path, Path], open_page: Open, shop: Path, clock: SetClock, background: Background, qtbot: QtBot
) -> None:
    for file, name in ((two[0], "云岭汽车"), (two[1], "望江汽车"), (two[0], "云岭汽车")):
        clock.on(minutes=1)
        page = open_page()
        ready(qtbot, page, background)
        assert page.choice.list.select(file)
        ready(qtbot, page, background)
        with qtbot.waitSignal(page.finished, timeout=WAIT_MS) as caught:
            submit(page, PASSWORD)
        assert "已经恢复" in caught.args[0]
        assert shop_name(shop, clock) == name


def test_the_sentence_says_where_the_old_data_lies_and_it_can_be_opened_there(
    two: tuple[Path, Path], open_page: Open, clock: SetClock, qtbot: QtBot
) -> None:
    page = open_page(wish=Wish(two[0], NAME, PASSWORD))
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS) as caught:
        assert page.running()
    words = caught.args[0]
    assert "数据回到 10月31日 18:30 的样子" in words
    kept = Path(words.rsplit("另存在 ", 1)[1])
    assert shop_name(kept, clock) == "松涛汽车"


def test_the_recovery_code_opens_it_too(
    two: tuple[Path, Path], open_page: Open, shop: Path, clock: SetClock, background: Background, qtbot: QtBot
) -> None:
    page = open_page(two[0])
    ready(qtbot, page, background)
    page.choice.form.use_code(True)
    page.choice.form.code.set_text(CODE)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        page.choice.go.click()
    assert shop_name(shop, clock) == "云岭汽车"


def test_a_wrong_password_comes_back_to_its_field_with_everything_typed_and_nothing_done(
    two: tuple[Path, Path], open_page: Open, shop: Path, clock: SetClock, background: Background, qtbot: QtBot
) -> None:
    page = open_page(wish=Wish(two[0], NAME, "不是这个"))
    qtbot.waitUntil(lambda: bool(page.choice.form.password.error.text()), timeout=WAIT_MS)
    ready(qtbot, page, background)
    assert page.choice.isVisible()
    assert page.choice.form.wish() == Wish(two[0], NAME, "不是这个")
    assert shop_name(shop, clock) == "松涛汽车"


def test_cancelling_leaves_everything_as_it_was(
    two: tuple[Path, Path], open_page: Open, shop: Path, clock: SetClock, background: Background, qtbot: QtBot
) -> None:
    page = open_page(wish=Wish(two[0], NAME, PASSWORD))
    page.progress.stop.click()
    qtbot.waitUntil(lambda: not page.running(), timeout=WAIT_MS)
    assert page.choice.isVisible()
    assert "已经取消" in page.choice.banner.words()
    assert shop_name(shop, clock) == "松涛汽车"
    assert not list((shop / BACKUPS).glob("before-restore-*"))


def test_closing_in_the_middle_stops_first(
    two: tuple[Path, Path], open_page: Open, shop: Path, clock: SetClock, qtbot: QtBot
) -> None:
    page = open_page(wish=Wish(two[0], NAME, PASSWORD))
    assert not page.close()
    qtbot.waitUntil(lambda: not page.running(), timeout=WAIT_MS)
    assert page.close()
    assert shop_name(shop, clock) == "松涛汽车"


def test_of_damaged_backups_the_newest_good_one_is_offered(
    two: tuple[Path, Path], open_page: Open, background: Background, qtbot: QtBot
) -> None:
    content = bytearray(two[1].read_bytes())
    content[30_000] ^= 0xFF
    two[1].write_bytes(content)
    page = open_page()
    ready(qtbot, page, background)
    current = page.choice.list.current()
    assert current is not None
    assert current.file == two[0]


def test_lost_data_comes_back_from_a_file_kept_elsewhere(
    two: tuple[Path, Path], open_page: Open, shop: Path, clock: SetClock, background: Background,
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    elsewhere = two[1].rename(tmp_path / two[1].name)
    two[0].unlink()
    (shop / DATA).unlink()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(elsewhere), ""))
    page = open_page()
    qtbot.waitUntil(lambda: page.choice.list.empty.isVisible(), timeout=WAIT_MS)
    page.choice._browse.click()
    ready(qtbot, page, background)
    with qtbot.waitSignal(page.finished, timeout=WAIT_MS):
        submit(page, PASSWORD)
    assert shop_name(shop, clock) == "望江汽车"


def test_a_file_that_is_no_backup_is_refused_in_words(
    shop: Path, open_page: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "notes.backup"
    file.write_text("会议记录")
    page = open_page(file)
    qtbot.waitUntil(lambda: "不是完好的备份文件" in page.choice.banner.words(), timeout=WAIT_MS)
    assert not page.choice.go.isEnabled()


def test_what_goes_wrong_with_the_folder_is_told_and_leads_back_to_the_choice(
    two: tuple[Path, Path], open_page: Open, shop: Path, clock: SetClock, background: Background,
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[dialogs.Trouble] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, trouble: told.append(trouble))
    session = enter(shop, clock)
    page = open_page(wish=Wish(two[0], NAME, PASSWORD))
    qtbot.waitUntil(partial(bool, told), timeout=WAIT_MS)
    close_folder(session)
    assert "不能恢复" in told[0].what
    assert page.choice.isVisible()
    assert not list((shop / BACKUPS).glob("before-restore-*"))
