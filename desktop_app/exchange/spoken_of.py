"""Which fields of a file its events tell: those no card file and no taking back may change."""

from __future__ import annotations

from collections.abc import Sequence

from db import RepairOrder, Sale
from db.connection import rows
from db.portions import pages, within


def spoken_of(files: Sequence[int]) -> dict[int, set[str]]:
    """File → the fields of which its sales and repair orders tell something."""
    found: dict[int, set[str]] = {}
    for page in pages(files):
        for model in (Sale, RepairOrder):
            for file_id, reported in rows(
                model.select(model.file, model.reported).where(within(model.file, page))
            ):
                told = (name for name, value in reported.items() if value not in (None, ""))
                found.setdefault(file_id, set()).update(told)
    return found
