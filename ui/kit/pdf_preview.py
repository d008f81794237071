"""Looking at a PDF before it is printed or saved; the pages stay in memory, no file is left behind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.problems import Unavailable
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.frames import row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.kit.pdf_pages import (
    GAP,
    POINTS_PER_INCH,
    PRINT_DPI,
    SCREEN_DPI,
    Pages,
    open_document,
    page_image,
    print_document,
)

__all__ = ["PdfPreview", "open_document", "page_image", "print_document"]


ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


def _not_saved() -> Unavailable:
    return Unavailable("没有存成。", data="表里的内容没有受影响。", todo="换一个文件夹再存；看看磁盘是否满了")


class PdfPreview(QDialog):
    """Shows a PDF: pages at the left, zoom by Ctrl and wheel or + and −, Ctrl+P prints, Ctrl+S saves.

    ``printed`` tells that the document went to a printer, ``saved`` the file it was saved as.
    """

    printed = Signal()
    saved = Signal(str)

    def __init__(
        self, title: str, data: bytes, parent: QWidget | None = None, *, file_name: str = ""
    ) -> None:
        super().__init__(parent)
        self._data, self._file_name = data, file_name or f"{title}.pdf"
        self.document = open_document(data, self)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.resize(980, 680)
        self._build(title)
        self._bind_keys()

    def page_count(self) -> int:
        """How many pages there are."""
        return self.document.pageCount()

    def zoom(self) -> float:
        """The zoom in force, 1.0 being 96 pixels for an inch."""
        return self._pages.zoom()

    def zoom_by(self, step: int) -> None:
        """Larger (1) or smaller (−1) by one stage."""
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self.zoom()))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + step))])

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at a zoom."""
        self._pages.set_zoom(zoom)
        set_words(self._zoom_words, f"{zoom:.0%}")

    def fit_width(self) -> None:
        """Make the pages as wide as the window."""
        wide = self.document.pagePointSize(0).width() * SCREEN_DPI / POINTS_PER_INCH
        self.set_zoom(max(0.3, (self._scroll.viewport().width() - 2 * GAP) / wide))

    def show_page(self, page: int) -> None:
        """Scroll to a page, counted from 0."""
        self._scroll.verticalScrollBar().setValue(round(self._pages.rect_of(page).top()) - GAP)

    def save(self, file: str) -> None:
        """Write the PDF as it is."""
        try:
            Path(file).write_bytes(self._data)
        except OSError:
            dialogs.tell(self, _not_saved())
            return
        self.saved.emit(file)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom by Ctrl and the wheel."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return False

    def _build(self, title: str) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 10, 12, 12)
        outer.setSpacing(8)
        outer.addLayout(self._tools(title))
        self._pages = Pages(self.document)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._pages)
        self._scroll.setWidgetResizable(True)
        self._scroll.viewport().installEventFilter(self)
        body = QHBoxLayout()
        if self.page_count() > 1:
            body.addWidget(self._list())
        body.addWidget(self._scroll, 1)
        outer.addLayout(body, 1)
        self._scroll.setFocus()

    def _tools(self, title: str) -> QHBoxLayout:
        self._zoom_words = label("100%", "second")
        smaller, larger = (
            Button(icon="zoom-out", tip=self.tr("缩小")),
            Button(icon="zoom-in", tip=self.tr("放大")),
        )
        fit = Button(self.tr("适合宽度"), kind="quiet")
        save = Button(self.tr("另存为"), icon="save", keys="Ctrl+S")
        self._print = Button(self.tr("打印"), kind="primary", icon="printer", keys="Ctrl+P")
        smaller.clicked.connect(lambda: self.zoom_by(-1))
        larger.clicked.connect(lambda: self.zoom_by(1))
        fit.clicked.connect(self.fit_width)
        save.clicked.connect(self._on_save)
        self._print.clicked.connect(self._on_print)
        pages = label(self.tr("共 {} 页").format(self.page_count()), "second")
        return row(
            label(title, "title"), pages, None, smaller, self._zoom_words, larger, fit, 12, save, self._print
        )

    def _list(self) -> GroupedList:
        names = [Item(page, self.tr("第 {} 页").format(page + 1)) for page in range(self.page_count())]
        pages = GroupedList(names)
        pages.setFixedWidth(120)
        pages.chosen.connect(lambda item: self.show_page(item.key) if item else None)
        return pages

    def _bind_keys(self) -> None:
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self.zoom_by(step))

    def _on_save(self) -> None:
        file, _ = QFileDialog.getSaveFileName(self, self.tr("另存为"), self._file_name, "PDF (*.pdf)")
        if file:
            self.save(file)

    def _on_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DPI)
        printer.setDocName(self._file_name)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.page_count())
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        try:
            print_document(self.document, printer)
        except Unavailable as error:
            dialogs.tell(self, error)
            return
        self.printed.emit()
