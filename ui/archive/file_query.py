"""One question to the archive: which files, in which order, and what stands beside the list."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.archive.existing import existing
from desktop_app.archive.lists import (
    Filter,
    Sort,
    advisors,
    file_count,
    file_ids,
    file_page,
    file_rows,
    models,
)
from desktop_app.session import Session
from ui.archive.file_rows import row_of
from ui.kit.cells import Row


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files there are and are left, and what the filters offer; ``place`` is the line of the file asked for."""

    every: int
    left: int
    incorrect: int
    absent: int
    advisors: tuple[str, ...]
    models: tuple[str, ...]
    place: int | None


@dataclass(slots=True)
class Query:
    """The first page is asked for by itself, the order of all files once."""

    session: Session
    wanted: Filter
    order: Sort
    ids: array[int] | None = None

    def count(self) -> int:
        """How many files there are; reads their order, so that every later page is quick."""
        return len(self._all())

    def page(self, offset: int, limit: int) -> list[Row]:
        """The rows of one page."""
        today = self.session.today()
        if self.ids is None:
            found = file_page(self.session, self.wanted, self.order, offset, limit)
        else:
            found = file_rows(self.session, self.ids[offset : offset + limit])
        return [row_of(file, today) for file in found]

    def all_ids(self) -> list[int]:
        """Every file in order."""
        return list(self._all())

    def ids_of(self, lines: Sequence[int]) -> list[int]:
        """The files on some lines; a line that is gone is left out."""
        ids = self._all()
        return [ids[line] for line in lines if line < len(ids)]

    def counts(self, vin: str) -> Counts:
        """What stands around the list; ``vin`` is the file whose line is asked for, "" for none."""
        session = self.session
        return Counts(
            file_count(session), file_count(session, self.wanted), file_count(session, Filter(incorrect=True)),
            file_count(session, Filter(absent_half_year=True)), advisors(session), models(session),
            self._place_of(vin) if vin else None,
        )  # fmt: skip

    def _all(self) -> array[int]:
        if self.ids is None:
            self.ids = file_ids(self.session, self.wanted, self.order)
        return self.ids

    def _place_of(self, vin: str) -> int | None:
        known = existing(self.session, vin)
        ids = self._all()
        return ids.index(known[0].id) if known and known[0].id in ids else None
