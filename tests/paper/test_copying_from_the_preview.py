"""What people copy from the preview in the program is what stands on the page."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from desktop_app.paper.forms import FORMS, load
from tests.paper.printed import RARE_NAME, filled, missing_in_order, squeezed


def copied(pdf: bytes) -> str:
    """The text of the first page as the preview hands it out."""
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    text = document.getAllText(0).text()
    document.close()
    return text


@pytest.mark.parametrize("name", FORMS)
def test_labels_copy_in_order_and_rare_names_whole(name: str, qapp: QApplication) -> None:
    text = copied(filled(load(name)))
    assert missing_in_order(load(name).labels(), text) == []
    assert RARE_NAME in squeezed(text)
