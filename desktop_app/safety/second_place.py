"""The second place (第二处): a folder on another disk that takes a proven copy of each backup made beside the data."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from db.whole_files import PART, sync_folder
from desktop_app import settings
from desktop_app.explaining import explain
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup_file import ENDING, PIECE, digest_of
from desktop_app.session import Changed, Session, changed, require

SETTING, KEPT, TROUBLE = "backup_second_place", "backup_second_kept", "backup_second_trouble"
NOT_EQUAL = "第二处的副本写进去以后读出来不一样，没有留下；请换一个盘。"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one copy: ``file`` when it was proven equal, else ``trouble`` in one sentence; neither: no place."""

    made_at: datetime | None = None
    file: Path | None = None
    trouble: str = ""


NOWHERE = Kept()


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """The second place was set; ``warning`` says why it protects less than it could, or nothing."""

    place: Path | None
    warning: str
    changed: Changed


def second_place(session: Session) -> Path | None:
    """The folder that takes a copy of each backup, or None."""
    found = settings.get(session, SETTING)
    return Path(found) if found else None


def set_second_place(session: Session, path: Path | None) -> PlaceSet:
    """Choose the folder, or none; a network drive is fine.

    Refused without the duty, for a folder that is not there, that lies in the data folder or holds it, or that
    cannot be written. On the data's own disk it is taken with a warning.
    """
    require(session, "manage_office")
    home = session.data.path.parent.resolve()
    place = _usable(path, home) if path else None
    warning = _warning(place, home) if place else ""
    with session.saving():
        settings.put(session, SETTING, str(place or ""))
        settings.put(session, KEPT, "")
        settings.put(session, TROUBLE, "")
        record_deed(session, "edit", SETTING, new=str(place or "无"))
    return PlaceSet(place, warning, changed("settings"))


def keep_elsewhere(session: Session, file: Path, made_at: datetime) -> Kept:
    """Copy a backup to the second place and prove the copy; never raises for what is wrong with that place."""
    place = second_place(session)
    if place is None:
        return NOWHERE
    try:
        target = copy_proven(file, place)
    except Exception as error:
        told = explain(error)
        if told.kind != "unavailable":
            raise
        return Kept(made_at, trouble=f"没有存到第二处 {place}：{told.title}")
    return Kept(made_at, target) if target else Kept(made_at, trouble=NOT_EQUAL)


def copy_proven(file: Path, place: Path) -> Path | None:
    """Copy a file as ``.part``, read it back from the disk against the digest of what was read, rename it.

    None when it reads otherwise. Raises OSError; then nothing of it stays.
    """
    part = place / (file.name + PART)
    try:
        digest = _copied(file, part)
        if digest_of(part, part.stat().st_size, from_disk=True) != digest:
            return None
        target = part.rename(_free(place, file.name))
        sync_folder(place)
        return target
    finally:
        _gone(part)


def remember(session: Session, kept: Kept) -> None:
    """Keep what became of the last copy; must run inside ``session.saving()``."""
    if kept.made_at is None:
        return
    if kept.file:
        settings.put(session, KEPT, {"made_at": kept.made_at.isoformat(" "), "file": kept.file.name})
    trouble = {"at": session.now().isoformat(" "), "words": kept.trouble} if kept.trouble else ""
    settings.put(session, TROUBLE, trouble)


def _usable(path: Path, home: Path) -> Path:
    place = path.expanduser().resolve()
    if not place.is_dir():
        raise Refused(f"找不到文件夹：{path}。请先接好移动硬盘或网络盘，并建好这个文件夹。", field="place")
    if place == home or home in place.parents or place in home.parents:
        raise Refused("第二处不能和数据文件夹套在一起，请选另一个盘上的文件夹。", field="place")
    try:
        with TemporaryFile(dir=place) as file:
            file.write(b"x")
    except OSError as error:
        raise Refused(f"这个文件夹写不进去：{explain(error).title}请换一个文件夹。", field="place") from error
    return place


def _warning(place: Path, home: Path) -> str:
    if place.stat().st_dev != home.stat().st_dev:
        return ""
    return "这个文件夹和数据在同一个盘上：盘坏了，两份会一起丢。最好选移动硬盘或网络盘。"


def _copied(file: Path, part: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb", buffering=0) as source, part.open("wb", buffering=0) as target:
        while piece := source.read(PIECE):
            digest.update(piece)
            target.write(piece)
        os.fsync(target.fileno())
    return digest.hexdigest()


def _free(place: Path, name: str) -> Path:
    stem = name.removesuffix(ENDING)
    names = (f"{stem}-{number}{ENDING}" if number else name for number in range(1000))
    return next(place / one for one in names if not (place / one).exists())


def _gone(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # the stick was pulled out; the next copy clears it away
        return
