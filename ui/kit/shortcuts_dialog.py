"""The list of shortcuts that F1 opens."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.frames import beside, column, holder, row
from ui.kit.labels import KeyCap, label


class ShortcutsDialog(SheetDialog):
    """F1: the shortcuts, in groups of (keys, what they do)."""

    def __init__(
        self, title: str, groups: dict[str, list[tuple[str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent, width=680)
        self.body.addWidget(label(title, "title"))
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for group, lines in groups.items():
            stack = column(label(group, "heading"), gap=8)
            for keys, words in lines:
                cap = holder(row(KeyCap(keys), None))
                cap.setFixedWidth(92)
                stack.addLayout(beside(cap, label(words, "second"), gap=10))
            stack.addStretch()
            columns.addLayout(stack)
        self.body.addLayout(columns)
        close = Button(self.tr("知道了"), kind="primary", keys="Enter", bind=False)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        QShortcut(QKeySequence("F1"), self, self.accept)
