"""How the rows of each kind of import are checked, matched with the records, and written."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from desktop_app import settings
from desktop_app.callbacks.questionnaire_file import KINDS
from desktop_app.callbacks.questionnaires import current
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.call_rows import read_calls
from desktop_app.exchange.call_saving import match_calls, store_calls
from desktop_app.exchange.card_saving import match_cards, read_cards, store_cards
from desktop_app.exchange.event_matching import match_events
from desktop_app.exchange.event_rows import read_events
from desktop_app.exchange.event_saving import store_events
from desktop_app.exchange.event_tables import EVENT_TABLES
from desktop_app.exchange.reading import Table
from desktop_app.exchange.reply_saving import match_replies, read_replies, store_replies
from desktop_app.exchange.row_reading import Remarks
from desktop_app.exchange.watching import Tally, Watch
from desktop_app.session import Session


class Matched(NamedTuple):
    """The cars and files that matching looked at, how many records will be written, and what writes them.

    ``write`` returns the files that the search must learn.
    """

    vins: Collection[str]
    files: Collection[int]
    size: int
    write: Callable[[Tally], Collection[int]]


Matching = Callable[[Batch, Remarks, Watch], Matched]
Prepare = Callable[[Session, Table, Remarks, Watch], Matching]


def _prepare_events(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Matching:
    kept = frozenset(settings.get(session, "kept_sensitive_fields"))
    stored = EVENT_TABLES[table.mapping.kind]
    told = read_events(table, stored.shape, session.now(), kept, remarks, watch)
    vins = {row.vin for row in told}

    def match(batch: Batch, remarks: Remarks, watch: Watch) -> Matched:
        found = match_events(stored, told, batch, remarks, watch)
        return Matched(vins, (), found.size, lambda tally: store_events(session, found, batch, tally))

    return match


def _prepare_calls(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Matching:
    versions = {kind: current(session, kind) for kind in KINDS}
    told = read_calls(table, versions, session.now(), remarks, watch)

    def match(batch: Batch, remarks: Remarks, watch: Watch) -> Matched:
        found = match_calls(told, versions, batch, remarks, watch)

        def write(tally: Tally) -> Collection[int]:
            store_calls(session, found, versions, batch, tally)
            return ()

        return Matched((), {call.duty.file_id for call in found.calls}, found.size, write)

    return match


def _prepare_cards(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Matching:
    told = read_cards(table, frozenset(settings.get(session, "kept_sensitive_fields")), remarks)
    vins = {row.vin for row in told}

    def match(batch: Batch, remarks: Remarks, watch: Watch) -> Matched:
        found = match_cards(told, batch, remarks, watch)
        return Matched(vins, (), found.size, lambda tally: store_cards(session, found, batch, tally))

    return match


def _prepare_replies(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Matching:
    told = read_replies(table, session.now(), remarks)

    def match(batch: Batch, _remarks: Remarks, watch: Watch) -> Matched:
        found = match_replies(told, batch, watch)

        def write(tally: Tally) -> Collection[int]:
            store_replies(session, found, batch, tally)
            return ()

        files = {one.file_id for one in found.answered.values() if one and one.file_id}
        return Matched((), files, found.size, write)

    return match


PREPARATIONS: dict[str, Prepare] = {
    "deliveries": _prepare_events,
    "repair-orders": _prepare_events,
    "callbacks": _prepare_calls,
    "cards": _prepare_cards,
    "sms-replies": _prepare_replies,
}
"""Kind → reads and checks the rows of a file, and returns what matches them with the records.

To add a kind: its words in ``resources/import_headings.toml``, its name in ``headings.KINDS``, a preparation here, its
record in ``undone.OWN_RECORDS`` and how it is taken back in ``undoing.UNDO``.
"""
