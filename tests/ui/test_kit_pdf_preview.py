"""A PDF is looked at, printed and saved from memory."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.problems import Unavailable
from ui.kit.pdf_pages import PRINT_DPI, open_document, page_image, print_document
from ui.kit.pdf_preview import PdfPreview
from ui.recovery import code_sheet


def pdf(pages: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.fillRect(0, 0, writer.width() // 4, writer.height() // 4, QColor("black"))
    painter.end()
    return bytes(buffer.data().data())


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    """Keeps documents alive as long as the test."""
    return QObject()


@pytest.fixture
def preview(qtbot: QtBot) -> PdfPreview:
    made = PdfPreview("抱怨客户联系处理表", pdf(3))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_page_is_drawn_on_white(owner: QObject) -> None:
    image = page_image(open_document(pdf(1), owner), 0, QSize(400, 566))
    assert image.pixelColor(390, 556).name() == "#ffffff"
    assert image.pixelColor(100, 100).name() == "#000000"
    assert not image.hasAlphaChannel()


def test_the_pages_are_counted_and_can_be_gone_to(preview: PdfPreview) -> None:
    assert preview.page_count() == 3
    preview.show_page(2)
    assert preview._scroll.verticalScrollBar().value() > 500


def test_zoom_stays_between_its_ends(preview: PdfPreview) -> None:
    for _ in range(20):
        preview.zoom_by(1)
    assert preview.zoom() == 3.0
    for _ in range(20):
        preview.zoom_by(-1)
    assert preview.zoom() == 0.5
    preview.fit_width()
    assert 0.5 < preview.zoom() < 1.5


def test_what_is_no_pdf_is_told(owner: QObject) -> None:
    with pytest.raises(Unavailable):
        open_document(b"not a pdf", owner)


def test_saving_writes_the_same_bytes(preview: PdfPreview, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "表5.pdf"
    with qtbot.waitSignal(preview.saved):
        preview.save(str(file))
    assert file.read_bytes() == preview._data


def test_printing_goes_page_by_page_at_no_more_than_three_hundred_dpi(tmp_path: Path, owner: QObject) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(1200)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_document(open_document(pdf(3), owner), printer)
    assert printer.resolution() == PRINT_DPI
    printed = open_document((tmp_path / "out.pdf").read_bytes(), owner)
    assert printed.pageCount() == 3
    image = page_image(printed, 2, QSize(400, 566))
    assert image.pixelColor(80, 80).lightness() < 40
    assert image.pixelColor(390, 556).lightness() > 240


def test_a_range_of_pages_can_be_printed(tmp_path: Path, owner: QObject) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 3)
    print_document(open_document(pdf(3), owner), printer)
    assert open_document((tmp_path / "out.pdf").read_bytes(), owner).pageCount() == 2


def test_the_recovery_sheet_is_one_page_with_the_code(owner: QObject) -> None:
    data = code_sheet("7KXM-Q4TD-W9FH-2BRN-LC8V-Y3PA-88AB-CDEF", "云岭汽车", "wenjiming", date(2026, 10, 16))
    document = open_document(data, owner)
    assert document.pageCount() == 1
    text = document.getAllText(0).text()
    for group in ("7KXM", "CDEF", "wenjiming"):
        assert group in text
