"""Wrong passwords (密码输错): each one in a row makes the next guess wait longer, and the tenth locks for a while.

They are counted by account name, and for the recovery code, on the wall clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from desktop_app.problems import Refused
from desktop_app.safety.attempts_file import Notebook, Wrong, held_notebook, read_attempts
from desktop_app.session import Clock

FREE_GUESSES = 2
FIRST_WAIT_S = 2
LOCKED_AFTER, LOCKED_S = 10, 15 * 60
UNKNOWN_NAMES = 50
"""As many names without an account are remembered, the latest."""

RECOVERY_CODE: Final = "recovery code"
"""Whose guesses at the recovery code are; an account's are those of ``of_account``."""


class TooSoon(Refused):
    """No guess is taken before ``wait_seconds`` are over."""

    def __init__(self, message: str, wait_seconds: int, *, field: str) -> None:
        super().__init__(message, field=field)
        self.wait_seconds = wait_seconds


def of_account(name: str) -> str:
    """Under which name an account's wrong guesses are noted."""
    return f"account {name}"


def wait_after(times: int) -> int:
    """Seconds to wait after so many wrong guesses in a row: 2, 4, 8 … from the third on, a lockout from the tenth."""
    if times >= LOCKED_AFTER:
        return LOCKED_S
    return FIRST_WAIT_S << (times - FREE_GUESSES - 1) if times > FREE_GUESSES else 0


@contextmanager
def one_guess(folder: Path, who: str, known: Iterable[str], wall: Clock) -> Iterator[None]:
    """Around one guess at the secret of ``who``: TooSoon before its time; a Refused inside counts as wrong.

    One guess at a time is taken in a folder, by whichever process. ``known`` are the names with an account,
    which are never forgotten for others. Where nothing can be written guesses pass uncounted: no data can be
    opened there either.
    """
    with held_notebook(folder) as notebook:
        _refuse_too_soon(notebook, who, wall())
        try:
            yield
        except Refused as refused:
            times = _note(notebook, who, wall(), known)
            if wait_after(times):
                raise _too_soon(who, times, wait_after(times)) from refused
            raise
        notebook.forget(who)


def forget(folder: Path, who: str) -> bool:
    """Let ``who`` guess again at once; whether there was anything to forget."""
    with held_notebook(folder) as notebook:
        return notebook.forget(who)


def waiting_until(folder: Path, who: str, moment: datetime) -> datetime | None:
    """When the next guess of ``who`` is taken, or None if that is at once; looks only."""
    found = read_attempts(folder).get(who)
    left = _left(found, moment) if found else 0
    return moment + timedelta(seconds=left) if left else None


def wait_left(folder: Path, name: str, moment: datetime) -> int:
    """Whole seconds until the next password of account ``name`` is taken, 0 if it is at once."""
    found = read_attempts(folder).get(of_account(name))
    return _left(found, moment) if found else 0


def _left(wrong: Wrong, moment: datetime) -> int:
    """Never more than the whole wait, wherever the clock was when the guess was noted."""
    wait, gone = wait_after(wrong.times), (moment - wrong.at).total_seconds()
    return max(0, wait - int(max(0.0, gone)))


def _refuse_too_soon(notebook: Notebook, who: str, moment: datetime) -> None:
    found = notebook.wrong.get(who)
    if found is None:
        return
    if found.at > moment:  # the clock was put back: the wait begins now, once, and does not last until then
        notebook.note(who, Wrong(found.times, moment))
    left = _left(found, moment)
    if left:
        raise _too_soon(who, found.times, left)


def _note(notebook: Notebook, who: str, moment: datetime, known: Iterable[str]) -> int:
    """One wrong guess more; returns how many that makes."""
    found = notebook.wrong.get(who)
    times = found.times + 1 if found else 1
    notebook.note(who, Wrong(times, moment))
    lasting = {RECOVERY_CODE, *(of_account(name) for name in known)}
    strangers = [name for name in notebook.wrong if name not in lasting]
    notebook.keep_only(frozenset(lasting) | frozenset(strangers[-UNKNOWN_NAMES:]))
    return times


def _too_soon(who: str, times: int, left: int) -> TooSoon:
    if who == RECOVERY_CODE:
        return TooSoon(f"恢复码连续错了 {times} 次，请等{_words(left)}再试。", left, field="code")
    way_out = "，或者请客关部经理解锁" if times >= LOCKED_AFTER else ""
    return TooSoon(f"密码连续错了 {times} 次，请等{_words(left)}再试{way_out}。", left, field="password")


def _words(seconds: int) -> str:
    return f" {seconds} 秒" if seconds <= 120 else f" {-(-seconds // 60)} 分钟"
