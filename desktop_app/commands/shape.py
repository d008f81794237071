"""What a command is: its words, its arguments, its work, and the answer it gives."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.problems import Unavailable, WrongUsage
from desktop_app.safety.duties import allows

if TYPE_CHECKING:  # the records take their time to import, and a window does without commands
    from desktop_app.session import Clock, Session


@dataclass(frozen=True, slots=True)
class Answer:
    """``data`` becomes the JSON document, ``text`` is the same for people; ``status`` the exit status."""

    data: object
    text: str
    status: int = 0


@dataclass(frozen=True)
class Call:
    """One command as called: its own options, the data folder, the clock, who and (once open) the session."""

    options: Namespace
    folder: Path
    clock: Clock
    user: str | None
    password: str | None
    opened: Session | None = None
    say: Callable[[str], None] = field(default=lambda text: None)

    @property
    def session(self) -> Session:
        """The open session; only commands that declare they need one may ask."""
        if self.opened is None:
            raise RuntimeError("this command does not open the data")
        return self.opened

    def credentials(self) -> tuple[str, str]:
        """Name and password; raises WrongUsage when one is missing."""
        if not self.user:
            raise WrongUsage("请用 --user 写明账号。")
        if not self.password:
            raise WrongUsage("请把密码放进环境变量 CRDESK_PASSWORD。")
        return self.user, self.password

    def allows(self, action: str) -> bool:
        """Whether this person's duties hold an action of the duty matrix."""
        return allows(self.session.person.duties, action)


@dataclass(frozen=True, slots=True)
class Command:
    """One row of ``COMMANDS``. ``opens`` is False for work that makes, restores or needs no data folder.

    ``unopened`` may answer instead of ``work`` when the data cannot be opened, or leave it at that (None).
    """

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    work: Callable[[Call], Answer]
    opens: bool = True
    unopened: Callable[[Call, Unavailable], Answer | None] | None = None


def as_json(data: object) -> str:
    """The JSON document of an answer: dates as ISO text, exact rates as numbers."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> object:
    from fractions import Fraction  # no window needs it before someone signs in

    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, frozenset | set | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no place in a JSON answer")


def nothing_more(parser: ArgumentParser) -> None:
    """For a command without arguments of its own."""
