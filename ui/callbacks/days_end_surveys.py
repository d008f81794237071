"""外部调查: the register of a period; invite, note the score, delete and take that back, export and print."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.callbacks.external_surveys import (
    NAME,
    TITLE,
    Invitation,
    invitations,
    invite,
    note_score,
    remove,
    survey_report,
)
from desktop_app.session import Changed, Session
from desktop_app.statistics.report import Report
from ui.callbacks.list_outlets import ListOutlets
from ui.callbacks.survey_dialogs import InviteDialog, ScoreDialog
from ui.kit.button import Button
from ui.kit.cells import Column, Number, Row, Text
from ui.kit.dialogs import SheetDialog
from ui.kit.empty import EmptyState
from ui.kit.frames import Box, row
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office
from ui.statistics.period_bar import PeriodBar

COLUMNS = (
    Column("day", "邀请日期", 116, least=100, sortable=False),
    Column("survey", "调查名称", 200, stretch=2, least=140, sortable=False),
    Column("name", "客户", 120, stretch=1, least=90, sortable=False),
    Column("model", "车型", 110, least=84, sortable=False),
    Column("plate", "车牌号", 110, least=92, sortable=False),
    Column("by", "邀请人", 96, least=80, sortable=False),
    Column("score", "得分", 72, "right", least=60, sortable=False),
)
CHOOSE, NOTHING_DELETED = "先在登记表里选一行", "这次打开后没有删除过"


class SurveysTab(QWidget):
    """``counted`` tells how many invitations the period has."""

    counted = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._deleted: list[Invitation] = []
        self.period = PeriodBar(office.session.today())
        self.table = Table(ListModel(COLUMNS), memory=office.memory, name="days_end/surveys")
        self._said = label("", "second")
        self.add = Button("登记邀请…", kind="primary", icon="plus", keys="Ctrl+N")
        self.score = Button("记得分…", icon="pencil", keys="Enter", bind=False)
        self.delete = Button("删除", kind="quiet", icon="x", keys="Del", bind=False)
        self.undo = Button("撤销删除", kind="quiet", icon="undo-2", keys="Ctrl+Z")
        self.outlets = ListOutlets(office, self, NAME, TITLE, self._report)
        self._nothing = EmptyState(
            "inbox", "这段时间没有登记", "厂家或第三方调查邀请了谁，用“登记邀请”记下来。", small=True
        )
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Read the register again."""
        session, (start, end) = self._office.session, self.period.period()
        self._office.background.run(
            self, lambda: invitations(session, start, end), self._show, self._office.tell
        )

    def focus_first(self) -> None:
        """Give the focus to the register, or to the way to fill it."""
        (self.table if self._pages.currentIndex() == 0 else self.add).setFocus()

    def chosen(self) -> Invitation | None:
        """The invitation under the cursor."""
        found = self.table.current()
        return found.data if found and isinstance(found.data, Invitation) else None

    def remove(self) -> None:
        """Delete the invitation under the cursor; Ctrl+Z brings it back."""
        one, session = self.chosen(), self._office.session
        if one is None or not self.delete.isEnabled():
            return

        def done(_changed: object) -> None:
            self._deleted.append(one)
            self._office.status(f"已删除 {one.name} 的登记，Ctrl+Z 撤销")

        self._office.background.run(self, lambda: remove(session, one.id), done, self._office.tell)

    def bring_back(self) -> None:
        """Note the deleted invitation again, as it was."""
        if not self._deleted:
            return
        one, session = self._deleted.pop(), self._office.session

        self._office.background.run(
            self,
            lambda: _again(session, one),
            lambda _: self._office.status(f"{one.name} 的登记已恢复"),
            self._office.tell,
        )

    # inside

    def _show(self, found: tuple[Invitation, ...]) -> None:
        rows = self.table.rows()
        assert isinstance(rows, ListModel)
        rows.set_rows([_row(one) for one in found])
        if found and self.table.current() is None:
            self.table.select_line(0)
        self._pages.setCurrentIndex(0 if found else 1)
        known = [one.score for one in found if one.score is not None]
        set_words(self._said, f"邀请 {len(found)} 位，{len(known)} 位有得分" if found else "")
        self.outlets.allow(bool(found))
        self._allow()
        self.counted.emit(len(found))

    def _allow(self) -> None:
        why = self._office.why_not("callbacks")
        self.add.set_allowed(not why, why)
        for button in (self.score, self.delete):
            button.set_allowed(not why and self.chosen() is not None, why or CHOOSE)
        self.undo.set_allowed(not why and bool(self._deleted), why or NOTHING_DELETED)

    def _report(self, session: Session) -> Report:
        return survey_report(session, *self.period.period())

    def _after(self, dialog: SheetDialog) -> None:
        dialog.exec()
        dialog.deleteLater()

    def _invite(self) -> None:
        rows = self.table.rows()
        assert isinstance(rows, ListModel)
        used = [one.data.survey for one in reversed(rows.rows()) if isinstance(one.data, Invitation)]
        self._after(InviteDialog(self._office, used, self))

    def _note_score(self) -> None:
        one = self.chosen()
        if one is not None and self.score.isEnabled():
            self._after(ScoreDialog(self._office, one, self))

    def _on_period(self, _start: date, _end: date) -> None:
        self.reload()

    def _connect(self) -> None:
        self.period.changed.connect(self._on_period)
        self.table.chosen.connect(lambda _row: self._allow())
        self.table.opened.connect(lambda _row: self._note_score())
        self.add.clicked.connect(self._invite)
        self.score.clicked.connect(self._note_score)
        self.delete.clicked.connect(self.remove)
        self.undo.clicked.connect(self.bring_back)
        QShortcut(QKeySequence("Del"), self.table, self.remove, context=Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        box = Box((1, 4, 1, 4))
        box.column.addWidget(self.table)
        self._pages = Pages(box, self._nothing)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addLayout(row(self.period, self._said, None))
        stack.addWidget(self._pages, 1)
        stack.addLayout(
            row(self.add, self.score, self.delete, self.undo, None, self.outlets.export, self.outlets.print)
        )


def _again(session: Session, one: Invitation) -> Changed:
    """Note an invitation once more, its score with it."""
    made = invite(session, one.file_id, one.survey, one.invited_on, one.invited_by)
    if one.score is not None:
        same = [
            found
            for found in invitations(session, one.invited_on, one.invited_on)
            if (found.file_id, found.survey) == (one.file_id, one.survey)
        ]
        note_score(session, same[0].id, one.score)
    return made


def _row(one: Invitation) -> Row:
    return Row(
        one.id,
        (
            Text(f"{one.invited_on:%Y-%m-%d}"),
            Text(one.survey),
            Text(one.name, strong=True),
            Text(one.model or ""),
            Text(one.plate or ""),
            Text(one.invited_by),
            Number("" if one.score is None else f"{one.score:g}", strong=True),
        ),
        data=one,
    )
