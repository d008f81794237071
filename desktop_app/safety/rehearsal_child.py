"""The process in which a restore is rehearsed: puts a backup back, opens it as a restore would, and tells."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from db.backup import count_records
from db.connection import DataFile, open_data, raw_handle
from db.migrate import migrate
from db.soundness import broken_structure
from desktop_app.explaining import explain
from desktop_app.safety.backup_file import BackupFile, damaged, read_backup
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.safety.folder_layout import DATA
from desktop_app.safety.replacing import replace_files
from desktop_app.session import Person, Session

PROGRESS, DONE, FAILED = "progress", "done", "failed"


def serve(connection: Connection, file: str, stage: str, key: str) -> None:
    """Restore ``file`` into ``stage`` and say ``DONE`` with records and findings, or ``FAILED`` with the reason."""

    def progress(done: int, total: int) -> None:
        connection.send((PROGRESS, done, total))

    try:
        found = read_backup(Path(file))
        replace_files(found, Path(stage), key, progress=progress)
        data = open_data(Path(stage) / DATA, key)
        records, findings = _looked_through(data, found)
        connection.send((DONE, records, findings))
    except Exception as error:
        told = explain(error)
        if told.kind == "bug":
            raise
        connection.send((FAILED, told.title, told.todo))


def _looked_through(data: DataFile, found: BackupFile) -> tuple[int, tuple[str, ...]]:
    from desktop_app.safety.checking import check

    expected = found.counts(data.key)
    with data.connection_context():
        handle = raw_handle(data)
        if broken_structure(handle) or count_records(handle) != expected:
            raise damaged(found.path)
        migrate(data)
        session = Session(Person("恢复演练", ALL_DUTIES), lambda: datetime.max.replace(microsecond=0), data)
        return sum(expected.values()), check(session).findings
