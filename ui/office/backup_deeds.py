"""What the backups' dialog does in the background: look, make, check, rehearse; and the sentences about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.safety.backup import Made, backup
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.backup_offers import BackupLine, backups, whole
from desktop_app.safety.backup_rehearsal import Rehearsed, rehearse
from desktop_app.safety.backup_standing import Standing, standing
from desktop_app.safety.second_place import second_place
from desktop_app.session import Session
from ui.kit.tones import Tone
from ui.office.backup_words import exact_words

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Look:
    """What the dialog shows at once: the ``lines`` beside the data only."""

    lines: tuple[BackupLine, ...]
    standing: Standing
    second: Path | None


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a deed: a sentence in a tone, and the ``file`` it was about.

    ``checked`` is whether reading it through found it good, None when that was not done; ``made``: a new backup.
    """

    words: str
    tone: Tone = "green"
    file: Path | None = None
    checked: bool | None = None
    made: bool = False


def look(session: Session) -> Look:
    """Find the backups beside the data, and how they all stand; never touches the second place."""
    lines = backups(session.data.path.parent, key=session.data.key)
    return Look(lines, standing(session), second_place(session))


def look_at_second(session: Session, second: Path) -> tuple[BackupLine, ...]:
    """Find the backups in the second place, which may be far, slow or gone."""
    found = backups(session.data.path.parent, second, session.data.key)
    return tuple(line for line in found if line.where == "second")


def newest_first(*lines: BackupLine) -> tuple[BackupLine, ...]:
    """Both places in one order."""
    return tuple(sorted(lines, key=lambda line: (line.made_at or datetime.min, line.file.name), reverse=True))


def make(session: Session, place: Path | None, progress: Progress) -> Told:
    """Back up beside the data, or to ``place``."""
    return told_of_backup(backup(session, place, progress=progress))


def check(session: Session, line: BackupLine) -> Told:
    """Read one through to its last record."""
    good = whole(read_backup(line.file), session.data.key)
    when = exact_words(line.made_at, session.now()) if line.made_at else line.file.name
    if not good:
        words = f"{when} 的备份坏了，不能用。请换一份，并马上做一份新的备份。"
        return Told(words, "red", line.file, checked=False)
    records = "" if line.records is None else f"，{line.records:,} 条记录都在"
    return Told(f"{when} 的备份完好：从头到尾读过一遍{records}。", file=line.file, checked=True)


def practise(session: Session, line: BackupLine, progress: Progress) -> Told:
    """Restore one into a folder of its own, look through it, throw it away."""
    return told_of_rehearsal(rehearse(session, line.file, progress))


def told_of_backup(made: Made) -> Told:
    """A backup made."""
    words = f"备份做好了，已经重新打开核对过，{made.records:,} 条记录都在：{made.file.name}"
    if made.trouble:
        return Told(f"{words}\n{made.trouble}", "yellow", made.file, made=True)
    return Told(f"{words}\n第二处也存好了一份。" if made.elsewhere else words, file=made.file, made=True)


def told_of_rehearsal(found: Rehearsed) -> Told:
    """A rehearsal that came to its end."""
    words = f"演练完了：{found.words}现在的数据没有动过。"
    return Told(words, "green" if found.ok else "yellow", found.file)
