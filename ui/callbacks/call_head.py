"""The head of a call: who, the phone on demand, how long it lasts, and four facts that matter now."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.archive.masking import reveal_phone, shown_phone
from desktop_app.callbacks.call_sheet import Call
from ui.callbacks.worklist_rows import KIND_BADGES
from ui.kit.button import Button
from ui.kit.frames import Card, beside, column, row
from ui.kit.labels import BadgeLabel, ElidedLabel, IconLabel, label, set_words
from ui.kit.paint import Badge
from ui.kit.tones import Tone
from ui.office_context import Office

TITLES = {"男": "先生", "女": "女士"}


class Fact(Card):
    """One fact: an icon, what it is about, and the line that matters."""

    def __init__(self) -> None:
        super().__init__((12, 8, 12, 8), 2)
        self._icon = IconLabel("info", 16)
        self._title, self._words = ElidedLabel("", 13), ElidedLabel("", 12, token="t2")
        words = column(None, row(self._title, None), row(self._words, None), None, gap=0)
        self.column.addLayout(beside(self._icon, words))

    def show_fact(self, icon: str, title: str, words: str, tone: Tone = "") -> None:
        """Show another fact."""
        self._icon.set_icon(icon, tone)
        self._title.set_text(title)
        self._words.set_text(words)
        self._words.setVisible(bool(words))
        self.set_tone(tone)


class CallHead(QWidget):
    """Shows a Call; ``file_wanted`` opens the customer's file."""

    file_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._call: Call | None = None
        self._since: datetime | None = None
        self._name, self._title = label("", "title"), label("", "second")
        self._badges = (BadgeLabel(), BadgeLabel())
        self._phone = label("", "phone")
        self._show = Button(
            "显示", kind="link", icon="eye", small=True, keys="Ctrl+D", tip="显示完整号码（有记录）"
        )
        self._copy = Button("复制", kind="link", icon="copy", small=True)
        self._dial = Button("拨打", kind="link", icon="phone-outgoing", small=True, keys="F4")
        self._car = ElidedLabel("", 14)
        self._file = Button("档案", kind="quiet", icon="contact-round", small=True)
        self._lasting = BadgeLabel()
        self._facts = (Fact(), Fact(), Fact(), Fact())
        self._lay_out()
        self._show.clicked.connect(lambda: self._with_number(lambda number: set_words(self._phone, number)))
        self._copy.clicked.connect(lambda: self._with_number(QGuiApplication.clipboard().setText))
        self._dial.clicked.connect(
            lambda: self._with_number(lambda n: QDesktopServices.openUrl(QUrl(f"tel:{n}")))
        )
        self._file.clicked.connect(self.file_wanted)
        office.ticker.ticked.connect(self._show_time)

    def show_call(self, call: Call, since: datetime) -> None:
        """Show another call, begun at ``since``."""
        self._call, self._since = call, since
        customer, car = call.customer, call.car
        set_words(self._name, customer.name or "未填姓名")
        set_words(self._title, TITLES.get(customer.sex or "", ""))
        words, tone = KIND_BADGES[call.kind]
        self._badges[0].set_badge(Badge(f"{words}回访", tone))
        level = customer.member_level or ("VIP" if customer.is_vip else "")
        self._badges[1].set_badge(Badge(level, "outline", "crown") if level else None)
        set_words(self._phone, shown_phone(self._number()) or "没有电话")
        for button in (self._show, self._copy, self._dial):
            button.setVisible(bool(self._number()))
        self._car.set_text("  ".join(part for part in (car.model or car.series, car.plate) if part))
        self._show_facts(call)
        self._show_time(self._office.session.now())

    def phone(self) -> str:
        """The phone as it stands there."""
        return self._phone.text()

    def _number(self) -> str:
        if self._call is None:
            return ""
        customer = self._call.customer
        return customer.phone or customer.landline or customer.other_phone or ""

    def _with_number(self, use: object) -> None:
        if self._call is None or not self._number():
            return
        session, file_id = self._office.session, self._call.file_id
        customer = self._call.customer
        field = "phone" if customer.phone else "landline" if customer.landline else "other_phone"
        self._office.background.run(self, lambda: reveal_phone(session, file_id, field), use)  # type: ignore[call-overload]

    def _show_facts(self, call: Call) -> None:
        self._facts[0].show_fact("wrench", *_visit(call))
        self._facts[1].show_fact("hand", *_promises(call))
        self._facts[2].show_fact("message-square-text", *_remarks(call))
        self._facts[3].show_fact("message-square-warning", *_cases(call))

    def _show_time(self, moment: datetime) -> None:
        if self._since is None:
            return
        seconds = max(0, int((moment - self._since).total_seconds()))
        self._lasting.set_badge(Badge(f"通话 {seconds // 60:02}:{seconds % 60:02}", "green", "audio-lines"))

    def _lay_out(self) -> None:
        line = row(
            self._name, self._title, *self._badges, 4, self._phone, self._show, self._copy, self._dial, 4,
            self._car, None, self._file, self._lasting,
        )  # fmt: skip
        facts = row(*self._facts)
        for place in range(len(self._facts)):
            facts.setStretch(place, 1)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(20, 12, 16, 8)
        stack.setSpacing(10)
        stack.addLayout(line)
        stack.addLayout(facts)


def _visit(call: Call) -> tuple[str, str]:
    visit = call.last_visit
    if visit is None:
        return f"{call.event_on:%m-%d} 新车交付", "还没有来店维修"
    parts = (
        visit.advisor,
        visit.team,
        f"¥{visit.amount_fen / 100:,.0f}" if visit.amount_fen else "",
        visit.work,
    )
    return f"上次 {visit.on:%m-%d} {_plain_kind(visit.kind)}", " · ".join(part for part in parts if part)


def _plain_kind(kind: str | None) -> str:
    from desktop_app.archive.vocabulary import REPAIR_KIND_LABELS

    return REPAIR_KIND_LABELS.get(kind or "", kind or "来店")


def _promises(call: Call) -> tuple[str, str, Tone]:
    if not call.promises:
        return "没有未兑现的承诺", "", ""
    first = call.promises[0]
    words = f"{first.what} · {first.due_at:%m-%d} 前 · {first.by_whom}"
    return f"承诺 {len(call.promises)} 项未兑现", words, "yellow"


def _remarks(call: Call) -> tuple[str, str, Tone]:
    hours = call.customer.preferred_hours
    parts = [f"喜欢{hours}联系" if hours else "", *call.remarks]
    if call.customer.do_not_call_at is not None:
        return "客户要求不再来电", f"{call.customer.do_not_call_at:%m-%d} 提出", "red"
    if call.customer.information_incorrect:
        return "信息不正确", "；".join(part for part in parts if part) or "正在更正", "yellow"
    return "备注", "；".join(part for part in parts if part) or "没有备注", ""


def _cases(call: Call) -> tuple[str, str, Tone]:
    still_open = [case for case in call.cases if not case.closed]
    if still_open:
        return f"投诉处理中 {len(still_open)} 件", f"{still_open[0].number} {still_open[0].words}", "red"
    if call.cases:
        return "没有未结投诉", f"{call.cases[0].accepted_at:%m-%d} {call.cases[0].words} 已结", ""
    return "没有投诉", "", ""
