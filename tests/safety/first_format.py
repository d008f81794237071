"""Keys as the first format wrote them: the password's key seals the data key itself."""

from __future__ import annotations

import json
from pathlib import Path

from desktop_app.safety import slots
from desktop_app.safety.key_file import as_bytes, read_ring
from desktop_app.safety.keys import KeyRing
from desktop_app.safety.recovery_code import plain
from desktop_app.safety.sealing import seal
from desktop_app.safety.slots import ACCOUNT, RECOVERY, Cost, Slot, SlotKind

SALT = b"0123456789abcdef"


def first_slot(kind: SlotKind, name: str, secret: str, key: str, cost: Cost) -> Slot:
    derived = slots._derived(secret.encode(), SALT, cost)
    bound = f"crdesk keys 1\n{kind}\n{name}".encode()
    return Slot(kind, name, cost, SALT, seal(derived, bytes.fromhex(key), bound))


def first_ring(key: str, passwords: dict[str, str], code: str, cost: Cost) -> KeyRing:
    named = [first_slot(ACCOUNT, name, password, key, cost) for name, password in passwords.items()]
    return KeyRing((*named, first_slot(RECOVERY, "", plain(code), key, cost)))


def first_bytes(ring: KeyRing) -> bytes:
    """The file with the version it had then."""
    return json.dumps(json.loads(as_bytes(ring)) | {"version": 1}, ensure_ascii=False, indent=2).encode()


def paired(path: Path) -> dict[str, bool]:
    """Which slots of a keys file have a pair."""
    return {slot.name: slot.pair is not None for slot in read_ring(path).slots}
