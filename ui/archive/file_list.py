"""The list of all files with its filters: 200,000 rows scroll, only the pages in sight are read."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_app.archive.lists import (
    Filter,
    Sort,
    SortColumn,
    advisors,
    file_count,
    file_ids,
    file_page,
    file_rows,
    models,
)
from desktop_app.session import Session
from ui.archive.file_rows import COLUMNS, row_of
from ui.kit.button import Button
from ui.kit.cells import Row
from ui.kit.choices import Chip, FilterBox, SegmentedControl
from ui.kit.empty import EmptyState
from ui.kit.flow import FlowLayout
from ui.kit.frames import Sheet, band, holder, line
from ui.kit.labels import label, set_words
from ui.kit.rows import WindowedModel
from ui.kit.table import Table
from ui.office_context import Office

FIRST_SORT = Sort()


@dataclass(slots=True)
class Query:
    """One question to the archive: the first page is asked for by itself, the order of all files once."""

    session: Session
    wanted: Filter
    order: Sort
    ids: array[int] | None = None

    def count(self) -> int:
        """How many files there are; reads their order, so that every later page is quick."""
        self.ids = file_ids(self.session, self.wanted, self.order)
        return len(self.ids)

    def page(self, offset: int, limit: int) -> list[Row]:
        """The rows of one page."""
        today = self.session.today()
        if self.ids is None:
            found = file_page(self.session, self.wanted, self.order, offset, limit)
        else:
            found = file_rows(self.session, self.ids[offset : offset + limit])
        return [row_of(file, today) for file in found]


class FileList(Sheet):
    """The left sheet; ``chosen`` carries a VIN, ``opened`` the wish to work in that file."""

    chosen = Signal(str)
    opened = Signal(str)
    import_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._order = FIRST_SORT
        self._card = SegmentedControl([("", "全部"), ("A", "A卡"), ("C", "C卡")])
        self._advisor, self._model_box = FilterBox("顾问"), FilterBox("车型")
        self._incorrect = Chip("信息不正确", 0)
        self._absent = Chip("半年未来店", 0)
        query = Query(office.session, self._filter(), self._order)
        self._model = WindowedModel(COLUMNS, query.count, query.page, office.background.fetcher(self))
        self.table = Table(self._model, memory=office.memory, name="archive")
        self._foot = label("", "note")
        self._nothing = EmptyState(
            "contact-round", "还没有客户档案", "把系统导出的交车单或维修工单拖进窗口，档案会自动建好。",
            self._import_button(),
        )  # fmt: skip
        self._none_left = EmptyState(
            "filter", "没有这样的档案", "放宽上面的筛选，或用 Ctrl+K 直接查找。", small=True
        )
        self._lay_out()
        self._connect()
        if (mark := self.table.sort_mark()) is not None:
            self._order = Sort(cast("SortColumn", mark[0]), mark[1])
        self.reload()

    def reload(self) -> None:
        """Ask again, keeping the rows in sight until the new ones are here."""
        query = Query(self._office.session, self._filter(), self._order)
        self._model.reload(query.count, query.page)
        self._count()

    def select(self, vin: str) -> bool:
        """Put the cursor on a file if it is among the rows read."""
        return self.table.select(vin)

    def current(self) -> str | None:
        """The VIN under the cursor."""
        row = self.table.current()
        return None if row is None else str(row.key)

    def foot(self) -> str:
        """What the line below the list says."""
        return self._foot.text()

    # inside

    def _filter(self) -> Filter:
        card = self._card.value()
        advisor, model = self._advisor.value(), self._model_box.value()
        return Filter(
            cast("Literal['A', 'C']", card) if card else None,
            str(advisor) if advisor else None,
            str(model) if model else None,
            self._incorrect.isChecked(),
            self._absent.isChecked(),
        )

    def _lay_out(self) -> None:
        bar = FlowLayout(None, 8, 8)
        bar.setContentsMargins(13, 10, 13, 6)
        for part in (self._card, self._advisor, self._model_box, self._incorrect, self._absent):
            bar.addWidget(part)
        self._stack = QStackedWidget()
        for part in (self.table, self._nothing, self._none_left):
            self._stack.addWidget(part)
        self.column.addWidget(holder(bar))
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(line())
        hints = label("空格 预览　Enter 打开　Ctrl+C 复制为表格", "note")
        self.column.addWidget(band(self._foot, None, hints))

    def _connect(self) -> None:
        for group in (self._card,):
            group.chosen.connect(lambda _key: self.reload())
        for box in (self._advisor, self._model_box):
            box.picked.connect(lambda _data: self.reload())
        for chip in (self._incorrect, self._absent):
            chip.toggled.connect(lambda _on: self.reload())
        self.table.chosen.connect(lambda row: self.chosen.emit(str(row.key)) if row else None)
        self.table.opened.connect(lambda row: self.opened.emit(str(row.key)))
        self.table.previewed.connect(lambda row: self.chosen.emit(str(row.key)))
        self.table.sorted.connect(self._sort)

    def _sort(self, key: str, descending: bool) -> None:
        self._order = Sort(cast("SortColumn", key), descending)
        self.reload()

    def _import_button(self) -> Button:
        button = Button("导入文件", kind="primary", icon="file-input")
        button.clicked.connect(self.import_wanted)
        return button

    def _count(self) -> None:
        session, wanted = self._office.session, self._filter()

        def work() -> tuple[int, int, int, int, tuple[str, ...], tuple[str, ...]]:
            return (
                file_count(session), file_count(session, wanted),
                file_count(session, Filter(incorrect=True)), file_count(session, Filter(absent_half_year=True)),
                advisors(session), models(session),
            )  # fmt: skip

        self._office.background.run(self, work, self._show_counts)

    def _show_counts(self, found: tuple[int, int, int, int, tuple[str, ...], tuple[str, ...]]) -> None:
        every, left, incorrect, absent, people, cars = found
        words = f"共 {every:,} 份档案" if left == every else f"筛选出 {left:,} 份，共 {every:,} 份档案"
        set_words(self._foot, words)
        self._incorrect.set_count(incorrect)
        self._absent.set_count(absent)
        self._advisor.set_entries([(name, name) for name in people])
        self._model_box.set_entries([(name, name) for name in cars])
        self._stack.setCurrentIndex(0 if left else 2 if every else 1)
