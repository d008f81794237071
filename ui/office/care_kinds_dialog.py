"""数据 › 关怀提醒: which kinds of reminders the office gives, with when each comes and how long it stays."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop_app.callbacks.care_switches import Switch, care_switches, switch_kinds_off
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.labels import label
from ui.office_context import Office

WORDS = "打勾的会出现在回访名单里。客户要求不再致电的永远不打；同一位客户 14 天内最多一通关怀电话。"


class CareKindsDialog(SheetDialog):
    """Shows the kinds to everyone who may see the office; the manager switches them."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("关怀提醒", parent, width=520)
        self._office = office
        self._may = allows(office.session.person.duties, "manage_office")
        self.boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(label("关怀提醒", "title"))
        self.body.addWidget(label(WORDS, "second", wrap=True))
        self.body.addLayout(self._grid)
        self.save = Button("保存", kind="primary", keys="Ctrl+Return")
        leave = Button("关闭", keys="Esc", bind=False)
        self.save.clicked.connect(self.store)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self.save)
        self.save.set_allowed(self._may, reason("manage_office"))
        session = office.session
        office.background.run(self, lambda: care_switches(session), self._show, office.tell)

    def store(self) -> None:
        """Save what is switched on and off."""
        session, off = self._office.session, [code for code, box in self.boxes.items() if not box.isChecked()]

        def done(_changed: Changed) -> None:
            self._office.status("关怀提醒的设置已保存")
            self.accept()

        self._office.background.run(
            self, lambda: switch_kinds_off(session, off), done,
            lambda error: self._office.tell_not_saved(error, "关怀提醒的设置", self.store),
        )  # fmt: skip

    def _show(self, found: tuple[Switch, ...]) -> None:
        for place, words in enumerate(("提醒", "什么时候出现", "留多久")):
            self._grid.addWidget(label(words, "field"), 0, place)
        for line, one in enumerate(found, 1):
            box = QCheckBox(one.label)
            box.setChecked(one.on)
            box.setEnabled(self._may)
            box.setToolTip("" if self._may else reason("manage_office"))
            self.boxes[one.code] = box
            for place, part in enumerate((box, label(one.lead, "second"), label(one.stays, "second"))):
                self._grid.addWidget(part, line, place)
        next(iter(self.boxes.values())).setFocus()
        self.adjustSize()
