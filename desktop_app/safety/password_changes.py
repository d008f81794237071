"""Passwords and the recovery code changed: the own one, another account's, and by the printed code.

The keys file is written inside the transaction of the deed: if the disk does not take it nothing has changed,
and if the process dies between the two the new password opens and only the note of it is missing.
"""

from __future__ import annotations

from desktop_app.problems import Refused
from desktop_app.safety import slots
from desktop_app.safety.account_records import refuse_stranger
from desktop_app.safety.admission import checked_password, proved, unlocked_again
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.duties import allows
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.key_file import change_ring, read_ring
from desktop_app.safety.keys import account_slot, clean_name, recovery_slot
from desktop_app.safety.opening_faults import told
from desktop_app.safety.recovery_code import new_code
from desktop_app.safety.slots import ACCOUNT, Slot
from desktop_app.session import Changed, Clock, Session, changed, require, wall_clock


def change_password(session: Session, old: str, new: str, *, wall: Clock = wall_clock) -> Changed:
    """One's own password; Refused for a wrong ``old`` (field old) or an easy ``new`` (field password)."""
    checked_password(new, session.person.name)
    if new == old:
        raise Refused("新密码和旧密码一样，请换一个。", field="password")
    with told(session.data.path.parent):
        proved(session, old, wall, field="old")
        return _put(session, _slot_of(session, session.person.name, new), "change_password", None)


def reset_password(session: Session, name: str, new: str) -> Changed:
    """Give another account a new password; a lockout is lifted with it.

    Refused for one's own account, which is asked for its old password, and for one that is retired or unknown.
    """
    require(session, "manage_office")
    name = clean_name(name)
    if name == session.person.name:
        raise Refused("自己的密码请用“修改密码”，要先输旧密码。", field="account")
    checked_password(new, name)
    with told(session.data.path.parent):
        number = refuse_stranger(session, name)
        done = _put(session, _slot_of(session, name, new), "reset_password", number, whose=name)
        unlocked_again(session.data.path.parent, name)
    return done


def renew_recovery_code(session: Session, password: str, *, wall: Clock = wall_clock) -> str:
    """A fresh code to print, which is stored nowhere; the old one opens nothing any more. Asks the own password."""
    require(session, "manage_office")
    with told(session.data.path.parent):
        proved(session, password, wall)
        code = new_code()
        slot = recovery_slot(session.data.key, code, cost=slots.COST)
        _put(session, slot, "renew_recovery_code", None)
    return code


def set_by_code(session: Session, password: str) -> Changed:
    """The password of the account that came in by the recovery code."""
    folder, name = session.data.path.parent, session.person.name
    if read_ring(folder / KEYS).find(ACCOUNT, name) is None and not allows(
        session.person.duties, "manage_office"
    ):
        raise Refused("这个账号没有钥匙，请由客关部经理用恢复码登录，再重设它的密码。", field="account")
    done = _put(session, _slot_of(session, name, password), "recover", None)
    unlocked_again(folder, name)
    return done


def _slot_of(session: Session, name: str, password: str) -> Slot:
    return account_slot(session.data.key, name, password, cost=slots.COST)


def _put(session: Session, slot: Slot, deed: str, number: int | None, *, whose: str | None = None) -> Changed:
    with session.saving():
        record_deed(session, deed, "account", number, new=whose)
        change_ring(session.data.path.parent, lambda ring: ring.having(slot))
    return changed("settings")
