"""Phone cells in every shape that exports give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.exchange.phones import Phones, is_mobile, is_phone, read_phones

ONE_MOBILE = (
    "13812345678",
    "138 1234 5678",
    "138-1234-5678",
    "+86 13812345678",
    "+86-138-1234-5678",
    "8613812345678",
    "0086 13812345678",
    "13812345678.0",
    "1.3812345678E+10",
    "1.3812345678e10",
    "１３８１２３４５６７８",
    "　138　1234　5678　",
    "138—1234—5678",
    13812345678,
    13812345678.0,
    "'13812345678",
    "\t13812345678",
    "013812345678",
    "8613812345678.0",
    "13812345678\u200b",
)


@pytest.mark.parametrize("cell", ONE_MOBILE)
def test_every_shape_of_one_mobile_number_is_that_number(cell: str | float) -> None:
    assert read_phones(cell) == Phones(mobile="13812345678")


@pytest.mark.parametrize(
    ("cell", "landline"),
    [
        ("0564-3772837", "05643772837"),
        ("(0564)3772837", "05643772837"),
        ("（010）12345678", "01012345678"),
        ("0564 3772837", "05643772837"),
        ("3772837", "3772837"),
        ("400-123-4567", "4001234567"),
        ("8001234567", "8001234567"),
        ("0564-3772837-801", "05643772837转801"),
        ("0564-3772837转801", "05643772837转801"),
        ("010-12345678 ext. 12", "01012345678转12"),
    ],
)
def test_land_lines_and_service_numbers_are_valid(cell: str, landline: str) -> None:
    assert read_phones(cell) == Phones(landline=landline)


@pytest.mark.parametrize("separator", ["/", "、", "；", ";", ",", "，", " ", " / ", "／"])
def test_a_cell_with_two_numbers_is_split_at_every_separator(separator: str) -> None:
    assert read_phones(f"13812345678{separator}0564-3772837") == Phones("13812345678", "05643772837")
    assert read_phones(f"13812345678{separator}13912345678") == Phones("13812345678", "", "13912345678")


def test_spaces_are_dropped_before_the_cell_is_split() -> None:
    assert read_phones("138 1234 5678 / 139 1234 5678") == Phones("13812345678", "", "13912345678")
    assert read_phones("138 1234 5678 139 1234 5678") == Phones("13812345678", "", "13912345678")
    assert read_phones("0564 3772837 13812345678") == Phones("13812345678", "05643772837")


def test_the_first_mobile_leads_and_the_others_follow_in_order() -> None:
    found = read_phones("0564-3772837;13812345678;13912345678;15912345678;0564-3772838")
    assert found == Phones("13812345678", "05643772837", "13912345678、15912345678、05643772838")


def test_two_columns_give_one_answer_and_no_number_twice() -> None:
    assert read_phones("13812345678", 13812345678.0, "0564-3772837") == Phones("13812345678", "05643772837")


@pytest.mark.parametrize(
    "cell", ["无", "12345", "138123456789", "12812345678", "13812345678（李女士）", "1.38E+10", "123-456/78"]
)
def test_what_is_no_phone_number_is_kept_as_typed(cell: str) -> None:
    assert read_phones(cell) == Phones(unreadable=cell)


def test_what_stands_beside_a_number_and_is_none_is_kept_too() -> None:
    assert read_phones("13812345678/老张") == Phones("13812345678", unreadable="老张")


def test_a_number_that_excel_has_shortened_is_not_filled_up_with_zeros() -> None:
    assert read_phones("1.38123E+10").mobile == ""
    assert read_phones("1.3812345E+10").mobile == "13812345000"


@pytest.mark.parametrize("cell", [None, "", "  ", "　", "-", "——", "/"])
def test_a_blank_cell_has_no_number(cell: str | None) -> None:
    assert read_phones(cell) == Phones()


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text("0123456789-/ 、;+E.转x()", max_size=40),
)


@given(CELLS, CELLS)
def test_reading_never_raises_and_invents_nothing(first: object, second: object) -> None:
    found = read_phones(first, second)  # type: ignore[arg-type]
    assert all(is_phone(number) for number in (found.mobile, found.landline) if number)
    assert found.mobile == "" or is_mobile(found.mobile)
    assert all(is_phone(number) for number in found.other.split("、") if number)


@given(CELLS)
def test_reading_what_was_read_gives_the_same(cell: object) -> None:
    found = read_phones(cell)  # type: ignore[arg-type]
    assert read_phones(found.mobile, found.landline, found.other) == found._replace(unreadable="")
