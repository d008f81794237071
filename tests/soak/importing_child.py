"""A process that imports one file and says how far it is, until it is killed: ``importing_child.py FOLDER FILE KIND``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from desktop_app.data_folder import close_folder, open_folder
from desktop_app.exchange import search_of_batch
from desktop_app.exchange.importing import import_file
from desktop_app.exchange.watching import Phase, Watch
from tests.safety.folders import ACCOUNT, PASSWORD, clock

STEP = 100
"""Files that the search learns at once here, so that there are many moments between."""


def main() -> None:
    phase: list[Phase] = ["reading"]

    def step(done: int, _total: int) -> None:
        os.write(1, f"{phase[0]} {done}\n".encode())

    def enter(now: Phase) -> None:
        phase[0] = now
        os.write(1, f"{now}\n".encode())

    search_of_batch.STEP = STEP
    session = open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock)
    import_file(session, Path(sys.argv[2]), sys.argv[3], watch=Watch(progress=step, phase=enter))
    os.write(1, b"done\n")
    close_folder(session)


if __name__ == "__main__":
    main()
