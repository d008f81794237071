"""The buttons under the accounts: which of them an account allows, and why another does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from ui.kit.button import Button
from ui.kit.frames import row

if TYPE_CHECKING:
    from desktop_app.safety.accounts import AccountLine

CHOOSE = "先在名单里选一个账号"


class AccountButtons:
    """``why_not`` is the reason why this person may change nothing, "" when they may."""

    def __init__(self, why_not: str) -> None:
        self._why_not = why_not
        self.add = Button("新建账号", kind="soft", icon="plus", keys="Ctrl+N")
        self.duties = Button("改职责", icon="pencil", keys="F2")
        self.reset = Button("重设密码", icon="key-round", keys="Ctrl+R")
        self.lift = Button("解除锁定", icon="lock", keys="Ctrl+U")
        self.retire = Button("停用", kind="danger", icon="ban", keys="Ctrl+D")
        self.renew = Button("换一个恢复码", icon="refresh-cw")
        self.add.set_allowed(not why_not, why_not)
        self.renew.set_allowed(not why_not, why_not)
        self.allow(None)

    def line(self) -> QHBoxLayout:
        """The buttons of the chosen account side by side, the new account at the right."""
        return row(self.duties, self.reset, self.lift, self.retire, None, self.add)

    def allow(self, chosen: AccountLine | None) -> None:
        """Enable what the chosen account allows."""
        closed = f"{chosen.name}已停用" if chosen and chosen.retired_at else ""
        mine = "自己的密码在“文件 › 修改我的密码”里改" if chosen and chosen.me else ""
        own = "不能停用自己的账号，请由另一位经理操作" if chosen and chosen.me else ""
        free = "" if chosen and chosen.locked_until else "这个账号没有被锁定"
        nobody = "" if chosen else CHOOSE
        for button, why in (
            (self.duties, closed), (self.reset, closed or mine), (self.lift, closed or free),
            (self.retire, closed or own),
        ):  # fmt: skip
            told = self._why_not or nobody or why
            button.set_allowed(not told, told)
