"""What a row says of the customer and the car: the fields that an event reports and a file takes from it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.exchange.cars import read_plate
from desktop_app.exchange.dates import read_date
from desktop_app.exchange.mapping import ColumnMapping
from desktop_app.exchange.phones import read_phones
from desktop_app.exchange.row_reading import Faults, Reader, cells_of
from desktop_app.exchange.sheets import Row
from desktop_app.exchange.values import Cell, Reading, half_width, lost_digits, read_text
from desktop_app.exchange.words import read_sex, read_yes_no

PHONE_COLUMNS = ("phone", "landline", "other_phone")


def read_day_text(cell: Cell) -> Reading[str]:
    """A day as the ISO text that JSON holds; it may lie ahead."""
    value, warning = read_date(cell)
    return Reading(value.isoformat() if value else None, f"{warning}，已略去" if warning else "")


def read_id_number(cell: Cell) -> Reading[str]:
    """An identity card number, half-width and in upper case; one that Excel has rounded is left out."""
    if lost_digits(cell):
        return Reading(None, "在 Excel 中存成了数字，后几位已丢失，已略去")
    return Reading("".join(half_width(cell).upper().split()) or None)


def left_out(reader: Callable[[Cell], Reading[Any]]) -> Reader:
    """The reader, saying of what it can't understand that it is left out."""

    def read(cell: Cell) -> Reading[Any]:
        value, warning = reader(cell)
        return Reading(value, f"{warning}，已略去" if warning and value is None else warning)

    return read


FILE_READERS: dict[str, Reader] = {
    "name": read_text,
    "sex": left_out(read_sex),
    "birthday": read_day_text,
    "id_number": read_id_number,
    "address": read_text,
    "purchase_region": read_text,
    "series": read_text,
    "model": read_text,
    "plate": read_plate,
    "exterior_colour": read_text,
    "interior_colour": read_text,
    "insured_here": left_out(read_yes_no),
    "policy_number": read_text,
    "insured_on": read_day_text,
    "occupation": read_text,
    "income": read_text,
    "information_source": read_text,
    "visit_channel": read_text,
}
"""Field → its reader, for the fields that deliveries and repair orders report; phones are read together."""


class PhoneReader:
    """Reads all phone columns of a row into 联系电话, 固定电话 and 其他联系电话."""

    def __init__(self, mapping: ColumnMapping) -> None:
        self._columns = tuple(column for name in PHONE_COLUMNS for column in mapping.columns.get(name, ()))

    def read(self, row: Row, faults: Faults) -> dict[str, str]:
        """The numbers that are there. What is no number is kept as typed, with a warning; it marks the file."""
        cells = cells_of(row, self._columns)
        found = read_phones(*cells)
        if found.unreadable:
            faults.warning.append(
                f"联系电话：“{found.unreadable}”不是电话号码，已按原样保留，档案标为信息不正确"
            )
        known = bool(found.mobile or found.landline)
        other = "、".join(filter(None, (found.other, found.unreadable))) if known else ""
        numbers = {
            "phone": found.mobile if known else found.unreadable,
            "landline": found.landline,
            "other_phone": other,
        }
        return {name: number for name, number in numbers.items() if number}


def sensitive_off(mapping: ColumnMapping, kept: Collection[str]) -> tuple[str, ...]:
    """The mapped fields that the settings do not keep: dropped, with one warning a file."""
    return tuple(name for name in mapping.columns if name in SENSITIVE_FIELDS and name not in kept)


def sensitive_warning(dropped: Collection[str]) -> str:
    """The one warning for a file with sensitive columns that are switched off."""
    names = "、".join(SENSITIVE_FIELDS[name] for name in dropped)
    return f"设置中没有启用“{names}”，这些列的内容没有导入"
