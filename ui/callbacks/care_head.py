"""The head of a care call: who, which car, the phone on demand, and what matters in this call."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.callbacks.care_sheet import CareSheet
from ui.callbacks.phone_line import PhoneLine
from ui.kit.button import Button
from ui.kit.fonts import SEMIBOLD
from ui.kit.frames import column, row
from ui.kit.labels import BadgeLabel, ElidedLabel, label, set_words
from ui.kit.paint import Badge
from ui.office_context import Office

TITLES = {"男": "先生", "女": "女士"}
CALLED = "电话"
"""The preferred channel that needs no word."""


class CareHead(QWidget):
    """Shows a CareSheet; ``file_wanted`` opens the customer's file."""

    file_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._name, self._title = ElidedLabel("", 19, SEMIBOLD), label("", "second")
        self._badge, self._wish = BadgeLabel(), BadgeLabel()
        self.phone, self._car = PhoneLine(office), ElidedLabel("", 14)
        self._facts = label("", "second", wrap=True)
        file = Button("档案", kind="quiet", icon="contact-round", small=True, tip="打开客户档案")
        file.clicked.connect(self.file_wanted)
        who = row(self._name, self._title, self._badge, self._wish, None, file)
        self.setLayout(
            column(
                who,
                row(self.phone, self._car, None, gap=10),
                self._facts,
                gap=4,
                margins=(20, 12, 16, 10),
            )
        )

    def show_sheet(self, sheet: CareSheet) -> None:
        """Show another customer, the phone covered."""
        customer, channel = sheet.call.customer, sheet.call.channel
        self._name.set_text(customer.name or "未填姓名")
        set_words(self._title, TITLES.get(sheet.sex or "", ""))
        self._badge.set_badge(Badge("关怀", "green", "gift"))
        self.phone.show_number(customer.file_id, sheet.field, sheet.number)
        self._car.set_text("  ".join(part for part in (customer.model, customer.plate) if part))
        wished = channel if channel not in (None, "", CALLED) else ""
        self._wish.set_badge(Badge(f"希望用{wished}联系", "yellow", "message-square") if wished else None)
        set_words(self._facts, " · ".join(_facts(sheet)))


def _facts(sheet: CareSheet) -> list[str]:
    facts = [f"上次来店 {sheet.last_visit_on:%Y-%m-%d}" if sheet.last_visit_on else "还没有来店维修"]
    facts += [f"服务顾问 {sheet.last_advisor}"] if sheet.last_advisor else []
    facts += [f"已预约 {one.at:%m-%d %H:%M} {one.work}" for one in sheet.booked[:2]]
    hours = sheet.call.customer.preferred_hours
    return [*facts, *([f"喜欢{hours}联系"] if hours else [])]
