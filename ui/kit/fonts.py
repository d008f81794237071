"""The bundled typeface: loading it, asking for a size and weight of it, and which characters to paint."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

import resources

FAMILY = "Noto Sans SC"
MEDIUM_FAMILY, SEMIBOLD_FAMILY = "Noto Sans SM", "Noto Sans SB"
"""Medium and SemiBold under names of their own (of the same length): they hold the common characters only, and Qt
looks for a missing one in the next family, never in another weight of the same family."""
LAST_RESORTS = ("Microsoft YaHei UI", "Noto Sans Symbols 2")
REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold

PAINTED_DOT = "\uff65"
"""U+00B7 is as wide as a Chinese character in this typeface and would tear "皖N·3K827" apart."""


def load(app: QApplication) -> None:
    """Register the bundled files once and make body text the application's font."""
    if MEDIUM_FAMILY not in QFontDatabase.families():
        for name in ("NotoSansSC-Regular.ttf", "NotoSansSymbols2-subset.ttf"):
            QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
        for name, family in (("Medium", MEDIUM_FAMILY), ("SemiBold", SEMIBOLD_FAMILY)):
            QFontDatabase.addApplicationFontFromData(QByteArray(_renamed(name, family)))
    app.setFont(font(14))


def _renamed(weight: str, family: str) -> bytes:
    data = resources.path("fonts", f"NotoSansSC-{weight}.ttf").read_bytes()
    return data.replace(FAMILY.encode("utf-16-be"), family.encode("utf-16-be"))


def families(weight: QFont.Weight) -> tuple[str, ...]:
    """The families to ask for in a weight, in order; the complete Regular stands in for rare characters."""
    own = {MEDIUM: (MEDIUM_FAMILY,), SEMIBOLD: (SEMIBOLD_FAMILY,)}.get(weight, ())
    return (*own, FAMILY, *LAST_RESORTS)


@lru_cache(maxsize=64)
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont()
    made.setFamilies(list(families(weight)))
    made.setPixelSize(pixels)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def font(pixels: int, weight: QFont.Weight = REGULAR) -> QFont:
    """The typeface at a size in logical pixels and one of the three weights."""
    return QFont(_font(pixels, weight))


def shown(text: str) -> str:
    """The text as it is painted: the middle dot becomes a narrow one."""
    return text.replace("\u00b7", PAINTED_DOT)


def kept(text: str) -> str:
    """The text as it is stored and copied: undoes :func:`shown`."""
    return text.replace(PAINTED_DOT, "\u00b7")
