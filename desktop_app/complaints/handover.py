"""A complaint handed over by a hotline, a web form or another program, read strictly from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.problems import Refused

TEXTS = ("vin", "phone", "name", "channel", "grade", "cause", "words", "demands", "idempotency_key")
CHINA = timezone(timedelta(hours=8))
"""The dealership's wall clock, UTC+8 without summer time."""

DAY_ALONE = len("2026-10-31")
"""A day without its time would set every clock wrong."""


def read_handover(data: Any) -> NewComplaint:
    """The complaint that a parsed JSON document describes, ready for ``cases.accept``.

    Keys: ``vin`` or ``phone``, ``name``, ``channel``, ``grade``, ``cause``, ``words``, ``demands``, ``accepted``
    (default: now), ``idempotency_key``. Raises Refused, with the key as its field, for any other key, for a value
    that is no text, and where words or both VIN and phone are missing; ``accept`` refuses unknown words with the
    list.
    """
    if not isinstance(data, Mapping):
        raise Refused('投诉文件应是一个 JSON 对象，例如 {"phone": "13812345678", …}。')
    unknown = [str(key) for key in data if key not in (*TEXTS, "accepted")]
    if unknown:
        raise Refused(
            f"不认识的字段：{'、'.join(unknown)}；可用：{'、'.join((*TEXTS, 'accepted'))}。", field=unknown[0]
        )
    texts: dict[str, Any] = {key: _text(key, data.get(key)) for key in TEXTS}
    if not texts["words"]:
        raise Refused("缺少客户原话（words）。", field="words")
    if not texts["vin"] and not texts["phone"]:
        raise Refused("车架号（vin）和电话（phone）至少要有一项。", field="phone")
    key = texts.pop("idempotency_key") or None
    return NewComplaint(**texts, accepted=_moment(data.get("accepted")), idempotency_key=key)


def _text(key: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if key in ("phone", "idempotency_key") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Refused(f"“{key}”应是文字，收到的是 {value!r}。", field=key)


def _moment(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    text = value.strip() if isinstance(value, str) else ""
    try:
        moment = datetime.fromisoformat(text if len(text) > DAY_ALONE else "")
    except ValueError:
        raise Refused(
            f"受理时间（accepted）“{value}”看不懂，请写成 2026-10-31 18:30。", field="accepted"
        ) from None
    if moment.tzinfo is not None:
        moment = moment.astimezone(CHINA).replace(tzinfo=None)
    return moment.replace(microsecond=0)
