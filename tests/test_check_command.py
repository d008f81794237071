"""``check`` answers with its document whatever state the data is in, as far as its name and password go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db import Account
from db.connection import connect
from desktop_app.__main__ import main
from desktop_app.commands.parsing import PASSWORD_VARIABLE
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.demonstration import fill
from desktop_app.safety.backup import backup
from desktop_app.safety.folder_layout import DATA, KEYS
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import unlock, with_account
from desktop_app.safety.presence import announce
from tests.safety.conftest import folder, made_folder
from tests.safety.folders import ACCOUNT, CHEAP, NOW, PASSWORD, clock, damage, snapshot

__all__ = ["folder", "made_folder"]

CALLER = "乔安"
PAGE = 4096
Check = Callable[..., tuple[int, dict[str, Any] | None, str]]


@pytest.fixture
def office(folder: Path) -> Path:
    """A folder of forty invented cars, with a backup and a second account that only calls."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        fill(session, vehicles=40)
    with session.saving():
        Account.insert(name=CALLER, duties=["callback_specialist"], created_at=NOW).execute()
    ring = with_account(read_ring(folder / KEYS), session.data.key, CALLER, PASSWORD, cost=CHEAP)
    write_ring(folder / KEYS, ring)
    backup(session)
    close_folder(session)
    return folder


@pytest.fixture
def check(office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs ``check --json``: exit status, the document if there is one, what stands on standard error."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    def check(user: str = ACCOUNT) -> tuple[int, dict[str, Any] | None, str]:
        words = ["--data", str(office), "--now", f"{NOW:%Y-%m-%d %H:%M}", "--user", user, "check", "--json"]
        status = main(words)
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return check


def root_pages(folder: Path, table: str) -> list[int]:
    """Of a table and, behind it, of its indexes."""
    handle = connect(folder / DATA, unlock(read_ring(folder / KEYS), ACCOUNT, PASSWORD))
    question = "SELECT rootpage FROM sqlite_master WHERE tbl_name = ? ORDER BY type DESC"
    found = [page for (page,) in handle.execute(question, (table,))]
    handle.close()
    return found


def root_page(folder: Path, table: str) -> int:
    return root_pages(folder, table)[0]


def test_sound_data_is_told_with_its_counts(check: Check) -> None:
    status, document, err = check()
    assert (status, err) == (0, "")
    assert document
    assert (document["ok"], document["findings"]) == (True, [])
    assert document["counts"]["files"] == document["counts"]["a_cards"] + document["counts"]["c_cards"] == 40
    assert min(document["counts"].values()) > 0


def test_a_damaged_page_gives_a_document_and_counts_what_can_be_counted(office: Path, check: Check) -> None:
    sound = check()[1]
    assert sound
    damage(office / DATA, (root_page(office, "complaint") - 1) * PAGE + 500)
    before = (office / DATA).read_bytes()
    status, document, err = check()
    assert status == 3
    assert document
    assert document["ok"] is False
    assert document["findings"][0].startswith("数据文件有 1 页损坏，请用备份恢复：")
    assert document["counts"].keys() == sound["counts"].keys()
    assert document["counts"]["callbacks"] == sound["counts"]["callbacks"]
    assert document["counts"]["files"] == 40
    assert "最近一份好的备份是 2026-10-31 18:30" in err
    assert (office / DATA).read_bytes() == before


def test_a_count_that_damage_hides_is_null_and_the_others_are_told(office: Path, check: Check) -> None:
    for page in root_pages(office, "complaint"):
        damage(office / DATA, (page - 1) * PAGE + 500)
    document = check()[1]
    assert document
    counts = document["counts"]
    assert counts["complaints"] is None
    assert counts["files"] == 40
    assert counts["callbacks"] > 0


@pytest.mark.parametrize("how", ["garbled at the beginning", "cut in the middle", "only garbage left"])
def test_data_that_opens_with_no_key_gives_a_document_too(office: Path, check: Check, how: str) -> None:
    content = (office / DATA).read_bytes()
    if how == "garbled at the beginning":
        damage(office / DATA, 20)
    else:
        left = {
            "cut in the middle": content[: len(content) // 2 + 100],
            "only garbage left": b"garbage" * 5000,
        }
        (office / DATA).write_bytes(left[how])
    status, document, err = check()
    assert status == 3
    assert document
    assert document["ok"] is False
    assert document["findings"]
    assert "备份" in err


def test_with_the_keys_gone_too_those_of_a_backup_serve(office: Path, check: Check) -> None:
    damage(office / DATA, (root_page(office, "complaint") - 1) * PAGE + 500)
    (office / KEYS).write_bytes(b"garbage")
    status, document, _ = check()
    assert status == 3
    assert document
    assert "页损坏" in document["findings"][0]


def test_a_wrong_password_gets_no_document(
    office: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(office / DATA, (root_page(office, "complaint") - 1) * PAGE + 500)
    monkeypatch.setenv(PASSWORD_VARIABLE, "wrong")
    assert check()[:2] == (1, None)


@pytest.mark.parametrize("table", ["complaint", "account"])
def test_who_may_not_check_sound_data_may_not_check_damaged(office: Path, check: Check, table: str) -> None:
    """Damaged accounts are asked of the backup."""
    damage(office / DATA, (root_page(office, table) - 1) * PAGE + 500)
    status, document, err = check(CALLER)
    assert (status, document) == (1, None)
    assert "客关部经理" in err
    assert check()[0] == 3


def test_what_is_no_damage_is_told_as_before(office: Path, check: Check) -> None:
    announce(office).free()  # somebody died here, and the journal is gone
    before = snapshot(office)
    status, document, err = check()
    assert (status, document) == (3, None)
    assert "crdesk.db-wal 不见了" in err
    assert snapshot(office) == before
    shutil.rmtree(office)
    assert check()[:2] == (3, None)
