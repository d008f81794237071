"""概览: four figures, a year of satisfaction and success, what is open and why people complain; every mark opens its records."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.complaints.listing import CaseRow
from desktop_app.statistics.overview import MonthFigures, Overview, overview
from desktop_app.statistics.report import percent
from ui.complaints.case_rows import LOOKS, STATE_WORDS
from ui.complaints.time_words import left
from ui.kit.chart import Series
from ui.kit.chart_bars import Bar, Bars, Tile, Tiles
from ui.kit.chart_columns import StackedColumns
from ui.kit.chart_lines import Lines
from ui.kit.figures import Kpi, KpiCard
from ui.kit.frames import Sheet, row
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.kit.short_list import ShortList
from ui.kit.tones import Tone
from ui.office_context import Office

BANDS: tuple[tuple[Literal["full", "basic", "bad"], str], ...] = (
    ("full", "完全满意 8–10"),
    ("basic", "基本满意 6–7.9"),
    ("bad", "不满意 6 以下"),
)
KINDS = ("sales", "service")
KIND_WORDS = {"sales": "销售", "service": "售后"}
MOST_CAUSES = 6
POINTS = 100
LEAST_CHART = 132
"""Pixels, so that a year can still be read on the smallest window."""


class OverviewView(QWidget):
    """Tells ``number_wanted(title, report, start, end, number)``, ``records_wanted(title, records)``, ``case_wanted``."""

    number_wanted = Signal(str, str, object, object, str)
    records_wanted = Signal(str, object)
    case_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._shown: Overview | None = None
        self._kpis = tuple(KpiCard(Kpi("", ""), clickable=True) for _ in range(4))
        self._columns, self._lines = StackedColumns(), Lines()
        self._tiles, self._causes, self._due = Tiles(), Bars(), ShortList()
        self._open_title, self._cause_title = label("", "second"), label("", "second")
        self._lay_out()
        self._connect()

    def show_month(self, month: int) -> None:
        """Read and show the year that ends with a month."""
        session = self._office.session
        self._office.background.run(self, lambda: overview(session, month), self._show)

    def overview(self) -> Overview | None:
        """What is shown."""
        return self._shown

    # showing

    def _show(self, found: Overview) -> None:
        self._shown = found
        months = [f"{figures.month % 100}月" for figures in found.service]
        now = len(months) - 1
        counts = [
            Series(words, tuple(float(getattr(one, band)) for one in found.service)) for band, words in BANDS
        ]
        self._columns.set_data(months, counts, now)
        lines = [
            Series(KIND_WORDS[kind], tuple(_float(one.success_rate) for one in getattr(found, kind)),
                   tuple(percent(one.success_rate) for one in getattr(found, kind)))
            for kind in KINDS
        ]  # fmt: skip
        self._lines.set_data(months, lines, now)
        self._tiles.set_tiles([_tile(bar.code, bar.number) for bar in found.open_cases])
        self._causes.set_bars(
            [Bar(bar.code, bar.label, bar.number) for bar in found.causes[:MOST_CAUSES]], found.cause_total
        )
        set_words(self._open_title, f"{sum(bar.number for bar in found.open_cases)} 件 · 现在")
        set_words(self._cause_title, f"近 3 个月 {found.cause_total} 件")
        self._due.set_items(tuple(_due_row(case, self._office) for case in found.next_due))
        for card, kpi in zip(self._kpis, _kpis(found), strict=True):
            card.set_kpi(kpi)

    # set-up

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(
            _block("售后满意度", label("近 12 个月 · 占已评分回访", "second"), self._columns), 0, 0
        )
        grid.addWidget(_block("回访成功率", label("近 12 个月", "second"), self._lines), 0, 1)
        grid.addWidget(
            _block("未结投诉", self._open_title, self._tiles, label("最近到期", "note"), self._due), 1, 0
        )
        grid.addWidget(_block("投诉原因", self._cause_title, self._causes), 1, 1)
        grid.setColumnStretch(0, 58)
        grid.setColumnStretch(1, 42)
        grid.setRowStretch(0, 55)
        grid.setRowStretch(1, 45)
        for chart in (self._columns, self._lines):
            chart.setMinimumHeight(LEAST_CHART)
        figures = row(*self._kpis)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        stack.addLayout(figures)
        stack.addLayout(grid, 1)

    def _connect(self) -> None:
        self._columns.picked.connect(self._on_column)
        self._lines.picked.connect(self._on_point)
        self._tiles.picked.connect(self._on_tile)
        self._causes.picked.connect(self._on_cause)
        self._due.picked.connect(lambda number: self.case_wanted.emit(str(number)))
        for place, card in enumerate(self._kpis):
            card.clicked.connect(partial(self._on_kpi, place))

    def _on_column(self, place: tuple[int, int]) -> None:
        if self._shown is not None:
            band, words = BANDS[place[0]]
            self._want(self._shown.service[place[1]], words.split()[0], band)

    def _on_point(self, place: tuple[int, int]) -> None:
        if self._shown is not None:
            self._want(
                getattr(self._shown, KINDS[place[0]])[place[1]],
                f"{KIND_WORDS[KINDS[place[0]]]}回访成功",
                "success",
            )

    def _want(self, figures: MonthFigures, words: str, number: str) -> None:
        title = f"{figures.month // 100}年{figures.month % 100}月 · {words}"
        self.number_wanted.emit(title, figures.report, figures.start, figures.end, number)

    def _on_tile(self, colour: str) -> None:
        for bar in self._shown.open_cases if self._shown else ():
            if bar.code == colour:
                self.records_wanted.emit(f"未结投诉 · {bar.label} {STATE_WORDS[colour]}", bar.records)

    def _on_cause(self, code: str) -> None:
        for bar in self._shown.causes if self._shown else ():
            if bar.code == code:
                self.records_wanted.emit(f"投诉原因 · {bar.label}", bar.records)

    def _on_kpi(self, place: int) -> None:
        found = self._shown
        if found is None:
            return
        if place == 0:
            self._want(found.service[-1], "售后完全满意", "full")
        elif place == 1:
            self._want(found.sales[-1], "销售回访成功", "success")
        elif place == 2:
            self.records_wanted.emit("首次联系按时", found.cases.contacts_kept)
        else:
            self.records_wanted.emit("本月投诉", found.cases.accepted)


def _kpis(found: Overview) -> Sequence[Kpi]:
    service, sales, cases = found.service, found.sales, found.cases
    waiting = len(found.still_callable[sales[-1].report])
    decided = cases.contacts_decided
    more = len(cases.accepted) - cases.accepted_before
    return (
        _rate_kpi("完全满意率 售后", service[-1].full_rate, service[-2].full_rate, f"n = {service[-1].success} · 比上月"),
        _rate_kpi("回访成功率 销售", sales[-1].success_rate, sales[-2].success_rate,
                  f"n = {sales[-1].whole} · 窗口还没结束 {waiting} 件"),
        Kpi("首次联系按时", percent(cases.contact_rate), f"{decided} 件中 {len(cases.contacts_kept)} 件"),
        Kpi("本月投诉", f"{len(cases.accepted)} 件", f"已结 {len(cases.closed)} · 紧急 {len(cases.urgent)}",
            _signed(more, " 件"), _arrow(more), "" if not more else "red" if more > 0 else "green"),
    )  # fmt: skip


def _rate_kpi(name: str, now: Fraction | None, before: Fraction | None, note: str) -> Kpi:
    if now is None or before is None:
        return Kpi(name, percent(now), note)
    points = float(now - before) * POINTS
    tone: Tone = "" if not round(points, 1) else "green" if points > 0 else "red"
    return Kpi(name, percent(now), note, _signed(round(points, 1), " 点"), _arrow(points), tone)


def _signed(number: float, unit: str) -> str:
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return f"{sign}{abs(number):g}{unit}"


def _arrow(number: float) -> str:
    return "trending-up" if number > 0 else "trending-down" if number < 0 else ""


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _tile(colour: str, count: int) -> Tile:
    icon, tone, _tint = LOOKS[colour]
    words = {"white": "白", "yellow": "黄", "red": "红"}[colour]
    return Tile(colour, f"{words} {STATE_WORDS[colour]}", count, tone, icon)


def _due_row(case: CaseRow, office: Office) -> Item:
    now = office.session.now()
    words = left(case.next_deadline, now) if case.next_deadline else ""
    late = case.next_deadline is not None and case.next_deadline < now
    tone: Tone = "red" if late else "yellow" if case.colour == "yellow" and case.clock_runs else ""
    icon = "octagon-alert" if late else "triangle-alert" if tone else "clock"
    clock = case.next_clock.label if case.next_clock else ""
    return Item(case.number, case.number, note=clock, right=words, right_tone=tone, right_icon=icon)


def _block(title: str, note: QWidget, *parts: QWidget) -> Sheet:
    sheet = Sheet((16, 12, 16, 12), 6)
    sheet.column.addLayout(row(label(title, "heading"), note, None))
    for part in parts:
        sheet.column.addWidget(part, 0 if isinstance(part, QLabel | Tiles) else 1)
    sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return sheet
