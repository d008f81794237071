"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db import whole_files
from db.whole_files import write_whole


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
