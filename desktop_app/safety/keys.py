"""The data key and the slots that wrap it: one for each account's password, one for the recovery code.

The key itself is stored nowhere. A slot holds it sealed by AES-256-GCM under a key that Argon2id derives from
the password; the slot's kind and account name are sealed in, so a slot cannot be passed off as another's.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from desktop_app.problems import Refused
from desktop_app.safety.recovery_code import is_code, plain
from desktop_app.safety.sealing import NONCE_BYTES, TAG_BYTES, seal, unseal

SALT_BYTES, KEY_BYTES = 16, 32
SEALED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES

ACCOUNT: Final = "account"
RECOVERY: Final = "recovery"
SlotKind = Literal["account", "recovery"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a password costs (Argon2id, RFC 9106); kept in each slot, so that it can rise later."""

    memory_kib: int
    passes: int
    lanes: int


COST = Cost(memory_kib=128 * 1024, passes=3, lanes=4)
"""Twice the memory of RFC 9106's second choice; 0.2 s on a PC of 2024, about half a second on an old one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key wrapped once: by the account ``name``'s password, or by the recovery code (``name`` empty)."""

    kind: SlotKind
    name: str
    cost: Cost
    salt: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every slot of one data folder; account names are unique."""

    slots: tuple[Slot, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The accounts that can sign in, in the order in which they were added."""
        return tuple(slot.name for slot in self.slots if slot.kind == ACCOUNT)

    def find(self, kind: SlotKind, name: str) -> Slot | None:
        """The slot of an account, or of the recovery code."""
        return next((slot for slot in self.slots if (slot.kind, slot.name) == (kind, name)), None)

    def without(self, kind: SlotKind, name: str) -> KeyRing:
        """The same ring with one slot less."""
        return KeyRing(tuple(slot for slot in self.slots if (slot.kind, slot.name) != (kind, name)))


def new_key() -> str:
    """A random data key: 64 hex digits."""
    return secrets.token_hex(KEY_BYTES)


def clean_name(name: str) -> str:
    """An account name as it is kept: trimmed, one way of writing each character."""
    return unicodedata.normalize("NFC", name.strip())


def with_account(ring: KeyRing, key: str, name: str, password: str, *, cost: Cost = COST) -> KeyRing:
    """The ring with ``name``'s slot made anew for ``password``; Refused for an empty name or password."""
    name = clean_name(name)
    if not name:
        raise Refused("请填写姓名。", field="account")
    if not password.strip():
        raise Refused("请填写密码，不能只有空格。", field="password")
    slot = _sealed(ACCOUNT, name, _secret(password), key, cost)
    return KeyRing((*ring.without(ACCOUNT, name).slots, slot))


def with_recovery_code(ring: KeyRing, key: str, code: str, *, cost: Cost = COST) -> KeyRing:
    """The ring opened by the recovery code ``code`` (from ``new_code``); an older code opens nothing any more."""
    slot = _sealed(RECOVERY, "", plain(code).encode(), key, cost)
    return KeyRing((*ring.without(RECOVERY, "").slots, slot))


def unlock(ring: KeyRing, name: str, password: str) -> str:
    """The data key for an account; Refused in one sentence that does not say which of the two was wrong."""
    slot = ring.find(ACCOUNT, clean_name(name)) or _decoy(name)
    key = _opened(slot, _secret(password))
    if key is None:
        raise Refused("姓名或密码不对，请检查后再输一次。", field="password")
    return key


def unlock_by_code(ring: KeyRing, code: str) -> str:
    """The data key for the printed recovery code; Refused when it is not the one."""
    slot = ring.find(RECOVERY, "")
    key = _opened(slot, plain(code).encode()) if slot and is_code(code) else None
    if key is None:
        raise Refused("恢复码不对，请对照打印件再输一次：共八组，每组四位，没有 0、O、1、I。", field="code")
    return key


def _secret(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode()


def _decoy(name: str) -> Slot:
    """A slot that nothing opens, so that an unknown name takes as long as a wrong password."""
    return Slot(ACCOUNT, name, COST, bytes(SALT_BYTES), bytes(SEALED_BYTES))


def _sealed(kind: SlotKind, name: str, secret: bytes, key: str, cost: Cost) -> Slot:
    salt = secrets.token_bytes(SALT_BYTES)
    sealed = seal(_derived(secret, salt, cost), bytes.fromhex(key), _bound(kind, name))
    return Slot(kind, name, cost, salt, sealed)


def _opened(slot: Slot, secret: bytes) -> str | None:
    key = unseal(_derived(secret, slot.salt, slot.cost), slot.sealed, _bound(slot.kind, slot.name))
    return key.hex() if key else None


def _derived(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(secret)


def _bound(kind: SlotKind, name: str) -> bytes:
    return f"crdesk keys 1\n{kind}\n{name}".encode()
