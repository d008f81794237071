"""A command has the duties of the account it signs in as, and no more: exit status 1 and the reason otherwise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.__main__ import main
from desktop_app.commands.known import COMMANDS
from desktop_app.commands.parsing import PASSWORD_VARIABLE
from desktop_app.safety.duties import allows, reason
from desktop_app.safety.folder_layout import BACKUPS, KEYS
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import with_account
from tests.complaints.making import VIN
from tests.duty_scene import DELIVERIES, PEOPLE, SERVICE, furnish
from tests.safety.conftest import made_folder
from tests.safety.folders import ACCOUNT, CHEAP, NOW, PASSWORD

__all__ = ["made_folder"]

FREE = {
    "init": "makes the folder",
    "demo": "makes the folder",
    "self-test": "works on invented data of its own",
}
"""Commands that open nobody's data."""


@dataclass(frozen=True)
class Line:
    """A command line, the action that it asks for, and what would come out of it; ``OUT`` is an empty folder."""

    action: str
    words: tuple[str, ...]


LINES = (
    Line("see", ("search", VIN)),
    Line("see", ("worklist",)),
    Line("see", ("why", SERVICE)),
    Line("see", ("complaints", "--open")),
    Line("see", ("report", "a-cards", "--month", "2026-10")),
    Line("handle_complaints", ("register-complaint", "OUT/../complaint.json")),
    Line("import", ("import", "deliveries", "OUT/../more.csv")),
    Line("import", ("import", "deliveries", "OUT/../more.csv", "--check-only")),
    Line("undo_import", ("undo-import", "1")),
    Line("export_registers", ("report", "unreached", "--month", "2026-10", "--out", "OUT/a.csv")),
    Line("export_registers", ("report", "file-audit", "--month", "2026-10", "--out", "OUT/a.xlsx")),
    Line("export_lists", ("report", "a-cards", "--month", "2026-10", "--out", "OUT/a.pdf")),
    Line("export_lists", ("report", "archive-list", "--month", "2026-10", "--out", "OUT/a.json")),
    Line("export_lists", ("report", "month-pack", "--month", "2026-10", "--out", "OUT/a.xlsx")),
    Line("print_forms", ("print", "a-card", VIN, "--out", "OUT/a.pdf")),
    Line("print_forms", ("print", "service-questionnaire", "--blank", "--out", "OUT/a.pdf")),
    Line("manage_office", ("backup", "--to", "OUT")),
    Line("manage_office", ("restore", "BACKUP")),
    Line("see_office", ("check",)),
)


@pytest.fixture(scope="module")
def office(made_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's folder with a password for everybody, and one backup."""
    folder = Path(shutil.copytree(made_folder, tmp_path_factory.mktemp("office") / "data"))
    key, ring = furnish(folder), read_ring(folder / KEYS)
    for name in PEOPLE:
        ring = with_account(ring, key, name, PASSWORD, cost=CHEAP)
    write_ring(folder / KEYS, ring)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PASSWORD_VARIABLE, PASSWORD)
        assert main([*_standing(folder, ACCOUNT), "backup"]) == 0
    return folder


def _standing(folder: Path, user: str) -> list[str]:
    return ["--data", str(folder), "--now", f"{NOW:%Y-%m-%d %H:%M}", "--user", user]


Run = Callable[[str, Line], tuple[int, str, str]]


@pytest.fixture
def run(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a line as somebody, in a copy of the shop: exit status, standard output, standard error."""
    folder, place = Path(shutil.copytree(office, tmp_path / "data")), tmp_path / "out"
    place.mkdir()
    (tmp_path / "more.csv").write_text(DELIVERIES.replace("XS-9", "XS-10").replace("DCNSB", "DCNSC"), "utf-8")
    said = {
        "vin": VIN,
        "name": "曹立夏",
        "channel": "来电",
        "grade": "投诉",
        "cause": "waiting",
        "words": "等了三个小时",
    }
    (tmp_path / "complaint.json").write_text(json.dumps(said), "utf-8")
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    made = max((path for path in (folder / BACKUPS).iterdir() if path.is_file()), key=lambda path: path.stem)

    def run(user: str, line: Line) -> tuple[int, str, str]:
        words = [word.replace("OUT", str(place)).replace("BACKUP", str(made)) for word in line.words]
        status = main([*_standing(folder, user), *words, "--json"])
        return status, *capsys.readouterr()

    return run


def test_every_command_is_tried_or_opens_nobodys_data() -> None:
    assert {line.words[0] for line in LINES} | FREE.keys() == {command.name for command in COMMANDS}


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: "".join(PEOPLE[name]) or "without")
@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line.words[:2]))
def test_a_command_obeys_the_matrix(line: Line, name: str, run: Run, tmp_path: Path) -> None:
    status, out, err = run(name, line)
    duties = PEOPLE[name]
    if allows(duties, line.action):
        assert (status, err) == (0, "")
        return
    first = "see" if line.words[0] == "report" and not allows(duties, "see") else line.action
    assert (status, out, err.strip()) == (1, "", reason(first))
    assert list((tmp_path / "out").iterdir()) == []
