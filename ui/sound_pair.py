"""The one pair of Python and PySide6 that must not run together."""

from __future__ import annotations

import sys

import PySide6

from desktop_app.problems import Unavailable

FIRST_SOUND_PYTHON = (3, 12)
FIRST_PYSIDE_THAT_NEEDS_IT = (6, 12)


def refuse_unsound_pair(
    python: tuple[int, int] = sys.version_info[:2], pyside: tuple[int, int] = PySide6.__version_info__[:2]
) -> None:
    """Raise Unavailable for a PySide6 that loses a reference to None with each call on an older Python.

    The program would end without a word after some thousand calls.
    """
    if python < FIRST_SOUND_PYTHON and pyside >= FIRST_PYSIDE_THAT_NEEDS_IT:
        raise Unavailable(
            f"Python {python[0]}.{python[1]} 不能配 PySide6 {pyside[0]}.{pyside[1]}：窗口会中途崩溃。",
            todo="请用 Python 3.12 或更新的版本，或者按 requirements.lock 重新安装。",
        )
