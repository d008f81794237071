"""Looking at a PDF before it is printed or saved; the pages stay in memory, no file is left behind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPaintEvent, QShortcut, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.problems import Unavailable
from ui.kit import dialogs, paint, theme
from ui.kit.button import Button
from ui.kit.frames import row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words

PRINT_DPI = 300
POINTS_PER_INCH = 72.0
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
GAP = 16


def open_document(data: bytes, parent: QObject) -> QPdfDocument:
    """A document read from memory; raises Unavailable when the bytes are no PDF."""
    document = QPdfDocument(parent)
    buffer = QBuffer(document)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        raise Unavailable(
            "这份 PDF 打不开。", data="表里的内容没有受影响。", todo="再生成一次；还不行就联系维护人员"
        )
    return document


def page_image(document: QPdfDocument, page: int, pixels: QSize) -> QImage:
    """One page as a picture on white; ``render`` alone leaves the paper transparent."""
    drawn = document.render(page, pixels)
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return image


def print_document(document: QPdfDocument, printer: QPrinter) -> None:
    """Print the chosen pages, each filling the paper, at no more than 300 dpi."""
    if printer.resolution() > PRINT_DPI:
        printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    first = printer.fromPage() or 1
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable(
            "打印机没有响应。",
            data="内容没有受影响。",
            todo="看看打印机是否开着、有没有缺纸；换一台打印机再试",
        )
    for page in range(first - 1, last):
        if page > first - 1:
            printer.newPage()
        _print_page(document, page, painter)
    painter.end()


def _print_page(document: QPdfDocument, page: int, painter: QPainter) -> None:
    dpi = painter.device().logicalDpiX()
    points = document.pagePointSize(page)
    pixels = (points * (dpi / POINTS_PER_INCH)).toSize()
    if pixels.width() > painter.viewport().width() + dpi // 10:
        pixels.scale(painter.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(0, 0, page_image(document, page, pixels))


def _not_saved() -> Unavailable:
    return Unavailable("没有存成。", data="表里的内容没有受影响。", todo="换一个文件夹再存；看看磁盘是否满了")


class _Pages(QWidget):
    """All pages below one another, rendered when they come into sight."""

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__()
        self._document, self._zoom = document, 1.0
        self._images: dict[int, QImage] = {}
        self.set_zoom(1.0)

    def zoom(self) -> float:
        """1.0 is 96 pixels for an inch of paper."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the pages larger or smaller."""
        self._zoom = zoom
        self._images.clear()
        sizes = [self._size(page) for page in range(self._document.pageCount())]
        wide = max((size.width() for size in sizes), default=200) + 2 * GAP
        self.setMinimumSize(wide, sum(size.height() + GAP for size in sizes) + GAP)
        self.resize(self.minimumSize())
        self.update()

    def rect_of(self, page: int) -> QRectF:
        """Where a page lies."""
        top = GAP + sum(self._size(before).height() + GAP for before in range(page))
        size = self._size(page)
        return QRectF(round((self.width() - size.width()) / 2), top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            for page in range(self._document.pageCount()):
                rect = self.rect_of(page)
                if rect.intersects(QRectF(event.rect())):
                    painter.drawImage(rect.topLeft(), self._image(page))
                    paint.box(painter, rect.adjusted(-1, -1, 1, 1), 1, None, theme.color("line2"))

    def _size(self, page: int) -> QSize:
        points = self._document.pagePointSize(page)
        scale = 96 / POINTS_PER_INCH * self._zoom
        return QSize(round(points.width() * scale), round(points.height() * scale))

    def _image(self, page: int) -> QImage:
        if page not in self._images:
            ratio = self.devicePixelRatioF()
            image = page_image(self._document, page, self._size(page) * ratio)
            image.setDevicePixelRatio(ratio)
            self._images[page] = image
        return self._images[page]


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
        wide = self.document.pagePointSize(0).width() * 96 / POINTS_PER_INCH
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
        self._pages = _Pages(self.document)
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
