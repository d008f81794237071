"""Drawing on the pages of one PDF: tints, lines and text, measured in points from the top left corner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop_app.paper.embedding import Embedding
from desktop_app.paper.fonts import Style
from desktop_app.paper.look import Pen
from desktop_app.paper.reading_order import NO_REACH, Reach

rl_config.useA85 = 0  # pages as bytes: its text encoding of them is slow and a quarter longer


class _NoFont:
    """What the canvas begins with: a font that is embedded when it is used, which is never."""

    fontName = name = "none"  # noqa: N815 the names of reportlab's interface
    _dynamicFont = True  # noqa: N815
    _multiByte = False  # noqa: N815

    @property
    def face(self) -> _NoFont:
        return self


class Ink:
    """A PDF in the making: draw, ``end_page`` for each page, ``finish`` for the bytes.

    Tints lie under lines and lines under text. Text keeps the order in which it was drawn, since copying and
    searching follow it.
    """

    def __init__(self, size: tuple[float, float], title: str, author: str) -> None:
        pdfmetrics.registerFont(_NoFont())
        canvas: Any = Canvas  # its stubs take the name of the first font for a number
        self._canvas = canvas("", size, pageCompression=1, initialFontName=_NoFont.name, lang="zh-CN")
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("客户关系工作台")
        self._height = size[1]
        self._fonts: dict[str, Embedding] = {}
        self._clear()

    def _clear(self) -> None:
        self._tints: dict[str, list[str]] = defaultdict(list)
        self._lines: dict[Pen, list[str]] = defaultdict(list)
        self._text: list[str] = []
        self._face, self._colour, self._spacing = ("", 0.0), "", 0.0

    def tint(self, x: float, top: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._tints[colour].append(f"{x:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re")

    def line(self, x: float, top: float, to_x: float, to_top: float, pen: Pen) -> None:
        """Draw a straight line."""
        start, end = self._height - top, self._height - to_top
        self._lines[pen].append(f"{x:.2f} {start:.2f} m {to_x:.2f} {end:.2f} l")

    def frame(self, x: float, top: float, width: float, height: float, pen: Pen) -> None:
        """Draw a rectangle."""
        self._lines[pen].append(f"{x:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re")

    def text(
        self, x: float, baseline: float, text: str, style: Style, reach: Reach = NO_REACH, spacing: float = 0
    ) -> None:
        """Set one line of text whose baseline lies ``baseline`` below the top of the page, characters set apart.

        Where it reaches beyond itself, blanks at the ends of its reach make one span with it.
        """
        start, end = reach[0], reach[1] - style.width(" ")
        before = [start] if start and start + style.width(" ") < x else []
        behind = [end] if end > x + style.width(text) else []
        with self.reading_as(text) if before or behind else nullcontext():
            for blank in before:
                self._set(blank, baseline, " ", style)
            self._set(x, baseline, text, style, spacing)
            for blank in behind:
                self._set(blank, baseline, " ", style)

    def _set(self, x: float, baseline: float, text: str, style: Style, spacing: float = 0) -> None:
        if style.colour != self._colour:
            self._colour = style.colour
            self._text.append(f"{style.colour} rg")
        self._text.append(f"1 0 0 1 {x:.2f} {self._height - baseline:.2f} Tm")
        if spacing != self._spacing:
            self._spacing = spacing
            self._text.append(f"{spacing:.3f} Tc")
        faces = style.faces
        for name, characters in groupby(text, key=lambda character: faces[character][0]):
            self._run(name, style.size, characters)

    @contextmanager
    def reading_as(self, text: str) -> Iterator[None]:
        """What is set meanwhile is one piece to whoever copies or searches, and reads as ``text``."""
        self._text.append(f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC")
        yield
        self._text.append("EMC")

    def end_page(self) -> None:
        """Close the page; the next one begins empty."""
        for colour, areas in self._tints.items():
            self._canvas.addLiteral(f"{colour} rg\n" + "\n".join(areas) + "\nf")
        for (width, colour), lines in self._lines.items():
            self._canvas.addLiteral(f"{width} w {colour} RG\n" + "\n".join(lines) + "\nS")
        self._canvas.addLiteral("BT\n" + "\n".join(self._text) + "\nET")
        self._canvas.showPage()
        self._clear()

    def finish(self) -> bytes:
        """The whole document."""
        return bytes(self._canvas.getpdfdata())

    def _run(self, name: str, size: float, characters: Iterable[str]) -> None:
        embedding = self._embedding(name)
        if (name, size) != self._face:
            self._face = (name, size)
            self._text.append(f"/{embedding.name} {size:.2f} Tf")
        self._text.append("<" + "".join([embedding[character] for character in characters]) + "> Tj")

    def _embedding(self, name: str) -> Embedding:
        if name not in self._fonts:
            document = self._canvas._doc  # the canvas has no public way to add a font of one's own
            self._fonts[name] = Embedding(document, name, f"N{len(self._fonts) + 1}")
        return self._fonts[name]
