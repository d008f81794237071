"""The fonts inside a document: whole, small, and true about which character each glyph is."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontParser

from desktop_app.paper.embedding import to_unicode
from desktop_app.paper.fonts import PLAIN, REGULAR, SEMI_BOLD, SYMBOLS, font, glyph
from tests.paper.printed import CASE, RARE_NAME, printed, squeezed, text_of


def checked_tables(file: bytes) -> set[str]:
    """The tables of a TrueType file whose checksums are right, read by another's eyes."""
    return set(TTFontParser(io.BytesIO(file), validate=1).table)


@pytest.mark.parametrize(
    ("name", "text"), [(REGULAR, "客户A1，" + RARE_NAME), (SEMI_BOLD, "客户A1"), (SYMBOLS, "☐☑")]
)
def test_a_subset_is_a_sound_file_of_its_glyphs(name: str, text: str) -> None:
    glyphs = [0, *(font(name).glyph(character) for character in text)]
    assert all(glyphs[1:])
    file = font(name).subset(glyphs)
    assert {"glyf", "head", "hhea", "hmtx", "loca", "maxp"} <= checked_tables(file)
    assert len(file) < 20_000


def test_both_kinds_of_character_map_are_read_right() -> None:
    assert font(REGULAR).glyph("A")
    assert font(SEMI_BOLD).glyph("A")
    assert font(REGULAR).glyph("𫖯")
    assert not font(SEMI_BOLD).glyph("䶮")
    assert not font(SYMBOLS).glyph("客")
    assert font(REGULAR).advance(font(REGULAR).glyph("客")) == 1000
    assert font(REGULAR).advance(font(REGULAR).glyph("1")) == 555
    assert font(REGULAR).glyph("\U0010ffff") == 0


def test_digits_are_equally_wide() -> None:
    for name in (REGULAR, SEMI_BOLD):
        assert len({font(name).advance(font(name).glyph(digit)) for digit in "0123456789"}) == 1


def test_codes_are_explained_in_utf16_in_blocks_of_a_hundred() -> None:
    table = to_unicode(["客", "𫖯", *map(chr, range(0x4E00, 0x4E00 + 150))])
    assert "<0001> <5ba2>" in table
    assert "<0002> <d86dddaf>" in table
    assert [int(size) for size in re.findall(r"(\d+) beginbfchar", table)] == [100, 52]


def test_every_font_of_a_page_is_embedded_as_a_subset_and_no_other_is_used() -> None:
    pdf = printed("complaint-handling", CASE)
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    lines = fonts.splitlines()[2:]
    assert {line.split("+")[1].split()[0] for line in lines} == {SEMI_BOLD, REGULAR}
    assert all(re.search(r"CID TrueType +Identity-H +yes yes yes", line) for line in lines)
    assert len(pdf) < 120_000


def test_a_character_of_no_font_is_a_box_with_its_code_and_copies_as_itself() -> None:
    pdf = printed("complaint-handling", CASE | {"handling": "客户发来😀和\ue001。"})
    assert "客户发来😀[U+1F600]和\ue001[U+E001]。" in squeezed(text_of(pdf))
    assert glyph(REGULAR, "□") != 0
    assert not any(font(name).glyph("😀") for name in PLAIN)


def test_a_page_says_who_made_it_and_speaks_chinese() -> None:
    pdf = printed("complaint-handling", CASE)
    info = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert re.search(r"Title: +表5 抱怨客户联系处理表", info)
    assert re.search(r"Author: +云岭汽车", info)
    assert b"/Lang (zh-CN)" in pdf


def test_the_same_page_twice_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlab.rl_config.invariant", 1)
    assert printed("a-card", {}) == printed("a-card", {})


def test_a_document_is_not_damaged(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(printed("urgent-complaint", CASE))
    checked = subprocess.run(
        ["pdftoppm", "-r", "40", file, tmp_path / "page"], capture_output=True, check=True
    )
    assert checked.stderr == b""
