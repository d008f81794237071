"""What must be so before Qt starts, since Qt would end the process without a word that anyone understands."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import PySide6

from desktop_app.problems import Unavailable

FIRST_SOUND_PYTHON = (3, 12)
FIRST_PYSIDE_THAT_NEEDS_IT = (6, 12)
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


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


def refuse_no_screen(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> None:
    """Raise Unavailable where no window can be shown."""
    if system.startswith("linux") and not any(environment.get(name) for name in SCREENS):
        raise Unavailable(
            "这里没有屏幕，打不开窗口。", todo="请在桌面里打开；没有屏幕时可以用命令，见 --help。"
        )
