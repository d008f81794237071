"""What people copy from the preview in the program is what stands on the page."""

from __future__ import annotations

import os
from datetime import date, datetime

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtPdf import QPdfDocument

from desktop_app.paper.forms import FORMS, load
from desktop_app.paper.pages import print_report
from desktop_app.statistics.report import Column, Report
from tests.paper.printed import RARE_NAME, SHOP, filled, missing_in_order, printed, squeezed


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
@pytest.mark.usefixtures("qapp")
def test_labels_copy_in_order_and_rare_names_whole(name: str) -> None:
    text = copied(filled(load(name)))
    assert missing_in_order(load(name).labels(), text) == []
    assert RARE_NAME in squeezed(text)


@pytest.mark.usefixtures("qapp")
def test_rare_names_copy_whole_wherever_they_stand() -> None:
    case = {"customer_name": RARE_NAME, "team": RARE_NAME, "advisor": RARE_NAME, "handling": RARE_NAME}
    assert squeezed(copied(printed("complaint-handling", case))).count(RARE_NAME) == 4
    names = Report(
        "trial",
        "表0 试表",
        date(2026, 10, 1),
        date(2026, 10, 31),
        datetime(2026, 10, 31, 18, 30),
        (Column("客户姓名"), Column("顾问"), Column("备注")),
        ((RARE_NAME, RARE_NAME, RARE_NAME), ("林澄", RARE_NAME, "无"), (RARE_NAME, "周岚", RARE_NAME)),
        None,
        ((), (), ()),
    )
    assert squeezed(copied(print_report(names, shop=SHOP))).count(RARE_NAME) == 6
