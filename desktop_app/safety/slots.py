"""One slot of the keys: a password or the recovery code opens it, and it gives the data key.

Argon2id derives a key from the password; that key opens the slot's private half by AES-256-GCM; the data key is
wrapped to the public half. Kind and account name are bound into every seal, so a slot cannot be passed off as
another's. A slot of the first format has no pair: there the derived key seals the data key itself.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from typing import Final, Literal

from desktop_app.problems import Unavailable, Way
from desktop_app.safety.key_pairs import new_pair, unwrap, witness, wrap
from desktop_app.safety.sealing import NONCE_BYTES, TAG_BYTES, seal, unseal

SALT_BYTES, KEY_BYTES = 16, 32
SEALED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES

ACCOUNT: Final = "account"
RECOVERY: Final = "recovery"
SlotKind = Literal["account", "recovery"]

DATA_SAFE = "客户数据没有改动，仍在 crdesk.db 里，但没有完好的密钥文件打不开。"
WAYS: tuple[Way, ...] = ("keys_from_backup", "again", "choose_folder")
TAKE_FROM_BACKUP = (
    "从最近一份备份中取回密钥文件，数据不会动。\n"
    "也可以用压缩软件打开 backups 文件夹里最近的备份，把其中的 crdesk.keys 复制到数据文件夹，再登录。"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a password costs (Argon2id, RFC 9106); kept in each slot, so that it can rise later."""

    memory_kib: int
    passes: int
    lanes: int


COST = Cost(memory_kib=128 * 1024, passes=3, lanes=4)
"""Twice the memory of RFC 9106's second choice; 0.2 s on a PC of 2024, about half a second on an old one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The public half of a slot, the data key wrapped to it, and the mark that it belongs to this data."""

    public: bytes
    wrapped: bytes
    witness: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key for one holder: the account ``name``, or whoever has the recovery code (``name`` empty).

    ``sealed`` holds the private half, or in the first format, without ``pair``, the data key.
    """

    kind: SlotKind
    name: str
    cost: Cost
    salt: bytes
    sealed: bytes
    pair: Pair | None = None


def new_slot(kind: SlotKind, name: str, secret: bytes, key: str, cost: Cost) -> Slot:
    """The data key ``key`` (64 hex digits) for whoever knows ``secret``."""
    salt, (private, public) = secrets.token_bytes(SALT_BYTES), new_pair()
    sealed = seal(_derived(secret, salt, cost), private, _bound(2, kind, name))
    return rewrapped(Slot(kind, name, cost, salt, sealed, Pair(public, b"", b"")), key)


def rewrapped(slot: Slot, key: str) -> Slot:
    """The same slot, opened by the same password, for another data key; ValueError for one without a pair."""
    if slot.pair is None:
        raise ValueError(f"the slot of {slot.kind} has no pair")
    bound, public = _bound(2, slot.kind, slot.name), slot.pair.public
    content = bytes.fromhex(key)
    return replace(slot, pair=Pair(public, wrap(content, public, bound), witness(content, public, bound)))


def belongs(slot: Slot, key: str) -> bool:
    """Whether the slot's public half was put there by someone who had the data key ``key``."""
    if slot.pair is None:
        return False
    mark = witness(bytes.fromhex(key), slot.pair.public, _bound(2, slot.kind, slot.name))
    return hmac.compare_digest(mark, slot.pair.witness)


def opened(slot: Slot, secret: bytes) -> str | None:
    """The data key, or None for a wrong secret; Unavailable when the secret is right and the slot was damaged."""
    version = 1 if slot.pair is None else 2
    found = unseal(_derived(secret, slot.salt, slot.cost), slot.sealed, _bound(version, slot.kind, slot.name))
    if found is None or slot.pair is None:
        return found.hex() if found else None
    key = unwrap(slot.pair.wrapped, found, _bound(2, slot.kind, slot.name))
    if key is None:
        raise damaged_keys()
    return key.hex()


def decoy(name: str) -> Slot:
    """A slot that nothing opens, so that an unknown name takes as long as a wrong password."""
    return Slot(ACCOUNT, name, COST, bytes(SALT_BYTES), bytes(SEALED_BYTES))


def damaged_keys() -> Unavailable:
    """The keys file cannot be trusted any more."""
    return Unavailable("密钥文件 crdesk.keys 已损坏。", data=DATA_SAFE, todo=TAKE_FROM_BACKUP, ways=WAYS)


def _derived(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(secret)


def _bound(version: int, kind: SlotKind, name: str) -> bytes:
    return f"crdesk keys {version}\n{kind}\n{name}".encode()
