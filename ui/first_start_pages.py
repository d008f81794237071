"""The four pages of the first start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.safety.surroundings import unsuitable
from ui.kit.button import Button
from ui.kit.choice_card import ChoiceCard
from ui.kit.fields import Banner, Field
from ui.kit.frames import Card, beside, column, row
from ui.kit.labels import IconLabel, label
from ui.recovery import CodeBoxes, preview_code
from ui.sign_in_new_password import NewPassword


class StepPage(QWidget):
    """One step: ``missing`` says what is still to do ("" when ready), ``check`` tells it at the field."""

    ready_changed = Signal()
    step = ""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        self.column.addLayout(column(label(title, "title"), label(words, "second", wrap=True), gap=2))

    def fields(self) -> dict[str, Field]:
        """The inputs by the name that a refusal carries."""
        return {}

    def missing(self) -> str:
        """What is still missing, in a few words."""
        return ""

    def check(self) -> bool:
        """Whether the step is done; marks the first field that is not."""
        return not self.missing()

    def show_error(self, field: str, sentence: str) -> bool:
        """Show a refusal at its field; False when the field is not on this page."""
        found = self.fields().get(field)
        if found:
            found.show_error(sentence)
        return found is not None

    def focus_first(self) -> None:
        """Put the cursor into the first input."""
        first = next(iter(self.fields().values()), None)
        if first:
            first.edit.setFocus()


class FolderPage(StepPage):
    """Where the data shall lie."""

    existing = Signal(Path)
    step = "数据文件夹"

    def __init__(self, default: Path, holds_data: Callable[[Path], bool]) -> None:
        super().__init__("数据放在哪里", "客户资料加密后放在这个文件夹里。可以用移动硬盘，也可以以后再搬。")
        self._holds_data = holds_data
        choose = Button("浏览…", icon="folder-open")
        choose.clicked.connect(self._on_choose)
        self.folder = Field("数据文件夹", QLineEdit(str(default)), beside=choose)
        self._edit = self.folder.edit
        self.column.addWidget(self.folder)
        self._found = Banner("accent", "info")
        self._found.acted.connect(lambda: self.existing.emit(Path(self.path())))
        self.column.addWidget(self._found)
        card = Card((16, 14, 16, 14), 8)
        for icon, words in (
            ("shield-check", "文件是加密的，拷走也打不开"),
            ("hard-drive", "请选这台电脑的硬盘或移动硬盘，不要放进会自动同步的网盘"),
            ("history", "随时可以备份，备份做好就验证能不能打开"),
        ):
            card.column.addLayout(
                beside(IconLabel(icon, 16, "accent"), label(words, "second", wrap=True), gap=10)
            )
        self.column.addWidget(card)
        self.column.addStretch()
        assert isinstance(self._edit, QLineEdit)
        self._edit.textChanged.connect(self._on_text)
        self._on_text()

    def path(self) -> str:
        """The folder that stands there."""
        return self.folder.text()

    def fields(self) -> dict[str, Field]:
        return {"folder": self.folder}

    def missing(self) -> str:
        if not self.path():
            return "请选一个文件夹"
        if self._unsuitable:
            return "数据不能放在这里，请换一个文件夹"
        return "这里已经有数据" if self._found_data else ""

    def _on_text(self) -> None:
        folder = Path(self.path())
        self._unsuitable = unsuitable(folder) if self.path() else None
        self._found_data = not self._unsuitable and bool(self.path()) and self._holds_data(folder)
        if self._unsuitable:
            words = f"这个文件夹{self._unsuitable.what}。{self._unsuitable.why}请选这台电脑的硬盘或移动硬盘。"
            self._found.show_words(words, "red", "octagon-alert")
        else:
            words = "这个文件夹里已经有客户关系数据，可以直接登录。" if self._found_data else ""
            self._found.show_words(words, "accent", "info", "去登录" if words else "")
        self.ready_changed.emit()

    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择数据文件夹", self.path())
        if chosen:
            self.folder.set_text(chosen)


class ShopPage(StepPage):
    """What stands at the head of every form."""

    step = "店名与品牌"

    def __init__(self) -> None:
        super().__init__("店名与品牌", "店名印在每张表格的抬头，也写在窗口标题上。")
        self.shop = Field("店名", hint="例如：云岭汽车")
        self.brand = Field("品牌", hint="可以先不填")
        for field in (self.shop, self.brand):
            assert isinstance(field.edit, QLineEdit)
            field.edit.textChanged.connect(self.ready_changed)
            self.column.addWidget(field)
        self.column.addStretch()

    def fields(self) -> dict[str, Field]:
        return {"shop": self.shop, "brand": self.brand}

    def missing(self) -> str:
        return "" if self.shop.text() else "请填店名"


class ManagerPage(StepPage):
    """The first account, and the code that opens the data when its password is forgotten."""

    step = "第一位经理"

    def __init__(self, code: str) -> None:
        super().__init__("第一位经理", "客关部经理可以结案、管理名单和设置，也能以后再添加同事。")
        self.code, self._shop = code, ""
        self.person, self.account = Field("姓名"), Field("登录名")
        self.chosen = NewPassword(lambda: self.account.text(), parent=self)
        self.password, self.again = self.chosen.first, self.chosen.again
        self.chosen.changed.connect(self.ready_changed)
        self.printed = QCheckBox("我已打印，并放在安全的地方")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for place, field in enumerate((self.person, self.account, self.password, self.again)):
            grid.addWidget(field, place // 2, place % 2)
            assert isinstance(field.edit, QLineEdit)
            field.edit.textChanged.connect(self.ready_changed)
        self.column.addLayout(grid)
        self.column.addWidget(self._code_card())
        show = Button("打印恢复码", icon="printer")
        show.clicked.connect(self._on_print)
        self.column.addLayout(row(show, 12, self.printed, None))
        self.column.addStretch()
        self.printed.toggled.connect(self.ready_changed)

    def set_shop(self, shop: str) -> None:
        """The shop's name, for the printed sheet."""
        self._shop = shop

    def fields(self) -> dict[str, Field]:
        return {"person": self.person, "account": self.account, "password": self.password}

    def missing(self) -> str:
        if not (self.person.text() and self.account.text()):
            return "请填姓名和登录名"
        if missing := self.chosen.missing():
            return missing
        return "" if self.printed.isChecked() else "还差一步：收好恢复码"

    def _code_card(self) -> Card:
        card = Card((18, 14, 18, 16), 8)
        title = label("恢复码，请打印并锁进柜子", "heading")
        card.column.addLayout(row(IconLabel("key-round", 18), title, None))
        card.column.addWidget(label("忘了密码时，只有它能打开数据。我们不保存，也找不回来。", "second"))
        card.column.addWidget(CodeBoxes(self.code))
        return card

    def _on_print(self) -> None:
        preview = preview_code(self.code, self._shop, self.account.text(), date.today(), self)
        preview.printed.connect(lambda: self.printed.setChecked(True))
        preview.exec()


class StartPage(StepPage):
    """What to do first."""

    chosen = Signal(str)
    step = "导入或演示"

    def __init__(self) -> None:
        super().__init__("可以开始了", "数据文件夹建好了。先做哪一件？以后都能在“文件”菜单里再做。")
        cards = (
            (
                "import",
                "file-down",
                "导入交车和维修记录",
                "从厂家系统导出的 .xlsx、.xls 或 .csv，认列名，不用改格式",
            ),
            ("demo", "coffee", "先用演示数据练习", "编造的 500 位客户，四个工作台都有内容，随便点"),
            ("empty", "contact-round", "从空白开始", "自己新建第一份客户档案"),
        )
        self.cards: dict[str, ChoiceCard] = {}
        for key, icon, title, words in cards:
            card = ChoiceCard(icon, title, words)
            card.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self.cards[key] = card
            self.column.addWidget(card)
        self.column.addStretch()

    def focus_first(self) -> None:
        self.cards["import"].setFocus()
