"""Accounts are added, changed and retired by the manager alone, and never so that nobody can manage any more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db import Account, AuditEntry, Callback, Claim, Draft, Staff, VehicleFile
from db.connection import rows, scalar
from desktop_app.data_folder import account_names, close_folder, open_folder, refreshed, switch
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import accounts as rules
from desktop_app.safety.accounts import (
    AccountLine,
    accounts,
    add_account,
    change_password,
    lift_lockout,
    renew_recovery_code,
    reset_password,
    retire_account,
    set_duties,
)
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import unlock_by_code
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, CODE, NOW, PASSWORD, clock, fill

CLERK, HERS = "乔安", "蒹葭苍苍白露为霜"
OTHER = "道阻且长道阻且跻"
CALLS = frozenset({"callback_specialist"})
MANAGES = frozenset({"cr_manager"})


def line(session: Session, name: str) -> AccountLine:
    return next(one for one in accounts(session) if one.name == name)


def opens(at: Session | Path, name: str, password: str) -> bool:
    """Whether the account gets in: into the open data, or into the closed folder."""
    try:
        if isinstance(at, Session):
            switch(at, name, password, wall=lambda: NOW)
        else:
            close_folder(open_folder(at, name, password, clock, wall=lambda: NOW))
    except Refused:
        return False
    return True


def deeds(session: Session) -> list[tuple[str, str, str | None]]:
    with session.connected():
        query = AuditEntry.select(AuditEntry.account, AuditEntry.action, AuditEntry.new)
        return rows(query.where(AuditEntry.entity == "account").order_by(AuditEntry.id))


@pytest.fixture
def clerk(desk: Session) -> str:
    """A second account, without the office."""
    add_account(desk, CLERK, HERS, CALLS)
    return CLERK


def test_an_account_added_signs_in_with_its_duties_and_stands_in_the_list(
    folder: Path, desk: Session, clerk: str
) -> None:
    session = switch(desk, clerk, HERS)
    assert session.person.duties == CALLS
    found = accounts(desk)
    assert [(one.name, one.me, one.has_key) for one in found] == [(ACCOUNT, True, True), (CLERK, False, True)]
    assert found[1] == AccountLine(CLERK, CLERK, CALLS, NOW, None, False, True, None)
    assert deeds(desk) == [(ACCOUNT, "create", f"{CLERK}: callback_specialist")]


def test_its_holder_is_named_after_the_staff_list(desk: Session) -> None:
    with desk.saving():
        Staff.insert(name="乔安然", role="callback_specialist").execute()
        Staff.insert(name="贺兰亭", role="technician").execute()
    add_account(desk, "qiao", HERS, CALLS, "乔安然")
    add_account(desk, "helan", HERS, CALLS | {"receptionist"}, " 贺兰亭 ")
    assert (line(desk, "qiao").person, line(desk, "helan").person) == ("乔安然", "贺兰亭")
    with desk.connected():
        named = rows(Staff.select(Staff.name, Staff.role).where(Staff.name.in_(["乔安然", "贺兰亭"])))
    assert sorted(named) == [
        ("乔安然", "callback_specialist"), ("贺兰亭", "callback_specialist"), ("贺兰亭", "technician"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "password", "duties", "field"),
    [
        ("", HERS, CALLS, "account"),
        ("  ", HERS, CALLS, "account"),
        (ACCOUNT, HERS, CALLS, "account"),
        ("乔安", "七个字的密码呢", CALLS, "password"),
        ("乔安", "        ", CALLS, "password"),
        ("Wenjiming", "wenjiming ", CALLS, "password"),
        ("乔安", "12121212", CALLS, "password"),
        ("乔安", HERS, frozenset(), "duties"),
    ],
)
def test_what_is_refused_makes_nothing(
    folder: Path, desk: Session, name: str, password: str, duties: frozenset[str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        add_account(desk, name, password, duties)
    assert refused.value.field == field
    assert account_names(folder) == (ACCOUNT,)
    assert [one.name for one in accounts(desk)] == [ACCOUNT]


def test_a_duty_nobody_knows_is_our_bug(desk: Session) -> None:
    with pytest.raises(KeyError):
        add_account(desk, CLERK, HERS, frozenset({"owner"}))


DEEDS: list[Callable[[Session], object]] = [
    lambda session: add_account(session, "新人", HERS, CALLS),
    lambda session: set_duties(session, CLERK, MANAGES),
    lambda session: reset_password(session, ACCOUNT, OTHER),
    lambda session: retire_account(session, ACCOUNT),
    lambda session: lift_lockout(session, ACCOUNT),
    lambda session: renew_recovery_code(session, HERS),
    accounts,
]


@pytest.mark.parametrize("deed", DEEDS, ids=range(len(DEEDS)))
def test_only_the_office_does_it(
    folder: Path, desk: Session, clerk: str, deed: Callable[[Session], object]
) -> None:
    before = (folder / "crdesk.keys").read_bytes()
    session = switch(desk, clerk, HERS)
    with pytest.raises(Refused, match="您的职责不能"):
        deed(session)
    assert (folder / "crdesk.keys").read_bytes() == before


def test_other_duties_hold_from_the_next_sign_in_on_or_when_asked_again(
    folder: Path, desk: Session, clerk: str
) -> None:
    session = switch(desk, clerk, HERS)
    set_duties(desk, clerk, CALLS | {"receptionist"})
    assert session.person.duties == CALLS
    assert refreshed(session).person.duties == CALLS | {"receptionist"}
    with desk.connected():
        query = AuditEntry.select(AuditEntry.old, AuditEntry.new).where(AuditEntry.field == "duties")
        assert rows(query) == [("callback_specialist", "callback_specialist receptionist")]


def test_the_last_who_manages_the_office_keeps_it(desk: Session, clerk: str) -> None:
    with pytest.raises(Refused, match="至少要留一位") as refused:
        set_duties(desk, ACCOUNT, CALLS)
    assert refused.value.field == "duties"
    assert line(desk, ACCOUNT).duties >= MANAGES
    set_duties(desk, clerk, MANAGES)
    set_duties(desk, ACCOUNT, CALLS)
    assert line(desk, ACCOUNT).duties == CALLS


def test_a_manager_without_a_key_does_not_count(folder: Path, desk: Session, clerk: str) -> None:
    set_duties(desk, clerk, MANAGES)
    write_ring(folder / "crdesk.keys", read_ring(folder / "crdesk.keys").without("account", clerk))
    assert not line(desk, clerk).has_key
    with pytest.raises(Refused, match="至少要留一位"):
        set_duties(desk, ACCOUNT, CALLS)


def test_a_retired_account_is_out_at_once_and_its_name_is_not_given_again(
    folder: Path, desk: Session, clerk: str
) -> None:
    assert opens(desk, clerk, HERS)
    session = switch(desk, clerk, HERS)
    retire_account(desk, clerk)
    assert not opens(desk, clerk, HERS)
    assert account_names(folder) == (ACCOUNT,)
    with pytest.raises(Refused, match="已停用"):
        refreshed(session)
    assert (line(desk, clerk).retired_at, line(desk, clerk).has_key) == (NOW, False)
    assert deeds(desk)[-1] == (ACCOUNT, "retire", CLERK)
    with pytest.raises(Refused, match="已停用"):
        add_account(desk, clerk, OTHER, CALLS)
    with pytest.raises(Refused, match="已停用"):
        reset_password(desk, clerk, OTHER)


def test_nobody_retires_himself_nor_the_last_manager(folder: Path, desk: Session, clerk: str) -> None:
    with pytest.raises(Refused, match="自己的账号"):
        retire_account(desk, ACCOUNT)
    with pytest.raises(Refused, match="没有名叫谁的账号"):
        retire_account(desk, "谁")
    set_duties(desk, clerk, MANAGES)
    second = switch(desk, clerk, HERS)
    retire_account(desk, clerk)
    with pytest.raises(Refused, match="至少要留一位"):
        retire_account(second, ACCOUNT)  # signed in since before, and retired by now
    assert opens(desk, ACCOUNT, PASSWORD)


def test_what_a_retired_account_held_is_free(desk: Session, clerk: str) -> None:
    with desk.saving():
        file = VehicleFile.insert(number="D000001", vin="LFMK0000000000001", opened_at=NOW).execute()
        callback = Callback.insert(
            kind="sales", file=file, reference="A1", event_on=NOW.date(), month=202610,
            due_from=NOW.date(), due_to=NOW.date(),
        ).execute()  # fmt: skip
        Claim.insert(callback=callback, account=clerk, since=NOW).execute()
        Draft.insert(
            kind="call", key=str(callback), account=clerk, content={"words": "说了一半"}, updated_at=NOW
        ).execute()
    retire_account(desk, clerk)
    with desk.connected():
        assert scalar(Claim.select().where(Claim.callback == callback)) is None
        assert rows(Draft.select(Draft.account, Draft.content)) == [(ACCOUNT, {"words": "说了一半"})]


def test_one_s_own_password_is_changed_by_who_knows_the_old_one(
    folder: Path, desk: Session, clerk: str
) -> None:
    session = switch(desk, clerk, HERS)
    with pytest.raises(Refused, match="密码不对") as refused:
        change_password(session, "不是这个密码呀", OTHER)
    assert refused.value.field == "old"
    with pytest.raises(Refused) as refused:
        change_password(session, HERS, "短")
    assert refused.value.field == "password"
    with pytest.raises(Refused, match="一样"):
        change_password(session, HERS, HERS)
    change_password(session, HERS, OTHER)
    assert (opens(desk, clerk, HERS), opens(desk, clerk, OTHER)) == (False, True)
    assert opens(desk, ACCOUNT, PASSWORD)
    assert deeds(desk)[-1] == (CLERK, "change_password", None)


def test_a_forgotten_password_is_reset_by_the_manager_who_may_not_reset_his_own(
    folder: Path, desk: Session, clerk: str
) -> None:
    reset_password(desk, clerk, OTHER)
    assert (opens(desk, clerk, HERS), opens(desk, clerk, OTHER)) == (False, True)
    assert deeds(desk)[-1] == (ACCOUNT, "reset_password", CLERK)
    with pytest.raises(Refused, match="修改密码"):
        reset_password(desk, ACCOUNT, OTHER)


def test_no_password_stands_in_the_trail_or_the_keys(folder: Path, desk: Session, clerk: str) -> None:
    reset_password(desk, clerk, OTHER)
    with desk.connected():
        told = str(rows(AuditEntry.select(AuditEntry.old, AuditEntry.new, AuditEntry.reason)))
    told += (folder / "crdesk.keys").read_text("utf-8")
    assert HERS not in told
    assert OTHER not in told


def test_a_new_recovery_code_shuts_the_old_one_out(folder: Path, desk: Session) -> None:
    with pytest.raises(Refused, match="密码不对"):
        renew_recovery_code(desk, "不是这个密码呀")
    unlock_by_code(read_ring(folder / "crdesk.keys"), CODE)
    code = renew_recovery_code(desk, PASSWORD)
    ring = read_ring(folder / "crdesk.keys")
    assert unlock_by_code(ring, code) == desk.data.key
    with pytest.raises(Refused):
        unlock_by_code(ring, CODE)
    assert deeds(desk)[-1] == (ACCOUNT, "renew_recovery_code", None)


def test_a_lockout_is_seen_and_lifted(folder: Path, desk: Session, clerk: str) -> None:
    for turn in range(10):
        with pytest.raises(Refused):
            switch(desk, clerk, "错", wall=lambda turn=turn: NOW + timedelta(hours=turn))
    until = NOW + timedelta(hours=9, minutes=15)
    seen = {one.name: one.locked_until for one in accounts(desk, wall=lambda: NOW + timedelta(hours=9))}
    assert seen == {ACCOUNT: None, clerk: until}
    with pytest.raises(Refused, match="解锁"):
        switch(desk, clerk, HERS, wall=lambda: NOW + timedelta(hours=9))
    lift_lockout(desk, clerk)
    assert switch(desk, clerk, HERS, wall=lambda: NOW + timedelta(hours=9)).person.name == clerk
    assert deeds(desk)[-1] == (ACCOUNT, "lift_lockout", CLERK)
    lift_lockout(desk, clerk)
    assert [deed for _, deed, _ in deeds(desk)].count("lift_lockout") == 1


def test_a_full_disk_changes_nothing(small_disk: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Path(shutil.copytree(folder, small_disk / "data"))
    session = open_folder(place, ACCOUNT, PASSWORD, clock)
    add_account(session, CLERK, HERS, CALLS)
    keys = (place / "crdesk.keys").read_bytes()
    ballast = fill(small_disk)
    tried: list[Callable[[], object]] = [
        lambda: add_account(session, "新人", HERS, CALLS),
        lambda: reset_password(session, CLERK, OTHER),
        lambda: change_password(session, PASSWORD, OTHER),
        lambda: retire_account(session, CLERK),
    ]
    for deed in tried:
        with pytest.raises(Unavailable, match="磁盘已满"):
            deed()
        assert (place / "crdesk.keys").read_bytes() == keys
    ballast.unlink()
    assert [(one.name, one.retired_at) for one in accounts(session)] == [(ACCOUNT, None), (CLERK, None)]
    close_folder(session)
    assert opens(place, CLERK, HERS)


KILLED = """
import os, sys
from pathlib import Path
from tests.safety.folders import *
from desktop_app.data_folder import open_folder
from desktop_app.safety import key_file
from desktop_app.safety.accounts import *
session = open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock)
write = key_file.write_ring
def die_before(*_): os.kill(os.getpid(), 9)
def die_after(*a): write(*a); os.kill(os.getpid(), 9)
key_file.write_ring = {when}
{deed}
"""


def kill_during(folder: Path, deed: str, when: str) -> None:
    program = KILLED.format(deed=deed, when=when)
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr


@pytest.mark.parametrize("when", ["die_before", "die_after"])
def test_killed_while_adding_the_manager_adds_again(folder: Path, when: str) -> None:
    kill_during(folder, f"add_account(session, {CLERK!r}, {HERS!r}, frozenset(['receptionist']))", when)
    assert (CLERK in account_names(folder)) == (when == "die_after")
    assert not opens(folder, CLERK, HERS)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    add_account(session, CLERK, OTHER, CALLS)
    assert (line(session, CLERK).duties, line(session, CLERK).has_key) == (CALLS, True)
    close_folder(session)
    assert (opens(folder, CLERK, HERS), opens(folder, CLERK, OTHER)) == (False, True)


@pytest.mark.parametrize("when", ["die_before", "die_after"])
def test_killed_while_retiring_the_manager_retires_again(folder: Path, when: str) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    add_account(session, CLERK, HERS, CALLS)
    close_folder(session)
    kill_during(folder, f"retire_account(session, {CLERK!r})", when)
    assert opens(folder, CLERK, HERS) == (when == "die_before")
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert line(session, CLERK).has_key == (when == "die_before")
    retire_account(session, CLERK)
    assert (line(session, CLERK).retired_at, line(session, CLERK).has_key) == (NOW, False)
    close_folder(session)
    assert not opens(folder, CLERK, HERS)


@pytest.mark.parametrize("when", ["die_before", "die_after"])
def test_killed_while_resetting_one_of_the_two_passwords_opens(folder: Path, when: str) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    add_account(session, CLERK, HERS, CALLS)
    close_folder(session)
    kill_during(folder, f"reset_password(session, {CLERK!r}, {OTHER!r})", when)
    assert opens(folder, CLERK, HERS) == (when == "die_before")
    assert opens(folder, CLERK, OTHER) == (when == "die_after")
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    reset_password(session, CLERK, OTHER)
    close_folder(session)
    assert opens(folder, CLERK, OTHER)


def test_a_failure_after_the_keys_were_written_is_finished_by_doing_it_again(
    folder: Path, desk: Session, clerk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_late(*_: object) -> None:
        change(*_)
        raise OSError(5, "Input/output error")

    change = rules.change_ring
    monkeypatch.setattr(rules, "change_ring", fail_late)
    with pytest.raises(Unavailable):
        retire_account(desk, clerk)
    monkeypatch.undo()
    assert (line(desk, clerk).retired_at, line(desk, clerk).has_key) == (None, False)
    reset_password(desk, clerk, OTHER)
    assert opens(desk, clerk, OTHER)
    retire_account(desk, clerk)
    assert not opens(desk, clerk, OTHER)


def test_an_account_from_before_the_staff_list_is_named_by_itself(desk: Session) -> None:
    with desk.saving():
        Account.insert(name="旧账号", duties=["receptionist"], created_at=NOW).execute()
    found = line(desk, "旧账号")
    assert replace(found, name="") == replace(found, name="", person="旧账号", has_key=False)
