"""A complaint desk with its causes, departments, staff and accounts, and one car's file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db import Account, Department, RepairOrder, Sale, Staff, Team, VehicleFile
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.intake import Accepted, accept
from desktop_app.session import Person, Session
from tests.complaints.making import ACCEPTED, PHONE, VIN, As, Take, complaint

ACCOUNTS = {
    "乔安": ("callback_specialist",),
    "林若溪": ("callback_specialist",),
    "何前台": ("receptionist",),
    "温经理": ("cr_manager",),
    "郑总": ("general_manager",),
}


@pytest.fixture
def desk(session: Session) -> Session:
    """Everyone's duties in one session, at the moment at which the cases of these tests are accepted."""
    session = session.at(ACCEPTED)
    with session.saving():
        load_causes(session)
        Department.insert_many(
            [{"name": "售后部", "manager_name": "方禾"}, {"name": "销售部", "manager_name": "孟川"}]
        ).execute()
        for name, role in (
            ("方禾", "department_manager"),
            ("孟川", "department_manager"),
            ("徐师傅", "technician"),
        ):
            Staff.insert(name=name, role=role).execute()
        for name, duties in ACCOUNTS.items():
            staff = Staff.insert(name=name, role="other").execute() if name != "郑总" else None
            Account.insert(name=name, staff=staff, duties=list(duties), created_at=ACCEPTED).execute()
        _file(session)
    return session


@pytest.fixture
def as_person(desk: Session) -> As:
    """The same desk with one of the accounts signed in."""
    return lambda name: replace(desk, person=Person(name, frozenset(ACCOUNTS[name])))


@pytest.fixture
def take(desk: Session) -> Take:
    """Take in a complaint, by default a plain one by phone about the car on file."""

    def taking(session: Session | None = None, **fields: Any) -> Accepted:
        return accept(session or desk, complaint(**fields))

    return taking


@pytest.fixture
def case(desk: Session, take: Take) -> str:
    """The number of a plain case just accepted."""
    return take().number


def _file(session: Session) -> None:
    team = Team.insert(name="维修一组").execute()
    consultant = Staff.insert(name="苏晓", role="sales_consultant").execute()
    advisor = Staff.insert(name="唐宁", role="service_advisor").execute()
    car = VehicleFile.insert(
        number="D000001", vin=VIN, opened_at=ACCEPTED, name="曹立夏", sex="男", phone=PHONE, landline="05643312345",
        model="锐志", plate="皖N2A719", address="金安区皋城中路 21 号", postcode="237000", usage="家用",
    ).execute()  # fmt: skip
    Sale.insert(
        reference="XS-19-0882", file=car, delivered_on=date(2019, 5, 18), consultant=consultant
    ).execute()
    visits = ((date(2026, 4, 2), 79_100), (date(2026, 10, 14), 86_214), (date(2026, 10, 20), 86_400))
    for number, (day, odometer) in enumerate(visits):
        RepairOrder.insert(
            reference=f"WX{number}", file=car, handed_over_on=day, advisor=advisor, team=team, odometer=odometer,
            work="更换机油机滤",
        ).execute()  # fmt: skip
