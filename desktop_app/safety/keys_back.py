"""Taking the keys file back from a backup when it is gone or damaged; the data stays as it is."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop_app.problems import Unavailable
from desktop_app.safety.folder_layout import BACKUPS, KEYS
from desktop_app.safety.key_file import read_ring, write_ring

DAMAGED_KEYS = KEYS + ".damaged"
"""Where a keys file that cannot be read is put aside."""


def take_keys_back(folder: Path) -> datetime:
    """Put the keys of the newest good backup beside the data; returns when it was made.

    Asks for no password: the keys open nothing without one, and the one of that time signs in afterwards. Keys that
    can be read stay. Unavailable where there is no good backup; raises OSError.
    """
    from desktop_app.safety.backup_offers import newest_good

    found = newest_good(folder)
    if found is None:
        raise Unavailable(
            f"{BACKUPS} 文件夹里没有找到好的备份。",
            data="数据和密钥都没有改动。",
            todo=f"看看移动硬盘或别处有没有备份。\n用压缩软件打开它，把其中的 {KEYS} 复制到 {folder}，再试一次。",
            ways=("again", "choose_folder"),
        )
    with suppress(Unavailable):
        read_ring(folder / KEYS)
        return found.made_at
    if (folder / KEYS).exists():
        (folder / KEYS).replace(folder / DAMAGED_KEYS)
    write_ring(folder / KEYS, found.ring)
    return found.made_at
