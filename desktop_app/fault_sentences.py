"""What people are told about the faults of disks, folders, locks and engines."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from desktop_app.problems import Way

SAFE = "以前保存的内容都在；这一步没有保存。"
UNCHANGED = "数据没有改动。"


@dataclass(frozen=True, slots=True)
class Sentences:
    """What happened, what became of the data, what to do (a line a step), and which ways out a window can offer."""

    title: str
    data: str
    todo: str
    ways: tuple[Way, ...] = ()


BUSY = Sentences(
    "数据正被另一个程序占用，等了 10 秒仍没有轮到。",
    SAFE,
    "稍等片刻，再试一次。\n如果有人正在导入或恢复数据，等它做完。",
    ("again",),
)
FULL = Sentences(
    "磁盘已满，写不进去。",
    SAFE,
    "清空回收站，删除或移走不用的大文件，腾出至少 1 GB。\n再试一次。",
    ("again",),
)
READ_ONLY = Sentences(
    "数据文件夹是只读的，写不进去。",
    SAFE,
    "检查这个文件夹和磁盘是否设成了只读，或移动硬盘的写保护开关。\n请管理这台电脑的人给您写入权限，再试一次。",
    ("again", "choose_folder"),
)
NO_PERMISSION = Sentences(
    "没有权限读写这个文件或文件夹。",
    SAFE,
    "如果文件正开在 Excel 或别的窗口里，先关掉。\n请管理这台电脑的人给您读写权限。\n"
    "或者换一个您有权限的文件夹，再试一次。",
    ("again", "choose_folder"),
)
GONE = Sentences(
    "数据文件找不到了。",
    SAFE,
    "看看移动硬盘或网络盘的线有没有松。\n确认数据文件夹没有被移走或改名。\n接好后再试一次。",
    ("again", "choose_folder"),
)
REPLACED = Sentences(
    "数据文件在使用中被移走，换成了另一个。",
    "这一步没有保存，免得写进不对的文件。",
    "把要紧的内容先抄下来。\n把原来的数据文件放回数据文件夹，再试一次。\n要改用新放进去的，退出程序再打开。",
    ("again",),
)
DISK_FAILS = Sentences(
    "读写磁盘时出错。",
    SAFE,
    "看看移动硬盘或网络盘的线有没有松，再试一次。\n反复出现时磁盘可能要坏了：马上备份到另一个盘，并请人检查。",
    ("again", "choose_folder"),
)
DAMAGED = Sentences(
    "数据文件已损坏。",
    "损坏的部分读不出来；备份没有受影响。请不要再录入。",
    "不要删除任何文件。\n用最近一份好的备份恢复，恢复前会自动留一份现在的样子。\n请人检查这台电脑的磁盘。",
    ("restore", "choose_folder"),
)
HELD = Sentences(
    "文件正被别的程序打开，写不进去。",
    SAFE,
    "如果它正开在 Excel 或别的窗口里，先关掉。\n杀毒或同步软件正在扫描时，等一会儿。\n再试一次。",
    ("again",),
)
LONG_NAME = Sentences("文件名或路径太长。", UNCHANGED, "换一个短一些的文件名或文件夹，再试一次。")
MISSING = Sentences(
    "找不到文件或文件夹",
    UNCHANGED,
    "检查路径有没有写错。\n看看移动硬盘或网络盘的线有没有松。\n再试一次。",
    ("again", "choose_folder"),
)
EXISTS = Sentences("已经有同名的文件", UNCHANGED, "换一个名字，或先移走原来的文件，再试一次。")
NOT_A_FOLDER = Sentences(
    "这个位置该是文件夹的是文件，或该是文件的是文件夹。", UNCHANGED, "检查所选的路径，再试一次。"
)
MEMORY = Sentences(
    "电脑的内存不够了。", SAFE, "关闭不用的程序，再试一次。\n数据很多时，把日期范围选小一些。", ("again",)
)
CANCELLED = Sentences("已取消。", "这一步没有保存；以前保存的内容都在。", "")
NO_SERVER = Sentences(
    "连不上数据服务器。",
    SAFE,
    "检查网线或无线网络。\n请管理服务器的人看看它是否在运行。\n再试一次。",
    ("again",),
)
SERVER_REFUSES = Sentences("数据服务器不接受这个账号。", UNCHANGED, "请管理服务器的人检查账号和密码。")
NEWER = Sentences(
    "这份数据由更新版本的程序写过，这个版本读不懂。",
    UNCHANGED,
    "在这台电脑上安装最新版本的程序，再打开。\n数据文件夹选错了的，换一个。",
    ("choose_folder",),
)
DAMAGED_MIGRATION = Sentences(
    "升级数据时发现会丢失记录，已经停下。",
    "数据已退回升级前的样子，一条也没有少；升级前的备份在 backups 文件夹里。",
    "先继续用原来版本的程序。\n把下面的详情发给维护人员。",
)
FOREIGN_FILE = Sentences(
    "这个文件不是本程序的数据文件。",
    "文件没有改动。",
    "检查数据文件夹选得对不对。\n原来的数据文件被替换了的，用最近一份备份恢复。",
    ("choose_folder", "restore"),
)
INCOMPLETE_PROGRAM = Sentences(
    "程序没有装完整，不敢打开数据。", UNCHANGED, "重新安装程序。\n仍不行，把下面的详情发给维护人员。"
)
BUG = Sentences(
    "程序出了意外（编号 {number}）。",
    "这一步没有做完；以前保存的内容都在。",
    "可以继续使用，换一种做法再试。\n复制详情，连同编号发给维护人员。",
)

_BY_ERROR_NAME: dict[str, Sentences] = {
    "ENOSPC": FULL, "EDQUOT": FULL, "EFBIG": FULL,
    "EROFS": READ_ONLY,
    "EACCES": NO_PERMISSION, "EPERM": NO_PERMISSION,
    "ENOENT": MISSING,
    "ENODEV": GONE, "ENXIO": GONE, "ESTALE": GONE, "EHOSTDOWN": GONE, "ENETUNREACH": GONE, "EHOSTUNREACH": GONE,
    "ENOTCONN": GONE,
    "EIO": DISK_FAILS,
    "EBUSY": HELD, "ETXTBSY": HELD, "EAGAIN": HELD, "EDEADLK": HELD,
    "ENAMETOOLONG": LONG_NAME,
    "ENOTDIR": NOT_A_FOLDER, "EISDIR": NOT_A_FOLDER,
    "EEXIST": EXISTS,
    "ENOMEM": MEMORY,
}  # fmt: skip
"""By name, since not every system has every number."""

_BY_WINDOWS_CODE: dict[int, Sentences] = {
    32: HELD,  # ERROR_SHARING_VIOLATION
    33: HELD,  # ERROR_LOCK_VIOLATION
    19: READ_ONLY,  # ERROR_WRITE_PROTECT
    21: GONE,  # ERROR_NOT_READY
    39: FULL,  # ERROR_HANDLE_DISK_FULL
    53: GONE,  # ERROR_BAD_NETPATH
    112: FULL,  # ERROR_DISK_FULL
}

_BY_ENGINE_CODE: dict[int, Sentences] = {
    3: NO_PERMISSION,  # SQLITE_PERM
    5: BUSY,  # SQLITE_BUSY
    6: BUSY,  # SQLITE_LOCKED
    7: MEMORY,  # SQLITE_NOMEM
    8: READ_ONLY,  # SQLITE_READONLY
    9: CANCELLED,  # SQLITE_INTERRUPT
    10: DISK_FAILS,  # SQLITE_IOERR
    11: DAMAGED,  # SQLITE_CORRUPT
    13: FULL,  # SQLITE_FULL
    14: GONE,  # SQLITE_CANTOPEN
    15: BUSY,  # SQLITE_PROTOCOL
    26: DAMAGED,  # SQLITE_NOTADB
    10 | 19 << 8: FULL,  # SQLITE_IOERR_SHMSIZE: no room for the journal's index
}

_BY_ENGINE_MESSAGE: tuple[tuple[str, Sentences], ...] = (
    ("is locked", BUSY),
    ("disk is full", FULL),
    ("readonly database", READ_ONLY),
    ("disk i/o error", DISK_FAILS),
    ("unable to open database", GONE),
    ("is malformed", DAMAGED),
    ("not a database", DAMAGED),
    ("out of memory", MEMORY),
    ("interrupted", CANCELLED),
)

BY_SQLSTATE: dict[str, Sentences] = {
    "08": NO_SERVER, "57": NO_SERVER, "57014": CANCELLED,
    "28": SERVER_REFUSES,
    "40": BUSY, "55": BUSY,
    "53100": FULL, "53200": MEMORY, "53": NO_SERVER,
    "25006": READ_ONLY, "42501": NO_PERMISSION,
    "58": DISK_FAILS, "XX001": DAMAGED, "XX002": DAMAGED,
}  # fmt: skip
"""By the five characters that a PostgreSQL error carries, or their first two (the class)."""


def newer(found: int, known: int) -> Sentences:
    """The sentences for data of a newer program, with the numbers that say which program will do."""
    numbers = f"数据是第 {found} 版的结构，这个程序只认得到第 {known} 版。"
    return Sentences(NEWER.title, NEWER.data + numbers, NEWER.todo, NEWER.ways)


def by_errno(error: OSError) -> Sentences | None:
    """The sentences for an error of the operating system, with the file's name; None for one that is our fault."""
    windows: int | None = getattr(error, "winerror", None)
    found = _BY_WINDOWS_CODE.get(windows or 0) or _BY_ERROR_NAME.get(
        errno.errorcode.get(error.errno or 0, "")
    )
    if found is None:
        return None
    where = f"：{error.filename}" if error.filename else "。"
    return Sentences(found.title.removesuffix("。") + where, found.data, found.todo, found.ways)


def by_engine(code: int | None, message: str) -> Sentences | None:
    """The sentences for an error of SQLite or SQLCipher; None where our SQL or our rules are at fault."""
    if code is not None:
        return _BY_ENGINE_CODE.get(code) or _BY_ENGINE_CODE.get(code & 0xFF)
    lower = message.lower()
    return next((sentences for words, sentences in _BY_ENGINE_MESSAGE if words in lower), None)
