"""A process that saves until it is killed, and says of each save when it begins, when it is written, when it is done.

Run as ``python saving_child.py FOLDER FIRST``: saves are numbered from FIRST on. One save is a whole of five
records in four tables and the search index, as a real one is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from db import Counter, Draft, VehicleFile
from desktop_app.archive.indexing import index_files
from desktop_app.data_folder import open_folder
from desktop_app.safety.audit_trail import record_changes, record_deed
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, PASSWORD, clock


def say(phase: str, number: int) -> None:
    os.write(1, f"{phase} {number}\n".encode())


def save(session: Session, number: int) -> None:
    with session.saving():
        Counter.insert(name="D", value=1).on_conflict(
            conflict_target=[Counter.name], update={Counter.value: Counter.value + 1}
        ).execute()
        car = VehicleFile.insert(
            number=f"D{number:06}", vin=f"LFMK{number:013}", opened_at=session.now(), name=f"沈佳{number}",
            phone=f"138{number:08}", personal_remark="电话里说的每一个字。" * 50,
        ).execute()  # fmt: skip
        record_deed(session, "create", "vehicle_file", car, file_id=car)
        record_changes(session, "vehicle_file", car, {}, {"name": f"沈佳{number}"}, file_id=car)
        Draft.insert(
            kind="call", key=f"{number}", account=ACCOUNT, content={"n": number}, updated_at=session.now()
        ).execute()
        index_files(session, [car])
        say("written", number)


def main() -> None:
    session = open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock)
    with session.connected():
        number = int(sys.argv[2])
        while True:
            say("begin", number)
            save(session, number)
            say("done", number)
            number += 1


if __name__ == "__main__":
    main()
