"""Killing a clerk at the keyboard, again and again: ``python typing_kills.py FOLDER KILLS SEED`` tells what was lost as JSON.

Half of the kills come after a number of keystrokes, half some milliseconds into a save.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from desktop_app.data_folder import close_folder, open_folder
from desktop_app.safety.consistency import callbacks_out_of_step
from tests.callbacks.scenes import a_callback
from tests.safety.folders import ACCOUNT, NOW, PASSWORD, clock
from tests.safety.forking import child_doing
from tests.soak.typing_clerk import type_until_killed
from tests.soak.typing_judged import Tally, Work, judge

CALLS_EACH = 6
"""More calls than a clerk makes before the kill."""
MOST_KEYSTROKES, MOST_SAVES, MOST_BEATS = 160, 2, 8


def main(folder: Path, kills: int, seed: int) -> Tally:
    """Kill so many times in one folder, and look each time as the next one to open it would."""
    chance, work, tally = random.Random(seed), Work(), Tally()
    _prepare(folder, kills * CALLS_EACH)
    for turn in range(kills):
        in_a_save = turn % 2 == 1
        what, number = (
            ("saving", chance.randint(1, MOST_SAVES))
            if in_a_save
            else ("typed", chance.randint(1, MOST_KEYSTROKES))
        )
        for line in _told_until_killed(
            folder, seed + turn, what, number, chance.randint(0, MOST_BEATS * in_a_save)
        ):
            work.follow(line, tally)
        _look(folder, work, tally)
    _refuse_faults_of_standing(folder)
    return tally


def _prepare(folder: Path, calls: int) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.saving():
        for number in range(calls):
            a_callback(session, NOW.date() - timedelta(days=5), kind=("service", "sales")[number % 2])
    close_folder(session)


def _told_until_killed(folder: Path, seed: int, what: str, number: int, then: int) -> list[str]:
    """Kill when the clerk has told ``number`` things of a kind ``then`` anything so many times; all whole lines told."""
    lines = []
    with (
        child_doing(lambda told: type_until_killed(folder, seed, told)) as (reading, child),
        os.fdopen(os.dup(reading), encoding="utf-8", errors="replace") as told,
    ):
        for line in told:
            lines.append(line)
            number, then = (number - (json.loads(line)["what"] == what), then) if number else (0, then - 1)
            if number == 0 and then <= 0:
                break
        os.kill(child, signal.SIGKILL)
        lines += told.readlines()
    return [line for line in lines if line.endswith("\n")]


def _look(folder: Path, work: Work, tally: Tally) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    try:
        with session.connected():
            judge(session, work, tally)
    finally:
        close_folder(session)


def _refuse_faults_of_standing(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        assert [*callbacks_out_of_step(session)] == []
    close_folder(session)


if __name__ == "__main__":
    print(json.dumps(asdict(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
