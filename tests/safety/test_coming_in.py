"""Coming in by the recovery code, changing places with another person, and proving that one is still oneself."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import Account, AuditEntry
from db.connection import rows
from desktop_app.data_folder import close_folder, open_folder, prove, recover, switch
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import password_changes
from desktop_app.safety.accounts import add_account, retire_account
from desktop_app.safety.attempts import TooSoon, wait_left
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import KeyRing, new_key, with_account
from desktop_app.safety.presence import look
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, CHEAP, CODE, NOW, PASSWORD, clock, rename_shop, shop_name

CLERK, HERS, NEW = "乔安", "蒹葭苍苍白露为霜", "道阻且长道阻且跻"
CALLS = frozenset({"callback_specialist"})


def wall() -> datetime:
    return NOW


@pytest.fixture
def staffed(folder: Path) -> Path:
    """A closed folder with a second account, without the office."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    add_account(session, CLERK, HERS, CALLS)
    close_folder(session)
    return folder


def lose_key(folder: Path, name: str) -> None:
    write_ring(folder / "crdesk.keys", read_ring(folder / "crdesk.keys").without("account", name))


@pytest.mark.parametrize("name", [ACCOUNT, CLERK])
def test_the_code_signs_in_and_gives_a_new_password(staffed: Path, name: str) -> None:
    session = recover(staffed, f" {CODE.lower()} ", f" {name} ", NEW, clock, replay=True, wall=wall)
    assert session.person.name == name
    assert session.replay
    assert len(look(staffed).live) == 1
    with session.connected():
        query = AuditEntry.select(AuditEntry.account).where(AuditEntry.action == "recover")
        assert rows(query) == [(name,)]
    close_folder(session)
    close_folder(open_folder(staffed, name, NEW, clock))
    with pytest.raises(Refused, match="姓名或密码不对"):
        open_folder(staffed, name, PASSWORD if name == ACCOUNT else HERS, clock)
    close_folder(recover(staffed, CODE, name, PASSWORD, clock))  # the paper stays good


def test_a_manager_whose_key_is_gone_comes_back_by_the_code_and_nobody_else(staffed: Path) -> None:
    lose_key(staffed, ACCOUNT)
    lose_key(staffed, CLERK)
    with pytest.raises(Refused, match="没有钥匙") as refused:
        recover(staffed, CODE, CLERK, NEW, clock, wall=wall)
    assert refused.value.field == "account"
    assert look(staffed).live == ()
    close_folder(recover(staffed, CODE, ACCOUNT, NEW, clock, wall=wall))
    close_folder(open_folder(staffed, ACCOUNT, NEW, clock))


@pytest.mark.parametrize(
    ("code", "name", "password", "field"),
    [
        (CODE[:-1] + "2", ACCOUNT, NEW, "code"),
        ("", ACCOUNT, NEW, "code"),
        (CODE, "谁", NEW, "account"),
        (CODE, "", NEW, "account"),
        (CODE, ACCOUNT, "太短", "password"),
        (CODE, CLERK, "乔安乔安乔安乔安", "password"),
    ],
)
def test_what_is_refused_changes_nothing(
    staffed: Path, code: str, name: str, password: str, field: str
) -> None:
    before = (staffed / "crdesk.keys").read_bytes()
    with pytest.raises(Refused) as refused:
        recover(staffed, code, name, password, clock, wall=wall)
    assert refused.value.field == field
    assert (staffed / "crdesk.keys").read_bytes() == before
    assert look(staffed).live == ()


def test_a_retired_account_does_not_come_back_by_the_code(staffed: Path) -> None:
    session = open_folder(staffed, ACCOUNT, PASSWORD, clock)
    retire_account(session, CLERK)
    close_folder(session)
    with pytest.raises(Refused, match="已停用"):
        recover(staffed, CODE, CLERK, NEW, clock, wall=wall)


