"""Killing changes of the lock and looking at what they leave: ``python lock_kills.py PLACE KILLS`` tells it as JSON.

Half of them are killed at an exact line, half by another process while they run on.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import db.backup
from db import Draft
from db.connection import raw_handle
from desktop_app.data_folder import close_folder, create, open_folder, switch
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.accounts import add_account, retire_account
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.key_file import read_ring
from desktop_app.safety.keys import unlock_by_code
from desktop_app.safety.rekeying import change_lock
from tests.safety.folders import ACCOUNT, CHEAP, CODE, PASSWORD, clock
from tests.safety.forking import each_line, killed_at, moments_of, spread
from tests.safety.restore_kills import SMALL_STEP, Content, rows_of

CLERK, HERS = "乔安", "蒹葭苍苍白露为霜"
GONE, HIS = "关海山", "道阻且长道阻且跻"
CALLS = 400
WATCHED = each_line(("desktop_app/safety", "db"))


@dataclass
class Tally:
    """What all kills came to; ``moments`` are the lines that a change of lock runs."""

    moments: int
    kills: int = 0
    old: int = 0
    new: int = 0
    torn: int = 0
    shut_out: int = 0
    left_behind: int = 0


def shop(folder: Path) -> str:
    """A shop with some calls half-way, a clerk, and somebody retired; returns its data key."""
    session = create(folder, ACCOUNT, PASSWORD, "云岭汽车", "", clock, recovery_code=CODE, cost=CHEAP).session
    with session.saving():
        Draft.insert_many(
            {"kind": "call", "key": str(n), "account": CLERK, "content": {"words": "电话里说的每一个字。" * 20},
             "updated_at": session.now()} for n in range(CALLS)
        ).execute()  # fmt: skip
    for name, password in ((CLERK, HERS), (GONE, HIS)):
        add_account(session, name, password, frozenset({"callback_specialist"}))
    retire_account(session, GONE)
    key = session.data.key
    close_folder(session)
    return key


def change(folder: Path) -> None:
    db.backup.PAGES_A_STEP = SMALL_STEP
    change_lock(open_folder(folder, ACCOUNT, PASSWORD, clock), progress=lambda _done, _total: None)


def look(folder: Path, key: str, whole: Content, tally: Tally) -> None:
    """Open as everyone would who remains, and compare every row of every table."""
    try:
        session = open_folder(folder, ACCOUNT, PASSWORD, clock)
        switch(session, CLERK, HERS)
        by_paper = unlock_by_code(read_ring(folder / KEYS), CODE)
    except (Refused, Unavailable):
        tally.shut_out += 1
        return
    is_new = session.data.key != key
    with session.connected():
        found = rows_of(raw_handle(session.data))
    close_folder(session)
    expected = whole["audit_entry"]
    deeds = [row for row in found["audit_entry"] if row not in expected]
    told = [row[3] for row in deeds] == (["change_lock"] if is_new else [])
    same = {name: rows for name, rows in found.items() if name != "audit_entry"}
    equal = same == {name: rows for name, rows in whole.items() if name != "audit_entry"}
    tally.torn += not (told and equal and len(found["audit_entry"]) == len(expected) + is_new)
    tally.shut_out += by_paper != session.data.key
    tally.new, tally.old = tally.new + is_new, tally.old + (not is_new)
    tally.left_behind += bool(list(folder.glob(".crdesk-*")) or list(folder.glob("crdesk.replaced-by")))


def contents(folder: Path) -> Content:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        found = rows_of(raw_handle(session.data))
    close_folder(session)
    return found


def tally_of(place: Path, kills: int) -> Tally:
    """Kill at ``kills`` lines, evenly from the first to the last, in turn by the own hand and from outside."""
    made = place / "made"
    key = shop(made)
    whole = contents(made)
    tried = Path(shutil.copytree(made, place / "tried"))
    tally = Tally(moments_of(lambda: change(tried), WATCHED))
    for turn, moment in enumerate(spread(kills, tally.moments)):
        shutil.rmtree(place / "killed", ignore_errors=True)
        folder = Path(shutil.copytree(made, place / "killed"))
        killed_at(lambda folder=folder: change(folder), WATCHED, moment, by_parent=turn % 2 == 1)  # type: ignore[misc]
        tally.kills += 1
        look(folder, key, whole, tally)
    return tally


if __name__ == "__main__":
    print(json.dumps(asdict(tally_of(Path(sys.argv[1]), int(sys.argv[2])))))
