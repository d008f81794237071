"""How commands behave at the command line: their words, what each duty gets to see, where output and errors go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from db import Account, AuditEntry, Sale
from db.connection import connect
from desktop_app import VERSION
from desktop_app.__main__ import main
from desktop_app.bug_log import FILE, keep_bug_log, stop_bug_log
from desktop_app.commands.parsing import PASSWORD_VARIABLE, standing_of
from desktop_app.commands.running import guarded
from desktop_app.commands.text_table import text_table
from desktop_app.data_folder import close_folder, create
from desktop_app.demonstration import fill
from desktop_app.safety.duties import CALLBACK_SPECIALIST, RECEPTIONIST
from desktop_app.safety.folder_layout import DATA, KEYS
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import Cost, unlock, with_account

ROOT = Path(__file__).parent.parent
SAMPLES = Path(__file__).parent / "samples"
NOW = datetime(2026, 10, 31, 18, 30)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "正确的密码 1234"
MANAGER, DESK, CALLER = "经理", "前台", "回访员"


@dataclass(frozen=True)
class Shop:
    """A folder of invented data with an account for the manager, the reception desk and a caller."""

    folder: Path
    key: str

    def words(self, *words: str, user: str = MANAGER) -> list[str]:
        return ["--data", str(self.folder), "--now", f"{NOW:%Y-%m-%d %H:%M}", "--user", user, *words]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("shop") / "data"
    session = create(folder, MANAGER, PASSWORD, "云岭汽车", clock=lambda: NOW, cost=CHEAP).session
    ring = read_ring(folder / KEYS)
    key = unlock(ring, MANAGER, PASSWORD)
    with session.connected():
        fill(session, vehicles=120)
    with session.saving():
        for name, duty in ((DESK, RECEPTIONIST), (CALLER, CALLBACK_SPECIALIST)):
            Account.insert(name=name, duties=[duty], created_at=NOW).execute()
            ring = with_account(ring, key, name, PASSWORD, cost=CHEAP)
    write_ring(folder / KEYS, ring)
    close_folder(session)
    return Shop(folder, key)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command in this process: exit status, standard output, standard error."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    def run(*words: str, user: str = MANAGER) -> tuple[int, str, str]:
        status = main(shop.words(*words, user=user))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def ask(run: Run) -> Callable[..., Any]:
    """The JSON document of a command that must succeed."""

    def ask(*words: str, user: str = MANAGER) -> Any:
        status, out, err = run(*words, "--json", user=user)
        assert (status, err) == (0, "")
        return json.loads(out)

    return ask


def deeds(shop: Shop) -> int:
    """How often whole phone numbers were given, as the audit trail has it."""
    handle = connect(shop.folder / DATA, shop.key)
    try:
        query = AuditEntry.select(AuditEntry.id).where(AuditEntry.action == "phones_given")
        return len(handle.execute(*query.sql()).fetchall())
    finally:
        handle.close()


@pytest.mark.parametrize("words", [["--json", "complaints", "--open"], ["complaints", "--json", "--open"]])
def test_the_four_options_stand_before_or_after_the_command(run: Run, words: list[str]) -> None:
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    assert {case["colour"] for case in json.loads(out)} <= {"white", "yellow", "red", "grey"}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-31 18:30", datetime(2026, 10, 31, 18, 30)),
        ("2026-10-31 18:30:59", datetime(2026, 10, 31, 18, 30, 59)),
    ],
)
def test_the_clock_is_set_with_seconds_or_without(text: str, moment: datetime) -> None:
    assert standing_of(["worklist", "--now", text])[0].now == moment


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["search"], "还缺 TEXT"),
        (["search", "王", "--limit", "0"], "不是从 1 起的整数"),
        (["search", "王", "--limit"], "--limit 后面要跟一个值"),
        (["worklist", "--on", "2026-02-30"], "不是日期"),
        (["worklist", "--on", "0001-01-01"], "年份要在"),
        (["worklist", "--sideways"], "不认识 --sideways"),
        (["fly"], "没有 'fly' 这个命令"),
        (["--now", "2026-10-31T18:30+08:00", "worklist"], "不是时刻"),
        (["report", "unreached", "--month", "2026-10", "--from", "2026-10-01"], "--month YYYY-MM，或同时"),
        (["print", "a-card", "--out", "x.pdf"], "--blank"),
        (["import", "weather", "x.csv"], "可用的有：deliveries"),
        (["import", "deliveries", "x.csv", "--refused", "y.csv"], ".xlsx"),
        (["undo-import", "last"], "不是从 1 起的整数"),
    ],
)
def test_wrong_words_are_told_in_chinese_and_nothing_else_is_printed(
    run: Run, words: list[str], told: str
) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert told in err
    assert "error" not in err


def test_a_manager_gets_whole_phones_and_it_is_written_down(shop: Shop, ask: Callable[..., Any]) -> None:
    before = deeds(shop)
    found = ask("search", "1")
    assert found
    assert all(one["phone"].isdecimal() for one in found if one["phone"])
    assert deeds(shop) == before + 1


def test_who_may_not_export_gets_covered_phones(shop: Shop, ask: Callable[..., Any]) -> None:
    before = deeds(shop)
    found = ask("search", "1", user=DESK)
    assert found
    assert all("****" in one["phone"] for one in found if one["phone"])
    report = ask("report", "unreached", "--month", "2026-10", user=DESK)
    phones = phones_of(report)
    assert phones
    assert all("****" in phone for phone in phones)
    assert deeds(shop) == before


def test_a_register_is_whole_for_the_caller_who_may_export_it_and_a_list_is_not(
    shop: Shop, ask: Callable[..., Any]
) -> None:
    before = deeds(shop)
    assert all(
        phone.isdecimal()
        for phone in phones_of(ask("report", "unreached", "--month", "2026-10", user=CALLER))
    )
    assert deeds(shop) == before + 1
    listed = phones_of(ask("report", "archive-list", "--month", "2026-10", user=CALLER))
    assert listed
    assert all("****" in phone for phone in listed)
    assert deeds(shop) == before + 1


def phones_of(report: dict[str, Any]) -> list[str]:
    place = next(place for place, label in enumerate(report["columns"]) if "电话" in label)
    return [row[place] for row in report["rows"] if row[place]]


def test_a_command_has_no_more_duties_than_its_person(run: Run, tmp_path: Path) -> None:
    for words in (
        ("report", "archive-list", "--month", "2026-10", "--out", str(tmp_path / "list.xlsx")),
        ("backup", "--to", str(tmp_path)),
        ("check",),
        ("import", "deliveries", str(SAMPLES / "deliveries.xlsx")),
        ("undo-import", "1"),
    ):
        status, out, err = run(*words, user=DESK)
        assert (status, out) == (1, ""), words
        assert "您的职责不能" in err
    assert not list(tmp_path.iterdir())


def test_text_for_people_is_chinese(run: Run) -> None:
    for words in (("worklist",), ("complaints",), ("search", "王")):
        _, out, _ = run(*words)
        heading, *lines = out.splitlines()
        assert lines
        assert not heading.isascii()
        for code in ("sales", "service", "overdue", "open", "red", "white", "None"):
            assert code not in out.replace("reopened", ""), (words, code)


def test_columns_of_text_stand_under_each_other() -> None:
    drawn = text_table(["姓名", "车牌"], [["王伟恒", "皖N3Y746"], ["安", None]])
    assert drawn.splitlines() == ["姓名    车牌", "王伟恒  皖N3Y746", "安"]


def test_what_is_refused_at_import_can_be_saved_and_the_import_taken_back(
    run: Run, ask: Callable[..., Any], tmp_path: Path
) -> None:
    before = ask("check")["counts"]
    file, out = SAMPLES / "deliveries.xlsx", tmp_path / "refused.xlsx"
    tried = ask("import", "deliveries", str(file), "--check-only")
    assert tried["batch"] is None
    assert ask("check")["counts"] == before
    done = ask("import", "deliveries", str(file), "--refused", str(out))
    assert {name: tried[name] for name in ("read", "created", "refused")} == {
        name: done[name] for name in ("read", "created", "refused")
    }
    assert out.exists()
    again = ask("import", "deliveries", str(out))
    assert (again["read"], again["refused"]) == (done["refused"], done["refused"])
    ask("undo-import", str(again["batch"]))
    taken_back = ask("undo-import", str(done["batch"]))
    assert taken_back["removed"] >= done["created"]
    assert ask("check")["counts"] == before
    assert run("undo-import", str(done["batch"]))[0] == 1


def test_refused_rows_that_cannot_be_saved_are_told_with_what_became_of_the_import(
    run: Run, ask: Callable[..., Any], tmp_path: Path
) -> None:
    status, out, err = run(
        "import", "deliveries", str(SAMPLES / "deliveries.xlsx"), "--refused", str(tmp_path / "no" / "x.xlsx")
    )
    assert (status, out) == (3, "")
    assert "已经导入，批次" in err
    ask("undo-import", err.split("批次 ")[1].split("。")[0])


def test_a_check_that_finds_something_ends_as_damage(run: Run, shop: Shop) -> None:
    handle = connect(shop.folder / DATA, shop.key)
    handle.execute("PRAGMA foreign_keys = OFF")
    kept = handle.execute(*Sale.select(Sale.id, Sale.file).limit(1).sql()).fetchone()
    change = "UPDATE sale SET file_id = ? WHERE id = ?"
    handle.execute(change, (10**9, kept[0]))
    handle.commit()
    status, out, err = run("check", "--json")
    handle.execute(change, (kept[1], kept[0]))
    handle.commit()
    handle.close()
    assert (status, err) == (3, "")
    assert json.loads(out)["ok"] is False
    assert json.loads(out)["findings"]


def test_a_bug_is_one_sentence_with_its_number_and_a_line_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def bug() -> int:
        raise LookupError("沈佳宁 13800005678")

    log = keep_bug_log(lambda: tmp_path)
    status = guarded(bug)
    stop_bug_log(log)
    out, err = capsys.readouterr()
    written = (tmp_path / FILE).read_text("utf-8")
    number = err.split("编号 ")[1][:11]
    assert (status, out) == (3, "")
    assert number in written
    assert "LookupError" in written
    assert "Traceback" not in err
    assert "13800005678" not in err + written


def test_stopped_by_the_keyboard_a_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    assert guarded(stopped) == 3
    assert "已取消" in capsys.readouterr().err


def test_as_demonstration_only_the_demonstration_account_signs_in(run: Run, tmp_path: Path) -> None:
    assert run("--demo", "worklist")[0] == 2
    assert main(["--data", str(tmp_path / "new"), "--demo", "init", "--shop", "云岭汽车"]) == 2
    assert not (tmp_path / "new").exists()


def process(shop: Shop, *words: str, **more: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, PASSWORD_VARIABLE: PASSWORD, **more}
    command = [sys.executable, "-m", "desktop_app", *shop.words(*words)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_the_document_is_utf_8_whatever_the_terminal_speaks(shop: Shop) -> None:
    with process(shop, "--json", "search", "王", PYTHONIOENCODING="latin-1", PYTHONUTF8="0") as done:
        out, err = done.communicate()
    assert (done.returncode, err) == (0, b"")
    assert "王" in json.loads(out.decode("utf-8"))[0]["name"]


def test_a_reader_who_leaves_early_makes_no_noise(shop: Shop) -> None:
    with process(shop, "--json", "report", "month-pack", "--month", "2026-10") as done:
        assert done.stdout
        assert done.stderr
        done.stdout.close()
        assert done.stderr.read() == b""


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION
