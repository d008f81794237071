"""Paper documents: expected for each event, soon due, late, in, and where they stand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.archive.documents import papers_of, receive_papers, return_papers
from desktop_app.archive.history import history
from desktop_app.problems import Refused
from desktop_app.session import Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop

DELIVERED = date(2026, 10, 20)


@pytest.fixture
def file_id(shop: Shop) -> int:
    file_id = shop.file()
    shop.sale(file_id, DELIVERED, reference="XS1")
    return file_id


def states(session: Session, file_id: int) -> list[str]:
    (event,) = papers_of(session, file_id)
    return [paper.state for paper in event.papers]


@pytest.mark.parametrize(
    ("day", "state"), [(20, "awaited"), (22, "awaited"), (23, "soon"), (25, "soon"), (26, "late")]
)
def test_a_delivery_s_papers_are_asked_for_from_day_three_and_late_after_day_five(
    session: Session, file_id: int, day: int, state: str
) -> None:
    assert set(states(session.at(datetime(2026, 10, day, 12)), file_id)) == {state}


@pytest.mark.parametrize(("day", "state"), [(20, "awaited"), (23, "awaited"), (24, "late")])
def test_a_hand_over_s_papers_are_late_after_day_three(
    session: Session, shop: Shop, day: int, state: str
) -> None:
    file_id = shop.file()
    shop.order(file_id, DELIVERED)
    assert states(session.at(datetime(2026, 10, day, 12)), file_id) == [state] * 3


@pytest.mark.parametrize(
    ("name", "marked", "paper"),
    [("沈佳宁", None, "身份证复印件"), ("梅山商贸有限公司", None, "组织机构代码证复印件"),
     ("沈佳宁", True, "组织机构代码证复印件"), ("梅山商贸有限公司", False, "身份证复印件")],
)  # fmt: skip
def test_a_company_brings_its_organisation_code(
    session: Session, shop: Shop, name: str, marked: bool | None, paper: str
) -> None:
    file_id = shop.file(name=name, is_company=marked)
    shop.sale(file_id, DELIVERED)
    (event,) = papers_of(session, file_id)
    assert [each.name for each in event.papers][:3] == ["新车销售合同", paper, "驾驶证复印件"]


def test_a_paper_that_came_stands_in_its_cabinet(session: Session, file_id: int) -> None:
    receive_papers(
        session, "sales", "XS1", ["新车销售合同", "开票通知书"], cabinet="A-03/12", on=date(2026, 10, 24)
    )
    (event,) = papers_of(session, file_id)
    assert event.missing == 4
    contract = event.papers[0]
    assert (contract.state, contract.received_on, contract.cabinet) == ("in", date(2026, 10, 24), "A-03/12")
    entry = history(session, file_id)[0]
    assert (entry.action, entry.new) == ("登记资料", "XS1：新车销售合同、开票通知书")


def test_when_all_are_in_the_event_is_complete(session: Session, file_id: int) -> None:
    (event,) = papers_of(session, file_id)
    receive_papers(session, "sales", "XS1", [paper.name for paper in event.papers])
    assert papers_of(session, file_id)[0].complete


def test_a_returned_paper_is_missing_again(session: Session, file_id: int) -> None:
    receive_papers(session, "sales", "XS1", ["新车销售合同"])
    return_papers(session, "sales", "XS1", ["新车销售合同"])
    (event,) = papers_of(session, file_id)
    assert (event.papers[0].state, event.papers[0].received_on, event.missing) == ("returned", None, 6)


def test_the_newest_event_comes_first(session: Session, shop: Shop, file_id: int) -> None:
    shop.order(file_id, date(2026, 10, 28), reference="WX1")
    assert [event.reference for event in papers_of(session, file_id)] == ["WX1", "XS1"]


@pytest.mark.parametrize(("reference", "on"), [("XS9", None), ("XS1", date(2026, 11, 1))])
def test_unknown_events_and_days_to_come_are_refused(
    session: Session, file_id: int, reference: str, on: date | None
) -> None:
    with pytest.raises(Refused):
        receive_papers(session, "sales", reference, ["新车销售合同"], on=on)