def test_wrong_codes_wait_longer_and_a_right_one_lifts_the_lockout_of_the_password(staffed: Path) -> None:
    for turn in range(10):
        with pytest.raises(Refused):
            open_folder(staffed, ACCOUNT, "错", clock, wall=lambda turn=turn: NOW + timedelta(hours=turn))
    moment = NOW + timedelta(hours=9)
    assert wait_left(staffed, ACCOUNT, moment) == 900
    wrong = "2" * 32
    for _ in range(2):
        with pytest.raises(Refused, match="恢复码不对"):
            recover(staffed, wrong, ACCOUNT, NEW, clock, wall=lambda: moment)
    with pytest.raises(TooSoon, match="恢复码连续错了 3 次"):
        recover(staffed, wrong, ACCOUNT, NEW, clock, wall=lambda: moment)
    with pytest.raises(TooSoon):
        recover(staffed, CODE, ACCOUNT, NEW, clock, wall=lambda: moment)
    later = moment + timedelta(seconds=2)
    close_folder(recover(staffed, CODE, ACCOUNT, NEW, clock, wall=lambda: later))
    assert wait_left(staffed, ACCOUNT, later) == 0
    close_folder(open_folder(staffed, ACCOUNT, NEW, clock, wall=lambda: later))


def test_a_password_that_cannot_be_stored_leaves_the_data_closed(
    staffed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(password_changes, "change_ring", fail)
    with pytest.raises(Unavailable, match="磁盘已满"):
        recover(staffed, CODE, ACCOUNT, NEW, clock, wall=wall)
    assert look(staffed).live == ()
    close_folder(open_folder(staffed, ACCOUNT, PASSWORD, clock))


def test_wrong_passwords_at_the_door_wait_and_so_does_a_command(staffed: Path) -> None:
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            open_folder(staffed, CLERK, "错", clock)
    assert isinstance(refused.value, TooSoon)
    assert refused.value.field == "password"
    command = [sys.executable, "-m", "desktop_app", "--data", str(staffed), "--user", CLERK, "check"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"CRDESK_PASSWORD": HERS}
    )
    assert done.returncode == 1
    assert "密码连续错了 3 次" in done.stderr


def test_another_person_takes_the_place_and_the_data_stays_open(staffed: Path) -> None:
    session = open_folder(staffed, ACCOUNT, PASSWORD, clock, replay=True)
    rename_shop(session, "换人汽车")
    marks = look(staffed).live
    other = switch(session, f" {CLERK} ", HERS)
    assert (other.person.name, other.person.duties, other.replay) == (CLERK, CALLS, True)
    assert other.data is session.data
    assert look(staffed).live == marks
    assert shop_name(other) == "换人汽车"
    assert switch(other, ACCOUNT, PASSWORD).person == session.person
    close_folder(session)


def test_a_wrong_password_leaves_the_place_as_it_was(staffed: Path) -> None:
    session = open_folder(staffed, ACCOUNT, PASSWORD, clock)
    for told in ("姓名或密码不对", "姓名或密码不对", "错了 3 次", "错了 3 次"):
        with pytest.raises(Refused, match=told):
            switch(session, CLERK, "错", wall=wall)
    with pytest.raises(TooSoon):
        switch(session, CLERK, HERS, wall=wall)
    assert shop_name(session) == "云岭汽车"
    close_folder(session)


def test_who_was_retired_does_not_take_the_place(desk: Session) -> None:
    add_account(desk, CLERK, HERS, CALLS)
    with desk.saving():
        Account.update(retired_at=NOW).where(Account.name == CLERK).execute()
    with pytest.raises(Refused, match="已停用"):
        switch(desk, CLERK, HERS)


def test_one_proves_oneself_by_the_own_password_alone(desk: Session) -> None:
    add_account(desk, CLERK, HERS, CALLS)
    prove(desk, PASSWORD)
    for told in ("密码不对", "密码不对", "错了 3 次"):
        with pytest.raises(Refused, match=told) as refused:
            prove(desk, HERS, wall=wall)
        assert refused.value.field == "password"
    with pytest.raises(TooSoon) as soon:
        prove(desk, PASSWORD, wall=wall)
    assert soon.value.wait_seconds == 2
    prove(desk, PASSWORD, wall=lambda: NOW + timedelta(seconds=2))


def test_keys_of_other_data_prove_nothing(folder: Path, desk: Session) -> None:
    write_ring(folder / "crdesk.keys", with_account(KeyRing(), new_key(), ACCOUNT, PASSWORD, cost=CHEAP))
    with pytest.raises(Unavailable, match="不是一对"):
        prove(desk, PASSWORD)
    with pytest.raises(Unavailable, match="不是一对"):
        switch(desk, ACCOUNT, PASSWORD)
