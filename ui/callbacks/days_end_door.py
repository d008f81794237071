"""The way from the worklist to 日终处理, which is imported only when it is taken."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.kit.button import Button
from ui.office_context import Office

WORDS, KEYS = "日终处理", "Ctrl+Shift+E"


def days_end_button(office: Office, owner: QWidget) -> Button:
    """A quiet button; its key belongs to the menu."""

    def open_it() -> None:
        from ui.callbacks.days_end_dialog import open_days_end

        open_days_end(office, owner.window())

    made = Button(WORDS, kind="link", icon="clipboard-check", small=True, tip=f"{WORDS}（{KEYS}）")
    made.clicked.connect(open_it)
    return made
