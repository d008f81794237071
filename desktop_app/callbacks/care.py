"""Care reminders (关怀提醒): every kind with its lead time, and those that are due on a day.

To add a kind: 1. a function that finds the days it is about, 2. one row in ``REMINDERS``, 3. its line in the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desktop_app.archive.visits import months_before
from desktop_app.callbacks import care_anniversaries as days
from desktop_app.callbacks import care_warranty, care_wishes
from desktop_app.callbacks.care_maintenance import Found, first_maintenance, next_maintenance
from desktop_app.callbacks.care_scene import SLACK, Scene
from desktop_app.callbacks.maintenance import months_after

CARE_ROW_DAYS = 30
"""How long after its lead day a reminder stays, unless it is handled (department's rules, section 4)."""
BEGINNING = date(1990, 1, 1)
"""Older wishes are none."""


@dataclass(frozen=True, slots=True)
class ReminderKind:
    """One kind: what it is called, how it is found, and how long before its day it is due.

    ``find(scene, low, high)`` gives the cars with their days between the two, or a little more. ``lasts`` says that
    a reminder stays until the wish is met instead of ``CARE_ROW_DAYS``.
    """

    code: str
    label: str
    find: Callable[[Scene, date, date], Iterator[Found]]
    days_before: int = 0
    months_before: int = 0
    lasts: bool = False

    def lead_on(self, due_on: date) -> date:
        """The first day on which the customer is reminded of a day."""
        return months_before(due_on, self.months_before) - timedelta(days=self.days_before)


REMINDERS: tuple[ReminderKind, ...] = (
    ReminderKind("recall", "召回", care_wishes.recall),
    ReminderKind("please_come_in", "请客户来店", care_wishes.please_come_in, lasts=True),
    ReminderKind("first_maintenance", "首次保养", first_maintenance),
    ReminderKind("next_maintenance", "下次保养", next_maintenance, days_before=14),
    ReminderKind(
        "advised_work", "建议维修项目", care_wishes.advised_work, days_before=care_wishes.ADVISED_WORK_DAYS
    ),
    ReminderKind(
        care_warranty.WARRANTY_KIND, "质保到期", care_warranty.warranty,
        months_before=care_warranty.WARRANTY_FIRST_MONTHS,
    ),
    ReminderKind("warranty_again", "质保到期（再次）", care_warranty.warranty_again, days_before=14),
    ReminderKind("insurance", "保险到期", days.insurance, days_before=30),
    ReminderKind("inspection", "年检", days.inspection, days_before=30),
    ReminderKind("licence", "驾驶证到期", days.licence, days_before=30),
    ReminderKind("free_check", "免费检测邀请", care_warranty.free_check),
    ReminderKind("yearly_contact", "年度联系", care_warranty.yearly_contact),
    ReminderKind("birthday", "生日", days.birthday),
    ReminderKind("wedding", "结婚纪念日", days.wedding),
    ReminderKind("car_birthday", "爱车生日", days.car_birthday, days_before=14),
)  # fmt: skip
"""Every kind, the weightiest first: in this order one call speaks of them."""

KINDS: dict[str, ReminderKind] = {kind.code: kind for kind in REMINDERS}
KIND_LABELS: dict[str, str] = {kind.code: kind.label for kind in REMINDERS} | {"appointment": "预约提醒"}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to remind a customer of.

    ``due_on`` is the day it is about, ``lead_on`` the first day of its row, ``until`` the last (None: until the wish
    is met); ``text`` is what else there is to say. Kind, car and ``due_on`` are what its outcome is known by.
    """

    file_id: int
    kind: str
    due_on: date
    lead_on: date
    until: date | None
    text: str = ""

    @property
    def label(self) -> str:
        """What the kind is called."""
        return KIND_LABELS[self.kind]


def due_reminders(scene: Scene) -> list[Reminder]:
    """Every reminder whose row may stand on the scene's day, by what happened; handled or not. Connected."""
    return [one for kind in wanted_kinds(scene) for one in _living(kind, scene)]


def coming_reminders(scene: Scene, first: date, last: date) -> list[Reminder]:
    """The reminders whose lead day lies between two days, as things stand; for one car at a time. Connected."""
    found = [one for kind in wanted_kinds(scene) for one in _leading(kind, scene, first, last)]
    return sorted(found, key=lambda one: (one.lead_on, one.due_on))


def wanted_kinds(scene: Scene) -> tuple[ReminderKind, ...]:
    """The kinds that the office has not switched off."""
    off = scene.values["care_kinds_off"]
    return tuple(kind for kind in REMINDERS if kind.code not in off)


def _living(kind: ReminderKind, scene: Scene) -> Iterator[Reminder]:
    first = BEGINNING if kind.lasts else scene.today - timedelta(days=CARE_ROW_DAYS)
    return _leading(kind, scene, first, scene.today)


def _leading(kind: ReminderKind, scene: Scene, first: date, last: date) -> Iterator[Reminder]:
    before = timedelta(days=kind.days_before)
    low, high = (months_after(day + before, kind.months_before) for day in (first, last))
    code, lasts, lead_on = kind.code, kind.lasts, lru_cache(maxsize=None)(kind.lead_on)
    living = timedelta(days=CARE_ROW_DAYS)
    for car, due_on, text in kind.find(scene, low - SLACK, high + SLACK):
        if first <= (lead := lead_on(due_on)) <= last:
            yield Reminder(car, code, due_on, lead, None if lasts else lead + living, text)
