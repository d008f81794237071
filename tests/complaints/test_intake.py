"""A complaint becomes one case: numbered without a gap, linked where it is clear, stored once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from peewee import IntegrityError

from db import Attempt, AuditEntry, Callback, Complaint, ComplaintStep, CustomerWords, VehicleFile
from db.connection import rows, scalar
from desktop_app.complaints.cases import earlier, open_case, repeat_call
from desktop_app.complaints.listing import case_list
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, PHONE, VIN, As, Take, complaint


def columns(number: str) -> dict[str, object]:
    return dict(Complaint.select().where(Complaint.number == number).dicts().get())


def test_numbers_run_on_in_order_of_registration_by_month_of_acceptance(desk: Session, take: Take) -> None:
    late, early = ACCEPTED - timedelta(minutes=5), datetime(2026, 9, 30, 23, 59)
    numbers = [take(accepted=at).number for at in (None, late, early, None, early)]
    assert numbers == [
        "TS-202610-0001",
        "TS-202610-0002",
        "TS-202609-0001",
        "TS-202610-0003",
        "TS-202609-0002",
    ]


def test_a_refused_or_rolled_back_complaint_takes_no_number(desk: Session, take: Take) -> None:
    take()
    with pytest.raises(Refused):
        take(cause="天气")
    with pytest.raises(Refused), desk.saving():
        [take(cause=cause) for cause in ("waiting", "天气")]
    assert take().number == "TS-202610-0002"
    assert scalar(Complaint.select(Complaint.number).order_by(Complaint.id.desc())) == "TS-202610-0002"


def test_a_number_is_never_used_twice_even_if_its_case_is_gone(desk: Session, take: Take) -> None:
    number = take().number
    with desk.saving():
        for table in (ComplaintStep, CustomerWords):
            table.delete().execute()
        Complaint.delete().where(Complaint.number == number).execute()
    assert take().number == "TS-202610-0002"


def test_the_same_key_twice_is_one_case(desk: Session, take: Take) -> None:
    before = take()
    first = take(idempotency_key="web-4711")
    take(idempotency_key="web-4712")
    again = take(idempotency_key="web-4711", words="别的话", grade="紧急投诉")
    assert (first.created, again.created) == (True, False)
    assert again.number == first.number == "TS-202610-0002"
    assert again.earlier_cases == first.earlier_cases == (before.number,)
    assert again.changed.features == frozenset()
    assert open_case(desk, first.number).words[0].text == "说好一个小时，等了三个小时。"


def test_a_complaint_is_accepted_inside_an_outer_change_and_rolled_back_with_it(
    desk: Session, take: Take
) -> None:
    with desk.saving():
        inner = take(idempotency_key="call-1")
        assert take(idempotency_key="call-1").number == inner.number
    assert open_case(desk, inner.number).number == inner.number


@pytest.mark.parametrize(
    "fields",
    [
        {"vin": VIN}, {"vin": VIN.lower()}, {"phone": "137 1234 9025"}, {"phone": "+86-13712349025"},
        {"phone": "0564-3312345"}, {"vin": VIN, "phone": "13900000000"}, {"name": "曹女士", "caller_phone": PHONE},
    ],
)  # fmt: skip
def test_vin_or_phone_link_a_complaint_to_its_file(desk: Session, take: Take, fields: dict[str, str]) -> None:
    assert open_case(desk, take(**fields).number).file_vin == VIN


@pytest.mark.parametrize(
    "fields",
    [
        {"vin": "LFMBE84B2C0167300"},
        {"phone": "13900000000"},
        {"name": "曹立夏"},
        {"vin": "LFMBE84B2C0167300", "phone": PHONE},
    ],
)
def test_a_complaint_without_a_clear_file_stands_alone(
    desk: Session, take: Take, fields: dict[str, str]
) -> None:
    case = open_case(desk, take(**fields).number)
    assert case.file_vin is None
    assert case.fields["vin"] == fields.get("vin")


def test_a_phone_of_two_files_links_to_neither(desk: Session, take: Take) -> None:
    with desk.saving():
        VehicleFile.insert(number="D2", vin="LFMBE84B2C0167300", opened_at=ACCEPTED, phone=PHONE).execute()
    assert open_case(desk, take(phone=PHONE).number).file_vin is None
    assert open_case(desk, take(phone=PHONE, vin=VIN).number).file_vin == VIN


def test_further_numbers_of_a_file_link_when_no_file_has_it_as_its_first(desk: Session, take: Take) -> None:
    with desk.saving():
        VehicleFile.update(other_phone="13611112222、13733334444").execute()
    assert open_case(desk, take(phone="13733334444").number).file_vin == VIN


def test_a_case_keeps_what_the_file_knew_at_its_acceptance(desk: Session, take: Take) -> None:
    stored = columns(take().number)
    expected = {
        "customer_name": "曹立夏", "caller_name": "", "sex": "男", "model": "锐志", "vin": VIN, "plate": "皖N2A719",
        "usage": "private", "sale_reference": "XS-19-0882", "bought_on": date(2019, 5, 18), "bought_here": True,
        "consultant": "苏晓", "odometer": 86_214, "advisor": "唐宁", "repair_description": "更换机油机滤",
        "landline": "05643312345", "first_receiver": "测试员", "owner": "测试员",
    }  # fmt: skip
    assert {name: stored[name] for name in expected} == expected


def test_what_is_typed_beats_the_file(desk: Session, take: Take) -> None:
    stored = columns(take(model="皇冠", odometer=90_000, usage="营运").number)
    assert (stored["model"], stored["odometer"], stored["usage"]) == ("皇冠", 90_000, "commercial")


def test_another_name_than_the_owners_is_who_called(desk: Session, take: Take) -> None:
    stored = columns(take(phone=PHONE, name="曹小夏").number)
    assert (stored["customer_name"], stored["caller_name"]) == ("曹立夏", "曹小夏")
    stored = columns(take(phone=PHONE, name="曹大夏", caller_name="曹小夏").number)
    assert (stored["customer_name"], stored["caller_name"]) == ("曹大夏", "曹小夏")


def test_the_call_in_which_it_was_heard_links_too(desk: Session, take: Take) -> None:
    with desk.saving():
        callback = Callback.insert(
            kind="service", file=1, reference="WX1", event_on=date(2026, 10, 14), month=202610,
            due_from=date(2026, 10, 17), due_to=date(2026, 10, 21),
        ).execute()  # fmt: skip
        attempt = Attempt.insert(
            callback=callback, at=ACCEPTED, recorded_at=ACCEPTED, caller="乔安", disposition="completed"
        ).execute()
    case = open_case(desk, take(name="曹立夏", attempt_id=attempt, channel="回访").number)
    assert (case.file_vin, case.attempt_id) == (VIN, attempt)
    with pytest.raises(Refused, match="找不到这次回访通话"):
        take(attempt_id=999)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"grade": "吐槽"}, "grade", "可用：抱怨、投诉、紧急投诉"),
        ({"channel": "飞鸽"}, "channel", "可用：来人、来电、函件、回访"),
        ({"cause": ""}, "cause", "缺少投诉原因，可用：维修质量"),
        ({"sub_cause": "买贵了"}, "sub_cause", "可用：无人接待"),
        ({"responsible_party": "邻居"}, "responsible_party", "可用：厂商、销售店、顾客、未定"),
        ({"usage": "赛车"}, "usage", "可用：家用、公务、营运、租赁"),
        ({"words": " \u3000"}, "words", "客户的原话"),
        ({"vin": "LFMBE84B2C016"}, "vin", "17 位"),
        ({"phone": "12345"}, "phone", "不是有效的电话号码"),
        ({"name": " "}, "phone", "至少填一项"),
        ({"accepted": ACCEPTED + timedelta(seconds=1)}, "accepted", "还没有到"),
        ({"escalated": True}, "escalated_reason", "升级的原因"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    take: Take, fields: dict[str, object], field: str, message: str
) -> None:
    with pytest.raises(Refused) as refused:
        take(**fields)
    assert refused.value.field == field
    assert message in refused.value.message
    assert scalar(Complaint.select(Complaint.id)) is None


def test_a_closed_duty_takes_in_nothing(as_person: As, take: Take) -> None:
    with pytest.raises(Refused, match="您的职责不能受理和处理投诉"):
        take(as_person("郑总"))
    assert take(as_person("何前台")).created


def test_earlier_cases_of_phone_vin_or_name_are_shown_newest_first(desk: Session, take: Take) -> None:
    by_phone = take(phone="13900000000", accepted=ACCEPTED - timedelta(days=3)).number
    by_name = take(name="韦青", accepted=ACCEPTED - timedelta(days=1)).number
    by_vin = take(vin="LFMBE84B2C0167300", accepted=ACCEPTED - timedelta(days=2)).number
    take(name="别人")
    new = take(phone="13900000000", name="韦青", vin="LFMBE84B2C0167300")
    assert new.earlier_cases == (by_name, by_vin, by_phone)
    found = earlier(desk, vin="LFMBE84B2C0167300", phone="139 0000 0000", name="韦青")
    assert [(one.number, one.same) for one in found][1:] == [
        (by_name, ("name",)), (by_vin, ("vin",)), (by_phone, ("phone",)),
    ]  # fmt: skip
    assert found[0].same == ("vin", "phone", "name")
    assert found[0].words == "说好一个小时，等了三个小时。"


@pytest.mark.parametrize("field", ["phone", "landline", "caller_phone"])
def test_a_land_line_finds_earlier_cases_wherever_it_was_noted(desk: Session, take: Take, field: str) -> None:
    number = take(name="韦青", **{field: "0551-6677 8899"}).number
    assert [one.number for one in earlier(desk, phone="055166778899")] == [number]


def test_cases_without_vin_phone_or_name_are_no_ones_earlier_cases(desk: Session, take: Take) -> None:
    take(name="韦青")
    take(phone="13900000000")
    take(vin="LFMBE84B2C0167300")
    assert take(name="别人").earlier_cases == ()
    assert take(phone="13911111111").earlier_cases == ()
    assert earlier(desk) == ()


def test_half_typed_numbers_match_nothing_yet(desk: Session, take: Take) -> None:
    take()
    assert earlier(desk, vin="LFM", phone="137") == ()


def test_a_case_accepted_later_than_the_clock_is_not_seen(desk: Session, take: Take) -> None:
    number = take().number
    before = desk.at(ACCEPTED - timedelta(seconds=1))
    assert earlier(before, phone=PHONE) == ()
    assert case_list(before) == ()
    with pytest.raises(Refused, match="没有编号为"):
        open_case(before, number)
    assert [row.number for row in case_list(desk)] == [number]


def test_a_second_complaint_about_car_or_phone_is_marked_as_again_but_a_namesake_is_not(take: Take) -> None:
    first, namesake, second = take(), take(name="曹立夏"), take()
    assert [columns(one.number)["again"] for one in (first, namesake, second)] == [False, False, True]
    assert columns(take(again=False).number)["again"] is False


def test_a_repeat_call_is_a_linked_episode_with_clocks_of_its_own(desk: Session, take: Take) -> None:
    former = take(vin="LFMBE84B2C0167300", name="韦青", phone="13900000000").number
    later = desk.at(ACCEPTED + timedelta(days=2))
    new = complaint(name="", words="怎么还没有人联系我？", again_reason="两天没有回音")
    episode = repeat_call(later, former, new)
    case, row = open_case(later, episode.number), case_list(later)[-1]
    assert case.repeat_of == former
    assert open_case(later, former).repeats == (episode.number,)
    assert open_case(later, former).words[-1].text == "说好一个小时，等了三个小时。"
    assert case.again
    assert case.fields["again_reason"] == "两天没有回音"
    assert (case.fields["customer_name"], case.fields["phone"]) == ("韦青", "13900000000")
    assert case.next_deadline == ACCEPTED + timedelta(days=2, minutes=30)
    assert case.for_manager
    assert row.for_manager
    with pytest.raises(Refused, match="为什么再次来电"):
        repeat_call(later, former, complaint(name=""))


def test_an_accused_first_receiver_passes_the_case_to_the_cr_manager(as_person: As, take: Take) -> None:
    case = columns(take(as_person("乔安"), accused="乔安").number)
    assert (case["first_receiver"], case["owner"]) == ("乔安", "温经理")
    case = columns(take(as_person("乔安"), accused="唐宁").number)
    assert case["owner"] == "乔安"


def test_acceptance_is_audited_with_its_number(desk: Session, take: Take) -> None:
    number = take().number
    trail = rows(AuditEntry.select(AuditEntry.action, AuditEntry.entity, AuditEntry.file_id, AuditEntry.new))
    assert trail == [("accept", "complaint", 1, number)]


def test_the_engine_itself_keeps_keys_and_numbers_unique(desk: Session, take: Take) -> None:
    take(idempotency_key="one")
    number = take().number
    for same in ({"number": "TS-202610-0001"}, {"key": "one"}):
        with pytest.raises(IntegrityError), desk.saving():
            Complaint.update(same).where(Complaint.number == number).execute()
