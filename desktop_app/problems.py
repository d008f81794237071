"""The two kinds of trouble a person can hear about; anything else is a bug of ours."""

from __future__ import annotations

from typing import Literal

Way = Literal["again", "choose_folder", "restore", "keys_from_backup", "without_journal", "clock_is_right"]
"""Ways out of a fault that the window offers as buttons: the same once more, another data folder, the newest good
backup, its keys alone, going on without the lost journal, going on with the clock as it is."""


class Refused(Exception):
    """The user can put it right: shown at the field or as the command's message, exit status 1.

    ``message`` is one Chinese sentence that says what is wrong and what to do; ``field`` names the
    form field it belongs to, if any.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class WrongUsage(Refused):
    """A command was called in a way it does not understand: exit status 2."""


class Unavailable(Exception):
    """The surroundings failed (disk, lock, permission, damage, printer): exit status 3.

    ``message`` says what happened, ``data`` what happened to the user's data, ``todo`` what to do;
    all Chinese. ``ways`` are the ways out that a window can take by itself, the best first.
    """

    def __init__(self, message: str, *, data: str = "", todo: str = "", ways: tuple[Way, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.data = data
        self.todo = todo
        self.ways = ways
