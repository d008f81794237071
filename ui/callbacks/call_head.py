"""The head of a call: who, the phone on demand, how long it lasts, and four facts that matter now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_app.archive.masking import reveal_phone, shown_phone
from desktop_app.callbacks.call_sheet import Call
from desktop_app.safety.duties import allows, reason
from ui.callbacks.call_facts import FactCard, facts_of
from ui.callbacks.worklist_rows import KIND_BADGES
from ui.kit.button import Button
from ui.kit.fonts import SEMIBOLD
from ui.kit.frames import holder, row
from ui.kit.labels import BadgeLabel, ElidedLabel, label, set_words
from ui.kit.paint import Badge
from ui.office_context import Office

TITLES = {"男": "先生", "女": "女士"}
PHONES = ("phone", "landline", "other_phone")
"""The numbers of a file in the order they are tried."""


class CallHead(QWidget):
    """Shows a Call; ``file_wanted`` opens the customer's file, ``park_wanted`` puts the call aside."""

    file_wanted = Signal()
    park_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._call: Call | None = None
        self._since: datetime | None = None
        self._name, self._title = ElidedLabel("", 19, SEMIBOLD), label("", "second")
        self._kind, self._level, self._lasting = BadgeLabel(), BadgeLabel(), BadgeLabel()
        self._phone, self._car = label("", "phone"), ElidedLabel("", 14)
        self._show = _quick("显示", "eye", "Ctrl+D", "显示完整号码，有记录（Ctrl+D）")
        self._copy = _quick("复制", "copy", "Ctrl+Shift+C", "复制完整号码，有记录（Ctrl+Shift+C）")
        self._dial = _quick("拨打", "phone-outgoing", "F4", "用这台电脑的电话软件拨打（F4）")
        self._file = Button("档案", kind="quiet", icon="contact-round", small=True, tip="打开客户档案")
        self.park = Button("搁置", kind="quiet", icon="history", keys="Alt+P", small=True,
                           tip="先放一放：写的都留着，别人也能接着打（Alt+P）")  # fmt: skip
        self._facts = (FactCard(), FactCard(), FactCard(), FactCard())
        self._lay_out()
        self._connect()

    def show_call(self, call: Call, since: datetime) -> None:
        """Show another call, begun at ``since``, its phone covered."""
        self._call, self._since = call, since
        self._show_customer(call)
        self._show_phones()
        self._car.set_text(
            "  ".join(part for part in (call.car.model or call.car.series, call.car.plate) if part)
        )
        for card, fact in zip(self._facts, facts_of(call), strict=True):
            card.show_fact(fact)
        self._show_time(self._office.session.now())

    def set_compact(self, compact: bool) -> None:
        """Keep to one line of names and one line of facts, for a low window."""
        direction = QBoxLayout.Direction
        self._lines.setDirection(direction.LeftToRight if compact else direction.TopToBottom)
        self._lines.setSpacing(12 if compact else 4)
        for button in (self._show, self._copy, self._dial, self._file, self.park):
            button.set_bare(compact)
        for card in self._facts:
            card.set_compact(compact)

    def phone(self) -> str:
        """The phone as it stands there."""
        return self._phone.text()

    # inside

    def _show_customer(self, call: Call) -> None:
        customer = call.customer
        self._name.set_text(customer.name or "未填姓名")
        set_words(self._title, TITLES.get(customer.sex or "", ""))
        words, tone = KIND_BADGES[call.kind]
        self._kind.set_badge(Badge(f"{words}回访", tone))
        level = customer.member_level or ("VIP" if customer.is_vip else "")
        self._level.set_badge(Badge(level, "outline", "crown") if level else None)

    def _show_phones(self) -> None:
        _field, number = self._number()
        set_words(self._phone, shown_phone(number) or "没有电话")
        held = self._office.session.person.duties
        for button in (self._show, self._copy, self._dial):
            button.setVisible(bool(number))
            button.set_allowed(allows(held, "see_full_phones"), reason("see_full_phones"))

    def _number(self) -> tuple[str, str]:
        if self._call is None:
            return "", ""
        numbers = ((field, str(getattr(self._call.customer, field) or "")) for field in PHONES)
        return next(((field, number) for field, number in numbers if number), ("", ""))

    def _with_number(self, use: Callable[[str], object]) -> None:
        """Fetch the whole number, which is recorded, and use it unless another call is in sight by then."""
        call, (field, number) = self._call, self._number()
        if call is None or not number:
            return
        session = self._office.session

        def done(whole: str) -> None:
            if self._call is call:
                use(whole)

        self._office.background.run(self, lambda: reveal_phone(session, call.file_id, field), done)

    def _show_time(self, moment: datetime) -> None:
        if self._since is not None:
            seconds = max(0, int((moment - self._since).total_seconds()))
            words = f"通话 {seconds // 60:02}:{seconds % 60:02}"
            self._lasting.set_badge(Badge(words, "green", "audio-lines"))

    def _lay_out(self) -> None:
        who = row(self._name, self._title, self._kind, self._level)
        reached = row(self._phone, self._show, self._copy, self._dial, 4, self._car, gap=4)
        for line in (who, reached):
            line.addStretch(1)
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lines.addLayout(who)
        self._lines.addLayout(reached, 1)
        line = row(holder(self._lines), self.park, self._file, self._lasting)
        self._lines.setContentsMargins(0, 0, 0, 0)
        line.setStretch(0, 1)
        facts = row(*self._facts)
        for place in range(len(self._facts)):
            facts.setStretch(place, 1)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(20, 12, 16, 8)
        stack.setSpacing(10)
        stack.addLayout(line)
        stack.addLayout(facts)

    def _connect(self) -> None:
        self._show.clicked.connect(lambda: self._with_number(lambda number: set_words(self._phone, number)))
        self._copy.clicked.connect(lambda: self._with_number(QGuiApplication.clipboard().setText))
        self._dial.clicked.connect(lambda: self._with_number(_dial))
        self._file.clicked.connect(self.file_wanted)
        self.park.clicked.connect(self.park_wanted)
        self._office.ticker.ticked.connect(self._show_time)


def _quick(words: str, icon: str, keys: str, tip: str) -> Button:
    return Button(words, kind="link", icon=icon, small=True, keys=keys, tip=tip)


def _dial(number: str) -> None:
    QDesktopServices.openUrl(QUrl(f"tel:{number}"))
