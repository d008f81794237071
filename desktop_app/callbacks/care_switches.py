"""Which kinds of care reminders the office gives, and how long before its day each comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app import settings
from desktop_app.callbacks.care import CARE_ROW_DAYS, KINDS, REMINDERS, ReminderKind
from desktop_app.safety.audit_trail import record_changes
from desktop_app.session import Changed, Session, changed, require

SETTING = "care_kinds_off"


@dataclass(frozen=True, slots=True)
class Switch:
    """One kind: whether it is on, when its row comes and how long it stays, in words."""

    code: str
    label: str
    on: bool
    lead: str
    stays: str


def care_switches(session: Session) -> tuple[Switch, ...]:
    """Every kind as the office has set it, the weightiest first."""
    require(session, "see")
    off = frozenset(settings.get(session, SETTING))
    return tuple(
        Switch(kind.code, kind.label, kind.code not in off, _lead(kind), _stays(kind)) for kind in REMINDERS
    )


def switch_kinds_off(session: Session, codes: Iterable[str]) -> Changed:
    """Give no reminders of these kinds from now on, and of all others again; KeyError for an unknown one."""
    require(session, "manage_office")
    off = {KINDS[code].code for code in codes}
    with session.saving():
        before = settings.get(session, SETTING)
        after = [kind.code for kind in REMINDERS if kind.code in off]
        settings.put(session, SETTING, after)
        record_changes(session, "setting", 0, {SETTING: _told(before)}, {SETTING: _told(after)})
    return changed("settings", "callbacks")


def _told(codes: Iterable[str]) -> str | None:
    return "、".join(KINDS[code].label for code in codes) or None


def _lead(kind: ReminderKind) -> str:
    if kind.months_before:
        return f"提前 {kind.months_before} 个月"
    return f"提前 {kind.days_before} 天" if kind.days_before else "当天"


def _stays(kind: ReminderKind) -> str:
    return "直到来店或谢绝" if kind.lasts else f"{CARE_ROW_DAYS} 天"
