"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from db import whole_files
from db.whole_files import PAUSES, patiently, write_whole
from tests.safety.folders import mount


def test_the_new_content_takes_the_old_one_s_place(tmp_path: Path) -> None:
    write_whole(tmp_path / "keys", b"old")
    write_whole(tmp_path / "keys", b"new")
    assert (tmp_path / "keys").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["keys"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "keys", b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "keys", b"new")
    assert (tmp_path / "keys").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["keys"]


def test_content_and_name_reach_the_disk_in_this_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "content")
        real_sync(handle)

    def replace(old: Path, new: Path) -> None:
        done.append("name")
        real_replace(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    whole_files.write_whole(tmp_path / "keys", b"new")
    assert done == ["content", "name", "folder"]


def held_by_another(target: Path) -> None:
    """Nothing can take the target's place, as while Excel has it open on Windows; needs root."""
    other = target.with_name("other")
    other.write_bytes(b"other")
    mount("--bind", str(other), str(target))


def let_go(target: Path) -> None:
    subprocess.run(["umount", target], check=True)


def test_a_file_held_by_another_program_is_replaced_as_soon_as_it_is_let_go(tmp_path: Path) -> None:
    target, waited = tmp_path / "list.xlsx", list[float]()
    target.write_bytes(b"old")
    held_by_another(target)

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            let_go(target)

    write_whole(target, b"new", pause=pause)
    assert target.read_bytes() == b"new"
    assert waited == list(PAUSES[:3])


def test_a_file_held_for_longer_is_given_up_with_its_old_content(tmp_path: Path) -> None:
    target, waited = tmp_path / "list.xlsx", list[float]()
    target.write_bytes(b"old")
    held_by_another(target)
    try:
        with pytest.raises(OSError, match="busy"):
            write_whole(target, b"new", pause=waited.append)
    finally:
        let_go(target)
    assert target.read_bytes() == b"old"
    assert set(os.listdir(tmp_path)) == {"list.xlsx", "other"}
    assert waited == list(PAUSES)
    assert 1.5 < sum(waited) < 2.5
    assert waited == sorted(waited)


def test_what_does_not_pass_is_not_waited_for(tmp_path: Path) -> None:
    waited: list[float] = []
    with pytest.raises(FileNotFoundError):
        patiently((tmp_path / "nothing").read_bytes, pause=waited.append)
    assert waited == []
