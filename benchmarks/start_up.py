"""Process start to painted sign-in window against an empty PySide6 window in the same Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.invented import KEY, Size, made
from benchmarks.measure import Row, in_turn, median
from desktop_app.safety.folder_layout import DATA, KEYS
from desktop_app.safety.key_file import write_ring
from desktop_app.safety.keys import KeyRing, with_account

ROUNDS = 15
ROOT = Path(__file__).parent.parent

# the window alone is watched: a filter for the whole application would make a Python object of each part of it
_WATCH = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer

class Watch(QObject):
    def eventFilter(self, seen, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os._exit(PAINTED))
        return False

PAINTED = 77
watch = Watch()
"""
_EMPTY = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1366, 736)
window.installEventFilter(watch)
window.show()
app.exec()
"""
_OURS = """
import sys
import ui.application
from desktop_app.__main__ import main
show = ui.application.Application.show

def watched(application, window):
    window.installEventFilter(watch)
    show(application, window)

ui.application.Application.show = watched
main(sys.argv[1:])
"""
PAINTED = 77
"""Exit status of a window that was painted; anything else is a fault."""


def rows(size: Size) -> Iterator[Row]:
    with _folder(size) as folder, tempfile.TemporaryDirectory(prefix="crdesk-bytecode-") as bytecode:
        # as installed: compiled at the first start, not at each
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
        ours, empty = (
            partial(_start, compiled, _OURS, "--data", str(folder)),
            partial(_start, compiled, _EMPTY),
        )
        ours(), empty()
        mine, theirs = in_turn([ours] * ROUNDS, [empty] * ROUNDS)
        yield Row(
            "process start to painted sign-in", "an empty PySide6 window", median(mine), median(theirs), 1.6
        )


@contextmanager
def _folder(size: Size) -> Iterator[Path]:
    """A data folder of that size with one account."""
    with tempfile.TemporaryDirectory(prefix="crdesk-bench-") as name:
        folder = Path(name)
        write_ring(folder / KEYS, with_account(KeyRing(), KEY, "bench", "bench"))
        (folder / DATA).symlink_to(made(size))
        yield folder


def _start(more: Mapping[str, str], code: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCH + code, *arguments], cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, **more},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if done.returncode != PAINTED:
        raise RuntimeError(f"no window was painted: {done.stderr[-2000:]}")
