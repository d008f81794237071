"""The file ``crdesk.keys`` beside the data: the slots as versioned JSON, read strictly and replaced in one step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_app.problems import Unavailable
from desktop_app.safety import key_pairs
from desktop_app.safety.file_lock import waited_for
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.keys import KeyRing
from desktop_app.safety.slots import (
    ACCOUNT,
    DATA_SAFE,
    KEY_BYTES,
    RECOVERY,
    SALT_BYTES,
    SEALED_BYTES,
    TAKE_FROM_BACKUP,
    WAYS,
    Cost,
    Pair,
    Slot,
    damaged_keys,
)

FORMAT, VERSION = "crdesk keys", 2
"""Version 1 knew no pairs; such slots are read, and kept among newer ones until their passwords come by."""
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 2 * 1024 * 1024, 64, 64
"""A keys file that asks for more than this was tampered with: opening it would stop the PC."""
CHANGING = KEYS + ".changing"
"""Locked while somebody reads the ring to write it back changed."""
PATIENCE_S = 10.0


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
        raise damaged_keys() from error


def read_ring(path: Path) -> KeyRing:
    """The ring stored at ``path``; Unavailable when there is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Unavailable(
            "密钥文件 crdesk.keys 不见了。", data=DATA_SAFE, todo=TAKE_FROM_BACKUP, ways=WAYS
        ) from error
    return from_bytes(content)


def write_ring(path: Path, ring: KeyRing) -> None:
    """Replace the keys file in one step."""
    # reading the keys, as the sign-in does, shall not load the database
    from db.whole_files import write_whole

    write_whole(path, as_bytes(ring))


def change_ring(folder: Path, change: Callable[[KeyRing], KeyRing]) -> KeyRing:
    """Read the ring of a data folder, change it and write it back, so that no other's change is lost between.

    Returns the ring that stands there now; raises OSError when the disk does not take it.
    """
    lock = waited_for(folder / CHANGING, PATIENCE_S)
    if lock is None:
        raise Unavailable("另一个窗口正在改密钥文件。", data="账号和数据没有改动。", todo="稍等，再试一次。")
    try:
        ring = read_ring(folder / KEYS)
        changed = change(ring)
        if changed != ring:
            write_ring(folder / KEYS, changed)
    finally:
        lock.remove()
    return changed


def _stored(slot: Slot) -> dict[str, Any]:
    stored = {
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
    return stored | ({"pair": _stored_pair(slot.pair)} if slot.pair else {})


def _stored_pair(pair: Pair) -> dict[str, str]:
    return {
        "name": key_pairs.NAME,
        "public": pair.public.hex(),
        "wrapped": pair.wrapped.hex(),
        "witness": pair.witness.hex(),
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
    salt, sealed = _hex(kdf["salt"], SALT_BYTES), _hex(stored["sealed"], SEALED_BYTES)
    pair = _pair(stored["pair"]) if "pair" in stored else None
    return Slot(stored["kind"], str(stored["name"]), _cost(kdf), salt, sealed, pair)


def _pair(stored: Any) -> Pair:
    if stored["name"] != key_pairs.NAME:
        raise _Unreadable("unknown pair")
    return Pair(
        _hex(stored["public"], key_pairs.HALF_BYTES),
        _hex(stored["wrapped"], key_pairs.wrapped_bytes(KEY_BYTES)),
        _hex(stored["witness"], KEY_BYTES),
    )


def _hex(text: str, length: int) -> bytes:
    content = bytes.fromhex(text)
    if len(content) != length:
        raise _Unreadable("cut short")
    return content


def _cost(kdf: Any) -> Cost:
    memory, passes, lanes = int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"])
    if not (
        8 * lanes <= memory <= MOST_MEMORY_KIB and 1 <= passes <= MOST_PASSES and 1 <= lanes <= MOST_LANES
    ):
        raise _Unreadable("cost out of bounds")
    return Cost(memory, passes, lanes)
