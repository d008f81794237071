"""A clock that cannot be right is asked about at the window's opening; who vouches for it is believed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import AuditEntry
from db.connection import rows
from desktop_app.data_folder import ClockTrust, close_folder, open_folder
from desktop_app.problems import Unavailable
from desktop_app.safety.clock_faults import AHEAD_BY, BACK_BY, note_clock_went_back, went_back
from desktop_app.safety.folder_layout import DATA, KEYS
from tests.safety.folders import ACCOUNT, NOW, PASSWORD, names_in


def opens(folder: Path, now: datetime, trust: ClockTrust = "asked", *, replay: bool = False) -> bool:
    """Whether the data opens at that moment."""
    fault: Unavailable | None = None
    try:
        close_folder(open_folder(folder, ACCOUNT, PASSWORD, lambda: now, replay=replay, clock_trust=trust))
    except Unavailable as told:
        fault = told
    assert fault is None or fault.ways == ("again", "clock_is_right")
    assert names_in(folder) == {DATA, KEYS}
    return fault is None


@pytest.mark.parametrize(
    ("now", "right"),
    [
        (NOW, True), (NOW - BACK_BY, True), (NOW - BACK_BY - timedelta(seconds=1), False),
        (NOW - timedelta(days=3650), False), (NOW + AHEAD_BY, True), (NOW + AHEAD_BY + timedelta(seconds=1), False),
        (NOW + timedelta(days=365), False),
    ],
)  # fmt: skip
def test_a_clock_before_the_last_record_or_a_quarter_behind_it_is_asked_about(
    folder: Path, now: datetime, right: bool
) -> None:
    assert opens(folder, now) == right
    assert opens(folder, now, replay=True)
    assert opens(folder, now, "as it is")


def test_the_question_names_both_moments(folder: Path) -> None:
    with pytest.raises(Unavailable, match="2016-01-01 08:00，而最后一次记录是 2026-10-31 18:30"):
        open_folder(folder, ACCOUNT, PASSWORD, lambda: datetime(2016, 1, 1, 8), clock_trust="asked")


def test_who_vouches_for_the_clock_is_noted_and_not_asked_again(folder: Path) -> None:
    earlier = NOW - timedelta(days=30)
    assert opens(folder, earlier, "vouched for")
    assert opens(folder, earlier + timedelta(minutes=1))
    assert not opens(folder, earlier - timedelta(days=1))
    session = open_folder(folder, ACCOUNT, PASSWORD, lambda: earlier)
    with session.connected():
        found = rows(
            AuditEntry.select(AuditEntry.at, AuditEntry.new).where(AuditEntry.action == "accept_clock")
        )
    close_folder(session)
    assert found == [(earlier, "2026-10-31 18:30")]


def test_a_clock_put_back_while_the_window_is_open_is_noted(folder: Path) -> None:
    assert went_back(NOW, NOW - timedelta(hours=1))
    assert not went_back(NOW, NOW - timedelta(minutes=5))
    assert not went_back(NOW, NOW + timedelta(days=2))
    session = open_folder(folder, ACCOUNT, PASSWORD, lambda: NOW)
    note_clock_went_back(session, NOW)
    with session.connected():
        found = rows(AuditEntry.select(AuditEntry.new).where(AuditEntry.action == "clock_went_back"))
    close_folder(session)
    assert found == [("2026-10-31 18:30",)]
