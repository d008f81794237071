"""Before an account is closed: what happens to the person, to the work begun, and to the lock."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.frames import Card, beside, row
from ui.kit.labels import IconLabel, label
from ui.kit.medallion import Disc

CONSEQUENCES = (
    ("ban", "{0}马上不能再登录，这个账号以后也不能恢复。"),
    ("history", "以前的记录照旧留着{0}的名字。"),
    ("phone", "{0}正在打的回访放开给大家，没做完的草稿转给您。"),
    ("key-round", "接着换锁：数据换一把新钥匙，谁留着旧的钥匙文件都打不开。其他人的密码和恢复码不变。"),
    ("clock", "换锁时窗口用不了，一般几秒到一分钟，做完自动回来。"),
)


class RetireDialog(SheetDialog):
    """Accepted means yes; Enter takes the safe answer."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        title = f"停用{name}的账号？"
        super().__init__(title, parent, width=560)
        self.body.addLayout(row(Disc("ban", "red"), label(title, "title"), None, gap=14))
        card = Card((16, 14, 16, 14), 8)
        for icon, words in CONSEQUENCES:
            told = label(words.format(name), "second", wrap=True)
            card.column.addLayout(beside(IconLabel(icon, 16), told, gap=10))
        self.body.addWidget(card)
        self.yes = Button("停用并换锁", kind="danger")
        self.no = Button("取消", keys="Esc", bind=False)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.add_buttons(self.no, self.yes)
        self.no.setDefault(True)
        self.no.setFocus()
