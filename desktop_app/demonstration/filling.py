"""Filling an empty data file with the invented shop, in one transaction."""

from __future__ import annotations

import random
from dataclasses import dataclass

from desktop_app import settings
from desktop_app.archive.from_events import derive_files
from desktop_app.archive.indexing import reindex
from desktop_app.callbacks.restanding import restand
from desktop_app.demonstration import desk
from desktop_app.demonstration.calls import invent_calls, store_calls
from desktop_app.demonstration.care import care_for
from desktop_app.demonstration.cases import tell_cases
from desktop_app.demonstration.customers import invent
from desktop_app.demonstration.events import store
from desktop_app.demonstration.staff import hire
from desktop_app.demonstration.words import BRAND, SHOP
from desktop_app.problems import Refused
from desktop_app.session import Session, require

FEWEST, MOST = 1, 5_000
VEHICLES, SEED = 500, 7


@dataclass(frozen=True, slots=True)
class Filled:
    """How much there is now."""

    vehicles: int
    callbacks: int
    complaints: int


def fill(session: Session, vehicles: int = VEHICLES, seed: int = SEED) -> Filled:
    """Fifteen months before the clock, the same for the same seed and clock; for an empty data file only."""
    require(session, "manage_office")
    if not FEWEST <= vehicles <= MOST:
        raise Refused(f"演示档案数请填 {FEWEST} 到 {MOST}。", field="vehicles")
    draw = random.Random(seed)
    with session.saving():
        settings.put(session, "shop_name", SHOP)
        settings.put(session, "brand", BRAND)
        crew = hire(session, draw)
        customers = invent(draw, vehicles, session.today(), crew)
        duties = store(session, customers, crew)
        calls = invent_calls(session, draw, duties, crew)
        store_calls(calls)
        desk.send_messages(session, draw, calls)
        desk.file_papers(draw, customers, session.today())
        desk.book_in(session, draw, customers, crew)
        derive_files(session, [customer.file_id for customer in customers])
        reindex(session)
        restand(session, [duty.id for duty in duties])
        desk.mend_numbers(session, draw, calls, crew)
        desk.doubt_addresses(session, draw, customers, crew)
        desk.opt_out(session, draw, customers, crew)
        desk.make_promises(session, draw, calls, crew)
        complaints = tell_cases(session, draw, calls, crew, vehicles)
        care_for(session, draw, customers, crew)
    return Filled(vehicles, len(duties), complaints)
