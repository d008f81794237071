"""The list of all files with its filters: 200,000 rows scroll, only the pages in sight are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_app.archive.list_order import SortColumn
from desktop_app.archive.lists import FileRow, Sort
from desktop_app.safety.duties import allows, reason
from ui.archive.file_filters import FileFilters
from ui.archive.file_query import Counts, Query
from ui.archive.file_rows import COLUMNS
from ui.kit.button import Button
from ui.kit.cells import Row
from ui.kit.empty import EmptyState
from ui.kit.frames import Sheet, band, line
from ui.kit.labels import label, set_words
from ui.kit.rows import PAGE_ROWS, WindowedModel
from ui.kit.table import Table
from ui.office_context import Office
from ui.reaching import People

FIRST_SORT = Sort()
ROWS, NO_FILES, NONE_LEFT = range(3)


class FileList(Sheet):
    """The left sheet; ``chosen`` carries the VIN under the cursor, ``opened`` the wish to work in that file.

    The cursor stays on its file, or on the file wanted by ``select``, whatever is sorted, filtered or changed.
    """

    chosen = Signal(str)
    opened = Signal(str)
    import_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._order = FIRST_SORT
        self._cursor = self._looked_up = ""
        self._awaited = False
        self._line: int | None = None
        """Where the cursor goes when that line is here."""
        self.filters = FileFilters(office.memory)
        query = self._query()
        self._model = WindowedModel(COLUMNS, query.count, query.page, office.background.fetcher(self))
        self.table = Table(self._model, memory=office.memory, name="archive")
        self._foot = label("", "note")
        self._lay_out()
        self._connect()
        self._restore_sort()
        self._ask_counts(query)

    def reload(self) -> None:
        """Ask again, keeping the rows in sight until the new ones are here."""
        query = self._query()
        self._model.reload(query.count, query.page)
        self._ask_counts(query)

    def select(self, vin: str) -> None:
        """Put the cursor on a file, at once if it is in sight, else when its line is known; off a list without it."""
        self._cursor = self._looked_up = vin
        if not self.table.select(vin):
            self._ask_counts(self._query())

    def current(self) -> str | None:
        """The VIN under the cursor."""
        row = self.table.current()
        return None if row is None else str(row.key)

    def count(self) -> int:
        """How many files the filters leave."""
        return self._model.rowCount()

    def selected_lines(self) -> list[int]:
        """The lines of the selected rows, whether their files are here yet or not."""
        chosen = self.table.selectionModel().selection()
        ranges = (chosen.at(place) for place in range(chosen.count()))
        return sorted({line for one in ranges for line in range(one.top(), one.bottom() + 1)})

    def finder_of_all(self) -> Callable[[], Sequence[int]]:
        """Finds the ids of all files that the filters leave; to be run in the background."""
        return self._query().all_ids

    def finder_of_selected(self) -> Callable[[], Sequence[int]]:
        """Finds the ids of the selected files: those in sight at once, of a long selection by its lines."""
        lines, query = self.selected_lines(), self._query()
        if len(lines) <= PAGE_ROWS:
            here = [row.data for row in map(self._model.row, lines) if row is not None]
            ids = [file.id for file in here if isinstance(file, FileRow)]
            if len(ids) == len(lines):
                return lambda: ids
        return lambda: query.ids_of(lines)

    def people(self) -> People:
        """Its customers, to be written to."""
        return People(
            lambda: len(self.selected_lines()), lambda: self.finder_of_selected(),
            lambda: self.count(), lambda: self.finder_of_all(),
        )  # fmt: skip

    def foot(self) -> str:
        """What the line below the list says."""
        return self._foot.text()

    # set-up

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for part in (self.table, self._empty_archive(), self._empty_filter()):
            self._stack.addWidget(part)
        self.column.addWidget(self.filters)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(line())
        hints = label("空格 预览　Enter 打开　Ctrl+C 复制为表格", "note")
        self.column.addWidget(band(self._foot, None, hints))

    def _empty_archive(self) -> EmptyState:
        button = Button("导入文件", kind="primary", icon="file-input")
        button.clicked.connect(self.import_wanted)
        button.set_allowed(allows(self._office.session.person.duties, "import"), reason("import"))
        words = "把系统导出的交车单或维修工单拖进窗口，档案会自动建好。"
        return EmptyState("contact-round", "还没有客户档案", words, button)

    def _empty_filter(self) -> EmptyState:
        button = Button("看全部档案", icon="list")
        button.clicked.connect(self.filters.clear)
        words = "放宽上面的筛选，或用 Ctrl+K 直接查找。"
        return EmptyState("filter", "没有这样的档案", words, button, small=True)

    def _connect(self) -> None:
        self.filters.changed.connect(self.reload)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda row: self.opened.emit(str(row.key)))
        self.table.previewed.connect(lambda row: self.chosen.emit(str(row.key)))
        self.table.sorted.connect(self._sort)
        self._model.dataChanged.connect(lambda *_: self._look_again())
        self._model.rowsInserted.connect(lambda *_: self._put_cursor())

    def _restore_sort(self) -> None:
        mark = self.table.sort_mark()
        if mark is None:
            self.table.show_sort(FIRST_SORT.column, descending=FIRST_SORT.descending)
        else:
            self._order = Sort(cast("SortColumn", mark[0]), mark[1])

    # inside

    def _query(self) -> Query:
        return Query(self._office.session, self.filters.filter(), self._order)

    def _sort(self, key: str, descending: bool) -> None:
        self._order = Sort(cast("SortColumn", key), descending)
        self.reload()

    def _on_chosen(self, row: Row | None) -> None:
        self._awaited = row is None
        if row is not None:
            self._cursor = str(row.key)
            self._line = None
            self.chosen.emit(self._cursor)

    def _look_again(self) -> None:
        """The row under the cursor has come after the cursor."""
        if self._awaited and (row := self.table.current()) is not None:
            self._on_chosen(row)

    def _ask_counts(self, query: Query) -> None:
        vin = self._cursor

        def done(found: Counts) -> None:
            self._show_counts(found)
            if self._cursor == vin:
                self._line = self._line_for(found)
                self._put_cursor()

        self._office.background.run(self, lambda: query.counts(vin), done)

    def _line_for(self, found: Counts) -> int | None:
        """The line of the file under the cursor; the first where the list has lost it, none for one looked up."""
        if found.place is not None or not found.left:
            return found.place
        if self._cursor and self._cursor == self._looked_up:
            self.table.setCurrentIndex(QModelIndex())
            return None
        return 0

    def _put_cursor(self) -> None:
        line = self._line
        if line is None or line >= self._model.rowCount():
            return
        self._line = None
        if self.table.currentIndex().row() != line:
            self.table.select_line(line)
        elif self.current() != self._cursor:
            self._on_chosen(self.table.current())

    def _show_counts(self, found: Counts) -> None:
        narrowed = f"筛选出 {found.left:,} 份，共 {found.every:,} 份档案"
        set_words(self._foot, f"共 {found.every:,} 份档案" if found.left == found.every else narrowed)
        self.filters.show_counts(found)
        self._stack.setCurrentIndex(ROWS if found.left else NONE_LEFT if found.every else NO_FILES)
