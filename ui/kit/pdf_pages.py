"""PDF bytes as pages: read from memory, drawn on white, printed, and shown below one another."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from desktop_app.problems import Unavailable
from ui.kit import paint, theme

PRINT_DPI = 300
POINTS_PER_INCH = 72.0
SCREEN_DPI = 96
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


class Pages(QWidget):
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
        scale = SCREEN_DPI / POINTS_PER_INCH * self._zoom
        return QSize(round(points.width() * scale), round(points.height() * scale))

    def _image(self, page: int) -> QImage:
        if page not in self._images:
            ratio = self.devicePixelRatioF()
            image = page_image(self._document, page, self._size(page) * ratio)
            image.setDevicePixelRatio(ratio)
            self._images[page] = image
        return self._images[page]
