"""Looking into an OLE2 file, the shell of Excel 97 workbooks: is it one, is it locked, is it all there?"""

from __future__ import annotations

import struct

PASSWORD, NO_WORKBOOK, CUT_SHORT = "password", "no workbook", "cut short"

_WORKBOOK_START = bytes.fromhex("090810000006")
_FILEPASS, _FIRST_RECORDS = 0x2F, 12
_HEADER_BYTES = 512
_FREE = 0xFFFFFFFF
_LARGEST_SECTOR = 0xFFFFFFFA


def fault_of(content: bytes) -> str:
    """What keeps the file from being read, one of the three words above; "" if nothing is seen."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PASSWORD
    if is_cut_short(content):
        return CUT_SHORT
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book\x00")):
        return NO_WORKBOOK
    return PASSWORD if _FILEPASS in _first_records(content) else ""


def is_cut_short(content: bytes) -> bool:
    """Whether the file's own list of sectors goes on beyond its end, as after a broken copy."""
    if len(content) < _HEADER_BYTES:
        return True
    size = 1 << (struct.unpack_from("<H", content, 30)[0] & 15)
    for place, sector in enumerate(_list_sectors(content, size)):
        entries = _sector(content, sector, size)
        if len(entries) < size // 4:
            return True
        used = max((at for at, entry in enumerate(entries) if entry != _FREE), default=-1)
        if used >= 0 and _HEADER_BYTES + (place * size // 4 + used) * size >= len(content):
            return True
    return False


def _list_sectors(content: bytes, size: int) -> list[int]:
    """The sectors that hold the list of sectors: 109 named in the header, the others in a chain."""
    count, chain, chained = (struct.unpack_from("<I", content, at)[0] for at in (44, 68, 72))
    sectors = list(struct.unpack_from("<109I", content, 76))
    for _ in range(min(chained, len(content) // size)):
        *more, chain = _sector(content, chain, size) or (_FREE,)
        sectors += more
    return [sector for sector in sectors[:count] if sector < _LARGEST_SECTOR]


def _sector(content: bytes, number: int, size: int) -> tuple[int, ...]:
    start = _HEADER_BYTES + number * size
    whole = (content[start : start + size])[: size // 4 * 4]
    return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])


def _first_records(content: bytes) -> list[int]:
    """The kinds of the workbook's first records; FILEPASS among them says that all others are encrypted."""
    kinds, at = list[int](), content.find(_WORKBOOK_START)
    while 0 <= at < len(content) and len(kinds) < _FIRST_RECORDS:
        kinds.append(int.from_bytes(content[at : at + 2], "little"))
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    return kinds
