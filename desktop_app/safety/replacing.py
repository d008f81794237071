"""Replacing data that cannot be opened any more: new files are made aside, announced, and moved in.

From the announcement on, whoever opens the folder finishes the moves first, so a power cut in between does not
leave new data with an old journal, which would bring the old data back.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.backup import Progress, put_back
from db.connection import create_data
from db.whole_files import replace_patiently, sync_file, sync_folder, write_whole
from desktop_app.problems import Unavailable
from desktop_app.safety.backup_file import BackupFile
from desktop_app.safety.file_lock import held, is_held
from desktop_app.safety.folder_layout import DATA, JOURNAL, KEYS, SHARED_MEMORY
from desktop_app.safety.key_file import write_ring
from desktop_app.safety.presence import checked

RESTORING = "crdesk.restoring"
"""Locked while a restore runs."""
ANNOUNCED = "crdesk.replaced-by"
"""Names the folder with the new files, once they are complete."""
WORKSHOP = ".crdesk-restore-"


def replace_files(found: BackupFile, folder: Path, key: str, *, progress: Progress | None = None) -> None:
    """Make data and keys from a verified backup and let them take the place of the old; raises OSError or engine
    errors before the announcement, and then nothing has changed."""
    with new_files(folder) as workshop:
        create_data(workshop / DATA, key)
        put_back(found.path, workshop / DATA, key, progress=progress)
        sync_file(workshop / DATA)
        write_ring(workshop / KEYS, found.ring)
    _move_in(folder)


@contextmanager
def new_files(folder: Path) -> Iterator[Path]:
    """An empty place for new data and keys, announced at the end of the body; gone if that fails.

    The caller holds the lock ``RESTORING``; ``move_in`` then ends what was announced.
    """
    _clear_away(folder)
    workshop = folder / f"{WORKSHOP}{secrets.token_hex(4)}"
    workshop.mkdir()
    try:
        yield workshop
        sync_folder(folder)
        write_whole(folder / ANNOUNCED, workshop.name.encode())
    except BaseException:
        shutil.rmtree(workshop, ignore_errors=True)
        raise


def move_in(folder: Path) -> None:
    """Let announced files take the place of the old ones, which nobody may have open any more."""
    _move_in(folder)


def finish_restore(folder: Path) -> None:
    """Finish what a killed restore had announced; Unavailable while one is running. Before anything is opened."""
    refuse_while_restoring(folder)
    if (folder / ANNOUNCED).exists() or _left_workshops(folder):
        lock = held(folder / RESTORING)
        if lock is None:
            raise _restoring()
        try:
            _move_in(folder)
            _clear_away(folder)
        finally:
            lock.remove()


def refuse_while_restoring(folder: Path) -> None:
    """Unavailable while a restore is running."""
    if is_held(folder / RESTORING):
        raise _restoring()


def _left_workshops(folder: Path) -> list[Path]:
    return list(folder.glob(f"{WORKSHOP}*"))


def _clear_away(folder: Path) -> None:
    """What one who died before the announcement left; it may be as large as the data."""
    for left in _left_workshops(folder):
        shutil.rmtree(left, ignore_errors=True)


def _restoring() -> Unavailable:
    return Unavailable("正在恢复数据。", data="恢复做完以前，数据不能打开。", todo="稍等，再打开一次。")


def _move_in(folder: Path) -> None:
    """Every step can be done again; the old journal goes first, since it belongs to the old data."""
    announced = folder / ANNOUNCED
    if not announced.exists():
        return
    workshop = folder / announced.read_text("utf-8")
    if (workshop / DATA).exists():
        for name in (JOURNAL, SHARED_MEMORY):
            (folder / name).unlink(missing_ok=True)
    for name in (DATA, KEYS):
        if (workshop / name).exists():
            replace_patiently(workshop / name, folder / name)
    checked(folder)
    sync_folder(folder)
    announced.unlink()
    shutil.rmtree(workshop, ignore_errors=True)
