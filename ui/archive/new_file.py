"""新建档案 by hand: a VIN or phone that is known already shows its file before a second one is made."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.archive.editing import new_file
from desktop_app.archive.existing import Existing, existing
from desktop_app.problems import Refused
from desktop_app.session import Changed
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Banner, Field
from ui.kit.labels import label
from ui.office_context import Office

FIELDS = (
    ("vin", "车架号"),
    ("name", "客户姓名"),
    ("phone", "联系电话"),
    ("plate", "车牌号"),
    ("model", "车型"),
)
PAUSE_MS = 250
"""After the last key the archive is asked whether the car or the phone is known."""


class NewFileDialog(SheetDialog):
    """Asks for the least a file needs; ``made`` carries the new file's number, ``known`` an existing VIN."""

    made = Signal(str)
    known = Signal(str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("新建档案", parent, width=460)
        self._office = office
        self._key = uuid4().hex
        self._found: tuple[Existing, ...] = ()
        self.fields = {name: Field(words) for name, words in FIELDS}
        self._banner = Banner("yellow", "contact-round")
        self._banner.acted.connect(self._open_known)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._look)
        self.body.addWidget(label("新建档案", "title"))
        self.body.addWidget(self._banner)
        for field in self.fields.values():
            self.body.addWidget(field)
        self._save = Button("建档", kind="primary", keys="Ctrl+Return", icon="plus")
        leave = Button("取消", keys="Esc", bind=False)
        self._save.clicked.connect(self.save)
        leave.clicked.connect(self.reject)
        self.add_buttons(leave, self._save)
        for name in ("vin", "phone"):
            self.fields[name].edit.textChanged.connect(lambda _text: self._wait.start(PAUSE_MS))  # type: ignore[attr-defined]
        self.fields["vin"].edit.setFocus()

    def save(self) -> None:
        """Make the file; a refusal stands at its field and everything typed stays."""
        session, typed = self._office.session, {name: field.text() for name, field in self.fields.items()}
        self._save.setEnabled(False)
        self._office.background.run(
            self, lambda: new_file(session, typed, self._key), self._done, self._failed
        )

    def _done(self, made: Changed) -> None:
        self.made.emit(made.reference or "")
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, Refused) and error.field in self.fields:
            self.fields[error.field].show_error(error.message)
            self.fields[error.field].edit.setFocus()
        else:
            self._office.tell_not_saved(error, self.windowTitle(), self.save)

    def _look(self) -> None:
        session = self._office.session
        vin, phone = self.fields["vin"].text(), self.fields["phone"].text()
        self._office.background.run(self, lambda: existing(session, vin, phone), self._show_known)

    def _show_known(self, found: tuple[Existing, ...]) -> None:
        self._found = found
        if not found:
            self._banner.show_words("")
            return
        first = found[0]
        same = "车架号" if first.same == "vin" else "电话"
        more = f"，另有 {len(found) - 1} 份" if len(found) > 1 else ""
        words = f"这个{same}已有档案 {first.number} {first.name} {first.plate}{more}"
        self._banner.show_words(words, "yellow", "contact-round", "打开那一份")

    def _open_known(self) -> None:
        self.known.emit(self._found[0].vin)
        self.reject()
