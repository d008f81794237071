"""Why there is or isn't a care call to a car on a day."""

from __future__ import annotations

from datetime import timedelta

from db import CareOutcome, VehicleFile
from db.connection import first
from desktop_app.callbacks.care import KIND_LABELS, coming_reminders
from desktop_app.callbacks.care_calls import CARE_CALLS_APART, calls_of, reason_of
from desktop_app.callbacks.care_handling import ANSWER_LABELS, STORED
from desktop_app.callbacks.care_scene import Scene, scene_of
from desktop_app.callbacks.reasons import day_text
from desktop_app.session import Session

AHEAD = timedelta(days=366)
"""How far ahead the next reminder is looked for."""
ANSWERS = {stored: ANSWER_LABELS[answer] for answer, stored in STORED.items()}


def why_care(session: Session, vin: str) -> tuple[bool, str] | None:
    """Whether the car is called about care at the clock, and why, without a full stop; None for an unknown VIN."""
    file = VehicleFile
    found = first(file.select(file.id, file.do_not_call_at).where(file.vin == vin.upper()))
    if found is None:
        return None
    scene = scene_of(session, found[0])
    calls = calls_of(scene)
    if calls:
        return True, reason_of(calls[0], session.today())
    if found[1] is not None and found[1] <= session.now():
        return False, f"客户 {day_text(found[1].date(), session.today())} 要求不再致电"
    return False, "，".join(filter(None, (_last_call(scene), _next_reminder(scene))))


def _last_call(scene: Scene) -> str:
    told = CareOutcome
    newest = first(
        told.select(told.kind, told.accepted, told.at, told.again_on)
        .where(told.file == scene.file_id, told.at <= scene.now)
        .order_by(told.at.desc(), told.id.desc())
    )
    if newest is None:
        return ""
    kind, accepted, at, again_on = newest
    said = f"{day_text(at.date(), scene.today)} 已打过关怀电话（{KIND_LABELS.get(kind, kind)}：{ANSWERS[accepted]}）"
    if again_on and again_on > scene.today:
        return f"{said}，约好 {day_text(again_on, scene.today)} 再打"
    resting = scene.today - at.date() < CARE_CALLS_APART and accepted is not None
    return f"{said}，{CARE_CALLS_APART.days} 天内不再打" if resting else said


def _next_reminder(scene: Scene) -> str:
    coming = coming_reminders(scene, scene.today + timedelta(days=1), scene.today + AHEAD)
    if not coming:
        return "现在没有要提醒的"
    return f"下一项是{coming[0].label}，{day_text(coming[0].lead_on, scene.today)} 起"
