"""表11 and 表12 count each file once, under one choice of every group, and every group adds up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import HandedOver, RepairOrder, Sale, VehicleFile
from desktop_app import settings as shop
from desktop_app.session import Session
from desktop_app.statistics.card_groups import age_on
from desktop_app.statistics.cards import a_cards, c_cards, card_records
from desktop_app.statistics.report import Report
from tests.callbacks.scenes import a_car
from tests.statistics.test_satisfaction import MANY, rolled_back

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
DAY = date(2026, 10, 8)
GROUPS_A = ("性别", "收入(月)", "年龄", "购车区域", "职业", "信息来源", "来店渠道")
GROUPS_C = (
    "保险",
    "成交类别分析",
    "首、增、换购",
    "客户居住区域",
    "精品与改装",
    "购买因素",
    "战败分析",
    "新旧车",
)


def sold(session: Session, on: date = DAY, **fields: Any) -> int:
    car = a_car(session, **fields)
    Sale.insert(reference=f"XS{car:06}", file=car, delivered_on=on).execute()
    return car


def serviced(session: Session, *days: date, **fields: Any) -> int:
    car = a_car(session, **fields)
    for place, day in enumerate(days):
        RepairOrder.insert(reference=f"WX{car:06}-{place}", file=car, handed_over_on=day).execute()
    return car


def cell(report: Report, model: str | None, label: str) -> Any:
    row = None if model is None else [cells[0] for cells in report.rows].index(model)
    return report.cells(row)[report.column(label)]


def check_adds_up(session: Session, report: Report, groups: tuple[str, ...], number: int) -> None:
    assert report.reconciles
    for row in (None, *(row for row in range(len(report.rows)) if report.refs[row])):
        files = len(card_records(session, report, row, 0))
        for group in groups:
            columns = [place for place, column in enumerate(report.columns) if column.group == group]
            assert sum(int(str(report.cells(row)[place])) for place in columns) == files
            for place in columns[:: 1 if row is None else len(columns)]:
                assert len(card_records(session, report, row, place)) == report.cells(row)[place]
    assert len(card_records(session, report, None, 0)) == number


told = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["皇冠", "RAV4", "老皇冠", "", None]),
        "sex": st.sampled_from(["男", "女", None]),
        "income": st.sampled_from(["1999", "2000", "6000以上", "2000-3999", "不便透露", None]),
        "birthday": st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2026, 12, 31))),
        "purchase_region": st.sampled_from(["金安区", "外地", None]),
        "trade": st.sampled_from(["老板", "渔民", None]),
        "visit_channel": st.sampled_from(["主流", "朋友圈", None]),
        "purchase_factor": st.sampled_from(["价格", "外观", None]),
        "new_or_used": st.sampled_from(["新车", None]),
    }
)


@settings(MANY, max_examples=15)
@given(files=st.lists(told, max_size=8))
def test_every_group_adds_up_in_every_row(session: Session, files: list[dict[str, Any]]) -> None:
    with rolled_back(session):
        for fields in files:
            sold(session, **fields)
            serviced(session, DAY, DAY, date(2026, 10, 20), **fields)
        check_adds_up(session, a_cards(session, *OCTOBER), GROUPS_A, len(files))
        check_adds_up(session, c_cards(session, *OCTOBER), GROUPS_C, len(files))


def test_the_rows_are_the_models_of_the_settings_then_the_others(session: Session) -> None:
    with session.saving():
        shop.put(session, "models", ["凯美瑞", "皇冠"])
    for model in ("皇冠", " 皇冠", "普瑞维亚", None):
        sold(session, model=model, sex="男")
    report = a_cards(session, *OCTOBER)
    assert [(row[0], row[1]) for row in report.rows] == [("凯美瑞", 0), ("皇冠", 2), ("其他车型", 2)]
    assert cell(report, None, "性别/男") == 4


@pytest.mark.parametrize(
    ("income", "label"),
    [
        ("1999", "1999以下"),
        ("2000", "2000–3999"),
        ("3,999", "2000–3999"),
        ("4000.0", "4000–5999"),
        ("6000", "6000以上"),
        ("2000–3999", "2000–3999"),
        ("2000-3999", "2000–3999"),
        ("保密", "未填"),
        (None, "未填"),
    ],
)
def test_a_number_in_income_falls_into_its_band(session: Session, income: str | None, label: str) -> None:
    sold(session, model="皇冠", income=income)
    assert cell(a_cards(session, *OCTOBER), "皇冠", f"收入(月)/{label}") == 1


@pytest.mark.parametrize(
    ("birthday", "label"),
    [
        (date(2000, 11, 1), "25以下"),
        (date(2000, 10, 31), "26–35"),
        (date(1990, 11, 1), "26–35"),
        (date(1990, 10, 31), "36–45"),
        (date(1980, 11, 1), "36–45"),
        (date(1980, 10, 31), "45以上"),
        (date(2027, 1, 1), "未填"),
        (None, "未填"),
    ],
)
def test_ages_are_those_at_the_end_of_the_period(session: Session, birthday: date | None, label: str) -> None:
    sold(session, model="皇冠", birthday=birthday)
    assert cell(a_cards(session, *OCTOBER), "皇冠", f"年龄/{label}") == 1


def test_a_leap_day_child_is_a_year_older_on_the_first_of_march() -> None:
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


def test_a_value_outside_its_list_is_other_where_there_is_other_and_unfilled_where_not(
    session: Session,
) -> None:
    sold(session, model="皇冠", trade="渔民", purchase_region="外地", visit_channel="路过")
    report = a_cards(session, *OCTOBER)
    for label in ("职业/其他", "购车区域/未填", "来店渠道/未填", "信息来源/未填"):
        assert cell(report, "皇冠", label) == 1, label


def test_the_home_region_is_the_purchase_region_until_told(session: Session) -> None:
    serviced(session, DAY, model="皇冠", purchase_region="金安区")
    serviced(session, DAY, model="皇冠", purchase_region="金安区", home_region="县城")
    report = c_cards(session, *OCTOBER)
    assert cell(report, "皇冠", "客户居住区域/金安区") == 1
    assert cell(report, "皇冠", "客户居住区域/县城") == 1


def test_a_file_counts_in_form_11_by_its_sale_and_in_form_12_once_by_its_visits(session: Session) -> None:
    both = sold(session, model="皇冠")
    RepairOrder.insert(reference="WX-1", file=both, handed_over_on=date(2026, 10, 30)).execute()
    sold(session, date(2026, 9, 30), model="皇冠")
    serviced(session, DAY, date(2026, 10, 9), model="皇冠")
    vin = VehicleFile.get_by_id(both).vin
    assert [refs for refs in a_cards(session, *OCTOBER).refs if refs] == [(vin,)]
    assert sum(len(refs) for refs in c_cards(session, *OCTOBER).refs) == 2
    before = c_cards(session.at(datetime(2026, 10, 29)), *OCTOBER)
    assert sum(len(refs) for refs in before.refs) == 1


def test_the_head_names_the_period_and_the_note_who_took_it_to_marketing(session: Session) -> None:
    report = a_cards(session, *OCTOBER)
    assert report.head == ("数据搜集期间 2026年10月1日起至2026年10月31日", "填表人", "审批")
    assert report.notes == ()
    HandedOver.insert(
        report="a-cards", start=OCTOBER[0], end=OCTOBER[1], at=datetime(2026, 10, 31, 18), account="温经理"
    ).execute()
    assert a_cards(session, *OCTOBER).notes == ("已转交市场部：2026-10-31 18:00，温经理。",)
    assert c_cards(session, *OCTOBER).notes == ()
