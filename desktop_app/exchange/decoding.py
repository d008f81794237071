"""Bytes of a text file → text: strict UTF-8, UTF-16, else GB18030, and never a guess by a detector."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from desktop_app.problems import Refused

_CHINESE_ENOUGH = 6
"""Characters; fewer may be GB18030 that happens to look like UTF-8."""

MOST_DAMAGED_SHARE = 0.01
"""More unreadable characters than this, and the file is no text at all."""


class Decoded(NamedTuple):
    """The text without byte-order mark, and how many of its characters could not be read (shown as �)."""

    text: str
    damaged: int = 0


def decode(content: bytes) -> Decoded:
    """The text of a whole file; GB18030 with a damaged character here and there is still read."""
    encoding = _marked_encoding(content)
    try:
        return Decoded(_plain(content.decode(encoding or "utf-8-sig")))
    except UnicodeDecodeError as error:
        begun_as = "utf-8" if _begins_as_utf_8(content[: error.start]) else "gb18030"
        text = _plain(content.decode(encoding or begun_as, "replace"))
    damaged = text.count("\N{REPLACEMENT CHARACTER}")
    if damaged > max(20, len(text) * MOST_DAMAGED_SHARE):
        raise Refused("文件的文字编码无法识别，没有导入任何内容。请另存为“CSV UTF-8”或 .xlsx 后再导入。")
    return Decoded(text, damaged)


def decode_start(start: bytes) -> str:
    """The first characters of a file of which only the start was read; never raises."""
    encoding = _marked_encoding(start)
    if encoding:
        return start.decode(encoding, "ignore")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        return start.decode("gb18030", "ignore")


def _marked_encoding(content: bytes) -> str:
    """UTF-16 by its mark, or without one by the zero bytes that every line end and digit of it has."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:4096]
    if start.count(0) * 20 < len(start):
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _begins_as_utf_8(sound: bytes) -> bool:
    """Whether what was read so far holds Chinese in UTF-8: then a wrong byte is damage, not another encoding."""
    return sum(character >= "\u2e80" for character in sound.decode("utf-8", "ignore")) >= _CHINESE_ENOUGH


def _plain(text: str) -> str:
    if text.count("\0") * 100 > len(text):
        raise Refused("这不是文本表格，没有导入任何内容。请选择 .xlsx、.xls 或 .csv 文件。")
    return text.replace("\0", "").removeprefix("\ufeff")
