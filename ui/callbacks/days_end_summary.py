"""今日小结: what the day came to and what tomorrow's list will hold, to be read, copied and left behind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_app.callbacks.day_summary import DaySummary, day_summary
from desktop_app.callbacks.reasons import GROUP_LABELS
from ui.kit.button import Button
from ui.kit.figures import Kpi, KpiCard
from ui.kit.frames import Card, row
from ui.kit.labels import label, set_words
from ui.office_context import Office

ABREAST = 3


class SummaryTab(QWidget):
    """``page_wanted`` carries the number of the tab that a figure leads to."""

    counted = Signal(int)
    page_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._found: DaySummary | None = None
        self._cards: dict[str, KpiCard] = {}
        self._head = label("", "heading")
        self._tomorrow, self._groups = label("", "strong"), label("", "second", wrap=True)
        self.copy = Button(
            "复制小结", kind="primary", icon="copy", keys="Ctrl+C", tip="复制成文字，发给经理或记在交接本上"
        )
        self.copy.clicked.connect(self._copy)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._lay_out()

    def reload(self) -> None:
        """Count again."""
        session = self._office.session
        self._office.background.run(self, lambda: day_summary(session), self._show, self._office.tell)

    def focus_first(self) -> None:
        """Give the focus to the one thing to do here."""
        self.copy.setFocus()

    def words(self) -> str:
        """The summary as text."""
        if self._found is None:
            return ""
        lines = [
            f"{kpi.name}：{kpi.value}{f'（{kpi.note}）' if kpi.note else ''}"
            for _, kpi in _figures(self._found)
        ]
        day = f"{self._office.session.today():%Y-%m-%d} 回访小结"
        return "\n".join([day, *lines, _tomorrow_words(self._found), _group_words(self._found)]).strip()

    # inside

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words())
        self._office.status("今日小结已复制")

    def _show(self, found: DaySummary) -> None:
        self._found = found
        set_words(self._head, f"{self._office.session.now():%m月%d日 %H:%M} 为止".lstrip("0"))
        for at, (page, kpi) in enumerate(_figures(found)):
            self._show_figure(at, page, kpi)
        set_words(self._tomorrow, _tomorrow_words(found))
        set_words(self._groups, _group_words(found))

    def _show_figure(self, at: int, page: str, kpi: Kpi) -> None:
        if kpi.name in self._cards:
            self._cards[kpi.name].set_kpi(kpi)
            return
        card = KpiCard(kpi, clickable=bool(page))
        if page:
            card.clicked.connect(lambda: self.page_wanted.emit(page))
        self._cards[kpi.name] = card
        self._grid.addWidget(card, at // ABREAST, at % ABREAST)

    def _lay_out(self) -> None:
        card = Card((16, 12, 16, 14), 6)
        card.column.addWidget(self._tomorrow)
        card.column.addWidget(self._groups)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 4, 0, 0)
        stack.setSpacing(12)
        stack.addWidget(self._head)
        stack.addLayout(self._grid)
        stack.addWidget(card)
        stack.addStretch()
        stack.addLayout(row(self.copy, None))


def _figures(found: DaySummary) -> list[tuple[str, Kpi]]:
    """Each figure with the name of the tab that it leads to."""
    made = found.made
    return [
        ("", Kpi("今日通话", str(made.calls), f"完成 {made.completed} 个，没打通或改约 {made.calls - made.completed} 个")),
        ("", Kpi("今日名单", f"{made.done} / {made.total}", _left_words(made.left, made.total))),
        ("", Kpi("今天立案", str(found.cases), f"今天不满意的回访 {found.dissatisfied} 次")),
        ("settle", Kpi("待补处理", str(found.to_settle), _to_do(found.to_settle, "导入的回访，要立案或写明原因"))),
        ("crm", Kpi("待录入厂家CRM", str(found.to_enter), _to_do(found.to_enter, "完成的回访，录入后勾选"))),
        ("slips", Kpi("部门反馈单", str(found.slips), _to_do(found.slips, "打印后交给部门签收", "今天没有要反馈的"))),
    ]  # fmt: skip


def _left_words(left: int, total: int) -> str:
    if not total:
        return "今天没有要打的"
    return f"还有 {left} 行没有打" if left else "今天的都打过了"


def _to_do(count: int, words: str, done: str = "都处理完了") -> str:
    return words if count else done


def _tomorrow_words(found: DaySummary) -> str:
    rows = sum(found.tomorrow.values())
    return f"留给明天：{rows} 行，今天没打完的也在里面" if rows else "明天暂时没有要打的回访"


def _group_words(found: DaySummary) -> str:
    return "　".join(f"{GROUP_LABELS[name]} {count}" for name, count in found.tomorrow.items() if count)
