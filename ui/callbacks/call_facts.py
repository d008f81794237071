"""The four facts at the head of a call: last visit, promises, remarks and cases."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.archive.vocabulary import REPAIR_KIND_LABELS
from desktop_app.callbacks.call_sheet import Call
from ui.kit.fonts import MEDIUM
from ui.kit.frames import Card, beside, column, row
from ui.kit.labels import ElidedLabel, IconLabel
from ui.kit.tones import Tone

INKS: dict[Tone, str] = {"yellow": "yel", "red": "red"}
"""The text token of a tinted fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: an icon, what it is about, the line below, its tone, and the one line where room is short."""

    icon: str
    title: str
    words: str = ""
    tone: Tone = ""
    short: str = ""


class FactCard(Card):
    """Shows a Fact on two lines, or on one when ``set_compact``."""

    def __init__(self) -> None:
        super().__init__((12, 7, 12, 7), 0)
        self._fact, self._compact = Fact("info", ""), False
        self._icon = IconLabel("info", 16)
        self._title, self._words = ElidedLabel("", 13, MEDIUM), ElidedLabel("", 12, token="t2")
        lines = column(row(self._title, None), row(self._words, None), gap=0)
        self.column.addStretch(1)
        self.column.addLayout(beside(self._icon, lines))
        self.column.addStretch(1)

    def show_fact(self, fact: Fact) -> None:
        """Show another fact."""
        self._fact = fact
        self._show()

    def set_compact(self, compact: bool) -> None:
        """Keep to one line."""
        self._compact = compact
        self._show()

    def _show(self) -> None:
        fact = self._fact
        self._icon.set_icon(fact.icon, fact.tone)
        self._title.set_text((fact.short or fact.title) if self._compact else fact.title)
        self._title.set_token(INKS.get(fact.tone, "t1"))
        self._words.set_text(fact.words)
        self._words.setVisible(bool(fact.words) and not self._compact)
        self.setToolTip("\n".join(part for part in (fact.title, fact.words) if part))
        self.set_tone(fact.tone)


def facts_of(call: Call) -> tuple[Fact, Fact, Fact, Fact]:
    """What matters in this call now."""
    return _visit(call), _promises(call), _remarks(call), _cases(call)


def _visit(call: Call) -> Fact:
    visit = call.last_visit
    if visit is None:
        return Fact("car", f"{call.event_on:%m-%d} 新车交付", "还没有来店维修")
    money = f"¥{visit.amount_fen / 100:,.0f}" if visit.amount_fen else ""
    parts = (visit.advisor, visit.team, money, visit.work)
    kind = REPAIR_KIND_LABELS.get(visit.kind or "", visit.kind or "来店")
    return Fact("wrench", f"上次 {visit.on:%m-%d} {kind}", " · ".join(part for part in parts if part))


def _promises(call: Call) -> Fact:
    if not call.promises:
        return Fact("hand", "没有未兑现的承诺")
    first = call.promises[0]
    words = f"{first.what} · {first.due_at:%m-%d} 前 · {first.by_whom}"
    return Fact("hand", f"承诺 {len(call.promises)} 项未兑现", words, "yellow")


def _remarks(call: Call) -> Fact:
    customer, icon = call.customer, "message-square-text"
    parts = [f"喜欢{customer.preferred_hours}联系" if customer.preferred_hours else "", *call.remarks]
    words = "；".join(part for part in parts if part)
    if customer.do_not_call_at is not None:
        return Fact("phone-off", "客户要求不再来电", f"{customer.do_not_call_at:%m-%d} 提出", "red")
    if customer.information_incorrect:
        return Fact("circle-alert", "信息不正确", words or "正在更正", "yellow")
    return Fact(icon, "备注", words, short=words) if words else Fact(icon, "没有备注")


def _cases(call: Call) -> Fact:
    icon = "message-square-warning"
    still_open = [case for case in call.cases if not case.closed]
    if still_open:
        newest = still_open[0]
        return Fact(icon, f"投诉处理中 {len(still_open)} 件", f"{newest.number} {newest.words}", "red")
    if call.cases:
        newest = call.cases[0]
        return Fact(icon, "没有未结投诉", f"{newest.accepted_at:%m-%d} {newest.words} 已结")
    return Fact(icon, "没有投诉")
