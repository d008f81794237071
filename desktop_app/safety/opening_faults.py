"""What can be wrong with a data folder when it is opened, each fault in words that lead out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from desktop_app.explaining import explain
from desktop_app.fault_sentences import DAMAGED, FOREIGN_FILE, UNCHANGED
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.folder_layout import BACKUPS, DATA, JOURNAL, KEYS, SHARED_MEMORY

PLAIN_SQLITE = b"SQLite format 3\x00"
ROOM_TO_OPEN = 64 * 1024
"""Bytes that the engine needs beside the data to open it at all."""
SMALLEST_DATA = 4096
"""Bytes of one page; a shorter file was cut off."""


def refuse_absent(folder: Path) -> None:
    """Unavailable unless ``folder`` is there with a data file in it; looks only, makes nothing."""
    if not folder.is_dir():
        raise Unavailable(
            f"找不到数据文件夹：{folder}",
            data="没有新建任何文件，也没有改动数据。",
            todo="看看移动硬盘有没有接好，接好后再试一次。\n文件夹移走或改名了的，选它现在的位置。",
            ways=("again", "choose_folder"),
        )
    if (folder / DATA).is_file():
        return
    if (folder / KEYS).exists() or (folder / JOURNAL).exists():
        raise Unavailable(
            f"数据文件 {DATA} 不见了：{folder}",
            data="没有新建任何文件。密钥和备份都没有动。",
            todo=f"如果有人移走或改名了 {DATA}，把它放回这个文件夹。\n找不到时，用最近一份备份恢复。",
            ways=("again", "restore", "choose_folder"),
        )
    raise Unavailable(
        f"这个文件夹里没有客户关系数据：{folder}",
        data="没有新建任何文件。",
        todo="检查文件夹选得对不对。\n第一次使用时，先新建数据文件夹。",
        ways=("choose_folder",),
    )


def refuse_unwritable(folder: Path) -> None:
    """Unavailable where nothing can be written; asks by a nameless file, since rights alone do not tell."""
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM_TO_OPEN))
    except OSError as error:
        error.filename = str(folder)
        raise unchanged(error) from error


def refuse_misfit(path: Path) -> None:
    """Unavailable for a data file that is empty, cut off or not encrypted; reads its first bytes only."""
    with path.open("rb") as file:
        beginning = file.read(SMALLEST_DATA)
    if beginning.startswith(PLAIN_SQLITE):
        raise Unavailable(
            FOREIGN_FILE.title,
            data=f"没有改动 {path.name}；它没有加密。",
            todo=FOREIGN_FILE.todo,
            ways=FOREIGN_FILE.ways,
        )
    if len(beginning) < SMALLEST_DATA:
        raise damaged(path.parent, f"只剩 {len(beginning)} 个字节")


def journal_gone(folder: Path) -> Unavailable:
    """The program died last time, and the journal with the newest saves has been taken away since."""
    return Unavailable(
        f"上次没有正常退出，而数据日志 {JOURNAL} 不见了。",
        data=f"没有改动数据。最后一次开着程序时保存的内容，可能有一部分只记在 {JOURNAL} 里；"
        "不等它就打开，会少掉这一部分，更早的都在。",
        todo=f"如果有人移走、或杀毒软件隔离了 {JOURNAL}，把它放回 {folder}，再试一次。\n"
        "找不到时，选“不等它，直接打开”，再核对出事那天的回访和投诉，少了的补录。",
        ways=("again", "without_journal", "restore"),
    )


def refuse_spoilt_journal(folder: Path, *, knowingly: bool) -> bool:
    """Look at the journal that a dead process left, before the engine takes of it what it can.

    Unavailable where old pages would cover newer ones and, unless someone goes on ``knowingly``, where saves that
    were told to be done are lost. Returns whether something at its end is left out.
    """
    from db.journal import read_journal

    found = read_journal(folder / JOURNAL, folder / SHARED_MEMORY)
    if found.mixed:
        raise damaged(folder, f"{JOURNAL} 的中间坏了")
    if found.lost and not knowingly:
        raise Unavailable(
            f"上次没有正常退出，而数据日志 {JOURNAL} 有一部分坏了。",
            data="没有改动数据。最后一次开着程序时保存的内容，有一部分读不出来了；更早的都在。",
            todo=f"如果有 {JOURNAL} 没坏时的副本，把它放回 {folder}，再试一次。\n"
            "没有时，选“不等它，直接打开”，能读出来的都会留下，再核对出事那天的回访和投诉，少了的补录。\n"
            "请人检查这台电脑的磁盘。",
            ways=("again", "without_journal", "restore"),
        )
    return found.lost or found.torn


def damaged(folder: Path, what: str) -> Unavailable:
    """The data file cannot be trusted any more; names the newest good backup there is."""
    from desktop_app.safety.backup_offers import newest_good

    newest = newest_good(folder)
    offer = f"最近一份好的备份是 {newest.made_at:%Y-%m-%d %H:%M} 的 {newest.path.name}。" if newest else (
        f"{BACKUPS} 文件夹里没有找到好的备份，看看有没有存到别处的。"
    )  # fmt: skip
    return Unavailable(
        f"数据文件已损坏（{what}）。", data=f"没有改动它。{offer}", todo=DAMAGED.todo, ways=DAMAGED.ways
    )


def unchanged(error: BaseException) -> Unavailable:
    """The surroundings' fault ``error``, met before anything was written."""
    told = explain(error)
    data = told.data if told.data.startswith(UNCHANGED) else UNCHANGED
    return Unavailable(told.title, data=data, todo=told.todo, ways=told.ways)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what goes wrong inside into Unavailable; bugs of ours pass as they are."""
    try:
        yield
    except (Refused, Unavailable):
        raise
    except Exception as error:
        explained = explain(error)
        if explained.kind == "bug":
            raise
        if explained.title == DAMAGED.title:
            raise damaged(folder, "读不出来") from error
        raise unchanged(error) from error
