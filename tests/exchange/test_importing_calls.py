"""Past calls, SMS replies and card details."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from db import Attempt, Callback, Correction, SmsMessage, SmsReply, Staff, VehicleFile
from desktop_app import settings as shop_settings
from desktop_app.archive.corrections import open_correction, send
from desktop_app.exchange.reply_text import Reply, read_reply
from tests.exchange.office import Office, call, counts, delivery, order, picture, vin

CALLER = "许知微"
HAPPY = {
    "问题1": "10",
    "问题2": "９",
    "问题3": "是",
    "问题4": "是",
    "问题5": "否",
    "问题6": "是",
    "问题7": "8分",
    "问题10": "是",
}


@pytest.fixture
def called(office: Office) -> Office:
    """An office with one sale and one repair order on record."""
    office.deliveries(delivery(1))
    office.orders(order(2))
    return office


def test_a_failed_try_counts_on_its_callback(called: Office) -> None:
    assert counts(called.calls(call(), call(回访时间="2026/10/21 09:05:31", 回访状态="关机"))) == (2, 0, 0, 0)
    callback = Callback.get(Callback.reference == "XS1")
    assert (callback.tries, callback.failed_tries, callback.last_disposition) == (2, 2, "powered_off")
    assert callback.last_at == datetime(2026, 10, 21, 9, 5, 31)
    assert (Attempt.get().caller, Attempt.get().recorded_at) == (CALLER, called.session.now())


def test_a_completed_call_has_its_answers_and_score(called: Office) -> None:
    done = called.calls(call(回访状态="成功", 问题11="车不错", 备注="女儿接听", **HAPPY))
    attempt = Attempt.get()
    assert attempt.overall == 9.0
    assert attempt.answers == {
        "1": 10, "2": 9, "3": True, "4": True, "5": False, "6": True, "7": 8, "10": True, "11": "车不错",
    }  # fmt: skip
    assert (attempt.words, attempt.remark, attempt.dissatisfied) == ("车不错", "女儿接听", False)
    assert (Callback.get().completed, Callback.get().score) == (True, 9.0)
    assert done.new_people == (f"{CALLER}（客户回访专员）",)


def test_the_score_of_a_service_call_is_its_first_answer(called: Office) -> None:
    called.calls(call("WX2", 回访状态="成功", 问题1="5", 问题4="未说明", 问题9="10", 意见="等太久"))
    attempt = Attempt.get()
    assert (attempt.overall, attempt.words, attempt.dissatisfied, attempt.no_case_reason) == (
        5.0,
        "等太久",
        True,
        None,
    )


def test_answers_of_a_call_that_was_not_completed_are_kept_without_a_score(called: Office) -> None:
    called.calls(call(回访状态="约定再访", 问题1="3"))
    assert (Attempt.get().answers, Attempt.get().overall, Attempt.get().dissatisfied) == (
        {"1": 3},
        None,
        False,
    )


def test_what_is_no_answer_is_left_out_with_a_warning(called: Office) -> None:
    done = called.calls(call(回访状态="成功", 问题1="11", 问题2="9", 问题3="也许"))
    assert counts(done) == (1, 0, 0, 0)
    assert Attempt.get().answers == {"2": 9}
    assert [warned.row for warned in done.warnings] == [2, 2]
    assert "问题1" in done.warnings[0].text


REFUSED = [
    ({"单号": "XS404"}, "没有协议号为“XS404”的记录，请核对单号，或先导入新车交付"),
    ({"回访类型": "售后"}, "没有工单号为“XS1”的记录，请核对单号，或先导入维修工单"),
    ({"回访类型": "问候"}, "回访类型：不认识“问候”"),
    ({"回访状态": "飞走了"}, "回访状态：不认识“飞走了”"),
    ({"回访时间": "2026-10-31 18:31"}, "回访时间：2026-10-31 18:31 还没有到"),
    ({"回访时间": "2026-10-32"}, "回访时间：“2026-10-32”不是有效的日期"),
    ({"回访专员": ""}, "缺少回访专员"),
]


@pytest.mark.parametrize(("cells", "reason"), REFUSED)
def test_a_call_that_cannot_be_taken_is_refused(called: Office, cells: dict[str, str], reason: str) -> None:
    done = called.calls(call(), call() | cells)
    assert counts(done) == (1, 0, 0, 1)
    assert done.refusals == ((3, reason),)
    assert Staff.select().where(Staff.role == "callback_specialist").count() == 1


STATES = [
    "成功",
    "拒访",
    "拒接",
    "无人接听",
    "无法接通",
    "关机",
    "停机",
    "占线",
    "呼入限制",
    "空号",
    "错误号码",
    "约定再访",
    "非本人",
    "其他",
]


def test_every_state_of_the_files_is_known(called: Office) -> None:
    rows = [
        call(回访时间=f"2026-10-20 10:00:{second:02d}", 回访状态=state) for second, state in enumerate(STATES)
    ]
    assert counts(called.calls(*rows)) == (14, 0, 0, 0)


def test_an_agreed_call_from_a_file_has_no_time_and_is_no_appointment(called: Office) -> None:
    called.calls(call(回访状态="约定再访"))
    assert Callback.get(Callback.reference == "XS1").agreed_at is None


def test_the_same_calls_again_change_nothing_and_a_fuller_row_fills_in(called: Office) -> None:
    rows = [call(), call(回访时间="2026-10-21 10:00", 回访状态="成功", **HAPPY)]
    called.calls(*rows)
    before = picture()
    assert counts(called.calls(*rows)) == (0, 0, 2, 0)
    assert picture() == before
    assert counts(called.calls(call(备注="号码转手", 回访状态="空号"))) == (0, 1, 0, 0)
    assert (Attempt.get().disposition, Attempt.get().remark) == ("invalid_number", "号码转手")


def test_a_call_saved_in_the_program_beats_the_import(called: Office) -> None:
    callback = Callback.get(Callback.reference == "XS1")
    Attempt.insert(
        callback=callback,
        at=datetime(2026, 10, 20, 10),
        recorded_at=datetime(2026, 10, 20, 10),
        caller="我",
        disposition="refused",
    ).execute()
    assert counts(called.calls(call())) == (0, 0, 1, 0)
    assert (Attempt.get().caller, Attempt.get().disposition) == ("我", "refused")


def test_an_invalid_number_opens_a_correction_that_later_calls_take_back(called: Office) -> None:
    called.calls(call(回访状态="空号"))
    found = Correction.get()
    assert (found.reason, found.opened_at, found.opened_by) == ("空号", datetime(2026, 10, 20, 10), CALLER)
    assert called.car()["information_incorrect"]
    called.calls(call(回访时间="2026-10-22 10:00", 回访状态="成功", **HAPPY))
    assert not Correction.select().exists()
    assert not called.car()["information_incorrect"]


def test_a_correction_that_somebody_works_on_stays(called: Office) -> None:
    called.calls(call(回访状态="空号"))
    send(called.session, Correction.get().id, "销售部", date(2026, 11, 3))
    called.calls(call(回访时间="2026-10-22 10:00", 回访状态="成功", **HAPPY))
    assert Correction.get().sent_at == called.session.now()


def test_a_correction_opened_by_hand_stays(called: Office) -> None:
    callback = Callback.get(Callback.reference == "XS1")
    open_correction(called.session, callback.file_id, "姓名不对", callback.id)
    called.calls(call())
    assert Correction.get().reason == "姓名不对"


def test_the_order_of_calls_never_matters(called: Office) -> None:
    rows = [
        call(reference, 回访时间=f"2026-10-{day} 10:00", 回访状态=state)
        for reference in ("XS1", "WX2")
        for day, state in enumerate(("空号", "无人接听", "空号", "错误号码", "成功"), 20)
    ]
    rows += [
        call("XS3", 回访时间=f"2026-10-{day} 10:00", 回访状态="空号", 回访专员=f"专员{day}")
        for day in (20, 22, 24)
    ]
    rows += [rows[2] | {"备注": "重复的一行"}]
    pictures = []
    for seed in range(4):
        with called.session.data.atomic() as kept:
            shuffled = random.Random(seed).sample(rows, len(rows)) if seed else rows
            called.deliveries(delivery(3))
            called.calls(*shuffled[:6])
            called.calls(*shuffled[6:])
            pictures.append(picture())
            kept.rollback()
    assert all(other == pictures[0] for other in pictures[1:])


def card(number: int = 1, **cells: object) -> dict[str, object]:
    return {"车架号": vin(number)} | cells


def test_a_card_fills_what_no_event_and_no_person_has_told(office: Office) -> None:
    office.deliveries(delivery(手机="13812345678"))
    VehicleFile.update(hobbies="钓鱼", edited={"hobbies": "2026-10-02 10:00:00"}).execute()
    told = {
        "姓名": "别人",
        "联系电话": "13900000000",
        "固定电话": "0564-3772837",
        "兴趣爱好": "下棋",
        "驾龄": "12",
        "是否会员": "是",
        "年审日期": "2027.3.1",
        "备注": "红车",
        "行驶里程": "9000",
    }
    done = office.take("cards", card(**told))
    assert counts(done) == (0, 1, 0, 0)
    car = office.car()
    assert (car["name"], car["phone"], car["hobbies"]) == ("客户1", "13812345678", "钓鱼")
    assert (car["landline"], car["driving_years"], car["is_member"]) == ("05643772837", 12, True)
    assert (car["inspection_on"], car["vehicle_remark"]) == (date(2027, 3, 1), "红车")
    assert done.unused_headings == ("行驶里程",)
    assert "姓名、联系电话以最近一次交车或维修的为准" in done.warnings[0].text
    assert counts(office.take("cards", card(驾龄="12"))) == (0, 0, 1, 0)


def test_a_card_of_an_unknown_car_is_refused(office: Office) -> None:
    done = office.take("cards", card(7, 驾龄="3"))
    assert done.refusals == ((2, f"没有车架号为 {vin(7)} 的档案，请先导入新车交付或维修工单"),)


def test_sensitive_fields_of_a_card_are_kept_only_when_switched_on(office: Office) -> None:
    office.deliveries(delivery())
    done = office.take("cards", card(民族="回族", 婚否="是"))
    assert counts(done) == (0, 0, 1, 0)
    assert len(done.warnings) == 1
    with office.session.saving():
        shop_settings.put(office.session, "kept_sensitive_fields", ["ethnicity"])
    assert counts(office.take("cards", card(民族="回族", 婚否="是"))) == (0, 1, 0, 0)
    assert (office.car()["ethnicity"], office.car()["married"]) == ("回族", None)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("9", 9),
        ("９", 9),
        ("9分", 9),
        ("九", 9),
        ("十分", 10),
        ("10", 10),
        ("8，服务好", 8),
        ("8,ok", 8),
        (" 7 ", 7),
    ],
)
def test_a_reply_that_is_a_number_is_the_score(text: str, score: int) -> None:
    assert read_reply(text) == Reply(score)


@pytest.mark.parametrize(
    "text", ["很满意", "十分满意", "8-9", "8.5", "100", "0", "11", "9 10", "", "T恤", "服务好，9"]
)
def test_any_other_reply_goes_to_a_person(text: str) -> None:
    assert read_reply(text) == Reply()


@pytest.mark.parametrize("text", ["TD", "td", "T", "退订", "ＴＤ"])
def test_three_words_opt_out(text: str) -> None:
    assert read_reply(text) == Reply(opt_out=True)


def reply(text: str = "9", **cells: object) -> dict[str, object]:
    return {"手机号": "13812345678", "回复时间": "2026-10-20 12:00", "回复内容": text} | cells


def _send_sms(office: Office, day: int, callback: int | None = None) -> int:
    return int(
        SmsMessage.insert(
            file=office.car()["id"], callback=callback, number="13812345678", kind="sales_callback", text="请评分", state="sent",
            created_at=datetime(2026, 10, day), sent_at=datetime(2026, 10, day, 10), account="我",
        ).execute()
    )  # fmt: skip


def test_a_reply_belongs_to_the_newest_message_of_the_seven_days_before(office: Office) -> None:
    office.deliveries(delivery(手机="13812345678"))
    callback = Callback.get()
    _send_sms(office, 17)
    newest = _send_sms(office, 19, callback.id)
    _send_sms(office, 21)
    assert counts(office.take("sms-replies", reply("9，不错"))) == (1, 0, 0, 0)
    found = SmsReply.get()
    assert (found.message_id, found.score, found.opt_out) == (newest, 9, False)
    assert SmsMessage.get_by_id(newest).state == "replied"
    assert Callback.get().closed_at == datetime(2026, 10, 20, 12)
    assert counts(office.take("sms-replies", reply("9，不错"))) == (0, 0, 1, 0)


def test_a_reply_without_a_message_or_with_a_wrong_number(office: Office) -> None:
    done = office.take("sms-replies", reply("TD"), reply(手机号="0564-3772837"), reply(回复时间="2026-11-01"))
    assert counts(done) == (1, 0, 0, 2)
    assert (SmsReply.get().message_id, SmsReply.get().opt_out) == (None, True)
