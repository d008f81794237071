"""The painted page of a form: hover, keys from cell to cell, and the input laid over one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.paper.forms import Form
from ui.kit import form_painting as painting
from ui.kit import paint, theme
from ui.kit.cell_editor import CellEditor, can_edit
from ui.kit.form_layout import PADDING, FormLayout, Placed, label_of, lay_out

PAGE_LEAST = 560


class FormPage(QWidget):
    """The painted page; keys move from cell to cell in label order."""

    edited = Signal(str, str)
    seen = Signal(QRectF)
    """The cell under the cursor moved here; the view scrolls to it."""

    def __init__(self, form: Form, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form, self._heading = form, heading
        self._values: Mapping[str, object] = {}
        self._editable: bool | Collection[str] = True
        self._typed: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._layout: FormLayout = lay_out(form, {}, PAGE_LEAST)
        self._at, self._hovered = -1, -1
        self._editor: CellEditor | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(form.title)

    # what the view passes on

    def set_form(self, form: Form, values: Mapping[str, object]) -> None:
        """Show another form."""
        self._close_editor()
        self._form, self._at = form, -1
        self._typed.clear()
        self._errors.clear()
        self.set_values(values)

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show other values."""
        self._values = dict(values)
        self._typed = {field: text for field, text in self._typed.items() if field in self._errors}
        self._arrange()

    def set_editable(self, editable: bool | Collection[str]) -> None:
        """Which fields may be edited."""
        self._editable = editable
        self.update()

    def show_error(self, field: str, sentence: str) -> None:
        """Mark a field; the text typed last stays in it."""
        if sentence:
            self._errors[field] = sentence
        else:
            self._errors.pop(field, None)
            self._typed.pop(field, None)
        self._arrange()

    def text(self, field: str) -> str:
        """The text shown for a field."""
        return next(self._text(placed) for placed in self._layout.cells if placed.cell.field == field)

    def edit(self, field: str) -> None:
        """Begin editing a field."""
        for place, placed in enumerate(self._layout.cells):
            if placed.cell.field == field:
                self._begin(place)

    def finish(self) -> None:
        """Keep what is being typed."""
        if self._editor is not None:
            self._keep(self._editor.text())

    # layout

    def sizeHint(self) -> QSize:
        return QSize(PAGE_LEAST, round(self._layout.height) + 2 * PADDING)

    def minimumSizeHint(self) -> QSize:
        return QSize(PAGE_LEAST, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        self._layout = lay_out(self._form, self._values, max(float(self.width()), PAGE_LEAST))
        self.setMinimumHeight(self.sizeHint().height())
        if self._editor is not None and self._at >= 0:
            self._editor.place(self._layout.cells[self._at].value)
        self.updateGeometry()
        self.update()

    def _text(self, placed: Placed) -> str:
        return self._typed.get(placed.cell.field, placed.text)

    def _may_edit(self, place: int) -> bool:
        cell = self._layout.cells[place].cell
        allowed = self._editable if isinstance(self._editable, bool) else cell.field in self._editable
        return bool(allowed) and can_edit(cell)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            painting.paint_paper(painter, self._layout, float(self.width()))
            code = str(self._values.get(self._form.barcode) or "") if self._form.barcode else ""
            painting.paint_head(painter, float(self.width()), self._heading, self._form.title, code)
            for words, rect in self._layout.titles:
                painting.paint_title(painter, rect, words)
            for place, placed in enumerate(self._layout.cells):
                self._paint_cell(painter, place, placed)

    def _paint_cell(self, painter: QPainter, place: int, placed: Placed) -> None:
        label = label_of(placed.cell, self._values)
        hovered = place == self._hovered and self._may_edit(place)
        faulty = placed.cell.field in self._errors
        painting.paint_cell(painter, placed, label, self._text(placed), hovered=hovered, faulty=faulty)
        if place == self._at and self.hasFocus():
            paint.box(painter, placed.value.adjusted(1, 1, -1, -1), 4, None, theme.color("acc"), 2)

    # keys and mouse

    def event(self, event: QEvent) -> bool:
        """Tell the error of a marked cell on hover; elsewhere the page's own tooltip, e.g. why nothing can be edited."""
        if event.type() == QEvent.Type.ToolTip and 0 <= self._hovered < len(self._layout.cells):
            sentence = self._errors.get(self._layout.cells[self._hovered].cell.field, "")
            if sentence or not self.toolTip():
                QToolTip.showText(self.cursor().pos(), sentence, self)
                return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._place_at(event)
        if found != self._hovered:
            self._hovered = found
            usable = found >= 0 and self._may_edit(found)
            self.setCursor(Qt.CursorShape.IBeamCursor if usable else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.finish()
        found = self._place_at(event)
        if found >= 0 and self._may_edit(found):
            self._begin(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
            self._step(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._begin(self._at)
        elif (
            event.text().isprintable()
            and event.text()
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        ):
            self._begin(self._at, start=event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._at < 0:
            self._step(1)
        super().focusInEvent(event)

    def _place_at(self, event: QMouseEvent) -> int:
        spot = event.position()
        cells = enumerate(self._layout.cells)
        return next((place for place, placed in cells if placed.value.contains(spot)), -1)

    def _step(self, step: int) -> bool:
        place = self._at + step
        while 0 <= place < len(self._layout.cells):
            if self._may_edit(place):
                self._at = place
                self.seen.emit(self._layout.cells[place].value)
                self.update()
                return True
            place += step
        return False

    # editing

    def _begin(self, place: int, start: str | None = None) -> None:
        if not 0 <= place < len(self._layout.cells) or not self._may_edit(place):
            return
        self.finish()
        self._at = place
        placed = self._layout.cells[place]
        value = self._values.get(placed.cell.field)
        self._editor = CellEditor(placed.cell, self._typed.get(placed.cell.field, ""), value, start, self)
        self._editor.place(placed.value)
        self._editor.kept.connect(self._on_kept)
        self._editor.dropped.connect(self._on_dropped)
        self._editor.begin()
        self.seen.emit(placed.value)

    def _on_kept(self, text: str, step: int) -> None:
        self._keep(text)
        if step and self._step(step):
            self._begin(self._at)
        else:
            self.setFocus()

    def _on_dropped(self) -> None:
        self._close_editor()
        self.setFocus()

    def _keep(self, text: str) -> None:
        placed = self._layout.cells[self._at]
        changed = self._editor is not None and self._editor.changed()
        self._close_editor()
        if changed:
            self._typed[placed.cell.field] = text
            self._errors.pop(placed.cell.field, None)
            self.update()
            self.edited.emit(placed.cell.field, text)

    def _close_editor(self) -> None:
        if self._editor is not None:
            editor, self._editor = self._editor, None
            editor.close_quietly()
