"""A complaint from another program is read strictly and refused clearly."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from desktop_app.complaints.cases import accept, open_case
from desktop_app.complaints.handover import read_handover
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, PHONE, VIN

GIVEN: dict[str, Any] = {
    "vin": VIN, "phone": PHONE, "name": "曹立夏", "channel": "网络", "grade": "投诉", "cause": "服务态度",
    "words": "结算员说话生硬。", "demands": "要道歉", "accepted": "2026-10-15 09:05:30", "idempotency_key": "web-1",
}  # fmt: skip


def test_every_key_reaches_the_case(desk: Session) -> None:
    new = read_handover(json.loads(json.dumps(GIVEN, ensure_ascii=False)))
    accepted = accept(desk, new)
    case = open_case(desk, accepted.number)
    assert (accepted.created, accepted.number) == (True, "TS-202610-0001")
    assert (case.accepted_at, case.channel, case.grade) == (
        datetime(2026, 10, 15, 9, 5, 30),
        "web",
        "complaint",
    )
    assert (case.fields["demands"], case.words[0].text) == ("要道歉", "结算员说话生硬。")
    again = accept(desk, read_handover(GIVEN | {"words": "又来一次"}))
    assert (again.created, again.number) == (False, accepted.number)


@pytest.mark.parametrize("left_out", ["name", "demands", "accepted", "idempotency_key", "vin", "phone"])
def test_what_may_be_missing_may_be_null_as_well(desk: Session, left_out: str) -> None:
    for data in ({key: value for key, value in GIVEN.items() if key != left_out}, GIVEN | {left_out: None}):
        new = read_handover(data)
        assert not getattr(new, left_out)
    assert accept(desk, new).created
    assert left_out != "accepted" or open_case(desk, "TS-202610-0001").accepted_at == ACCEPTED


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"vin": "", "phone": None}, "phone", "至少要有一项"),
        ({"words": " "}, "words", "缺少客户原话"),
        ({"words": ["一", "二"]}, "words", "应是文字"),
        ({"vin": 12}, "vin", "应是文字"),
        ({"phone": True}, "phone", "应是文字"),
        ({"colour": "red"}, "colour", "不认识的字段：colour；可用：vin、phone"),
        ({"accepted": "昨天"}, "accepted", "2026-10-31 18:30"),
        ({"accepted": "2026-10-15"}, "accepted", "看不懂"),
        ({"accepted": 20261015}, "accepted", "看不懂"),
    ],
)
def test_what_is_not_clear_is_refused_at_its_key(changes: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read_handover(GIVEN | changes)
    assert refused.value.field == field
    assert message in refused.value.message


@pytest.mark.parametrize("key", ["channel", "grade", "cause"])
@pytest.mark.parametrize("value", ["没有的", "", None])
def test_an_unknown_or_missing_word_is_refused_with_the_list(
    desk: Session, key: str, value: str | None
) -> None:
    with pytest.raises(Refused, match="可用：") as refused:
        accept(desk, read_handover(GIVEN | {key: value}))
    assert refused.value.field == key


@pytest.mark.parametrize("data", [[], "words", None, 7, [GIVEN]])
def test_only_an_object_is_a_complaint(data: object) -> None:
    with pytest.raises(Refused, match="JSON 对象"):
        read_handover(data)


def test_a_number_without_quotes_is_a_phone_too() -> None:
    assert read_handover(GIVEN | {"phone": int(PHONE)}).phone == PHONE


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-15T09:05", datetime(2026, 10, 15, 9, 5)),
        ("2026-10-15T09:05:30+08:00", datetime(2026, 10, 15, 9, 5, 30)),
        ("2026-10-15T01:05:30Z", datetime(2026, 10, 15, 9, 5, 30)),
        (" 2026-10-15 09:05:30.250 ", datetime(2026, 10, 15, 9, 5, 30)),
    ],
)
def test_a_time_is_the_dealerships_wall_clock(text: str, moment: datetime) -> None:
    assert read_handover(GIVEN | {"accepted": text}).accepted == moment
