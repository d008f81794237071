"""The fields of one call in the order in which the manufacturer's form asks for them, copied one after the other."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.callbacks.crm_queue import CrmEntry
from ui.kit.cells import Column, Row, Text
from ui.kit.memory import Memory
from ui.kit.rows import ListModel
from ui.kit.table import Table

COLUMNS = (
    Column("label", "字段", 190, least=130, sortable=False),
    Column("value", "内容", 300, stretch=1, least=160, sortable=False),
    Column("state", "", 92, least=84, sortable=False),
)


class CrmFields(Table):
    """``copied(label, next label)`` after each copy; the cursor stands on the field that is copied next.

    Which fields were copied is kept for every call shown, so that nobody begins again after looking at another.
    """

    copied = Signal(str, str)

    def __init__(self, memory: Memory) -> None:
        self._fields = ListModel(COLUMNS)
        super().__init__(self._fields, memory=memory, name="days_end/crm_fields")
        self._entry: CrmEntry | None = None
        self._done: dict[Hashable, set[int]] = {}
        self.previewed.connect(lambda _row: self.copy_next())

    def show_entry(self, entry: CrmEntry | None) -> None:
        """Show a call's fields, the first one not copied under the cursor; the same call keeps its cursor."""
        same = (
            entry is not None
            and self._entry is not None
            and entry.call.attempt_id == self._entry.call.attempt_id
        )
        self._entry = entry
        self._fill()
        if entry is not None and not same:
            done = self._copied_of(entry)
            self.select_line(next((at for at in range(len(entry.fields)) if at not in done), 0))

    def next_label(self) -> str:
        """The field that the next copy takes, "" without any."""
        field = self._field(self.currentIndex().row())
        return field[0] if field else ""

    def copy_next(self) -> None:
        """Put the field under the cursor on the clipboard and go on to the next one."""
        line = self.currentIndex().row()
        field = self._field(line)
        if field is None or self._entry is None:
            return
        QGuiApplication.clipboard().setText(field[1])
        self._copied_of(self._entry).add(line)
        self._fill()
        if line + 1 < len(self._entry.fields):
            self.select_line(line + 1)
        after = self._field(line + 1)
        self.copied.emit(field[0], after[0] if after else "")

    def copy_text(self) -> str:
        """Values alone: what is pasted goes into the fields of another program."""
        fields = [self._field(line) for line in sorted({one.row() for one in self.selectedIndexes()})]
        return "\n".join(field[1] for field in fields if field)

    def _field(self, line: int) -> tuple[str, str] | None:
        if self._entry is None or not 0 <= line < len(self._entry.fields):
            return None
        found = self._entry.fields[line]
        return found.label, found.value

    def _copied_of(self, entry: CrmEntry) -> set[int]:
        return self._done.setdefault(entry.call.attempt_id, set())

    def _fill(self) -> None:
        entry = self._entry
        done = self._copied_of(entry) if entry else set()
        self._fields.set_rows(
            [_row(entry, at, copied=at in done) for at in range(len(entry.fields))] if entry else []
        )


def _row(entry: CrmEntry, at: int, *, copied: bool) -> Row:
    field = entry.fields[at]
    return Row(
        (entry.call.attempt_id, at),
        (
            Text(field.label, tone="grey" if copied else ""),
            Text(field.value, strong=True, tip=field.value),
            Text("已复制" if copied else "", icon="check" if copied else "", tone="green"),
        ),
        spoken=f"{field.label}，{field.value}{'，已复制' if copied else ''}",
    )
