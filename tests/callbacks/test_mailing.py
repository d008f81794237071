"""Letters to customers: who gets one, what stands on the label, and sheets that were begun before."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import ExportEntry
from db.connection import rows
from desktop_app.callbacks.addressing import on_a_letter
from desktop_app.callbacks.mailing import NO_ADDRESS, TOO_LONG, mailing, mailing_report, write_mailing
from desktop_app.paper.label_sheet import ON_A_SHEET, PostalLabel, fits, print_labels
from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_car
from tests.conftest import NOW

HOME = "皖西大道 88 号锦绣花园 3 幢 1502 室"


def text_of(pdf: Path, page: int) -> str:
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pages_of(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages")))


def test_a_letter_goes_to_the_mailing_address_else_home(session: Session) -> None:
    given = [
        a_car(
            session,
            name="沈佳",
            sex="女",
            mailing_address="六安市人民路 1 号",
            address=HOME,
            postcode="237000",
        ),
        a_car(session, name="霍远", sex="男", address=HOME, city="六安市"),
        a_car(session, name="云岭物流有限公司", sex=None, address="六安市" + HOME, city="六安市"),
    ]
    made = mailing(session, given)
    assert [(one.salutation, one.postcode, one.address) for one in made.letters] == [
        ("沈佳 女士", "237000", "六安市人民路 1 号"),
        ("霍远 先生", "", "六安市" + HOME),
        ("云岭物流有限公司", "", "六安市" + HOME),
    ]


def test_one_customer_with_two_cars_gets_one_letter(session: Session) -> None:
    cars = [a_car(session, name="沈佳", address=HOME) for _ in range(2)]
    made = mailing(session, [*cars, cars[0]])
    assert [one.file_id for one in made.letters] == cars[:1]


def test_who_gets_none_is_named_with_the_reason(session: Session) -> None:
    none = a_car(session, name="霍远", address=" ")
    long = a_car(session, name="沈佳", address="很长的地址" * 60)
    assert mailing(session, [none, long]).left == (("霍远", NO_ADDRESS), ("沈佳", TOO_LONG))


def test_labels_stand_whole_on_their_sheets(session: Session, tmp_path: Path) -> None:
    cars = [
        a_car(session, name=f"沈佳{number}", sex="女", address=f"{HOME}{number}", postcode="237000")
        for number in range(ON_A_SHEET)
    ]
    write_mailing(session, mailing(session, cars).letters, tmp_path / "l.pdf", reason="年会邀请", skip=1)
    assert pages_of(tmp_path / "l.pdf") == 2
    first, second = (text_of(tmp_path / "l.pdf", page) for page in (1, 2))
    assert first.count("收") == ON_A_SHEET - 1
    assert second.count("收") == 1
    assert f"沈佳{ON_A_SHEET - 1} 女士 收" in second
    assert rows(ExportEntry.select(ExportEntry.what, ExportEntry.rows, ExportEntry.reason)) == [
        ("邮寄名单", ON_A_SHEET, "年会邀请")
    ]


def test_a_rare_name_and_a_long_address_are_printed_whole(tmp_path: Path) -> None:
    address = "安徽省六安市金安区皖西大道与迎宾大道交叉口向东三百米" * 3
    label = PostalLabel("237000", address, "𫖯堃 先生 收")
    assert fits(label)
    pdf = tmp_path / "l.pdf"
    pdf.write_bytes(print_labels([label], shop="云岭汽车"))
    squeezed = "".join(text_of(pdf, 1).split())
    assert address in squeezed
    assert "𫖯堃先生收" in squeezed


def test_the_list_goes_out_as_a_workbook_too(session: Session, tmp_path: Path) -> None:
    letters = mailing(session, [a_car(session, name="沈佳", address=HOME, postcode="237000")]).letters
    write_mailing(session, letters, tmp_path / "l.xlsx", reason="寄贺卡")
    cells = [cell for row in load_workbook(tmp_path / "l.xlsx").active.values for cell in row]
    assert {"姓名", "邮编", "邮寄地址", "237000", HOME} <= set(cells)
    report = mailing_report(session, letters)
    assert len(report.rows[0]) == len(report.columns)
    assert report.taken == NOW


def test_an_empty_list_a_missing_reason_and_a_wrong_place_are_refused(
    session: Session, tmp_path: Path
) -> None:
    letters = mailing(session, [a_car(session, address=HOME)]).letters
    for given, reason, skip in (((), "寄", 0), (letters, " ", 0), (letters, "寄", ON_A_SHEET)):
        with pytest.raises(Refused):
            write_mailing(session, given, tmp_path / "l.pdf", reason=reason, skip=skip)
    assert list(tmp_path.glob("l.*")) == []


def test_lists_leave_only_by_who_may_export_them(session: Session) -> None:
    caller = Session(Person("回访员", frozenset({"callback_specialist"})), session.clock, session.data)
    with pytest.raises(Refused):
        mailing(caller, [])


@pytest.mark.parametrize(
    ("name", "sex", "shown"),
    [
        ("沈佳", "女", "沈佳 女士"),
        ("沈佳", None, "沈佳"),
        (" ", "男", "车主"),
        ("John Lee", "男", "John Lee 先生"),
    ],
)
def test_a_name_on_a_letter_is_the_full_one(name: str, sex: str | None, shown: str) -> None:
    assert on_a_letter(name, sex) == shown
