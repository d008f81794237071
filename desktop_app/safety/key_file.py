"""The file ``crdesk.keys`` beside the data: the slots as versioned JSON, read strictly and replaced in one step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop_app.problems import Unavailable
from desktop_app.safety.keys import ACCOUNT, RECOVERY, SALT_BYTES, SEALED_BYTES, Cost, KeyRing, Slot

FORMAT, VERSION = "crdesk keys", 1
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 2 * 1024 * 1024, 64, 64
"""A keys file that asks for more than this was tampered with: opening it would stop the PC."""

DATA_SAFE = "客户数据没有改动，仍在 crdesk.db 里，但没有完好的密钥文件打不开。"
TAKE_FROM_BACKUP = (
    "从最近一份备份中取回密钥文件，数据不会动。\n"
    "也可以用压缩软件打开 backups 文件夹里最近的备份，把其中的 crdesk.keys 复制到数据文件夹，再登录。"
)


class _Unreadable(Exception):
    """The content is not a keys file."""


def as_bytes(ring: KeyRing) -> bytes:
    """The ring as it is stored."""
    document = {"format": FORMAT, "version": VERSION, "slots": [_stored(slot) for slot in ring.slots]}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def from_bytes(content: bytes) -> KeyRing:
    """Read back; Unavailable when it is damaged or was written by a newer program."""
    try:
        return _ring(json.loads(content))
    except (_Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unavailable("密钥文件 crdesk.keys 已损坏。", data=DATA_SAFE, todo=TAKE_FROM_BACKUP) from error


def read_ring(path: Path) -> KeyRing:
    """The ring stored at ``path``; Unavailable when there is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Unavailable("密钥文件 crdesk.keys 不见了。", data=DATA_SAFE, todo=TAKE_FROM_BACKUP) from error
    return from_bytes(content)


def write_ring(path: Path, ring: KeyRing) -> None:
    """Replace the keys file in one step."""
    # reading the keys, as the sign-in does, shall not load the database
    from db.whole_files import write_whole

    write_whole(path, as_bytes(ring))


def _stored(slot: Slot) -> dict[str, Any]:
    return {
        "kind": slot.kind,
        "name": slot.name,
        "kdf": {
            "name": "argon2id",
            "memory_kib": slot.cost.memory_kib,
            "passes": slot.cost.passes,
            "lanes": slot.cost.lanes,
            "salt": slot.salt.hex(),
        },
        "cipher": "aes-256-gcm",
        "sealed": slot.sealed.hex(),
    }


def _ring(document: Any) -> KeyRing:
    if document["format"] != FORMAT:
        raise _Unreadable("another format")
    if document["version"] > VERSION:
        raise Unavailable(
            "密钥文件由更新版本的程序写成，这个版本读不懂。",
            data="客户数据没有改动。",
            todo="请在这台电脑上安装最新版本的程序，再打开。",
        )
    slots = tuple(_slot(stored) for stored in document["slots"])
    if not slots or len({(slot.kind, slot.name) for slot in slots}) < len(slots):
        raise _Unreadable("no slot, or one twice")
    return KeyRing(slots)


def _slot(stored: Any) -> Slot:
    kdf = stored["kdf"]
    if (
        stored["kind"] not in (ACCOUNT, RECOVERY)
        or kdf["name"] != "argon2id"
        or stored["cipher"] != "aes-256-gcm"
    ):
        raise _Unreadable("unknown slot")
    salt, sealed = bytes.fromhex(kdf["salt"]), bytes.fromhex(stored["sealed"])
    if (len(salt), len(sealed)) != (SALT_BYTES, SEALED_BYTES):
        raise _Unreadable("cut short")
    return Slot(stored["kind"], str(stored["name"]), _cost(kdf), salt, sealed)


def _cost(kdf: Any) -> Cost:
    memory, passes, lanes = int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"])
    if not (
        8 * lanes <= memory <= MOST_MEMORY_KIB and 1 <= passes <= MOST_PASSES and 1 <= lanes <= MOST_LANES
    ):
        raise _Unreadable("cost out of bounds")
    return Cost(memory, passes, lanes)
