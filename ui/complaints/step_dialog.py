"""One step of a case: the prompts of its verb as fields, saved as one step; a refusal stands at its field."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.complaints.cases import Case
from desktop_app.problems import Refused
from desktop_app.session import Changed
from ui.complaints.prompts import StepForm
from ui.complaints.step_fields import Offered, make_field, read_value
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import ScrollColumn
from ui.kit.labels import ElidedLabel, label
from ui.office_context import Office

WIDTH, GAP = 520, 12
TALLEST = 520
"""Of the fields, so that the dialog fits the smallest window; more of them scroll."""


class StepDialog(SheetDialog):
    """``saved(Changed)`` when the step is on the disk."""

    saved = Signal(object)

    def __init__(self, office: Office, case: Case, form: StepForm, offered: Offered,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(case.verb(form.verb).label, parent, width=WIDTH)
        self._office, self._case, self._form = office, case, form
        self._key = uuid4().hex
        today = office.session.today()
        self.fields: dict[str, Field] = {
            prompt.name: make_field(prompt, prompt.start(case), offered, today) for prompt in form.prompts
        }
        self._save = Button("保存", kind="primary", keys="Ctrl+Return")
        self._lay_out()
        self._first().edit.setFocus()

    def save(self) -> None:
        """Record the step; what was typed stays until it is on the disk."""
        values = self._values()
        if values is None:
            return
        session, call, number, key = self._office.session, self._form.call, self._case.number, self._key
        self._save.setEnabled(False)
        self._office.background.run(
            self, lambda: call(session, number, key=key, **values), self._done, self._failed
        )

    def _lay_out(self) -> None:
        fields = self._case.fields
        who = " · ".join(
            str(part)
            for part in (
                self._case.number,
                fields.get("name") or fields.get("customer_name"),
                fields.get("model"),
            )
            if part
        )
        self.body.addWidget(label(self.windowTitle(), "title"))
        self.body.addWidget(label(who, "second"))
        if self._case.words:
            said = " ".join(self._case.words[0].text.split())
            self.body.addWidget(ElidedLabel(f"客户原话：{said}", 13, token="t2"))
        inner = ScrollColumn((0, 0, 0, 0), GAP)
        for field in self.fields.values():
            inner.column.addWidget(field)
        inner.column.addStretch()
        needed = sum(field.sizeHint().height() + GAP for field in self.fields.values())
        inner.setMinimumHeight(min(TALLEST, needed))
        self.body.addWidget(inner, 1)
        leave = Button("取消", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        self._save.clicked.connect(self.save)
        self.add_buttons(leave, self._save)

    def _first(self) -> Field:
        return next(iter(self.fields.values()))

    def _done(self, made: Any) -> None:
        self.saved.emit(made if isinstance(made, Changed) else getattr(made, "changed", None))
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, Refused):
            (self.fields.get(error.field or "") or self._first()).show_error(error.message)
        else:
            self._office.tell_not_saved(error, f"{self._case.number} {self.windowTitle()}", self.save)

    def _values(self) -> dict[str, Any] | None:
        """What was typed, by argument; None when a field cannot be read, which says so."""
        values: dict[str, Any] = {}
        for prompt in self._form.prompts:
            field = self.fields[prompt.name]
            try:
                values[prompt.name] = read_value(prompt, field.edit, self._office.session.now())
            except Refused as refused:
                field.show_error(refused.message)
                return None
        return values
