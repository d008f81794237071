"""Texts, VINs, plates, amounts, scores and words as exports give them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.exchange.amounts import read_mileage, read_money, read_score
from desktop_app.exchange.cars import check_digit, read_plate, read_vin
from desktop_app.exchange.values import Cell, is_blank, read_reference, read_text, text_of
from desktop_app.exchange.words import read_choice, read_sex, read_yes_no

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.text("0123456789.,-+¥元万分（）()ABCXYZ是否男女 "),
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("　秦悦昊 ", "秦悦昊"),
        ("\ufeff张三\u200b", "张三"),
        ("第一行\r\n第二行\x07", "第一行\n第二行"),
        (13812345678.0, "13812345678"),
        (2026.5, "2026.5"),
        (True, "是"),
        (datetime(2026, 10, 3), "2026-10-03"),
        (datetime(2026, 10, 3, 10, 30), "2026-10-03 10:30:00"),
        (date(2026, 10, 3), "2026-10-03"),
        (None, ""),
        ("—", ""),
        ("#N/A", ""),
        ("黄䶮平𠅤", "黄䶮平𠅤"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


def test_a_dash_is_blank_but_zero_is_not() -> None:
    assert is_blank("　")
    assert is_blank("--")
    assert not is_blank(0)
    assert not is_blank(False)


def test_a_reference_is_half_width_without_spaces() -> None:
    assert read_reference(" ＸＳ2026 00001 ").value == "XS202600001"
    assert read_reference(202600001.0).value == "202600001"


def test_a_reference_that_excel_has_rounded_is_none() -> None:
    value, warning = read_reference(3.41202199001011e17)
    assert value is None
    assert "后几位已丢失" in warning


# The last two are the standard's own example and a well-known real one with check digit X.
RIGHT_VINS = ("11111111111111111", "1M8GDM9AXKP042788", "5GZCZ43D13S812715")


@pytest.mark.parametrize("vin", RIGHT_VINS)
def test_a_right_vin_has_no_warning(vin: str) -> None:
    assert read_vin(vin) == (vin, "")
    assert read_vin(f" {vin.lower()} ") == (vin, "")


def test_a_full_width_vin_becomes_half_width() -> None:
    assert read_vin("ＬＦＭＥＵＰＰＢ６Ｕ３５ＳＤＣＭＶ").value == "LFMEUPPB6U35SDCMV"


def test_a_wrong_check_digit_is_only_a_warning() -> None:
    value, warning = read_vin("1M8GDM9A1KP042788")
    assert value == "1M8GDM9A1KP042788"
    assert "校验位" in warning


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("LFM123", "实为 6 位"),
        ("LFMO0000000000000", "I、O 或 Q"),
        ("LFM0000000000000中", "以外的字符"),
        ("1" * 18, "实为 18 位"),
    ],
)
def test_what_is_no_vin_says_why(cell: str, reason: str) -> None:
    value, warning = read_vin(cell)
    assert value is None
    assert reason in warning


@given(st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=17, max_size=17))
def test_the_check_digit_notices_a_changed_sign_that_weighs(vin: str) -> None:
    right = vin[:8] + check_digit(vin) + vin[9:]
    assert read_vin(right) == (right, "")


@pytest.mark.parametrize(
    "cell", ["皖N·X5NRV", "皖N X5NRV", "皖n.x5nrv", " 皖Ｎ•Ｘ５ＮＲＶ", "皖N-X5NRV", "皖N・X5NRV"]
)
def test_a_plate_has_neither_dot_nor_space(cell: str) -> None:
    assert read_plate(cell).value == "皖NX5NRV"


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (8112, 811_200),
        (8112.1, 811_210),
        ("¥8,112.50", 811_250),
        ("￥８１１２", 811_200),
        ("8112元", 811_200),
        ("1,234,567.89", 123_456_789),
        ("-300", -30_000),
        ("(300.00)", -30_000),
        (0, 0),
        ("0.005", 1),
        ("0.125", 13),
        (".5", 50),
        (1.005, 101),
    ],
)
def test_money_is_whole_fen(cell: Cell, fen: int) -> None:
    assert read_money(cell) == (fen, "")


@pytest.mark.parametrize("cell", ["免费", "12,34", "1.2.3", "8112美元", 1e30, float("nan")])
def test_what_is_no_money_is_none_and_says_so(cell: Cell) -> None:
    value, warning = read_money(cell)
    assert value is None
    assert warning


@pytest.mark.parametrize(
    ("cell", "km"), [(78695, 78695), ("78,695 KM", 78695), ("7.8万公里", 78000), ("78695.6", 78695), (0, 0)]
)
def test_mileage_is_whole_kilometres(cell: Cell, km: int) -> None:
    assert read_mileage(cell) == (km, "")


@pytest.mark.parametrize("cell", ["-5", "很多", 99_999_999])
def test_what_is_no_mileage_is_none_and_says_so(cell: Cell) -> None:
    value, warning = read_mileage(cell)
    assert value is None
    assert warning


@pytest.mark.parametrize("cell", [9, 9.0, "9", "９", "9分", " 9 分 ", "九", "九分", "9.0"])
def test_a_score_is_read_in_every_shape(cell: Cell) -> None:
    assert read_score(cell) == (9, "")


@pytest.mark.parametrize("cell", [0, 11, "8.5", "8-9", "很好", "100", "十一", True])
def test_what_is_no_score_is_left_out_with_a_warning(cell: Cell) -> None:
    value, warning = read_score(cell)
    assert value is None
    assert "不是 1–10 的分数" in warning


def test_yes_and_no_are_words_marks_and_truth_values() -> None:
    assert [read_yes_no(cell).value for cell in ("是", "Y", "√", True, 1.0, "对")] == [True] * 6
    assert [read_yes_no(cell).value for cell in ("否", "N", "×", False, 0, "不是")] == [False] * 6
    assert read_yes_no("无").value is None
    assert read_yes_no("") == (None, "")


def test_sex_is_read_from_titles_and_codes() -> None:
    assert [read_sex(cell).value for cell in ("男", "先生", "M", 1)] == ["男"] * 4
    assert [read_sex(cell).value for cell in ("女", "女士", "f", 2)] == ["女"] * 4
    assert read_sex("公司") == (None, "“公司”不是“男”或“女”")


def test_a_choice_names_the_possible_words_when_it_is_none() -> None:
    choices = {"部分说明": "部分说明", "部分": "部分说明", "未说明": "未说明"}
    assert read_choice("　部 分", choices).value == "部分说明"
    assert read_choice("也许", choices) == (None, "“也许”不在可选的“部分说明、未说明”之中")


READERS = (
    read_text,
    read_reference,
    read_vin,
    read_plate,
    read_money,
    read_mileage,
    read_score,
    read_yes_no,
    read_sex,
)


@given(ANYTHING)
def test_no_reader_ever_raises(cell: Cell) -> None:
    for reader in READERS:
        value, warning = reader(cell)
        assert isinstance(warning, str)
        assert not (value is None and warning == "" and reader is read_money and text_of(cell))


@given(ANYTHING)
def test_reading_a_value_again_changes_nothing(cell: Cell) -> None:
    for reader in (
        read_text,
        read_reference,
        read_vin,
        read_plate,
        read_mileage,
        read_score,
        read_yes_no,
        read_sex,
    ):
        value = reader(cell).value  # type: ignore[operator]
        assert value is None or reader(value).value == value  # type: ignore[operator]


@given(st.integers(-(10**12), 10**12))
def test_every_amount_reads_back(fen: int) -> None:
    yuan = f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
    assert read_money(yuan).value == fen
