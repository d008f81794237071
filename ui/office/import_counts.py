"""The five counts of an import as a row of cards that reads as a sum: read = created + updated + unchanged + refused."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from desktop_app.exchange.importing import Imported
from ui.kit.figures import Kpi, KpiCard
from ui.kit.frames import row
from ui.kit.labels import label
from ui.kit.tones import Tone

COUNTS: tuple[tuple[str, str, str, Tone, str], ...] = (
    ("read", "读到", "行", "neutral", "rows-3"),
    ("created", "新建", "条", "green", "plus"),
    ("updated", "更新", "有变化", "accent", "pencil"),
    ("unchanged", "不变", "已是最新", "neutral", "equal"),
    ("refused", "拒绝", "要先改好", "red", "ban"),
)
SIGNS = ("", "=", "+", "+", "+")


class CountCards:
    """``line`` is what a dialog lays out; ``show`` fills the cards, with a dash as long as nothing was counted."""

    def __init__(self) -> None:
        self._cards = {
            name: KpiCard(Kpi(words, "—", unit, icon=icon, tone=tone))
            for name, words, unit, tone, icon in COUNTS
        }
        self.line: QHBoxLayout = row(gap=8)
        for sign, (name, *_rest) in zip(SIGNS, COUNTS, strict=True):
            if sign:
                self.line.addWidget(label(sign, "heading"))
            self.line.addWidget(self._cards[name], 1)

    def show(self, found: Imported | None) -> None:
        """The counts of a trial or an import."""
        for name, words, unit, tone, icon in COUNTS:
            value = "—" if found is None else f"{getattr(found, name):,}"
            self._cards[name].set_kpi(Kpi(words, value, unit, icon=icon, tone=tone if found else "neutral"))
