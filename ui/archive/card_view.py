"""卡片: 表9 or 表10 as on paper, edited in place and saved cell by cell; 分析属性 below it as single choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.archive.editing import save_file
from desktop_app.archive.files import File
from desktop_app.paper.forms import load
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.kit.fields import ErrorBanner
from ui.kit.form_view import FormView
from ui.office_context import Office

NOT_SAVED = "没有存上，输入还在，请再按一次 Enter。"


class CardView(QWidget):
    """Shows a File's card; every kept cell is saved at once, a refused one says why and keeps its text."""

    saved = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._file: File | None = None
        self._errors: dict[str, str] = {}
        self.banner = ErrorBanner()
        editable = allows(office.session.person.duties, "edit_files")
        self.form = FormView(load("a-card"), {}, editable=editable)
        self.form.page.setToolTip("" if editable else reason("edit_files"))
        self.form.edited.connect(self._save)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(1, 0, 1, 1)
        stack.setSpacing(0)
        told = QHBoxLayout()
        told.setContentsMargins(20, 10, 18, 0)
        told.addWidget(self.banner)
        stack.addLayout(told)
        stack.addWidget(self.form)

    def show_file(self, file: File) -> None:
        """Show a file's card, phones and sensitive values covered."""
        card = load(f"{file.card.lower()}-card")
        if self._file is None or self._file.card != file.card or self._file.id != file.id:
            self._errors.clear()
            self.banner.show_words("")
            self.form.set_form(card, file.shown)
        else:
            self.form.set_values(file.shown)
        self._file = file

    def _tell(self, field: str, sentence: str) -> None:
        """Mark the cell and say why above the card, where it is read without hovering; "" takes both away."""
        self.form.show_error(field, sentence)
        self._errors.pop(field, None)
        if sentence:
            self._errors[field] = sentence
        self.banner.show_words("\n".join(self._errors.values()))

    def _shows(self, file: File) -> bool:
        return self._file is not None and self._file.id == file.id

    def _save(self, field: str, text: str) -> None:
        if self._file is None:
            return
        session, file = self._office.session, self._file

        def done(_changed: Changed) -> None:
            if self._shows(file):
                self._tell(field, "")
            self.saved.emit()

        def failed(error: Exception) -> None:
            refused = isinstance(error, Refused)
            if self._shows(file):
                self._tell(field, error.message if isinstance(error, Refused) else NOT_SAVED)
            if not refused or not self._shows(file):
                self._office.tell(error)

        self._office.background.run(
            self, lambda: save_file(session, file.id, {field: text}, file.seen), done, failed
        )
