"""What the tests' data folders are made with, and how their disks are filled and locked."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from desktop_app.safety import slots
from desktop_app.safety.keys import Cost
from desktop_app.session import Session

ACCOUNT, PASSWORD = "温既明", "白露为霜 2026"
CODE = "2K58-3ZCS-MTQK-9AVA-59AN-2R4S-RG2A-BG95"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
slots.COST = CHEAP  # what slots are renewed at, in the processes that tests start as well
NOW = datetime(2026, 10, 31, 18, 30)
WITHOUT_MOUNTS = "CRDESK_TESTS_WITHOUT_MOUNTS"


def clock() -> datetime:
    return NOW


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shop_name(session: Session) -> str:
    from desktop_app import settings

    return str(settings.get(session, "shop_name"))


def rename_shop(session: Session, name: str) -> None:
    from desktop_app import settings

    with session.saving():
        settings.put(session, "shop_name", name)


def damage(path: Path, at: int, length: int = 64) -> None:
    """Turn every bit of some bytes."""
    content = bytearray(path.read_bytes())
    content[at : at + length] = bytes(255 - byte for byte in content[at : at + length])
    path.write_bytes(content)


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Write a file until no more than ``leave`` bytes are free; removing it makes room again."""
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(bytes(max(0, free - leave)))
    return ballast


def make_read_only(disk: Path) -> None:
    """Nothing can be written to the disk any more."""
    mount("-o", "remount,ro", str(disk))


def mount(*arguments: str) -> None:
    try:
        subprocess.run(["mount", *arguments], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        if os.environ.get(WITHOUT_MOUNTS):
            pytest.skip(f"no small disk could be mounted, and {WITHOUT_MOUNTS} says that this is known")
        pytest.fail(
            "full and read-only disks are tested on a small tmpfs, and mounting one needs root: run as root, "
            f"or set {WITHOUT_MOUNTS}=1 to leave these tests out knowingly ({error})"
        )
