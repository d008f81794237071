"""A font inside a PDF: the glyphs in use, and which character each of them stands for.

The TTFont of reportlab says what a code means as one number of four or five digits, which readers take apart
wrongly beyond U+FFFF: 𫖯 could neither be copied nor found. It also cuts a font into parts of 256 characters and
reads the whole file for each. Here a font is embedded once, with two-byte codes explained in UTF-16.
"""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

from desktop_app.paper.fonts import MISSING_BOX, font, glyph

_SYMBOLIC = 4
_FULL_WIDTH = 1000
_ASCENT = 880  # of the square that an ideograph stands in; the fonts' own figures include the line gap
_ENTRIES_A_BLOCK = 100  # the most that one beginbfchar may hold
_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def to_unicode(characters: list[str]) -> str:
    """The table that tells a reader which character each code (1, 2, …) stands for, in UTF-16."""
    utf16 = (character.encode("utf-16-be").hex() for character in characters)
    entries = [f"<{code:04X}> <{units}>" for code, units in enumerate(utf16, 1)]
    blocks = [entries[at : at + _ENTRIES_A_BLOCK] for at in range(0, len(entries), _ENTRIES_A_BLOCK)]
    return _TO_UNICODE.format(
        blocks="\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    )


class Embedding(dict[str, str]):
    """One font of one document: maps a character to its code, four hexadecimal digits, given at first use."""

    def __init__(self, document: Any, face: str, name: str) -> None:
        """``name`` is what page streams call the font; ``document`` is reportlab's PDFDocument."""
        super().__init__()
        self.name = name
        self._face = face
        self._font = font(face)
        document.fontMapping[face] = f"/{name}"
        document.delayedFonts.append(self)

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code

    def addObjects(self, document: Any) -> None:
        """Write the font's objects; reportlab calls this when the document's pages are complete."""
        glyphs = [0, *(self._glyph(character) for character in self)]
        name = f"CRDESK+{self._face}"
        descendant = _dictionary(
            Type="Font",
            Subtype="CIDFontType2",
            BaseFont=name,
            CIDSystemInfo=_dictionary(Registry=_string("Adobe"), Ordering=_string("Identity"), Supplement=0),
            CIDToGIDMap="Identity",
            DW=_FULL_WIDTH,
            W=pdfdoc.PDFArray(self._widths(glyphs)),
            FontDescriptor=document.Reference(self._descriptor(document, name, glyphs)),
        )
        font = _dictionary(
            Type="Font",
            Subtype="Type0",
            BaseFont=name,
            Encoding="Identity-H",
            DescendantFonts=pdfdoc.PDFArray([document.Reference(descendant)]),
            ToUnicode=document.Reference(_stream(to_unicode(list(self)).encode())),
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font)

    def _widths(self, glyphs: list[int]) -> list[Any]:
        """Code and width in turn of all that is not as wide as an ideograph."""
        advances = enumerate(map(self._font.advance, glyphs))
        narrow = ((code, advance) for code, advance in advances if advance != _FULL_WIDTH)
        return [entry for code, advance in narrow for entry in (code, pdfdoc.PDFArray([advance]))]

    def _glyph(self, character: str) -> int:
        """Its glyph, or the box for one that no face has: the code still says which character it was."""
        return glyph(self._face, character) or glyph(self._face, MISSING_BOX)

    def _descriptor(self, document: Any, name: str, glyphs: list[int]) -> pdfdoc.PDFDictionary:
        file = self._font.subset(glyphs)
        return _dictionary(
            Type="FontDescriptor",
            FontName=name,
            Flags=_SYMBOLIC,
            FontBBox=pdfdoc.PDFArray(self._font.box),
            ItalicAngle=0,
            Ascent=_ASCENT,
            Descent=_ASCENT - _FULL_WIDTH,
            CapHeight=_ASCENT,
            StemV=80,
            FontFile2=document.Reference(_stream(file, Length1=len(file))),
        )


def _dictionary(**entries: Any) -> pdfdoc.PDFDictionary:
    named = {key: pdfdoc.PDFName(value) if type(value) is str else value for key, value in entries.items()}
    return pdfdoc.PDFDictionary(named)


def _string(text: str) -> pdfdoc.PDFString:
    return pdfdoc.PDFString(text)


def _stream(content: bytes, **entries: int) -> pdfdoc.PDFStream:
    """A stream compressed quickly: outlines hardly shrink further, however long one tries."""
    return pdfdoc.PDFStream(_dictionary(Filter="FlateDecode", **entries), zlib.compress(content, 1))
