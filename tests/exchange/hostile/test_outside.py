"""Hostile files through the command, and files that change under the reader."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.data_folder import close_folder, open_folder
from desktop_app.exchange.importing import import_file
from desktop_app.exchange.watching import Watch
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.exchange.files import DELIVERY, DELIVERY_HEADINGS, write_xlsx
from tests.exchange.hostile import books, texts
from tests.exchange.hostile.counting import table_counts
from tests.safety.conftest import folder, made_folder
from tests.safety.folders import ACCOUNT, PASSWORD, clock

__all__ = ["folder", "made_folder"]

ROOT = Path(__file__).parents[3]
REFUSED = 1


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (books.ratio_bomb, "异常巨大"),
        (books.encrypted_package, "打开密码"),
        (books.wild_dates, "无法安全读取"),
        (books.laughs, "已损坏"),
        (texts.a_pipe, "设备或管道"),
        (texts.a_long_line, "MB"),
    ],
)
def test_the_command_refuses_in_words_and_stores_nothing(
    folder: Path, tmp_path: Path, make: texts.Make, says: str
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    path, before = make(room), _counts(folder)
    command = [sys.executable, "-m", "desktop_app", "--data", str(folder), "--user", ACCOUNT]
    done = subprocess.run(
        [*command, "--now", "2026-10-31 18:30", "import", "deliveries", str(path)],
        cwd=ROOT, env={**os.environ, "CRDESK_PASSWORD": PASSWORD}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == REFUSED, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert _counts(folder) == before


def _counts(folder: Path) -> dict[str, int]:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    try:
        return table_counts(session)
    finally:
        close_folder(session)


def _vanish(path: Path) -> None:
    path.unlink()


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n" + texts.ROW.replace("XS1", "XS2").encode())


def _give_way(path: Path) -> None:
    """Another file takes its place, as a finished download does."""
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


@pytest.mark.parametrize(
    ("happens", "says"), [(_vanish, "找不到"), (_grow, "发生了变化"), (_give_way, "发生了变化")]
)
def test_a_file_that_changes_while_it_is_read_is_refused(
    session: Session, tmp_path: Path, happens: Callable[[Path], None], says: str
) -> None:
    rows = [DELIVERY_HEADINGS, *([*DELIVERY] for _ in range(5_000))]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    before, left = table_counts(session), [happens]
    watch = Watch(progress=lambda done, _total: left.pop()(path) if left and done else None)
    with pytest.raises(Refused, match=says):
        import_file(session, path, "deliveries", watch=watch)
    assert left == []
    assert table_counts(session) == before
