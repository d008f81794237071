"""Phones stay covered until someone asks, and who asked is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.archive.history import history
from desktop_app.archive.masking import reveal_phone, shown_phone
from desktop_app.problems import Refused
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.session import Person, Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138 **** 5678"),
        ("05643772837", "0564 **** 2837"),
        ("0551637728", "0551 **** 728"),
        ("3772837", "**** 837"),
        ("4008001234", "400 **** 234"),
        ("15911112222、17733334444", "159 **** 2222、177 **** 4444"),
        ("不详", "不详"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_middle_of_a_phone_is_covered(number: str | None, shown: str) -> None:
    assert shown_phone(number) == shown


def test_who_looked_at_a_phone_is_on_record(session: Session, shop: Shop) -> None:
    file_id = shop.file(phone="13812345678", landline="05643772837")
    assert reveal_phone(session, file_id) == "13812345678"
    assert reveal_phone(session, file_id, "landline") == "05643772837"
    told = {(entry.account, entry.action, entry.field) for entry in history(session, file_id)}
    assert told == {("测试员", "查看完整内容", "联系电话"), ("测试员", "查看完整内容", "固定电话")}


def test_a_receptionist_sees_covered_phones_only(session: Session, shop: Shop) -> None:
    file_id = shop.file(phone="13812345678")
    receptionist = Session(Person("前台", frozenset({RECEPTIONIST})), session.clock, session.data)
    with pytest.raises(Refused):
        reveal_phone(receptionist, file_id)
    assert history(session, file_id) == ()
