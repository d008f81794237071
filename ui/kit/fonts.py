"""The bundled typeface: loading it, asking for a size and weight of it, and which characters to paint."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

import resources

FAMILY = "Noto Sans SC"
FULL_FAMILY = "Noto Sans Sf"
"""The complete Regular under a second name of the same length: Medium and SemiBold hold the common characters
only, and Qt looks for a missing one in other families, never in another weight of the same family."""
FAMILIES = (FAMILY, FULL_FAMILY, "Microsoft YaHei UI", "Noto Sans Symbols 2")
REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold

PAINTED_DOT = "\uff65"
"""U+00B7 is as wide as a Chinese character in this typeface and would tear "皖N·3K827" apart."""


def load(app: QApplication) -> None:
    """Register the bundled files once and make body text the application's font."""
    if FULL_FAMILY not in QFontDatabase.families():
        for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "NotoSansSC-SemiBold.ttf",
                     "NotoSansSymbols2-subset.ttf"):  # fmt: skip
            QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
        QFontDatabase.addApplicationFontFromData(QByteArray(_renamed_regular()))
    app.setFont(font(14))


def _renamed_regular() -> bytes:
    data = resources.path("fonts", "NotoSansSC-Regular.ttf").read_bytes()
    return data.replace(FAMILY.encode("utf-16-be"), FULL_FAMILY.encode("utf-16-be"))


@lru_cache(maxsize=64)
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(pixels)
    made.setWeight(weight)
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
