"""A shop's real data folder with its keys, a clock that can be set, and a window on it: what backups need."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from desktop_app import settings
from desktop_app.data_folder import close_folder, create, open_folder
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.keys import Cost
from desktop_app.session import Session

NAME, PASSWORD = "温既明", "正确的密码 1234"
CODE = "2K58-3ZCS-MTQK-9AVA-59AN-2R4S-RG2A-BG95"
NOW = datetime(2026, 10, 31, 18, 30)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


class SetClock:
    """A clock that stands until it is put on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **later: float) -> datetime:
        self.now += timedelta(**later)
        return self.now


def make_shop(folder: Path, clock: SetClock) -> Path:
    """A folder as first start leaves it, closed."""
    opened = create(
        folder, NAME, PASSWORD, "云岭汽车", clock=clock, recovery_code=CODE, cost=CHEAP
    )  # fmt: skip
    close_folder(opened.session)
    return folder


def enter(folder: Path, clock: SetClock) -> Session:
    return open_folder(folder, NAME, PASSWORD, clock)


def rename_shop(session: Session, name: str) -> None:
    """A save that can be seen again after a restore."""
    with session.saving():
        settings.put(session, "shop_name", name)
        record_deed(session, "edit", "setting", new=name)


def shop_name(folder: Path, clock: SetClock) -> str:
    """What stands in a closed folder."""
    session = enter(folder, clock)
    try:
        return str(settings.get(session, "shop_name"))
    finally:
        close_folder(session)
