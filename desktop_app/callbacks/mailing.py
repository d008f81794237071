"""Letters to customers: a mailing list of any files, with postal labels (邮寄地址, 邮编, 姓名)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from db import VehicleFile
from db.connection import rows
from db.portions import pages, within
from desktop_app import settings
from desktop_app.callbacks.addressing import on_a_letter
from desktop_app.exchange.saving_files import whole_file
from desktop_app.exchange.writing import write_report
from desktop_app.paper.label_sheet import ON_A_SHEET, PostalLabel, fits, print_labels
from desktop_app.problems import Refused
from desktop_app.safety.exports import record_export
from desktop_app.session import Session, require
from desktop_app.statistics.report import Column, Report

NAME, TITLE = "mailing-list", "邮寄名单"
COLUMNS = (
    Column("姓名", width=10),
    Column("称呼", width=12),
    Column("邮编", "code", 8),
    Column("邮寄地址", width=44),
    Column("档案编号", "code", 10),
)
NOBODY = "名单里没有可以邮寄的客户。"
NO_ADDRESS, TOO_LONG = "没有地址", "地址太长，标签印不下"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: whom it is for and where it goes; ``salutation`` is how the customer is addressed."""

    file_id: int
    number: str
    name: str
    salutation: str
    postcode: str
    address: str


@dataclass(frozen=True, slots=True)
class Mailing:
    """The letters of some files, one for each name and address; ``left`` are (name, why there is none)."""

    letters: tuple[Letter, ...]
    left: tuple[tuple[str, str], ...]


def mailing(session: Session, file_ids: Iterable[int]) -> Mailing:
    """Who gets a letter, in the order of the files; two cars of one customer make one."""
    require(session, "export_lists")
    wanted = list(dict.fromkeys(file_ids))
    with session.connected():
        found = _letters(wanted)
    known = [found[one] for one in wanted if one in found]
    letters = tuple({(one.name, one.address): one for one in reversed(known) if not _why_not(one)}.values())
    left = tuple((one.name or one.number, why) for one in known if (why := _why_not(one)))
    return Mailing(letters[::-1], left)


def mailing_report(session: Session, letters: Iterable[Letter]) -> Report:
    """The letters as a report, to be seen, copied and written as a workbook."""
    require(session, "export_lists")
    now, listed = session.now(), tuple(letters)
    cells = tuple((one.name, one.salutation, one.postcode, one.address, one.number) for one in listed)
    refs = tuple((one.number,) for one in listed)
    return Report(NAME, TITLE, now.date(), now.date(), now, COLUMNS, cells, None, refs)


def write_mailing(
    session: Session, letters: tuple[Letter, ...], target: Path, *, reason: str, skip: int = 0
) -> None:
    """Write the letters as postal labels (.pdf) or as a list (.xlsx, .csv), noted in the export log.

    ``skip`` labels of the first sheet stay free. Refused for an empty list and without a reason.
    """
    require(session, "export_lists")
    if not letters:
        raise Refused(NOBODY)
    if not 0 <= skip < ON_A_SHEET:
        raise Refused(f"空出的标签数请填 0 到 {ON_A_SHEET - 1}。", field="skip")
    shop = settings.get(session, "shop_name")
    record_export(session, TITLE, reason, len(letters), target.name)
    if target.suffix.lower() != ".pdf":
        write_report(mailing_report(session, letters), target, shop=shop)
        return
    with whole_file(target) as part:
        part.write_bytes(labels(letters, shop, skip))


def note_labels(session: Session, letters: tuple[Letter, ...], *, reason: str) -> None:
    """Note in the export log that labels are shown to be printed or saved; Refused as by ``write_mailing``."""
    require(session, "export_lists")
    if not letters:
        raise Refused(NOBODY)
    record_export(session, f"{TITLE}（标签）", reason, len(letters))


def labels(letters: Iterable[Letter], shop: str, skip: int = 0) -> bytes:
    """The letters as sheets of labels, for the preview and the file alike."""
    made = [PostalLabel(one.postcode, one.address, f"{one.salutation} 收") for one in letters]
    return print_labels(made, shop=shop, skip=skip)


def _why_not(one: Letter) -> str:
    if not one.address:
        return NO_ADDRESS
    return "" if fits(PostalLabel(one.postcode, one.address, one.salutation)) else TOO_LONG


def _letters(file_ids: list[int]) -> dict[int, Letter]:
    file, found = VehicleFile, dict[int, Letter]()
    columns = (
        file.id,
        file.number,
        file.name,
        file.sex,
        file.is_company,
        file.postcode,
        file.mailing_address,
    )
    for page in pages(file_ids):
        for row in rows(file.select(*columns, file.address, file.city).where(within(file.id, page))):
            id_, number, name, sex, company, postcode, mailing_address, home, city = row
            place = (mailing_address or home or "").strip()
            if place and city and not place.startswith(city) and not mailing_address:
                place = f"{city}{place}"
            salutation = on_a_letter(name, sex, is_company=company)
            found[id_] = Letter(id_, number, name, salutation, (postcode or "").strip(), place)
    return found
