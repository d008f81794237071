"""First start (第一次使用): a new data folder built aside and moved in whole, or nothing left behind."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from db import Account, Department, Staff
from db.connection import create_data
from db.migrate import migrate
from db.whole_files import sync_file, sync_folder
from desktop_app import settings
from desktop_app.complaints.causes import load_causes
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.safety.file_lock import held
from desktop_app.safety.folder_layout import DATA, JOURNAL, KEYS, SHARED_MEMORY, holds_data
from desktop_app.safety.key_file import write_ring
from desktop_app.safety.keys import Cost, KeyRing, new_key, with_account, with_recovery_code
from desktop_app.session import Clock, Person, Session

MAKING = "crdesk.making"
WORKSHOP = ".crdesk-new-"
SETTLING = "settling"
"""Stands in the workshop from the first move on."""
DEPARTMENTS = ("销售部", "售后服务部", "配件部", "客户关系部")
"""What most shops have; the office renames and adds."""


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A workshop in ``folder``, which is made with its parents if need be; gone afterwards.

    When the body fails, the folder is as it was, even after ``settle``. Refused where data lies already or
    another window is just making some.
    """
    made = _make(folder)
    try:
        with _alone(folder):
            _undo_interrupted(folder)
            _refuse_taken(folder)
            with _workshop(folder) as workshop:
                yield workshop
    except BaseException:
        _unmake(made)
        raise


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = held(folder / MAKING)
    if lock is None:
        raise Refused("这个文件夹正在由另一个窗口新建，请稍等。", field="folder")
    try:
        yield
    finally:
        lock.remove()


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    workshop = folder / f"{WORKSHOP}{secrets.token_hex(4)}"
    workshop.mkdir()
    try:
        yield workshop
    except BaseException:
        if (workshop / SETTLING).exists():
            _remove(folder, DATA, JOURNAL, SHARED_MEMORY, KEYS)
        raise
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new data folder is made of; ``person`` is the account holder's name in records."""

    account: str
    password: str
    person: str
    shop: str
    brand: str
    recovery_code: str
    cost: Cost


def build(workshop: Path, beginning: Beginning, clock: Clock) -> str:
    """Make data and keys in the workshop; returns the data key."""
    key = new_key()
    ring = with_account(KeyRing(), key, beginning.account, beginning.password, cost=beginning.cost)
    ring = with_recovery_code(ring, key, beginning.recovery_code, cost=beginning.cost)
    data = create_data(workshop / DATA, key)
    with data.connection_context():
        migrate(data)
        session = Session(Person(beginning.account, ALL_DUTIES), clock, data)
        with session.saving():
            _first_records(session, beginning)
    sync_file(workshop / DATA)
    write_ring(workshop / KEYS, ring)
    return key


def settle(workshop: Path, folder: Path) -> None:
    """Move what was built in: the data last, so that with it everything is there."""
    (workshop / SETTLING).touch()
    for name in (KEYS, DATA):
        (workshop / name).rename(folder / name)
    sync_folder(folder)


def _first_records(session: Session, beginning: Beginning) -> None:
    staff = Staff.insert(name=beginning.person, role="cr_manager").execute()
    Account.insert(
        name=beginning.account, staff=staff, duties=sorted(ALL_DUTIES), created_at=session.now()
    ).execute()
    Department.insert_many([{"name": name} for name in DEPARTMENTS]).execute()
    load_causes(session)
    settings.put(session, "shop_name", beginning.shop)
    settings.put(session, "brand", beginning.brand)
    record_deed(session, "create", "data_folder")


def _make(folder: Path) -> list[Path]:
    """Make the folder and its parents; returns those that were made, innermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except BaseException:
        _unmake(missing)
        raise
    return missing


def _refuse_taken(folder: Path) -> None:
    if holds_data(folder):
        raise Refused("这个文件夹里已经有客户关系数据，请直接登录，或者换一个空文件夹。", field="folder")


def _unmake(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _undo_interrupted(folder: Path) -> None:
    """Clear away what a start left that died while making; its recovery code was never shown."""
    for workshop in folder.glob(f"{WORKSHOP}*"):
        if (workshop / SETTLING).exists() and (workshop / DATA).exists():
            _remove(folder, KEYS)
        shutil.rmtree(workshop, ignore_errors=True)


def _remove(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
