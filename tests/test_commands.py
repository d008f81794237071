"""The commands as other programs call them: real processes, one JSON document, the exit status, and the answer key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = Path(__file__).parent / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
FILES = {"deliveries": "deliveries.xlsx", "repair-orders": "repair-orders.xls", "callbacks": "callbacks.csv"}
PASSWORD = "正确的密码 1234"


@dataclass
class Desk:
    """One data folder as a script sees it."""

    folder: Path

    def call(self, *arguments: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
        """Run one command as the manager at the answer key's clock."""
        command = [
            sys.executable,
            "-m",
            "desktop_app",
            "--data",
            str(self.folder),
            "--user",
            "经理",
            *arguments,
        ]
        environment = {**os.environ, "CRDESK_PASSWORD": password}
        return subprocess.run(
            [*command, "--now", EXPECTED["now"], "--json"], cwd=ROOT, env=environment, capture_output=True,
            text=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    def ask(self, *arguments: str) -> Any:
        """The JSON document of a command that must succeed."""
        done = self.call(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A new folder with the three sample files taken in."""
    made = Desk(tmp_path_factory.mktemp("desk") / "data")
    assert made.ask("init", "--shop", "云岭汽车")["recovery_code"]
    for kind, file in FILES.items():
        found = made.ask("import", kind, str(SAMPLES / file))
        assert (found["read"], found["refused"]) == (
            EXPECTED["import"][kind]["rows"],
            EXPECTED["import"][kind]["refused"],
        )
        assert found["created"] + found["updated"] + found["unchanged"] + found["refused"] == found["read"]
    return made


def test_the_samples_make_the_cards_of_the_answer_key(desk: Desk) -> None:
    counts = desk.ask("check")["counts"]
    assert {"C": counts["c_cards"], "A": counts["a_cards"]} == EXPECTED["cards"]
    assert counts["files"] == EXPECTED["import"]["repair-orders"]["files_after"]


def test_importing_again_changes_nothing(desk: Desk) -> None:
    for kind, file in FILES.items():
        found = desk.ask("import", kind, str(SAMPLES / file))
        assert (found["created"], found["updated"]) == (0, 0)


@pytest.mark.parametrize("evening", EXPECTED["worklists"])
def test_the_worklist_of_an_evening(desk: Desk, evening: str) -> None:
    found = desk.ask("worklist", "--on", evening)
    listed = [
        [one["ref"], one["group"], one["day"], one["tries"]]
        for one in found
        if one["kind"] in ("sales", "service")
    ]
    assert sorted(listed) == sorted(EXPECTED["worklists"][evening])


@pytest.mark.parametrize("month", EXPECTED["sales"])
def test_the_months_satisfaction(desk: Desk, month: str) -> None:
    for name, key in (("sales-satisfaction", "sales"), ("service-satisfaction", "service")):
        report = desk.ask("report", name, "--month", month)
        rows = {row[0]: row for row in [*report["rows"], report["totals"]]}
        for person, wanted in EXPECTED[key][month].items():
            assert rows[person][1:3] == [wanted["D"], wanted["S"]], person
        for team, wanted in EXPECTED["teams"][month].items() if key == "service" else ():
            assert rows[team][1:3] == [wanted["D"], wanted["S"]], team


@pytest.mark.parametrize("month", EXPECTED["unreached"])
def test_the_months_registers(desk: Desk, month: str) -> None:
    for name, key in (("unreached", "unreached"), ("incorrect-info", "incorrect")):
        report = desk.ask("report", name, "--month", month)
        assert sorted(ref for refs in report["refs"] for ref in refs) == EXPECTED[key][month]


def test_every_search_of_the_answer_key_finds_its_car(desk: Desk) -> None:
    for text, vin in EXPECTED["search"]:
        assert vin in [hit["vin"] for hit in desk.ask("search", text)], text


def test_a_handed_over_complaint_is_one_case_however_often_it_comes(desk: Desk, tmp_path: Path) -> None:
    handed = {
        "vin": EXPECTED["search"][0][1], "channel": "网络", "grade": "投诉", "cause": "waiting",
        "words": "约好九点，十一点才接车。", "demands": "给个说法", "idempotency_key": "web-1",
    }  # fmt: skip
    file = tmp_path / "case.json"
    file.write_text(json.dumps(handed, ensure_ascii=False), encoding="utf-8")
    first, again = desk.ask("register-complaint", str(file)), desk.ask("register-complaint", str(file))
    assert first["number"] == again["number"] == "TS-202610-0001"
    assert (first["created"], again["created"]) == (True, False)
    assert [case["number"] for case in desk.ask("complaints", "--open")] == [first["number"]]
    printed = desk.ask("print", "urgent-complaint", first["number"], "--out", str(tmp_path / "form.pdf"))
    assert printed["pages"] == 1


def test_an_unknown_cause_is_refused_with_the_list(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(
        json.dumps(
            {
                "phone": "13800000000",
                "name": "某人",
                "channel": "来电",
                "grade": "投诉",
                "cause": "天气",
                "words": "热",
            }
        ),
        "utf-8",
    )
    done = desk.call("register-complaint", str(file))
    assert done.returncode == 1
    assert "维修质量" in done.stderr
    assert not done.stdout


def test_why_answers_for_listed_done_and_unknown(desk: Desk) -> None:
    listed = EXPECTED["worklists"]["2026-10-31"][0][0]
    assert desk.ask("why", listed)["listed"] is True
    assert desk.ask("why", "XS202600003")["listed"] is False
    assert desk.ask("why", "没有这个单号")["listed"] is False


def test_a_backup_is_verified_and_gives_everything_back(desk: Desk, tmp_path: Path) -> None:
    made = desk.ask("backup", "--to", str(tmp_path))
    assert made["verified"] is True
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    other.ask("restore", made["file"])
    assert other.ask("check")["counts"] == desk.ask("check")["counts"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("report", "no-such-report", "--month", "2026-10"), 1),
        (("report", "unreached"), 2),
        (("no-such-command",), 2),
        (("print", "complaint-handling", "--out", "x.pdf"), 2),
        (("import", "callbacks", "no-such-file.csv"), 1),
        (("init", "--shop", "再来一家"), 1),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_prints_no_document(
    desk: Desk, arguments: tuple[str, ...], status: int
) -> None:
    done = desk.call(*arguments)
    assert done.returncode == status, done.stderr
    assert done.stderr.strip()
    assert not done.stdout


def test_a_wrong_password_is_refused(desk: Desk) -> None:
    done = desk.call("worklist", password="错的")
    assert done.returncode == 1
    assert "密码" in done.stderr


def test_a_folder_without_data_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    done = Desk(tmp_path / "nothing").call("worklist")
    assert done.returncode == 3
    assert not (tmp_path / "nothing").exists()


def test_self_test_renders_everything(desk: Desk) -> None:
    done = desk.ask("self-test")
    assert done["ok"] is True
    assert done["forms"] >= 7
    assert done["reports"] >= 4
