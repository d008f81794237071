"""The buttons of the backups' dialog, and when each may be pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from ui.kit.button import Button
from ui.kit.frames import row

RUNNING = "等正在做的事做完"
NONE_CHOSEN = "先选一份备份"
BROKEN = "这份备份坏了，不能恢复"


class BackupButtons:
    """``why_not`` is why the person may do nothing here, "" for one who may."""

    def __init__(self, why_not: str) -> None:
        self._why_not = why_not
        self.now = Button("现在备份", kind="primary", icon="shield-check", keys="Ctrl+B")
        self.elsewhere = Button("备份到…", icon="folder-open", tip="另存一份到别的文件夹，例如 U 盘")
        self.check = Button("检验", icon="badge-check", keys="Ctrl+J", small=True,
                            tip="把这份备份从头到尾读一遍，看有没有坏")  # fmt: skip
        self.rehearse = Button("演练恢复", icon="rotate-ccw", keys="Ctrl+Y", small=True,
                               tip="恢复到一个临时文件夹，打开检查，再删掉；现在的数据不动")  # fmt: skip
        self.restore = Button("恢复…", kind="danger", icon="history", keys="Ctrl+R", small=True,
                              tip="让数据回到这份备份时的样子")  # fmt: skip
        self.from_file = Button("从文件恢复…", kind="link", icon="folder-open", keys="Ctrl+O", small=True)
        self.copy = Button(
            "复制名单", kind="link", icon="copy", small=True, tip="复制全部为表格，可粘贴到 Excel"
        )
        self.close = Button("关闭", keys="Esc", bind=False)

    def of_one(self) -> QHBoxLayout:
        """The row under the list."""
        return row(self.check, self.rehearse, self.restore, None, self.from_file)

    def allow(self, *, running: bool, chosen: bool, usable: bool) -> None:
        """Enable what can be done now; the others say why not."""
        why_not = self._why_not or (RUNNING if running else "")
        for button in (self.now, self.elsewhere, self.from_file):
            button.set_allowed(not why_not, why_not)
        none = why_not or ("" if chosen else NONE_CHOSEN)
        self.check.set_allowed(not none, none)
        broken = none or ("" if usable else BROKEN)
        for button in (self.rehearse, self.restore):
            button.set_allowed(not broken, broken)
