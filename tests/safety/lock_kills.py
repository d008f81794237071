"""Killing changes of the lock and looking at what they leave: ``python lock_kills.py PLACE WHERE KILLS`` tells it as JSON.

They are killed at an exact line, or by another process while they run on.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
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
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, CHEAP, CODE, PASSWORD, clock
from tests.safety.forking import each_line, killed_at, moments_of, spread
from tests.safety.restore_kills import SMALL_STEP, Content, rows_of

CLERK, HERS = "乔安", "蒹葭苍苍白露为霜"
GONE, HIS = "关海山", "道阻且长道阻且跻"
CALLS = 400
WATCHED = {
    "anywhere": ("desktop_app/safety", "db"),
    "in the change": ("desktop_app/safety/replacing.py", "desktop_app/safety/rekeying.py"),
    "where files move": ("desktop_app/safety/replacing.py",),
}
"""The modules whose lines are moments to be killed at."""


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
    """Save something, which stands in the journal alone, and change the lock."""
    db.backup.PAGES_A_STEP = SMALL_STEP
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    save(session)
    change_lock(session, progress=lambda _done, _total: None)


def save(session: Session) -> None:
    with session.saving():
        Draft.update(parked=True).execute()


def look(folder: Path, key: str, before: Content, saved: Content, tally: Tally) -> None:
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
    deeds = [row[3] for row in found["audit_entry"] if row not in before["audit_entry"]]
    told = deeds == (["change_lock"] if is_new else [])
    found["audit_entry"] = [row for row in found["audit_entry"] if row[3] != "change_lock"]
    tally.torn += not told or found not in ([saved] if is_new else [before, saved])
    tally.shut_out += by_paper != session.data.key
    tally.new, tally.old = tally.new + is_new, tally.old + (not is_new)
    tally.left_behind += bool(list(folder.glob(".crdesk-*")) or list(folder.glob("crdesk.replaced-by")))


def contents(folder: Path, first: Callable[[Session], None] = lambda _: None) -> Content:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    first(session)
    with session.connected():
        found = rows_of(raw_handle(session.data))
    close_folder(session)
    return found


def tally_of(place: Path, where: str, kills: int) -> Tally:
    """Kill at ``kills`` lines of ``where``, evenly from the first to the last.

    Anywhere: in turn by the own hand and from outside; elsewhere by the own hand, at the very line.
    """
    made = place / "made"
    key = shop(made)
    before, saved = contents(made), contents(Path(shutil.copytree(made, place / "saved")), save)
    assert before != saved
    tried = Path(shutil.copytree(made, place / "tried"))
    watched = each_line(WATCHED[where])
    tally = Tally(moments_of(lambda: change(tried), watched))
    for turn, moment in enumerate(spread(kills, tally.moments)):
        shutil.rmtree(place / "killed", ignore_errors=True)
        folder = Path(shutil.copytree(made, place / "killed"))
        outside = where == "anywhere" and turn % 2 == 1
        killed_at(lambda folder=folder: change(folder), watched, moment, by_parent=outside)  # type: ignore[misc]
        tally.kills += 1
        look(folder, key, before, saved, tally)
    return tally


if __name__ == "__main__":
    print(json.dumps(asdict(tally_of(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))))
