"""Taking back card details: each field is as before, but for what a person or an event has told since."""

from __future__ import annotations

from db import VehicleFile
from db.connection import rows
from db.portions import within
from desktop_app.archive.from_events import derive_files
from desktop_app.archive.indexing import index_files
from desktop_app.exchange.spoken_of import spoken_of
from desktop_app.exchange.undone import Work, typed_fields_stay


def undo_cards(work: Work) -> None:
    """Put the fields back."""
    before = work.before(work.table)
    told = spoken_of(list(before))
    work.expect(len(before))
    typed = 0
    for page in work.pages(before):
        for number, edited in rows(
            VehicleFile.select(VehicleFile.id, VehicleFile.edited).where(within(VehicleFile.id, page))
        ):
            typed += not before[number].keys().isdisjoint(edited)
            kept = {*edited, *told.get(number, ())}
            old = {name: value for name, value in before[number].items() if name not in kept}
            if old:
                VehicleFile.update(**old).where(VehicleFile.id == number).execute()
                work.restored += 1
    if typed:
        work.kept.append(typed_fields_stay(typed))
    derive_files(work.session, before)
    index_files(work.session, sorted(before))
