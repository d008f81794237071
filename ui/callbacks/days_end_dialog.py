"""日终处理: everything that closes the day in one window, a tab for each, with what is left on the tab."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.callbacks.days_end_crm import CrmTab
from ui.callbacks.days_end_settle import SettleTab
from ui.callbacks.days_end_slips import SlipsTab
from ui.callbacks.days_end_summary import SummaryTab
from ui.callbacks.days_end_surveys import SurveysTab
from ui.callbacks.days_end_unhappy import UnhappyTab
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.frames import row
from ui.kit.labels import label
from ui.kit.tabs import UnderlineTabBar
from ui.office_context import Office

SIZE = (1140, 600)
CONCERNS = frozenset({"callbacks", "complaints", "archive", "settings"})
TAB = "days_end/tab"
PURPOSE = "一天结束前走一遍，没有一位不满意的客户被忘记"
Tab = SettleTab | CrmTab | SlipsTab | UnhappyTab | SurveysTab | SummaryTab


class DaysEndDialog(SheetDialog):
    """Alt+1 to Alt+6 turn to a tab; what leads elsewhere closes the dialog first."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("日终处理", parent, width=SIZE[0])
        self._office = office
        self.settle, self.crm, self.slips = SettleTab(office), CrmTab(office), SlipsTab(office)
        self.unhappy, self.surveys, self.summary = UnhappyTab(office), SurveysTab(office), SummaryTab(office)
        self.pages: dict[str, tuple[str, Tab]] = {
            "settle": ("待补处理", self.settle),
            "crm": ("待录入厂家CRM", self.crm),
            "slips": ("部门反馈单", self.slips),
            "unhappy": ("不满意客户", self.unhappy),
            "surveys": ("外部调查", self.surveys),
            "summary": ("今日小结", self.summary),
        }
        self._stale: set[str] = set()
        self.tabs, self._stack = UnderlineTabBar(inset=0), QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_page(office.memory.read(TAB, "settle"))
        self.reload()

    def reload(self) -> None:
        """Read everything again."""
        for _, page in self.pages.values():
            page.reload()

    def show_page(self, name: str) -> None:
        """Turn to a tab."""
        names = list(self.pages)
        at = names.index(name) if name in names else 0
        self.tabs.setCurrentIndex(at)
        self._turn(at)

    # inside

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        name = list(self.pages)[at]
        self._office.memory.write(TAB, name)
        if name in self._stale:
            self._stale.discard(name)
            self.pages[name][1].reload()
        self.pages[name][1].focus_first()

    def _on_changed(self, changed: frozenset[str]) -> None:
        """Read the tab in sight again; the others when somebody turns to them."""
        if changed & CONCERNS and self.isVisible():
            here = list(self.pages)[self._stack.currentIndex()]
            self._stale = set(self.pages) - {here}
            self.pages[here][1].reload()

    def _leave_to(self, go: Callable[[str], None], where: str) -> None:
        self.accept()
        go(where)

    def _connect(self) -> None:
        office = self._office
        for at, (_, page) in enumerate(self.pages.values()):
            page.counted.connect(partial(self.tabs.set_count, at))
            QShortcut(QKeySequence(f"Alt+{at + 1}"), self, partial(self.tabs.setCurrentIndex, at))
        self.tabs.currentChanged.connect(self._turn)
        self.settle.callback_wanted.connect(lambda ref: self._leave_to(self._office.open_callback, ref))
        self.unhappy.report_wanted.connect(lambda name: self._leave_to(self._office.open_report, name))
        self.summary.page_wanted.connect(self.show_page)
        office.background.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        for words, page in self.pages.values():
            self.tabs.add(words)
            self._stack.addWidget(page)
        self.body.addLayout(
            row(
                label("日终处理", "title"),
                10,
                label(PURPOSE, "second"),
                None,
            )
        )
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        close = Button("关闭", keys="Esc", bind=False)
        close.clicked.connect(self.reject)
        self.foot.addWidget(label("Alt+1 到 Alt+6 换页　Ctrl+C 复制选中的行", "note"))
        self.add_buttons(close)
        close.setDefault(False)  # Enter belongs to the lists
        self.resize(*SIZE)


def open_days_end(office: Office, parent: QWidget) -> None:
    """回访 › 日终处理."""
    dialog = DaysEndDialog(office, parent)
    dialog.exec()
    dialog.deleteLater()
