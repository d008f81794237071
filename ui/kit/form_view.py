"""A paper form on the screen, edited in place."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop_app.paper.forms import Form
from ui.kit.form_page import FormPage


class FormView(QScrollArea):
    """Shows ``form`` filled with ``values`` (field → value); editable cells change in place.

    Enter, F2, a click or typing begins; Enter and Tab keep what was typed and tell ``edited(field, text)``,
    Escape takes it back. The owner saves and calls ``set_values``; a refusal goes back by ``show_error``, which
    keeps the typed text in the cell. Derived cells and signatures are never edited. ``heading`` is the line
    above the title, the dealership's name.
    """

    edited = Signal(str, str)

    def __init__(self, form: Form, values: Mapping[str, object] | None = None, *, heading: str = "",
                 editable: bool | Collection[str] = True, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.page = FormPage(form, heading, self)
        self.page.edited.connect(self.edited)
        self.page.seen.connect(
            lambda rect: self.ensureVisible(round(rect.left()), round(rect.bottom()), 0, 40)
        )
        self.setWidget(self.page)
        self.setFocusProxy(self.page)
        self.set_editable(editable)
        self.set_values(values or {})

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show other values; a cell being edited keeps what is typed in it."""
        self.page.set_values(values)

    def set_form(self, form: Form, values: Mapping[str, object]) -> None:
        """Show another form."""
        self.page.set_form(form, values)

    def set_editable(self, editable: bool | Collection[str]) -> None:
        """Allow editing of all cells that a person fills, of some fields, or of none."""
        self.page.set_editable(editable)

    def show_error(self, field: str, sentence: str) -> None:
        """Mark a field and say why it was refused; "" takes the mark away."""
        self.page.show_error(field, sentence)

    def text(self, field: str) -> str:
        """The text shown for a field."""
        return self.page.text(field)

    def edit(self, field: str) -> None:
        """Begin editing a field."""
        self.page.edit(field)

    def finish(self) -> None:
        """Keep what is being typed, e.g. before the page is left."""
        self.page.finish()
