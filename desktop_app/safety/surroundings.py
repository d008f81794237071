"""Where a data folder must not lie: on a network share, or in a folder that a sync program copies away.

On a share two PCs do not see each other's locks and journal; a sync program copies the data file and its journal
at different moments and brings back old ones. Both end in damaged data, so the folder is refused before anything
is written. A backup's second place may well be either.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.problems import Unavailable

MOUNTS = Path("/proc/self/mountinfo")
NETWORK_KINDS = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs", "ceph", "glusterfs", "lustre", "vboxsf",
    "fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.ceph", "fuse.glusterfs", "fuse.s3fs",
    "fuse.gvfsd-fuse", "fuse.curlftpfs", "fuse.smbnetfs", "fuse.vmhgfs-fuse", "fuse.onedriver",
})  # fmt: skip
"""File systems of other machines, as Linux names them."""
REMOTE_DRIVE = 4
"""What Windows answers for a letter that stands for a share."""

SERVICES: tuple[tuple[str, str], ...] = (
    ("OneDrive", r"onedrive( ?- ?.+)?"),
    ("坚果云", r"nutstore( files)?|我的坚果云|坚果云"),
    ("百度网盘同步空间", r"baidusyncdisk|百度网盘同步空间|百度同步盘"),
    ("微云", r"微云同步助手|微云同步盘|weiyunsync"),
    ("WPS 云盘", r"wps ?云盘|wps ?cloud files|wpsdrive"),
    ("阿里云盘", r"阿里云盘备份盘|alidrive"),
    ("天翼云盘", r"天翼云盘同步盘|ecloud"),
    ("Dropbox", r"dropbox( ?\(.+\))?"),
    ("iCloud", r"icloud ?drive|mobile documents|com~apple~clouddocs|iclouddrive"),
    ("Google Drive", r"google ?drive|googledrive|我的云端硬盘|my drive"),
    ("Nextcloud", r"nextcloud|owncloud"),
    ("Syncthing", r"syncthing"),
    ("MEGA", r"megasync( downloads)?"),
)
"""Sync programs and the names of the folders they keep, in small letters."""
MARKS: tuple[tuple[str, str, bool], ...] = (
    ("Dropbox", ".dropbox", False),
    ("Dropbox", ".dropbox.cache", True),
    ("OneDrive", ".849C9593-D756-4E56-8D6E-42412F2A707B", False),
    ("Google Drive", ".tmp.drivedownload", True),
    ("Nextcloud", ".nextcloudsync.log", False),
    ("Nextcloud", ".owncloudsync.log", False),
    ("Syncthing", ".stfolder", True),
    ("Synology Drive", ".SynologyWorkingDirectory", True),
)
"""What they leave in the folder they keep, and whether it is a folder; ``~/.dropbox`` is one and no mark."""

WAY_OUT = (
    "把数据文件夹放在这台电脑自己的硬盘上：整个文件夹移过去，再选它打开。\n"
    "{place}可以用来放第二份备份，那样是安全的。"
)


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted file system: where, and of which kind."""

    point: str
    kind: str


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """Why a place will not do: ``what`` it is, what that does to data (``why``), and what it ``may`` be used for."""

    what: str
    why: str
    may: str


def unsuitable(folder: Path, table: tuple[Mount, ...] | None = None) -> Unsuitable | None:
    """What is wrong with a place for data, which need not be there yet; None when it will do.

    ``table`` are the mounts of this machine unless others are given.
    """
    if on_network(folder, mounts() if table is None else table):
        return Unsuitable("在网络共享上", "几台电脑同时写网络盘上的数据文件，会把它写坏。", "网络盘")
    service = sync_service(folder)
    if service:
        why = f"{_spaced(service, last=True)}会在写到一半时复制数据文件，还可能拿旧的盖掉新的。"
        return Unsuitable(f"在{_spaced(service)}的同步文件夹里", why, "同步文件夹")
    return None


