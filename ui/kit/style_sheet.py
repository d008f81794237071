"""Fills the tokens of a theme into the style sheet, and writes the few recoloured pictures that it needs."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from string import Template

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QFont

import resources
from ui.kit import fonts, icons
from ui.kit.tokens import Tokens

PICTURES = {
    "down": ("chevron-down", "t2", 14), "down_dis": ("chevron-down", "dis", 14),
    "up": ("chevron-up", "t2", 14), "check": ("check", "onacc", 14), "check_dis": ("check", "dis", 14),
    "left": ("chevron-left", "t2", 16), "right": ("chevron-right", "t2", 16),
    "menu_check": ("check", "acc", 14), "menu_right": ("chevron-right", "t3", 14),
    "dash": ("minus", "onacc", 14),
}  # fmt: skip
"""Name in the style sheet → icon, token of its colour, size."""


def build(tokens: Tokens, folder: Path | None = None) -> str:
    """The style sheet of a theme, ready for ``QApplication.setStyleSheet``; pictures go to ``folder``."""
    values = asdict(tokens)
    values["medium"], values["semibold"] = _families(fonts.MEDIUM), _families(fonts.SEMIBOLD)
    folder = folder or _folder()
    for name, (icon, color, size) in PICTURES.items():
        values["img_" + name] = _quoted(_picture(folder, icon, values[color], size))
    text = resources.path("style.qss").read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _families(weight: QFont.Weight) -> str:
    return ", ".join(f'"{family}"' for family in fonts.families(weight))


def _quoted(file: Path) -> str:
    return file.as_posix().replace('"', '\\"')


def _picture(folder: Path, icon: str, color: str, size: int) -> Path:
    target = folder / f"{icon}-{color[1:]}-{size}.svg"
    weight = 3.0 if icon in ("check", "minus") and size == 14 else None
    if not target.exists():
        target.write_text(icons.svg(icon, color, size, weight), encoding="utf-8")
    return target


def _folder() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    folder = Path(place or tempfile.gettempdir()) / "style"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="style-"))
    return folder
