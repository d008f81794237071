"""Settings of the shop: one typed default for each, changed values kept in the data file."""

from __future__ import annotations

import json
from typing import Any

from db import Setting
from db.prepared import Prepared, slot
from desktop_app.session import Session

DEFAULTS: dict[str, Any] = {
    "shop_name": "",
    "brand": "",
    # callback windows, in days after the event (department's rules, section 2)
    "sales_window": [7, 10],
    "service_window": [3, 7],
    "courtesy_contact": False,
    "overdue_days": 30,
    "sms_after_failed_tries": 4,
    "claim_minutes": 30,
    # SMS
    "sms_quiet_from": "20:00",
    "sms_quiet_to": "09:00",
    "sms_days_between": 7,
    "sms_gateway": "file",
    # where gammu-smsd has its folders (callbacks.sms_spool)
    "sms_folders": {},
    # the shop's own texts by kind and name (callbacks.sms_texts)
    "sms_templates": {},
    # bands of a score (section 5): at least these are 完全满意, 基本满意
    "full_band_from": 8,
    "basic_band_from": 6,
    # lists
    "models": ["皇冠", "锐志", "卡罗拉", "花冠", "威驰", "普锐斯", "兰德酷路泽", "普拉多", "柯斯达", "RAV4"],
    "regions": ["金安区", "裕安区", "县城"],
    "trades": ["政府", "事直", "白领", "职员", "个体", "老板", "其他"],
    # sensitive fields that are kept at all (section 1); off by default
    "kept_sensitive_fields": [],
    # warranty (section 4)
    "warranty_months": 36,
    "warranty_km": 100_000,
    # kinds of care reminders that the office does not want (section 4)
    "care_kinds_off": [],
    # the most that a duty may give the customer of one case without approval, in yuan (section 3)
    "compensation_limits_yuan": {"receptionist": 200, "callback_specialist": 500, "cr_manager": 2000},
    # the working calendar: the days of the week that are worked (0 is Monday), and years entered by the office
    "working_weekdays": [0, 1, 2, 3, 4],
    "days_off": {},
    "idle_lock_minutes": 5,
    # a folder on another disk that takes a copy of each backup, and what came of the last one (safety.second_place)
    "backup_second_place": "",
    "backup_second_kept": "",
    "backup_second_trouble": "",
    # the shop's own wording of the call scripts, by passage (callbacks.script_editing)
    "script_changes": {},
}

_ALL = Prepared(lambda: Setting.select(Setting.key, Setting.value))
_ONE = Prepared(lambda: Setting.select(Setting.value).where(Setting.key == slot("key")))


def get(session: Session, key: str) -> Any:
    """The value of a setting; KeyError for one nobody declared in ``DEFAULTS``."""
    default = DEFAULTS[key]
    with session.connected():
        found = _ONE.rows(key=key)
    return json.loads(found[0][0]) if found else default


def get_all(session: Session) -> dict[str, Any]:
    """Every setting with its value of now."""
    with session.connected():
        return DEFAULTS | {key: json.loads(value) for key, value in _ALL.rows()}


def put(session: Session, key: str, value: Any) -> None:
    """Store one setting; must run inside ``session.saving()``."""
    if key not in DEFAULTS:
        raise KeyError(key)
    Setting.insert(
        key=key, value=value, updated_at=session.now(), updated_by=session.person.name
    ).on_conflict(
        conflict_target=[Setting.key],
        preserve=[Setting.value, Setting.updated_at, Setting.updated_by],
    ).execute()
