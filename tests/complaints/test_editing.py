"""Fields of a case are edited as typed, with their trail, and never once it is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from db import AuditEntry, Complaint
from db.connection import rows
from desktop_app.complaints.cases import add_words, edit, link, mark_paper, open_case
from desktop_app.complaints.readings import mark_read, unread
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, VIN, As, Take
from tests.complaints.moving import bring, use

OTHER_VIN = "LFMBE84B2C0167300"


TAKEN: tuple[tuple[str, Any, Any], ...] = (
    ("place", " 维修接待区 ", "维修接待区"),
    ("place", " ", None),
    ("plate", "皖n·2a719", "皖N2A719"),
    ("odometer", "86,214", 86_214),
    ("odometer", 7, 7),
    ("odometer", "", None),
    ("phone", "138 1234 5678", "13812345678"),
    ("caller_phone", "0564-3312345", "05643312345"),
    ("usage", "租赁", "租赁"),
    ("usage", "rental", "租赁"),
    ("usage", "", None),
    ("channel", "12315", "主管部门/12315"),
    ("responsible_party", "厂商", "厂商"),
    ("acceptance", "基本接受", "基本接受"),
    ("occasion", "再次", "再次"),
    ("avoidable", "是", True),
    ("avoidable", "", None),
    ("handled_on", "2026年10月3日", date(2026, 10, 3)),
    ("regulator_due_on", date(2026, 11, 2), date(2026, 11, 2)),
    ("team", "维修一组", "维修一组"),
    ("team", "", None),
    ("sex", "女", "女"),
    ("cause", "attitude", "服务态度"),
    ("grade", "urgent", "紧急投诉"),
    ("handler", "徐师傅", "徐师傅"),
    ("department", "销售部", "销售部"),
    ("accused", "唐宁", "唐宁"),
    ("improvement", "先约时间", "先约时间"),
)
REFUSED: tuple[tuple[str, str, str], ...] = (
    ("number", "TS-1", "程序给出"),
    ("accepted_at", "2026-10-01 09:00", "程序给出"),
    ("words", "别的话", "程序给出"),
    ("odometer", "八万", "公里数"),
    ("phone", "12", "不是有效的电话号码"),
    ("handled_on", "不知道", "不是有效的日期"),
    ("channel", "", "缺少反映渠道"),
    ("team", "梦之队", "可用：维修一组"),
    ("sex", "?", "可用：男、女"),
    ("avoidable", "也许", "请选是或否"),
    ("grade", "吐槽", "可用：抱怨、投诉、紧急投诉"),
    ("sub_cause", "买贵了", "可用：无人接待"),
    ("cause", "天气", "可用：维修质量"),
    ("department", "食堂", "可用：售后部"),
    ("handler", "路人", "员工名单里没有"),
    ("vin", OTHER_VIN, "车架号随档案"),
)


@pytest.mark.parametrize(("field", "typed", "shown"), TAKEN)
def test_a_field_takes_what_staff_type_and_shows_it_in_chinese(
    desk: Session, case: str, field: str, typed: Any, shown: Any
) -> None:
    edit(desk, case, {field: typed})
    assert open_case(desk, case).fields[field] == shown


@pytest.mark.parametrize(("field", "typed", "message"), REFUSED)
def test_what_a_field_cannot_be_is_refused_at_it(
    desk: Session, case: str, field: str, typed: str, message: str
) -> None:
    before = Complaint.select().dicts().get()
    with pytest.raises(Refused) as refused:
        edit(desk, case, {"place": "门口", field: typed})
    assert refused.value.field == field
    assert message in refused.value.message
    assert Complaint.select().dicts().get() == before


def test_edits_stand_in_the_audit_trail_from_what_to_what(desk: Session, case: str) -> None:
    edit(desk, case, {"place": "门口"}, reason="客户更正")
    edit(desk, case, {"place": "大厅", "model": "锐志"})
    entry = AuditEntry
    query = entry.select(entry.field, entry.old, entry.new, entry.reason).where(entry.action == "edit")
    assert rows(query) == [("place", None, "门口", "客户更正"), ("place", "门口", "大厅", None)]


def test_a_closed_case_is_never_edited(desk: Session, case: str) -> None:
    bring(desk, case, "closed")
    before = Complaint.select().dicts().get()
    for change in (
        lambda: edit(desk, case, {"place": "门口"}),
        lambda: edit(desk, case, {"grade": "抱怨"}),
        lambda: add_words(desk, case, "还有"),
        lambda: link(desk, case, VIN),
    ):
        with pytest.raises(Refused, match="已结案"):
            change()
    assert Complaint.select().dicts().get() == before


def test_a_new_cause_drops_the_sub_cause_of_the_old_one(desk: Session, take: Take) -> None:
    number = take(sub_cause="等待结算").number
    edit(desk, number, {"cause": "waiting"})
    assert open_case(desk, number).fields["sub_cause"] == "等待结算"
    edit(desk, number, {"cause": "服务态度"})
    assert open_case(desk, number).fields["sub_cause"] is None
    edit(desk, number, {"cause": "服务态度", "sub_cause": "缺乏耐心"})
    assert open_case(desk, number).fields["sub_cause"] == "缺乏耐心"


def test_the_accused_is_never_the_one_responsible(desk: Session, case: str) -> None:
    use(desk, case, "hand_over", handler="徐师傅")
    with pytest.raises(Refused, match="先换处理责任人"):
        edit(desk, case, {"accused": "徐师傅"})
    edit(desk, case, {"accused": "徐师傅", "handler": "方禾"})
    with pytest.raises(Refused, match="相关责任人"):
        edit(desk, case, {"handler": "徐师傅"})


def test_an_owner_found_accused_later_passes_the_case_on(as_person: As, desk: Session, take: Take) -> None:
    number = take(as_person("乔安")).number
    edit(desk, number, {"accused": "乔安"})
    assert (open_case(desk, number).owner, open_case(desk, number).first_receiver) == ("温经理", "乔安")
    edit(desk, number, {"accused": ""})
    assert open_case(desk, number).owner == "乔安"


def test_opinions_are_typed_by_the_cr_manager(as_person: As, case: str) -> None:
    with pytest.raises(Refused, match="请由客关部经理操作"):
        edit(as_person("乔安"), case, {"review_opinion": "很好"})
    edit(as_person("温经理"), case, {"review_opinion": "很好"})


def test_an_edited_grade_is_a_step_so_that_its_clock_can_be_replayed(desk: Session, case: str) -> None:
    later = desk.at(ACCEPTED + timedelta(hours=5))
    edit(later, case, {"grade": "紧急投诉"})
    edit(later, case, {"grade": "紧急投诉"})
    assert [step.verb for step in open_case(later, case).rounds[0].steps] == ["accept", "regrade"]
    assert open_case(desk, case).grade == "complaint"


def test_a_case_without_a_file_is_linked_later_and_keeps_what_it_knows(desk: Session, take: Take) -> None:
    number = take(name="曹女士", phone="13900000000", model="皇冠").number
    link(desk, number, VIN)
    linked = open_case(desk, number)
    assert linked.file_vin == VIN
    assert (linked.fields["vin"], linked.fields["plate"], linked.fields["model"]) == (VIN, "皖N2A719", "皇冠")
    assert (linked.fields["customer_name"], linked.fields["phone"]) == ("曹女士", "13900000000")
    with pytest.raises(Refused, match="请先建档"):
        link(desk, number, OTHER_VIN)


def test_typing_the_vin_of_a_file_links_a_case_that_stands_alone(desk: Session, take: Take) -> None:
    number = take(name="曹女士", phone="13900000000").number
    edit(desk, number, {"vin": OTHER_VIN})
    assert open_case(desk, number).file_vin is None
    edit(desk, number, {"vin": VIN})
    assert open_case(desk, number).file_vin == VIN


def test_the_customers_words_are_only_added_to(desk: Session, case: str) -> None:
    later = desk.at(ACCEPTED + timedelta(hours=1))
    add_words(later, case, " 还有一件事。 ", key="w1")
    add_words(later, case, "还有一件事。", key="w1")
    assert [words.text for words in open_case(later, case).words] == [
        "说好一个小时，等了三个小时。",
        "还有一件事。",
    ]
    assert len(open_case(desk, case).words) == 1
    with pytest.raises(Refused, match="客户的原话"):
        add_words(later, case, "")


def test_a_case_knows_whether_its_paper_was_printed_signed_and_filed(
    as_person: As, desk: Session, case: str
) -> None:
    bring(desk, case, "closed")
    later = desk.at(ACCEPTED + timedelta(hours=1))
    mark_paper(later, case, "printed")
    mark_paper(later, case, "filed", cabinet="3 柜 12 盒")
    paper = open_case(later, case).paper
    assert (paper.printed_at, paper.signed_at, paper.filed_at) == (later.now(), None, later.now())
    assert paper.cabinet == "3 柜 12 盒"
    assert open_case(desk, case).paper.printed_at is None


def test_every_new_complaint_waits_for_the_general_manager(as_person: As, desk: Session, take: Take) -> None:
    first, second = take().number, take(grade="紧急投诉").number
    boss = as_person("郑总")
    assert [one.number for one in unread(boss)] == [first, second]
    assert open_case(desk, first).reading is None
    with pytest.raises(Refused, match="请由总经理操作"):
        mark_read(as_person("温经理"), first)
    later = boss.at(ACCEPTED + timedelta(hours=1))
    mark_read(later, first, told_by="温经理")
    mark_read(later, first)
    assert [one.number for one in unread(later)] == [second]
    assert [one.number for one in unread(boss)] == [first, second]
    reading = open_case(later, first).reading
    assert reading is not None
    assert (reading.told_by, reading.account) == ("温经理", "郑总")
