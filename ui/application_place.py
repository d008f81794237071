"""Which data folder the window shows: the one asked for, the one chosen last, or the platform's; and the right to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app import doorway
from desktop_app.problems import Unavailable
from desktop_app.safety.folder_layout import holds_data
from desktop_app.session import Clock
from ui.kit.memory import Memory
from ui.one_window import OneWindow, call_forward

MEMORY_FILE = "window.ini"
KEPT_FOLDER = "place/folder"
SHOWN_ELSEWHERE = Unavailable(
    "这个数据文件夹已经在另一个窗口里打开。",
    data="数据没有改动。",
    todo="用那个窗口继续，或者换一个数据文件夹。",
)
NO_ANSWER = Unavailable(
    "程序已经打开，但它的窗口没有回应。",
    data="以前保存的内容都在。",
    todo="等它做完手上的事，再试一次。\n一直没有回应时，重新启动电脑再打开。",
)


@dataclass(frozen=True, slots=True)
class Start:
    """How the program was started: which folder (None: the last one), which clock, and whether as demonstration."""

    folder: Path | None
    clock: Clock
    replay: bool
    demo: bool


class Place:
    """The folder in use; ``one`` tells when the program was started for it once more."""

    def __init__(self, asked: Start) -> None:
        self._asked = asked
        self.folder = folder_of(asked)
        # where data was the last time, its absence is a fault and no first start
        self._expected = asked.folder is None and self.folder != doorway.default_folder()
        self.one = OneWindow()

    def claim(self) -> bool:
        """Whether the folder's window is ours to show; if not, the one that shows it was asked to come forward.

        A folder that is gone is not made anew, and one that cannot be written is left to the sign-in, which tells
        both with their ways out; ask again when they are there. Raises Unavailable when that window does not answer.
        """
        if self._expected and not self.folder.is_dir():
            return True
        try:
            if self.one.take(self.folder):
                return True
        except OSError:
            return True
        if not call_forward(self.folder):
            raise NO_ANSWER
        return False

    def is_new(self) -> bool:
        """Whether nothing lies here yet, nor should."""
        return not holds_data(self.folder) and not self._expected

    def is_demonstration(self) -> bool:
        """Whether the folder asked for shall be shown as demonstration."""
        return self._asked.demo and self.folder == self._asked.folder

    def change(self, folder: Path) -> None:
        """Take another folder; raises OSError or Unavailable when that cannot be, and keeps the old one then."""
        if not self.one.take(folder):
            raise SHOWN_ELSEWHERE
        self.folder, self._expected = folder, False
        if holds_data(folder):
            self.remember(folder)

    def remember(self, folder: Path) -> None:
        """Open a folder chosen in the window at the next start without ``--data`` too."""
        if self._asked.folder is None:
            memory_of(doorway.default_folder()).write(KEPT_FOLDER, str(folder))

    def clock(self) -> Clock:
        """The clock the program was started with."""
        return self._asked.clock

    def memory(self) -> Memory:
        """What the window remembers of this folder."""
        return memory_of(self.folder)


def folder_of(asked: Start) -> Path:
    """The data folder asked for, else the one this person chose last, else the platform's."""
    if asked.folder is not None:
        return asked.folder
    usual = doorway.default_folder()
    return Path(memory_of(usual).read(KEPT_FOLDER, str(usual)))


def memory_of(folder: Path) -> Memory:
    """The window's memory of a folder."""
    return Memory.in_file(folder / MEMORY_FILE)
