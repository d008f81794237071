"""The ring of slots that give the data key: one for each account's password, one for the recovery code.

The data key itself is stored nowhere.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from desktop_app.problems import Refused
from desktop_app.safety.recovery_code import is_code, plain
from desktop_app.safety.slots import (
    ACCOUNT,
    COST,
    KEY_BYTES,
    RECOVERY,
    Cost,
    Slot,
    SlotKind,
    decoy,
    new_slot,
    opened,
    rewrapped,
)

__all__ = [
    "COST", "Cost", "KeyRing", "account_slot", "clean_name", "is_current", "new_key", "recovery_slot", "unlock",
    "unlock_by_code", "with_account", "with_recovery_code", "wrapped_anew",
]  # fmt: skip


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

    def having(self, slot: Slot) -> KeyRing:
        """The same ring with ``slot`` in the place of its holder's old one, or at the end."""
        old = self.find(slot.kind, slot.name)
        if old is None:
            return KeyRing((*self.slots, slot))
        return KeyRing(tuple(slot if one is old else one for one in self.slots))


def new_key() -> str:
    """A random data key: 64 hex digits."""
    return secrets.token_hex(KEY_BYTES)


def clean_name(name: str) -> str:
    """An account name as it is kept: trimmed, one way of writing each character."""
    return unicodedata.normalize("NFC", name.strip())


def account_slot(key: str, name: str, password: str, *, cost: Cost = COST) -> Slot:
    """A slot for ``name``'s password; Refused for an empty name or password."""
    name = clean_name(name)
    if not name:
        raise Refused("请填写姓名。", field="account")
    if not password.strip():
        raise Refused("请填写密码，不能只有空格。", field="password")
    return new_slot(ACCOUNT, name, _secret(password), key, cost)


def recovery_slot(key: str, code: str, *, cost: Cost = COST) -> Slot:
    """A slot for the recovery code ``code`` (from ``new_code``)."""
    return new_slot(RECOVERY, "", plain(code).encode(), key, cost)


def with_account(ring: KeyRing, key: str, name: str, password: str, *, cost: Cost = COST) -> KeyRing:
    """The ring with ``name``'s slot made anew for ``password``; Refused for an empty name or password."""
    return ring.having(account_slot(key, name, password, cost=cost))


def with_recovery_code(ring: KeyRing, key: str, code: str, *, cost: Cost = COST) -> KeyRing:
    """The ring opened by the recovery code ``code``; an older code opens nothing any more."""
    return ring.having(recovery_slot(key, code, cost=cost))


def wrapped_anew(ring: KeyRing, key: str) -> KeyRing:
    """The ring opened by the same passwords and the same code, for another data key.

    ValueError when a slot has no pair, so that only its password could do it.
    """
    return KeyRing(tuple(rewrapped(slot, key) for slot in ring.slots))


def is_current(slot: Slot, cost: Cost) -> bool:
    """Whether the slot is as one made today would be."""
    return slot.pair is not None and slot.cost == cost


def unlock(ring: KeyRing, name: str, password: str) -> str:
    """The data key for an account; Refused in one sentence that does not say which of the two was wrong."""
    slot = ring.find(ACCOUNT, clean_name(name)) or decoy(name)
    key = opened(slot, _secret(password))
    if key is None:
        raise Refused("姓名或密码不对，请检查后再输一次。", field="password")
    return key


def unlock_by_code(ring: KeyRing, code: str) -> str:
    """The data key for the printed recovery code; Refused when it is not the one."""
    slot = ring.find(RECOVERY, "")
    key = opened(slot, plain(code).encode()) if slot and is_code(code) else None
    if key is None:
        raise Refused("恢复码不对，请对照打印件再输一次：共八组，每组四位，没有 0、O、1、I。", field="code")
    return key


def _secret(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode()
