"""Chinese lines end where they may, and nothing of a text is lost or hidden."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_breakables

from desktop_app.paper.fonts import PLAIN, STRONG, Style, lacks
from desktop_app.paper.text import break_positions, printable, wrap
from tests.paper.printed import RARE_NAME, squeezed

STYLE = Style(10.0, 15.0, "0 0 0")
NEVER_FIRST = "，。、；：？！）》」』”’％…"
NEVER_LAST = "（《「『“‘￥"
MIXED = st.text("一的客户㛃𫖯，。、；：？！（）《》“”‘’—…·％￥A1 b9.,-/%$#@\u3000アー々①é", max_size=60)


@given(MIXED)
@example("他说：“好。”（真的）2.5V——TS-202610-0007 皖N·3K827，https://a.b/c?d=e")
@example("word word一 一word 2.5 V, (a) b")
def test_lines_end_where_the_unicode_algorithm_lets_them(text: str) -> None:
    everywhere = list(line_break_breakables(text))
    assert break_positions(text) == [at for at, may in enumerate(everywhere) if may and at]


@given(MIXED, st.integers(20, 300))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, STYLE)
    assert squeezed("".join(lines)) == squeezed(text)
    assert all(STYLE.width(line) <= width or len(line) == 1 for line in lines)


def test_punctuation_neither_begins_nor_ends_a_line_wrongly() -> None:
    text = "客户说：“等了三个小时（没有人来说一声），下午还要开会。”随后他问：“以后呢？”……（记录）" * 30
    for width in range(60, 200, 7):
        lines = wrap(text, width, STYLE)
        assert not [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST]


def test_words_numbers_and_plates_stay_whole() -> None:
    text = "案例TS-202610-0007的RAV4行驶86,214公里费用2,000.50元"
    pieces = "\n".join(wrap(text * 20, 120, STYLE))
    for word in ("TS-202610-0007", "RAV4", "86,214", "2,000.50"):
        assert pieces.count(word) == 20


def test_a_word_wider_than_the_line_is_cut_and_not_lost() -> None:
    link = "https://example.cn/" + "abcdefghij" * 30
    lines = wrap(link, 100, STYLE)
    assert "".join(lines) == link
    assert all(STYLE.width(line) <= 100 for line in lines)


def test_blank_lines_stay_and_blanks_at_the_end_of_a_line_go() -> None:
    assert wrap("甲  \n\n乙", 100, STYLE) == ["甲", "", "乙"]
    assert wrap("", 100, STYLE) == [""]


def test_every_kind_of_line_end_is_one() -> None:
    assert printable("一\r\n二\r三\n四\u2028五\u2029六\v七\f八\x85九") == "一\n二\n三\n四\n五\n六\n七\n八\n九"


def test_control_characters_and_invisible_marks_are_harmless() -> None:
    assert printable("客\x00户\x1b[31m\u202e说\u200b\ufeff：葛\U000e0100\ufe0f\x7f") == "客户[31m说：葛"
    assert printable("\t甲") == "    甲"


def test_a_character_without_a_glyph_is_shown_with_its_code() -> None:
    assert printable("好😀") == "好😀[U+1F600]"
    assert printable("\ue000") == "\ue000[U+E000]"
    assert printable("\ud800") == "\ufffd[U+D800]"
    assert printable("a\u1680b") == "a b"


def test_rare_characters_of_names_have_glyphs() -> None:
    assert printable(RARE_NAME) == RARE_NAME
    assert not any(map(lacks, RARE_NAME))


def test_what_needs_no_look_at_the_font_is_in_it() -> None:
    ranges = [(0x20, 0x7E), (0x3000, 0x3002), (0xFF01, 0xFF5E), (0x4E00, 0x9FA5)]
    assert not [code for start, end in ranges for code in range(start, end + 1) if lacks(chr(code))]


def test_a_bold_text_takes_from_the_complete_face_what_the_bold_one_lacks() -> None:
    bold = Style(10.0, 15.0, "0 0 0", STRONG)
    assert bold.faces["客"][0] == STRONG[0]
    assert bold.faces["䶮"][0] == PLAIN[0]
    assert bold.faces["☑"][0] == PLAIN[1]


def test_the_dot_in_a_plate_is_narrow() -> None:
    assert STYLE.width("·") == 5.0
