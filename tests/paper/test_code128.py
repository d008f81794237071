"""Barcodes say what stands under them, to a reader that knows nothing of us."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop_app.paper.code128 import can_be_coded, modules, symbols
from tests.paper.printed import CASE, image_of, printed, squeezed, text_of


def decoded(widths: list[int]) -> str:
    """What a reader makes of bars of these widths, drawn three dots a module."""
    row: list[int] = [255] * 30
    for place, width in enumerate(widths):
        row += [255 if place % 2 else 0] * (3 * width)
    row += [255] * 30
    image = Image.new("L", (len(row), 60))
    image.putdata(row * 60)
    [found] = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.Code128)
    return found.text


@given(st.text([chr(code) for code in range(32, 127)], min_size=1, max_size=24))
def test_any_ascii_text_is_read_back(text: str) -> None:
    assert decoded(modules(text)) == text


def test_digits_are_packed_in_pairs() -> None:
    assert len(symbols("12345678")) == 1 + 4 + 2
    assert len(symbols("TS-202610-0007")) < len(symbols("TS-abcdef-ghij"))


def test_other_text_has_no_barcode() -> None:
    assert not can_be_coded("皖N2A719")
    assert not can_be_coded("")
    with pytest.raises(ValueError, match="no barcode"):
        modules("协议")


@pytest.mark.parametrize("resolution", [150, 200, 300, 600])
def test_the_barcode_of_a_printed_case_is_read_at_every_usual_resolution(
    resolution: int, tmp_path: Path
) -> None:
    page = image_of(printed("complaint-handling", CASE), tmp_path, resolution)
    [found] = zxingcpp.read_barcodes(Image.open(page))
    assert found.text == "TS-202610-0007"
    assert found.format == zxingcpp.BarcodeFormat.Code128


@pytest.mark.parametrize("code", ["LFMBE84B2C0167345", "D000123", "WX-261015-031"])
def test_other_numbers_are_read_too(code: str, tmp_path: Path) -> None:
    page = image_of(printed("sales-questionnaire", {}, barcode=code), tmp_path, 150)
    [found] = zxingcpp.read_barcodes(Image.open(page))
    assert found.text == code


def test_a_number_that_cannot_be_a_barcode_is_printed_without_one(tmp_path: Path) -> None:
    pdf = printed("sales-questionnaire", {"reference": "协议一号"})
    assert zxingcpp.read_barcodes(Image.open(image_of(pdf, tmp_path, 150))) == []
    assert "协议一号" in squeezed(text_of(pdf))
