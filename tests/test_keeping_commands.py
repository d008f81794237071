"""``backup`` and ``restore`` at the command line: what they print, where they put it, how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main
from desktop_app.commands.parsing import PASSWORD_VARIABLE
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.safety.backup import verify
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.folder_layout import DATA, KEYS
from desktop_app.safety.key_file import read_ring
from desktop_app.safety.keys import unlock
from desktop_app.safety.second_place import set_second_place
from tests.safety.conftest import folder, made_folder
from tests.safety.folders import ACCOUNT, CODE, NOW, PASSWORD, clock, damage, names_in, rename_shop, shop_name

__all__ = ["folder", "made_folder"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    def run(*words: str) -> tuple[int, str, str]:
        standing = ["--data", str(folder), "--now", f"{NOW:%Y-%m-%d %H:%M}", "--user", ACCOUNT]
        status = main([*standing, *words])
        return status, *capsys.readouterr()

    return run


def opened(folder: Path, work: Callable[[Any], Any]) -> Any:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    try:
        return work(session)
    finally:
        close_folder(session)


def test_a_backup_goes_to_both_places_and_says_so(run: Run, folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    opened(folder, lambda session: set_second_place(session, stick))
    status, out, err = run("backup", "--json")
    document = json.loads(out)
    assert (status, err, document["verified"]) == (0, "", True)
    key = unlock(read_ring(folder / KEYS), ACCOUNT, PASSWORD)
    for place in (Path(document["file"]), stick / Path(document["file"]).name):
        assert verify(read_backup(place), key, thorough=True) == document["records"]
    assert f"第二处也有一份：{stick}" in run("backup")[1]


def test_an_unplugged_second_place_is_told_and_the_backup_stands(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    opened(folder, lambda session: set_second_place(session, stick))
    stick.rmdir()
    status, out, err = run("backup", "--json")
    assert status == 0
    assert json.loads(out)["verified"]
    assert err.startswith(f"没有存到第二处 {stick}")


def test_a_restore_gives_the_moment_back_and_keeps_what_stood_there(run: Run, folder: Path) -> None:
    file = json.loads(run("backup", "--json")[1])["file"]
    opened(folder, lambda session: rename_shop(session, "今天汽车"))
    status, out, err = run("restore", file, "--json")
    document = json.loads(out)
    assert (status, err, document["made_at"]) == (0, "", "2026-10-31 18:30:00")
    assert opened(folder, shop_name) == "云岭汽车"
    assert opened(Path(document["kept"]), shop_name) == "今天汽车"


def test_the_recovery_code_restores_without_any_password(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = json.loads(run("backup", "--json")[1])["file"]
    monkeypatch.delenv(PASSWORD_VARIABLE)
    assert run("restore", file, "--recovery-code", CODE)[0] == 0
    assert run("restore", file, "--recovery-code", "wrong")[0] == 1


def test_damaged_data_is_restored_from_the_backup_that_the_message_names(run: Run, folder: Path) -> None:
    file = json.loads(run("backup", "--json")[1])["file"]
    newer = json.loads(run("backup", "--json")[1])["file"]
    damage(Path(newer), 200_000)
    damage(folder / DATA, 20)
    status, _, err = run("restore", newer)
    assert status == 3
    assert f"它是完好的：{file}" in err
    assert run("restore", file)[0] == 0
    assert run("check")[0] == 0
    assert Path(file).name in names_in(folder / "backups")
