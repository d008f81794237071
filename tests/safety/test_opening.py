"""Signing in opens the data, beside others who have it open, and says so to those who come later."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from db import Account
from db.connection import DataReplaced
from desktop_app.data_folder import account_names, close_folder, open_folder
from desktop_app.problems import Refused
from desktop_app.safety.file_lock import held, is_held
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import with_account
from desktop_app.safety.one_window import claim_window, window_name
from desktop_app.safety.presence import look
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, CHEAP, PASSWORD, clock, names_in, rename_shop, shop_name


@pytest.mark.parametrize(("name", "password"), [(ACCOUNT, "wrong"), ("谁", PASSWORD), (ACCOUNT, "")])
def test_a_wrong_name_or_password_is_refused_without_saying_which(
    folder: Path, name: str, password: str
) -> None:
    with pytest.raises(Refused) as refused:
        open_folder(folder, name, password, clock)
    assert refused.value.message == "姓名或密码不对，请检查后再输一次。"
    assert names_in(folder) == {"crdesk.db", "crdesk.keys", "crdesk.attempts"}


def test_a_retired_account_is_refused_even_with_its_slot(folder: Path, desk: Session) -> None:
    with desk.saving():
        Account.update(retired_at=datetime(2026, 10, 30)).where(Account.name == ACCOUNT).execute()
    with pytest.raises(Refused, match="已停用"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)


def test_a_slot_without_an_account_is_refused(folder: Path, desk: Session) -> None:
    ring = with_account(read_ring(folder / "crdesk.keys"), desk.data.key, "乔安", "x", cost=CHEAP)
    write_ring(folder / "crdesk.keys", ring)
    assert account_names(folder) == (ACCOUNT, "乔安")
    with pytest.raises(Refused, match="已停用"):
        open_folder(folder, "乔安", "x", clock)


def test_each_account_has_its_own_duties(folder: Path, desk: Session) -> None:
    with desk.saving():
        Account.insert(name="乔安", duties=["callback_specialist"], created_at=clock()).execute()
    ring = with_account(read_ring(folder / "crdesk.keys"), desk.data.key, "乔安", "x", cost=CHEAP)
    write_ring(folder / "crdesk.keys", ring)
    second = open_folder(folder, "乔安", "x", clock)
    assert second.person.duties == {"callback_specialist"}
    close_folder(second)


def test_a_clock_set_by_hand_is_marked_as_replay(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock, replay=True)
    assert session.replay
    assert session.now() == clock()
    close_folder(session)


def test_an_open_folder_is_seen_and_a_closed_one_leaves_no_trace(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert len(look(folder).live) == 1
    assert look(folder).left == ()
    assert "crdesk.db-wal" in names_in(folder)
    close_folder(session)
    assert names_in(folder) == {"crdesk.db", "crdesk.keys"}


def test_a_command_works_beside_an_open_window(folder: Path, desk: Session) -> None:
    program = (
        "import sys; from pathlib import Path; from desktop_app.data_folder import *;"
        "from tests.safety.folders import *; session = open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock);"
        "rename_shop(session, '大别山汽车'); print(shop_name(session))"
    )
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "大别山汽车"
    assert shop_name(desk) == "大别山汽车"
    assert len(look(folder).live) == 1


def test_a_process_that_forgets_to_close_closes_at_its_end(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from desktop_app.data_folder import *;"
        "from tests.safety.folders import *; open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock)"
    )
    subprocess.run([sys.executable, "-c", program, folder], check=True)
    assert names_in(folder) == {"crdesk.db", "crdesk.keys"}


def test_what_one_sees_is_what_another_saved(folder: Path, desk: Session) -> None:
    second = open_folder(folder, ACCOUNT, PASSWORD, clock)
    rename_shop(second, "山南汽车")
    close_folder(second)
    again = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert shop_name(again) == "山南汽车"
    close_folder(again)


def test_a_second_window_finds_the_first_until_it_is_gone(folder: Path) -> None:
    first = claim_window(folder)
    assert first
    assert claim_window(folder) is None
    first.free()
    second = claim_window(folder)
    assert second
    second.free()


def test_a_killed_window_does_not_lock_the_next_one_out(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from desktop_app.safety.one_window import claim_window;"
        "lock = claim_window(Path(sys.argv[1])); print('shown', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout
        assert window.stdout.readline().strip() == "shown"
        assert claim_window(folder) is None
        window.kill()
        window.wait()
    mine = claim_window(folder)
    assert mine
    mine.free()


def test_the_window_is_called_by_one_name_however_the_folder_is_written(folder: Path) -> None:
    assert window_name(folder) == window_name(folder / ".." / folder.name)
    assert window_name(folder) != window_name(folder.parent)


def test_two_who_look_do_not_take_each_other_for_the_holder(tmp_path: Path) -> None:
    lock = held(tmp_path / "lock")
    assert lock
    assert is_held(tmp_path / "lock")
    lock.free()
    with (tmp_path / "lock").open("rb") as one:
        import fcntl

        fcntl.flock(one, fcntl.LOCK_SH)
        assert not is_held(tmp_path / "lock")
    assert not is_held(tmp_path / "no such file")


def test_nothing_is_saved_into_a_folder_that_was_moved_away_and_all_is_well_when_it_is_back(
    folder: Path, desk: Session
) -> None:
    with desk.connected():
        folder.rename(folder.with_name("away"))
        with pytest.raises(OSError, match=r"crdesk\.db"):
            rename_shop(desk, "写到别处去的汽车")
        folder.with_name("away").rename(folder)
        rename_shop(desk, "回来的汽车")
    assert shop_name(desk) == "回来的汽车"


@pytest.mark.parametrize("name", ["crdesk.db", "crdesk.db-wal"])
def test_nothing_is_saved_into_a_file_that_was_replaced_while_it_was_open(
    folder: Path, desk: Session, name: str
) -> None:
    with desk.connected():
        (folder / name).rename(folder / "kept")
        with pytest.raises(OSError, match=name):
            rename_shop(desk, "删掉的汽车")
        (folder / name).write_bytes((folder / "kept").read_bytes())
        with pytest.raises(DataReplaced):
            rename_shop(desk, "另一个汽车")
        (folder / "kept").replace(folder / name)
        rename_shop(desk, "原来的汽车")
