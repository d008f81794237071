"""The export log (导出记录): every list that leaves the program, with who took it, how many rows and why."""

from __future__ import annotations

from db import ExportEntry
from desktop_app.problems import Refused
from desktop_app.session import Session


def record_export(session: Session, what: str, reason: str, rows: int, target: str | None = None) -> None:
    """Note one export in a transaction of its own or the caller's; ``what`` is its title, ``target`` the file's name.

    Refused without a reason. Call it before the file is written: what cannot be noted does not leave.
    """
    if not reason.strip():
        raise Refused("请写明导出的原因，导出记录要用。", field="reason")
    with session.saving():
        ExportEntry.insert(
            at=session.now(), account=session.person.name, what=what, reason=reason.strip(), rows=rows,
            target=target,
        ).execute()  # fmt: skip
