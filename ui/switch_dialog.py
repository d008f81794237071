"""Changing the person (换人登录): a name and a password over the window, while the data stays open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Banner
from ui.kit.labels import label
from ui.sign_in_form import FormWords, SignInForm

if TYPE_CHECKING:
    from desktop_app.session import Session

KEPT = "填到一半的回访会留在草稿里，换回来还在。"
ALONE = "现在只有一个账号。在“数据 › 人员与账号”里可以添加同事。"


class SwitchDialog(SheetDialog):
    """``switched`` carries the session of whoever signed in; the dialog is closed by then."""

    switched = Signal(object)

    def __init__(self, names: Sequence[str], me: str, switch: Callable[[str, str], Session],
                 background: Background, parent: QWidget | None = None, *,
                 now: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        super().__init__("换人登录", parent, width=420)
        others = [name for name in names if name != me]
        words = FormWords(self.tr("换人"), self.tr("正在登录…"))
        self.form = SignInForm(others, switch, background, words=words, now=now)
        self.form.opened.connect(self._on_opened)
        self.body.addWidget(label(self.tr("换人登录"), "title"))
        self.body.addWidget(label(f"现在是{me}。{KEPT if others else ''}", "second", wrap=True))
        if others:
            self.body.addWidget(self.form)
            self.form.focus_first(name_known=len(others) == 1)
        else:
            self.form.setParent(None)
            alone = Banner("accent", "info")
            alone.show_words(ALONE, "accent", "info")
            self.body.addWidget(alone)
        no = Button(self.tr("取消") if others else self.tr("知道了"), keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.add_buttons(no)

    def _on_opened(self, session: Session) -> None:
        self.accept()
        self.switched.emit(session)
