"""Promises and compensation of a case, and what becomes of them: kept, broken, approved, declined."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.complaints.cases import Case
from desktop_app.complaints.compensation import Compensation, decide_compensation
from desktop_app.complaints.promises import Promise, break_promise, keep_promise
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.complaints.case_entries import promise_rows
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.frames import band
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Entry
from ui.kit.pages import Pages
from ui.office_context import Office

CHOOSE_PROMISE, CHOOSE_GIFT = "先选一项还没有结果的承诺", "先选一项待批准的补偿"


class PromisesTab(QWidget):
    """Its first two buttons take the steps of the case; the others settle the entry chosen."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._case: Case | None = None
        self.list = GroupedList()
        self.promise = Button("加承诺", icon="hand", small=True)
        self.compensate = Button("加补偿", icon="gift", small=True)
        self.keep = Button("已兑现", icon="check", small=True)
        self.break_ = Button("没有兑现…", icon="x", small=True)
        self.approve = Button("批准补偿", icon="check-check", small=True)
        self.decline = Button("不批准…", icon="ban", small=True)
        nothing = EmptyState(
            "hand",
            "还没有承诺和补偿",
            "答应过客户的事都记在这里，到期会提醒，兑现前每次通话都看得到。",
            small=True,
        )
        self._pages = Pages(self.list, nothing)
        buttons = (self.promise, self.compensate, None, self.keep, self.break_, self.approve, self.decline)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(band(*buttons, gap=6, margins=(20, 8, 16, 4)))
        stack.addWidget(self._pages, 1)
        self._connect()
        self.setFocusProxy(self.list)

    def show_case(self, case: Case) -> None:
        """Show a case's promises and gifts."""
        self._case = case
        rows = tuple(promise_rows(case, self._office.session.now()))
        self.list.set_rows(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        for button, verb in (
            (self.promise, case.verb("promise")),
            (self.compensate, case.verb("compensate")),
        ):
            button.set_allowed(verb.allowed, verb.reason or "")
        self._show_ways()

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _row: self._show_ways())
        self.list.opened.connect(lambda _row: self.keep.click())
        self.keep.clicked.connect(self._keep)
        self.break_.clicked.connect(self._break)
        self.approve.clicked.connect(lambda: self._decide(approve=True))
        self.decline.clicked.connect(lambda: self._decide(approve=False))

    def _show_ways(self) -> None:
        held = self._office.session.person.duties
        promise, gift = self._open_promise(), self._waiting_gift()
        approves = allows(held, "approve")
        why = self._case.why_not_settle if self._case else None
        for button in (self.keep, self.break_):
            button.set_allowed(promise is not None and not why, why or CHOOSE_PROMISE)
        for button in (self.approve, self.decline):
            button.setVisible(gift is not None)
            button.set_allowed(gift is not None and approves, CHOOSE_GIFT if approves else reason("approve"))

    def _open_promise(self) -> Promise | None:
        found = self._chosen()
        if isinstance(found, Promise) and found.kept_at is None and found.broken_at is None:
            return found
        return None

    def _waiting_gift(self) -> Compensation | None:
        found = self._chosen()
        return found if isinstance(found, Compensation) and found.waits else None

    def _chosen(self) -> object:
        row = self.list.current()
        return row.data if isinstance(row, Entry) else None

    def _keep(self) -> None:
        promise, session = self._open_promise(), self._office.session
        if promise is not None:
            self._run(lambda: keep_promise(session, promise.id), "承诺已兑现")

    def _break(self) -> None:
        promise, session = self._open_promise(), self._office.session
        if promise is None:
            return
        why = dialogs.ask_words(self, "承诺没有兑现", "原因", yes="记下")
        if why is not None:
            self._run(lambda: break_promise(session, promise.id, remark=why), "已记下没有兑现的原因")

    def _decide(self, *, approve: bool) -> None:
        gift, session = self._waiting_gift(), self._office.session
        if gift is None:
            return
        remark = "" if approve else dialogs.ask_words(self, "不批准补偿", "原因", yes="不批准")
        if remark is not None:
            self._run(
                lambda: decide_compensation(session, gift.id, approve=approve, remark=remark),
                "已批准" if approve else "已记下不批准",
            )

    def _run(self, work: Callable[[], Changed], words: str) -> None:
        self._office.background.run(
            self, work, lambda _changed: self._office.status(words), self._office.tell
        )
