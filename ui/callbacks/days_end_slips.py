"""部门反馈单: what customers found wrong on a day, one slip for each department, to be looked at and printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.callbacks.made_calls import MadeCall
from desktop_app.callbacks.slips import TITLE, Slip, problems, slips, slips_pdf
from ui.callbacks.day_stepper import DayStepper
from ui.kit.button import Button
from ui.kit.cells import Column, Row, Text
from ui.kit.empty import EmptyState
from ui.kit.frames import Box, Splitter, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages
from ui.kit.pdf_preview import PdfPreview
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

COLUMNS = (
    Column("name", "客户", 130, least=100, sortable=False),
    Column("person", "顾问", 84, least=70, sortable=False),
    Column("wrong", "反映的问题", 260, stretch=3, least=160, sortable=False),
    Column("words", "客户原话", 240, stretch=2, least=130, sortable=False),
    Column("case", "案例", 136, least=120, sortable=False),
)
LIST_WIDTH = 220
NOTHING = "这一天没有要反馈的问题"


class SlipsTab(QWidget):
    """``counted`` tells how many departments get a slip of the day shown."""

    counted = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._slips: tuple[Slip, ...] = ()
        self.day = DayStepper(office.session.today())
        self.list = GroupedList()
        self.table = Table(ListModel(COLUMNS), memory=office.memory, name="days_end/slips", row_height=52)
        self._said = label("", "second")
        self.look = Button("预览这一张", kind="primary", icon="eye", keys="Enter", bind=False)
        self.print_all = Button("打印全部", icon="printer", keys="Ctrl+P", tip="先预览，每个部门一页")
        self._nothing = EmptyState(
            "circle-check",
            NOTHING,
            "这一天没有完成的回访，或者回答都合要求。PageUp 看前一天。",
            small=True,
            done=True,
        )
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Read the slips of the day again."""
        session, day = self._office.session, self.day.day()
        self._office.background.run(self, lambda: slips(session, day), self._show, self._office.tell)

    def focus_first(self) -> None:
        """Give the focus to the departments."""
        self.list.setFocus()

    def chosen(self) -> Slip | None:
        """The slip in sight."""
        item = self.list.current()
        return item.data if isinstance(item, Item) and isinstance(item.data, Slip) else None

    def preview(self, chosen: Sequence[Slip]) -> None:
        """Show slips as they are printed."""
        session, wanted = self._office.session, tuple(chosen)
        if not wanted or not self.look.isEnabled():
            return
        self._office.background.run(
            self,
            lambda: slips_pdf(session, wanted),
            self._preview,
            self._office.tell,
        )

    # inside

    def _preview(self, page: bytes) -> None:
        preview = PdfPreview(f"{TITLE} {self.day.day():%Y-%m-%d}", page, self)
        preview.exec()
        preview.deleteLater()

    def _show(self, found: tuple[Slip, ...]) -> None:
        self._slips = found
        self.list.set_rows([_item(one) for one in found])
        if self.list.current() is None:
            self.list.select_first()
        self._pages.setCurrentIndex(0 if found else 1)
        calls = sum(len(one.calls) for one in found)
        set_words(self._said, f"{len(found)} 个部门，{calls} 位客户" if found else "")
        why = self._office.why_not("print_forms") or ("" if found else NOTHING)
        for button in (self.look, self.print_all):
            button.set_allowed(not why, why)
        self._show_slip()
        if self.day.day() == self._office.session.today():
            self.counted.emit(len(found))

    def _show_slip(self) -> None:
        slip, rows = self.chosen(), self.table.rows()
        assert isinstance(rows, ListModel)
        rows.set_rows([_row(one) for one in slip.calls] if slip else [])

    def _on_stepped(self, _day: date) -> None:
        self.reload()

    def _preview_chosen(self) -> None:
        slip = self.chosen()
        self.preview([slip] if slip else [])

    def _connect(self) -> None:
        self.day.stepped.connect(self._on_stepped)
        self.list.chosen.connect(lambda _item: self._show_slip())
        for opened in (self.list.opened, self.table.opened):
            opened.connect(lambda _row: self._preview_chosen())
        self.look.clicked.connect(self._preview_chosen)
        self.print_all.clicked.connect(lambda: self.preview(self._slips))

    def _lay_out(self) -> None:
        left, right = Box((1, 4, 1, 4)), Box((1, 4, 1, 4))
        left.setMinimumWidth(LIST_WIDTH)
        left.column.addWidget(self.list)
        right.column.addWidget(self.table)
        parts = Splitter(left, right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([LIST_WIDTH, 3 * LIST_WIDTH])
        self._pages = Pages(parts, self._nothing)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addLayout(row(self.day, self._said, None))
        stack.addWidget(self._pages, 1)
        stack.addLayout(row(self.look, self.print_all, None))


def _item(slip: Slip) -> Item:
    wrong = sum(len(problems(one)) for one in slip.calls)
    return Item(slip.department, slip.department, f"{len(slip.calls)} 位客户 · {wrong} 个问题", data=slip)


def _row(call: MadeCall) -> Row:
    wrong = "；".join(problems(call))
    return Row(
        call.attempt_id,
        (
            Text(call.name, " · ".join(filter(None, (call.model, call.plate))), strong=True),
            Text(call.person or ""),
            Text(wrong, tip="\n".join(problems(call))),
            Text(call.words or "", tip=call.words or ""),
            Text(call.case or ""),
        ),
    )
