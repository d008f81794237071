"""文件 › 召回名单: the manufacturer's list of VINs looked through, named and taken in; an earlier one taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from desktop_app.callbacks.recall_lists import (
    RecallList,
    RecallPreview,
    preview_recall,
    recall_lists,
    undo_recall,
)
from desktop_app.callbacks.recalls import Recalled, import_recall
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.kit.button import Button
from ui.kit.cells import Column, Number, Row, Text
from ui.kit.dialogs import Question, SheetDialog, ask
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner, Field
from ui.kit.frames import row
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

CARS = (
    Column("vin", "车架号", 190), Column("name", "客户", 120), Column("model", "车型", 120),
    Column("plate", "车牌", 100, stretch=1),
)  # fmt: skip
LISTS = (
    Column("name", "召回", 240, stretch=1), Column("at", "导入时间", 140), Column("who", "谁", 90),
    Column("marked", "标记", 70, "right"), Column("open", "未完成", 70, "right"),
)  # fmt: skip
SUFFIXES = "名单 (*.xlsx *.xls *.csv)"


class RecallDialog(SheetDialog):
    """Begins with the lists taken in before; a chosen file shows what it would mark."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("召回名单", parent, width=720)
        self._office = office
        self._path: Path | None = None
        self._banner, self._told = Banner("yellow", "info"), label("", "second", wrap=True)
        self.name = Field(
            "召回的名称或编号", QLineEdit(), hint="会写在车主档案和关怀提醒里，例如：燃油泵召回 2026-11"
        )
        self._cars, self._lists = ListModel(CARS), ListModel(LISTS)
        self.cars = Table(self._cars, memory=office.memory, name="recall-cars")
        self.lists = Table(self._lists, memory=office.memory, name="recall-lists")
        self._nothing = EmptyState(
            "file-input", "还没有导入过召回名单", "选厂家发来的名单，里面有车架号就行。", small=True
        )
        self._pages = Pages(self.cars, self.lists, self._nothing)
        self.choose = Button("选择名单…", icon="folder-open", keys="Ctrl+O")
        self.undo = Button("撤回这份名单…", icon="undo-2")
        self.mark = Button("打上召回标记", kind="primary", keys="Ctrl+Return")
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        """Show the lists taken in so far."""
        self._path = None
        session = self._office.session
        self._office.background.run(self, lambda: recall_lists(session), self._show_lists, self._office.tell)

    def look_at(self, path: Path) -> None:
        """Show what a list would mark; nothing is stored yet."""
        session = self._office.session

        def show(found: RecallPreview) -> None:
            self._path = path
            self._show_preview(found)

        self._office.background.run(self, lambda: preview_recall(session, path), show, self._failed)

    def store(self) -> None:
        """Take the list in."""
        session, path, name = self._office.session, self._path, self.name.text()
        if path is None:
            return
        if not name:
            self.name.show_error("请写明召回的名称或编号。")
            return
        self.mark.set_allowed(False, "正在导入…")

        def done(made: Recalled) -> None:
            already = f"，{made.already} 辆以前已有" if made.already else ""
            unknown = f"，{len(made.unknown)} 辆没有档案" if made.unknown else ""
            words = f"“{name}”：给 {made.marked} 辆车打上了标记{already}{unknown}。"
            self._banner.show_words(words, "green", "circle-check")
            self.reload()

        self._office.background.run(
            self, lambda: import_recall(session, path, name), done, self._failed, long=True
        )

    def take_back(self) -> None:
        """Take the chosen list back, after asking."""
        chosen = self.lists.current()
        one = chosen.data if chosen else None
        if not isinstance(one, RecallList):
            return
        words = f"{one.at:%Y-%m-%d %H:%M} 导入，{one.marked} 辆车的标记会去掉。"
        if not ask(self, Question(f"撤回“{one.name}”？", words, yes="撤回", danger=True)):
            return
        session = self._office.session

        def done(_changed: Changed) -> None:
            self._banner.show_words(f"“{one.name}”已撤回。", "green", "circle-check")
            self.reload()

        self._office.background.run(self, lambda: undo_recall(session, one.name, one.at), done, self._failed)

    # inside

    def _lay_out(self) -> None:
        self._pages.setMinimumHeight(260)
        self.body.addLayout(row(label("召回名单", "title"), None, self.choose))
        for part in (self._banner, self._told, self._pages, self.name):
            self.body.addWidget(part)
        leave = Button("关闭", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self.mark, left=self.undo)
        self.choose.clicked.connect(self._ask_file)
        self.mark.clicked.connect(self.store)
        self.undo.clicked.connect(self.take_back)
        held = self._office.session.person.duties
        for button, action in ((self.choose, "import"), (self.undo, "undo_import")):
            button.set_allowed(allows(held, action), reason(action))

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择召回名单", "", SUFFIXES)
        if name:
            self.look_at(Path(name))

    def _show_lists(self, found: tuple[RecallList, ...]) -> None:
        self._lists.set_rows([_list_row(one) for one in found])
        self._pages.setCurrentIndex(1 if found else 2)
        set_words(self._told, "以前导入的名单：" if found else "")
        self._told.setVisible(bool(found))
        self.name.hide()
        self.mark.hide()
        self.undo.setVisible(bool(found))
        if found:
            self.lists.select_line(0)

    def _show_preview(self, found: RecallPreview) -> None:
        self._banner.show_words("")
        known, unknown = len(found.known), len(found.unknown)
        strangers = "、".join(found.unknown[:3]) + ("等" if unknown > 3 else "")
        missing = f"；{unknown} 个车架号这里没有档案（{strangers}），不会建新档案" if unknown else ""
        set_words(self._told, f"名单里有 {known} 辆车在这里有档案{missing}。")
        self._told.show()
        rows = (
            Row(one.vin, (Text(one.vin), Text(one.name), Text(one.model), Text(one.plate)))
            for one in found.known
        )
        self._cars.set_rows(list(rows))
        self._pages.setCurrentIndex(0)
        self.undo.hide()
        self.name.show()
        self.mark.show()
        self.mark.set_allowed(bool(known), "名单里没有这里的车。")
        self.name.edit.setFocus()

    def _failed(self, error: Exception) -> None:
        self.mark.set_allowed(True)
        if isinstance(error, Refused) and error.field == "name":
            self.name.show_error(error.message)
        elif isinstance(error, Refused):
            self._banner.show_words(error.message, "yellow", "circle-alert")
        else:
            self._office.tell(error)


def _list_row(one: RecallList) -> Row:
    cells = (
        Text(one.name, strong=True), Text(f"{one.at:%Y-%m-%d %H:%M}"), Text(one.account),
        Number(f"{one.marked}"), Number(f"{one.still_open}", dim=not one.still_open),
    )  # fmt: skip
    return Row((one.name, one.at), cells, data=one)
