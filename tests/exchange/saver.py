"""A process that saves one edit after the other until a line comes in, then says how many: ``saver.py FILE KEY CAR``."""

from __future__ import annotations

import sys
import threading
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from db.connection import open_data
from desktop_app.archive.editing import save_file
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.session import Person, Session


def main() -> None:
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
    data = open_data(Path(sys.argv[1]), sys.argv[2])
    session = Session(Person("同事", ALL_DUTIES), lambda: datetime(2026, 10, 31, 18, 30), data, replay=True)
    count = 0
    while not stop.is_set():
        count += 1
        save_file(session, int(sys.argv[3]), {"hobbies": f"第 {count} 次"}, 10**9)
        if count == 1:
            print("begun", flush=True)
    print(count, flush=True)


if __name__ == "__main__":
    main()
