"""What to say about each kind of reminder, in our own words; never a promise, never pressure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from desktop_app.callbacks.care import Reminder

SAYINGS: dict[str, str] = {
    "recall": "厂家发布了召回：{text}。检查和更换都免费，我帮您约个方便的时间。",
    "please_come_in": "上次请您来店{text}，一直惦记着这件事，您看这几天哪天方便？",
    "first_maintenance": "{car}提车快三个月了，该做首次保养了，我帮您约个时间，免得到店等候。",
    "next_maintenance": "按时间和里程估算，{car}{day}前后该做保养了，要不要先帮您约好？",
    "advised_work": "上次检查时建议做的“{text}”，日期快到了，这次一起做可以少跑一趟。",
    "warranty": "{car}的质保到{day}为止，趁还在质保期内，建议来店全面检查一次。",
    "warranty_again": "{car}的质保{day}就要到期了，到期前还来得及检查一次，您看需要吗？",
    "insurance": "{car}的保险{day}到期，需要的话可以先为您算一份报价供您比较。",
    "inspection": "{car}的年检{day}到期，需要我们代办，或者先帮您检查一遍吗？",
    "licence": "顺便提醒您，驾驶证{day}到期，别忘了提前换证。",
    "free_check": "好久没见您的车了，想请您来做一次免费检测，二十几项看一遍，放心用车。",
    "yearly_contact": "很久没有您的消息了，车用得还好吗？有什么需要，随时找我们。",
    "birthday": "{day}是您的生日，我们全体同事祝您生日快乐，行车平安。",
    "wedding": "{day}是您的结婚纪念日，祝您和家人幸福美满。",
    "car_birthday": "再过些日子，{car}来到您身边就满{text}了，谢谢您一直以来的信任。",
    "appointment": "提醒您一下，您约的是{text}，到时候我们恭候您，路上注意安全。",
}
"""By kind; ``{car}`` is the model, ``{day}`` the day it is about, ``{text}`` what else is known."""


def saying(one: Reminder, model: str | None, today: date) -> str:
    """The words of one reminder, ready to be read out."""
    text = one.text.replace(" 周年", "周年").strip() or "看一下车"
    return SAYINGS[one.kind].format(car=model or "您的车", day=day_words(one.due_on, today), text=text)


def day_words(day: date, today: date) -> str:
    """``今天``, ``11月14日``, or with the year where it is another one."""
    if day == today:
        return "今天"
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


WORKS = {
    "next_maintenance": "定期保养",
    "warranty": "质保检查",
    "warranty_again": "质保检查",
    "free_check": "免费检测",
}
WORK_IN_TEXT = frozenset({"advised_work", "please_come_in", "recall"})
"""Reminders whose text is the work itself."""

NO_WORK = frozenset({"insurance", "licence", "birthday", "wedding", "car_birthday"})
"""Reminders that the workshop has nothing to do for."""


def works_of(accepted: Iterable[Reminder]) -> str:
    """What the workshop would do for everything that was accepted; "" when it has nothing to do."""
    return "、".join(dict.fromkeys(_work(one) for one in accepted if one.kind not in NO_WORK))


def _work(one: Reminder) -> str:
    return one.text if one.kind in WORK_IN_TEXT else WORKS.get(one.kind, one.label)
