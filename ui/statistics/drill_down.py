"""The records behind a number: the list under a report, whose count always repeats the number that opened it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.statistics.records import Record
from ui.kit.button import Button
from ui.kit.cells import Column, Number, Row, Text, copied
from ui.kit.frames import Sheet, row
from ui.kit.labels import IconLabel, label, set_words
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office
from ui.reaching import FindIds, People, Reaching

COLUMNS = (
    Column("customer", "客户", 96, sortable=False),
    Column("reference", "单号", 156, sortable=False),
    Column("person", "顾问", 84, sortable=False),
    Column("event_on", "日期", 100, sortable=False),
    Column("last_at", "最后拨打", 112, sortable=False),
    Column("outcome", "结果", 84, sortable=False),
    Column("tries", "次数", 52, "right", sortable=False, least=44),
    Column("model", "车型", 88, sortable=False),
    Column("remark", "备注", 160, stretch=1, sortable=False),
)


class DrillDown(Sheet):
    """A closable sheet with the records of one number; ``opened`` carries the record to go to."""

    opened = Signal(object)
    closed = Signal()

    def __init__(self, office: Office, page: QWidget) -> None:
        super().__init__()
        self._title, self._count = label("", "heading"), label("", "second")
        self._model = ListModel(COLUMNS)
        self._table = Table(self._model, row_height=32, memory=office.memory, name="records")
        self._open = Button("打开档案", icon="external-link", small=True, tip="Enter")
        self._copy = Button("复制", icon="copy", small=True, tip="复制全部为表格，可粘贴到 Excel")
        self.reaching = Reaching(office, page, self.people(), small=True)
        self._close = Button(icon="x", kind="quiet", small=True, tip="关闭（Esc）")
        self._close.setShortcut(Qt.Key.Key_Escape)
        self._open.clicked.connect(lambda: self._tell(self._table.current()))
        self._copy.clicked.connect(self._copy_all)
        self._close.clicked.connect(self._on_close)
        self._table.opened.connect(self._tell)
        head = row(
            IconLabel("list", 16, "accent"), self._title, self._count, None, self._open, self.reaching.button, self._copy,
            self._close, margins=(20, 10, 14, 4),
        )  # fmt: skip
        self.column.addLayout(head)
        self.column.addWidget(self._table, 1)

    def show_records(self, title: str, records: Sequence[Record], *, number: int | None = None) -> None:
        """List records under a title; says whether the count agrees with the number that was clicked."""
        agrees = number is None or number == len(records)
        set_words(self._title, title)
        words = f"{len(records)} 条记录" + (
            "" if number is None else "，与表中数字一致" if agrees else "，与表中数字不符"
        )
        set_words(self._count, words, "" if agrees else "red")
        self._model.set_rows(tuple(_row(place, record) for place, record in enumerate(records)))
        self._open.set_allowed(bool(records), "没有可以打开的记录")
        self.show()
        if records:
            self._table.select_line(0)

    def forbid_copying(self, why_not: str) -> None:
        """Copying the whole list is an export: say why this person may not, "" for one who may."""
        self._copy.set_allowed(not why_not, why_not)

    def people(self) -> People:
        """The customers of the records in sight; a case without a file is nobody to be written to."""
        return People(
            lambda: len(_files(self._table.selected())), lambda: _finder(self._table.selected()),
            lambda: len(_files(self._model.rows())), lambda: _finder(self._model.rows()),
        )  # fmt: skip

    def table(self) -> Table:
        """The list, for focus and tests."""
        return self._table

    def count_words(self) -> str:
        """What the head says of the count."""
        return self._count.text()

    def _tell(self, line: Row | None) -> None:
        if line is not None:
            self.opened.emit(line.data)

    def _copy_all(self) -> None:
        heads = "\t".join(column.title for column in COLUMNS)
        lines = ("\t".join(copied(cell) for cell in line.cells) for line in self._model.rows())
        QGuiApplication.clipboard().setText("\n".join((heads, *lines)))

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()


def _files(lines: Sequence[Row]) -> list[int]:
    """The files of some lines, each once."""
    records = (line.data for line in lines if isinstance(line.data, Record))
    return list(dict.fromkeys(one.file_id for one in records if one.file_id is not None))


def _finder(lines: Sequence[Row]) -> FindIds:
    found = _files(lines)
    return lambda: found


def _row(place: int, record: Record) -> Row:
    return Row(
        (record.reference, place),
        (
            Text(record.customer, strong=True),
            Text(record.reference),
            Text(record.person),
            Text("" if record.event_on is None else record.event_on.isoformat()),
            Text("" if record.last_at is None else f"{record.last_at:%m-%d %H:%M}"),
            Text(record.outcome),
            Number("" if record.tries is None else str(record.tries)),
            Text(record.model),
            Text(record.remark),
        ),
        data=record,
    )
