"""Four facts under the head of a file where there is room: last visit, visits in a year, promises, next service."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop_app.archive.files import File
from desktop_app.callbacks.maintenance import next_maintenance
from ui.kit.fonts import SEMIBOLD
from ui.kit.frames import Card, row
from ui.kit.labels import ElidedLabel, label
from ui.kit.tones import Tone

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, the value, the line below, a tone that tints the card."""

    name: str
    value: str
    note: str = ""
    tone: Tone = ""


class FileFacts(QWidget):
    """Shows a File's facts side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._cards = tuple(_FactCard() for _ in range(4))
        line = row(*self._cards, margins=(20, 6, 18, 4))
        for place in range(len(self._cards)):
            line.setStretch(place, 1)
        self.setLayout(line)

    def show_file(self, file: File) -> None:
        """Show another file."""
        for card, fact in zip(self._cards, facts_of(file), strict=True):
            card.show_fact(fact)


class _FactCard(Card):
    def __init__(self) -> None:
        super().__init__((12, 8, 12, 8), 1)
        self._name, self._value = label("", "caption"), ElidedLabel("", 15, SEMIBOLD)
        self._note = ElidedLabel("", 12, token="t2")
        self.column.addWidget(self._name)
        for words in (self._value, self._note):
            self.column.addLayout(row(words, None))

    def show_fact(self, fact: Fact) -> None:
        self._name.setText(fact.name)
        self._value.set_text(fact.value)
        self._value.set_token("yel" if fact.tone == "yellow" else "t1")
        self._note.set_text(fact.note)
        self.set_tone(fact.tone)


def facts_of(file: File) -> tuple[Fact, Fact, Fact, Fact]:
    """What one wants to know of a customer at a glance."""
    return _last_visit(file), _visits(file), _promises(file), _next_service(file)


def _last_visit(file: File) -> Fact:
    on = file.visits.latest_on
    if on is None:
        sold = file.fields.get("delivered_on")
        return Fact("最近来店", "尚未来店", f"{sold} 交车" if sold else "")
    return Fact("最近来店", on.isoformat(), str(file.fields.get("latest_advisor") or ""))


def _visits(file: File) -> Fact:
    visits = file.visits
    return Fact("一年内来店", f"{visits.one_year} 次", f"三年内 {visits.three_years} 次")


def _promises(file: File) -> Fact:
    count = next((mark.count for mark in file.marks if mark.kind == "promises"), 0)
    return Fact("承诺未兑现", f"{count} 项", "见往来", "yellow") if count else Fact("承诺未兑现", "没有")


def _next_service(file: File) -> Fact:
    fields, visits = file.fields, file.visits
    since = visits.latest_on or fields.get("delivered_on")
    if since is None:
        return Fact("下次保养", NOTHING)
    on, km = next_maintenance(
        since, sold=visits.latest_on is None, odometer=fields.get("odometer"),
        set_on=fields.get("next_service_on"), set_km=fields.get("next_service_odometer"),
    )  # fmt: skip
    return Fact("下次保养", on.isoformat() if on else NOTHING, f"约 {km:,} km" if km else "")