def refuse_surroundings(folder: Path, table: tuple[Mount, ...] | None = None) -> None:
    """Unavailable where ``folder`` lies on a share or is synced."""
    found = unsuitable(folder, table)
    if found:
        raise Unavailable(
            f"数据文件夹{found.what}：{folder}",
            data=f"没有打开，也没有改动数据。{found.why}所以不能放在那里。",
            todo=WAY_OUT.format(place=found.may),
            ways=("choose_folder",),
        )


def mounts(source: Path | None = None) -> tuple[Mount, ...]:
    """What is mounted, in order; nothing where the system does not tell it in this way."""
    try:
        return parse_mounts((source or MOUNTS).read_text("utf-8", errors="surrogateescape"))
    except OSError:
        return ()


def parse_mounts(text: str) -> tuple[Mount, ...]:
    """The lines of Linux's ``mountinfo``: its fifth word is the place, the one behind the dash the kind."""
    found = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        words, kind = before.split(" "), after.split(" ")[0]
        if len(words) > 4 and kind:
            found.append(Mount(_plain(words[4]), kind))
    return tuple(found)


def on_network(folder: Path, table: tuple[Mount, ...]) -> bool:
    """Whether a folder lies on a share.

    What is mounted as the root is the machine's own even when it comes by wire, as for a container or a PC
    without a disk: nobody else writes there.
    """
    if os.name == "nt":
        return on_windows_share(str(folder), _drive_kind)
    at = _mount_of(folder.resolve(), table)
    return at is not None and at.point != "/" and at.kind in NETWORK_KINDS


def on_windows_share(path: str, drive_kind: Callable[[str], int]) -> bool:
    r"""Whether a path is ``\\server\share\…`` or lies under a letter that stands for one."""
    plain = path.replace("/", "\\")
    if plain.startswith("\\\\"):
        local = re.match(r"\\\\[?.]\\(?!unc\\)", plain, re.IGNORECASE)
        if local is None:
            return True
        plain = plain[local.end() :]
    return plain[1:2] == ":" and drive_kind(plain[:2] + "\\") == REMOTE_DRIVE


def sync_service(folder: Path) -> str:
    """The sync program that keeps a folder, told by the names and the marks above it; "" for none."""
    place = folder.resolve()
    for name, pattern in SERVICES:
        if any(re.fullmatch(pattern, part.lower()) for part in place.parts):
            return name
    if any(place.is_relative_to(root) for root in _told_by_system()):
        return "OneDrive"
    return next((name for name, mark, is_folder in MARKS if _marked(place, mark, is_folder)), "")


def _marked(place: Path, mark: str, is_folder: bool) -> bool:
    above = (parent / mark for parent in (place, *place.parents))
    return any(path.is_dir() if is_folder else path.is_file() for path in above)


def _told_by_system() -> tuple[Path, ...]:
    """OneDrive's folders may carry any name; Windows tells them in the environment."""
    names = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    return tuple(Path(os.environ[name]).resolve() for name in names if os.environ.get(name))


def _mount_of(place: Path, table: tuple[Mount, ...]) -> Mount | None:
    """The mount with the longest way in common; of several at one place the last covers the others."""
    around = [mount for mount in table if place.is_relative_to(mount.point)]
    return max(reversed(around), key=lambda mount: len(mount.point), default=None)


def _plain(word: str) -> str:
    r"""``mountinfo`` writes blanks and the like as ``\040``, by bytes."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), word)


def _spaced(service: str, *, last: bool = False) -> str:
    """Latin names stand apart from Chinese words."""
    latin_first, latin_last = service[0].isascii(), service[-1].isascii()
    return ("" if last or not latin_first else " ") + service + (" " if latin_last else "")


def _drive_kind(root: str) -> int:
    import ctypes

    windows = getattr(ctypes, "windll", None)
    return int(windows.kernel32.GetDriveTypeW(root)) if windows else 0
