"""How long a window may stand unattended before it locks itself (闲置锁定), in minutes; 0 means never."""

from __future__ import annotations

from desktop_app import settings
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_changes
from desktop_app.session import Changed, Session, changed, require

KEY = "idle_lock_minutes"
LONGEST = 120
"""Minutes; who wants more means never and shall say so."""


def set_idle_lock_minutes(session: Session, minutes: int) -> Changed:
    """Change it for everyone; Refused (field minutes) outside 0 to 120."""
    require(session, "manage_office")
    if not 0 <= minutes <= LONGEST:
        raise Refused(f"请填 0 到 {LONGEST} 分钟；0 表示不自动锁定。", field="minutes")
    with session.saving():
        before = settings.get(session, KEY)
        settings.put(session, KEY, minutes)
        record_changes(session, "setting", 0, {KEY: before}, {KEY: minutes})
    return changed("settings")
