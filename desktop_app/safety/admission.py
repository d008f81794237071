"""Letting someone in: the password or the code is tried, wrong ones are counted, an outdated slot is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import slots
from desktop_app.safety.attempts import RECOVERY_CODE, forget, of_account, one_guess
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.key_file import change_ring, read_ring
from desktop_app.safety.keys import (
    account_slot,
    clean_name,
    is_current,
    recovery_slot,
    unlock,
    unlock_by_code,
)
from desktop_app.safety.slots import ACCOUNT, RECOVERY, Slot, belongs
from desktop_app.session import Clock, Session

LEAST_PASSWORD, LEAST_DIFFERENT = 8, 3
"""Characters a new password has at least, and how many of them differ."""


def admitted(folder: Path, account: str, password: str, wall: Clock) -> str:
    """The data key for an account; Refused (field password) for a wrong one, TooSoon after too many."""
    ring, name = read_ring(folder / KEYS), clean_name(account)
    with one_guess(folder, of_account(name), ring.names(), wall):
        return unlock(ring, name, password)


def admitted_by_code(folder: Path, code: str, wall: Clock) -> str:
    """The data key for the recovery code; Refused (field code) for a wrong one, TooSoon after too many."""
    ring = read_ring(folder / KEYS)
    with one_guess(folder, RECOVERY_CODE, ring.names(), wall):
        return unlock_by_code(ring, code)


def proved(session: Session, password: str, wall: Clock, *, field: str = "password") -> None:
    """That it is still the same person: the own password asked again, under the same rules as at the door."""
    try:
        refuse_other_key(session, admitted(session.data.path.parent, session.person.name, password, wall))
    except Refused as refused:
        if type(refused) is not Refused:
            refused.field = field
            raise
        raise Refused("密码不对，请再输一次。", field=field) from refused


@contextmanager
def lock_may_change(folder: Path, key: str) -> Iterator[None]:
    """Around an opening: what fails because the data got another key since the password was asked says so."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        pairs = [slot for slot in read_ring(folder / KEYS).slots if slot.pair is not None]
        if pairs and not any(belongs(slot, key) for slot in pairs):
            raise Unavailable("数据的锁刚刚换过。", data="数据没有改动。", todo="再登录一次。") from error
        raise


def refuse_other_key(session: Session, key: str) -> None:
    """Unavailable when the keys beside the open data are another data's."""
    if key != session.data.key:
        raise Unavailable(
            "密钥文件已经换过，和打开的数据不是一对。",
            data="没有改动数据；已保存的都还在。",
            todo="关闭所有窗口，再打开程序登录。",
        )


def renewed(folder: Path, key: str, account: str, password: str) -> None:
    """Make the slot anew when it is not as one made today would be; a failure prevents nobody's sign-in."""
    with suppress(OSError, Unavailable):
        old = read_ring(folder / KEYS).find(ACCOUNT, clean_name(account))
        if old is not None and not is_current(old, slots.COST):
            _exchange(folder, old, account_slot(key, account, password, cost=slots.COST))


def code_renewed(folder: Path, key: str, code: str) -> None:
    """The same for the recovery code's slot."""
    with suppress(OSError, Unavailable):
        old = read_ring(folder / KEYS).find(RECOVERY, "")
        if old is not None and not is_current(old, slots.COST):
            _exchange(folder, old, recovery_slot(key, code, cost=slots.COST))


def _exchange(folder: Path, old: Slot, new: Slot) -> None:
    """Unless the slot was changed or taken away meanwhile."""
    change_ring(folder, lambda ring: ring.having(new) if old in ring.slots else ring)


def checked_password(password: str, name: str) -> str:
    """A new password for account ``name`` as it is; Refused (field password) when it is too easy to guess."""
    if len(password.strip()) < LEAST_PASSWORD:
        raise Refused(f"密码至少 {LEAST_PASSWORD} 位，现在 {len(password.strip())} 位。", field="password")
    if password.strip().casefold() == clean_name(name).casefold():
        raise Refused("密码不能就是姓名，请换一个。", field="password")
    if len(set(password)) < LEAST_DIFFERENT:
        raise Refused("密码太容易猜到，请多用几种字符。", field="password")
    return password


def unlocked_again(folder: Path, account: str) -> bool:
    """Forget the wrong passwords of an account; whether there were any."""
    return forget(folder, of_account(clean_name(account)))
