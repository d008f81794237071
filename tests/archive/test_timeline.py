"""往来: what happened with a customer, the newest first, and nothing that lies ahead of the clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from db import Attempt, Correction, Promise, SmsMessage, SmsReply
from desktop_app.archive.timeline import Event, money, score, timeline
from desktop_app.session import Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop


@pytest.fixture
def file_id(session: Session, shop: Shop) -> int:
    file_id = shop.file()
    shop.sale(file_id, date(2026, 3, 1), reference="XS1")
    shop.order(file_id, date(2026, 10, 8), reference="WX1", kind="maintenance", odometer=41380, amount_fen=128600,
               work="更换机油机滤")  # fmt: skip
    callback = shop.callback(file_id, "WX1", date(2026, 10, 8))
    shop.complaint(
        file_id, datetime(2026, 10, 16, 9), sub_cause="等待结算", closed_at=datetime(2026, 10, 20, 9)
    )
    with session.saving():
        call(callback, datetime(2026, 10, 13, 15, 8), "no_answer", remark="喜欢上午联系")
        call(callback, datetime(2026, 10, 15, 9, 42), "completed", overall=5.0, words="等太久")
        Promise.insert(file=file_id, made_at=datetime(2026, 10, 15, 10), account="乔安", what="赠洗车一次",
                       due_at=datetime(2026, 11, 2, 18), by_whom="周岚").execute()  # fmt: skip
        message = SmsMessage.insert(file=file_id, number="13812345678", kind="service_callback", text="请回复 1–10 分",
                                    state="replied", created_at=datetime(2026, 10, 14, 10), account="乔安",
                                    sent_at=datetime(2026, 10, 14, 10)).execute()  # fmt: skip
        SmsReply.insert(
            number="13812345678", at=datetime(2026, 10, 14, 11), text="9", message=message, score=9
        ).execute()
        Correction.insert(
            file=file_id, opened_at=datetime(2026, 10, 17, 9), opened_by="乔安", reason="地址不详"
        ).execute()
    return file_id


def call(callback: int, at: datetime, disposition: str, **fields: object) -> None:
    Attempt.insert(
        callback=callback, at=at, recorded_at=at, caller="乔安", disposition=disposition, **fields
    ).execute()


def told(events: tuple[Event, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(f"{event.on:%m-%d}", event.title, event.detail, event.outcome, event.tone) for event in events]


def test_everything_stands_in_its_order(session: Session, file_id: int) -> None:
    assert told(timeline(session, file_id)) == [
        ("10-17", "信息不正确：地址不详", "乔安 登记", "更正中", "warn"),
        ("10-16", "投诉 TS-202610-0007 时间过长", "等待结算 · 乔安 受理 · 10-20 结案", "已结", "plain"),
        ("10-15", "承诺：赠洗车一次", "周岚 承诺 · 11-02 前兑现", "还剩 2 天", "warn"),
        ("10-15", "售后回访 第 2 次", "乔安 · 09:42 · 客户说：等太久", "成功 5 分", "bad"),
        ("10-14", "短信回复：售后回访", "9", "9 分", "plain"),
        ("10-14", "短信：售后回访", "请回复 1–10 分", "已回复", "plain"),
        ("10-13", "售后回访 第 1 次", "乔安 · 15:08 · 备注：喜欢上午联系", "无人接听", "plain"),
        ("10-08", "定期保养 WX1", "41,380 km · 服务顾问 周岚 · 维修一组 · 更换机油机滤", "¥1,286", "plain"),
        ("03-01", "新车交付 XS1", "销售顾问 林澄", "", "plain"),
    ]


def test_an_earlier_evening_shows_what_had_happened_by_then(session: Session, file_id: int) -> None:
    seen = told(timeline(session.at(datetime(2026, 10, 16, 9)), file_id))
    assert [line[1] for line in seen][:2] == ["投诉 TS-202610-0007 时间过长", "承诺：赠洗车一次"]
    assert seen[0][2:4] == ("等待结算 · 乔安 受理", "处理中")


@pytest.mark.parametrize(
    ("now", "outcome"),
    [("2026-11-02 17:59", "今天到期"), ("2026-11-02 18:01", "已逾期"), ("2026-11-04 09:00", "逾期 2 天")],
)
def test_a_promise_says_how_long_there_is(session: Session, file_id: int, now: str, outcome: str) -> None:
    events = timeline(session.at(datetime.fromisoformat(now)), file_id)
    assert next(event.outcome for event in events if event.kind == "promise") == outcome


def test_another_customer_s_events_stay_with_him(session: Session, shop: Shop, file_id: int) -> None:
    assert timeline(session, shop.file()) == ()


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "¥0"), (128600, "¥1,286"), (128650, "¥1,286.50"), (5, "¥0.05")]
)
def test_amounts_read_as_people_write_them(fen: int, text: str) -> None:
    assert money(fen) == text


@pytest.mark.parametrize(("value", "text"), [(9.0, "9"), (8.25, "8.3"), (26 / 3, "8.7"), (10.0, "10")])
def test_scores_are_rounded_half_up(value: float, text: str) -> None:
    assert score(value) == text
