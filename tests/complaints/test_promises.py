"""Promises stand until kept or broken, on the case and on the car."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_app.complaints.cases import case_list, open_case
from desktop_app.complaints.promises import break_promise, keep_promise, make_promise, promises
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, VIN, As
from tests.complaints.moving import bring, use

HOUR = timedelta(hours=1)
CALL = {"what": "回电", "due_at": ACCEPTED + 3 * HOUR, "by_whom": "方禾"}


def test_a_promise_is_seen_until_it_is_kept_at_any_clock(desk: Session, case: str) -> None:
    made = make_promise(desk, number=case, **CALL, key="p1")
    assert make_promise(desk, number=case, **CALL, key="p1").id == made.id
    late = desk.at(ACCEPTED + 4 * HOUR)
    keep_promise(late, made.id)
    keep_promise(late, made.id, at=ACCEPTED + HOUR)
    assert promises(late) == ()
    for after, state in ((0, "running"), (3, "running"), (3.5, "overdue")):
        now = desk.at(ACCEPTED + after * HOUR)
        (promise,) = promises(now, number=case)
        assert promise.state(now.now()) == state
    (promise,) = promises(late, number=case, open_only=False)
    assert (promise.state(late.now()), promise.customer, promise.vin) == ("missed", "曹立夏", VIN)
    assert promises(desk.at(ACCEPTED - HOUR), open_only=False) == ()


def test_a_promise_of_a_case_is_one_of_its_clocks(desk: Session, case: str) -> None:
    made = make_promise(desk, number=case, **CALL | {"due_at": ACCEPTED + timedelta(minutes=5)})
    assert open_case(desk, case).next_deadline == ACCEPTED + timedelta(minutes=5)
    now = desk.at(ACCEPTED + timedelta(minutes=6))
    assert case_list(now)[0].rung_due == "department_manager"
    break_promise(now, made.id, remark="客户改了时间")
    assert open_case(now, case).next_deadline == ACCEPTED + timedelta(minutes=30)


def test_a_promise_outlives_the_closing_of_its_case(desk: Session, case: str) -> None:
    made = make_promise(desk, number=case, **CALL)
    bring(desk, case, "closed")
    assert [promise.id for promise in promises(desk, vin=VIN)] == [made.id]
    with pytest.raises(Refused, match="已结案"):
        make_promise(desk, number=case, **CALL)
    keep_promise(desk, made.id)
    assert promises(desk, vin=VIN) == ()
    use(desk, case, "reopen")


def test_a_customer_without_a_case_can_be_promised_something(desk: Session) -> None:
    make_promise(desk, vin=VIN, **CALL)
    (promise,) = promises(desk, vin=VIN)
    assert (promise.number, promise.vin, promise.customer) == (None, VIN, "曹立夏")
    with pytest.raises(Refused, match="案例或客户档案"):
        make_promise(desk, vin="LFMBE84B2C0167300", **CALL)


def test_a_promise_says_what_by_whom_and_when_in_the_future(desk: Session, case: str) -> None:
    for changes, field in (
        ({"what": " "}, "what"),
        ({"by_whom": ""}, "by_whom"),
        ({"due_at": ACCEPTED}, "due_at"),
    ):
        with pytest.raises(Refused) as refused:
            make_promise(desk, number=case, **CALL | changes)
        assert refused.value.field == field
    made = make_promise(desk, number=case, **CALL)
    with pytest.raises(Refused, match="没有兑现的原因"):
        break_promise(desk, made.id, remark="")
    with pytest.raises(Refused, match="作出承诺之后"):
        keep_promise(desk, made.id, at=ACCEPTED + HOUR)
    with pytest.raises(Refused, match="没有这项承诺"):
        keep_promise(desk, 99)


def test_the_general_manager_promises_nothing(as_person: As, case: str) -> None:
    with pytest.raises(Refused, match="您的职责不能"):
        make_promise(as_person("郑总"), vin=VIN, **CALL)
