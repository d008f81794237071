"""The files of an office with bytes turned, parts cut, doubled or exchanged, and rubbish in their cells."""

from __future__ import annotations

import csv
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.exchange.files import write_xlsx
from tests.exchange.office import SAMPLE_FILES, call, delivery, order

RUBBISH = (
    "", " ", "\x00", "\x07", "�", "=1+1", "-1", "1e400", "nan", "2026-13-45", "9999-12-31", "0", "１２３", "𫖯" * 50,
    "," * 9, '"', '"""', "\n\n", "\r", "<td>", "'; DROP TABLE sale; --", "true", "是", "13812345678 / 0564-3772837",
    "A" * 40_000, "\ufeff", "\u202e乱",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken file, what it was and how it was broken."""

    path: Path
    kind: str
    how: str


def mutants(folder: Path, count: int, seed: int) -> Iterator[Mutant]:
    """``count`` files, each other than the one before, the same for each seed; made one at a time."""
    chance = random.Random(seed)
    sources = [*SAMPLE_FILES.items(), *_generated(folder)]
    for number in range(count):
        kind, source = chance.choice(sources)
        content = source.read_bytes()
        how = chance.choice(_ways(source))
        path = folder / f"{number}{source.suffix}"
        path.write_bytes(how(content, chance))
        yield Mutant(path, kind, f"{how.__name__} of {source.name}, number {number}")


def _generated(folder: Path) -> list[tuple[str, Path]]:
    """Small files of every kind and format, so that many mutations leave something to read."""
    made: list[tuple[str, Path]] = []
    rows = {
        "deliveries": [delivery(n, 手机=f"1381234{n:04}", 性别="女") for n in range(30)],
        "repair-orders": [order(n, 里程=str(n * 900), 维修班组="一组") for n in range(30)],
        "callbacks": [call(f"XS{n}", 问题1="9", 意见="都好") for n in range(30)],
    }
    place = folder / "sources"
    place.mkdir()
    for kind, some in rows.items():
        table = [list(some[0]), *(list(map(str, row.values())) for row in some)]
        made.append((kind, write_xlsx(place / f"{kind}.xlsx", table)))
        for encoding in ("utf-8-sig", "gb18030", "utf-16"):
            path = place / f"{kind}-{encoding}.csv"
            path.write_bytes(_as_csv(table).encode(encoding))
            made.append((kind, path))
        page = place / f"{kind}.htm"
        page.write_text(f"<html><table>{''.join(map(_html_row, table))}</table></html>", "utf-8")
        made.append((kind, page))
    return made


def _as_csv(table: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(table)
    return stream.getvalue()


def _html_row(row: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"


Break = Callable[[bytes, random.Random], bytes]


def _ways(source: Path) -> tuple[Break, ...]:
    ways: tuple[Break, ...] = (turned_bits, cut, spliced, doubled, zeroed, shuffled)
    if source.suffix == ".xlsx":
        return (*ways, changed_part, changed_part, exchanged_parts, lost_part)
    return (*ways, rubbish_in_cells, rubbish_in_cells) if source.suffix == ".csv" else ways


def turned_bits(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30, 300))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def spliced(content: bytes, chance: random.Random) -> bytes:
    """A piece is taken out and put in elsewhere."""
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randrange(1, 4000)]
    at = chance.randrange(len(content))
    return content[:at] + piece + content[at:]


def doubled(content: bytes, chance: random.Random) -> bytes:
    return content + content[chance.randrange(len(content)) :]


def zeroed(content: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(content)), chance.choice((1, 16, 512, 4096))
    return content[:start] + bytes(min(length, len(content) - start)) + content[start + length :]


def shuffled(content: bytes, chance: random.Random) -> bytes:
    """The file in blocks of 512 bytes, two of which have changed places."""
    blocks = [content[at : at + 512] for at in range(0, len(content), 512)]
    one, other = chance.randrange(len(blocks)), chance.randrange(len(blocks))
    blocks[one], blocks[other] = blocks[other], blocks[one]
    return b"".join(blocks)


def changed_part(content: bytes, chance: random.Random) -> bytes:
    """A sound archive around a part that is broken."""
    parts = _parts(content)
    name = chance.choice(sorted(parts))
    if parts[name]:
        parts[name] = chance.choice((turned_bits, cut, spliced))(parts[name], chance)
    return _archive(parts)


def exchanged_parts(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    one, other = chance.choice(sorted(parts)), chance.choice(sorted(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return _archive(parts)


def lost_part(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    del parts[chance.choice(sorted(parts))]
    return _archive(parts)


def rubbish_in_cells(content: bytes, chance: random.Random) -> bytes:
    """Some cells below the headings hold what no cell should."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
        text = content.decode(encoding)
    table = list(csv.reader(io.StringIO(text)))
    for _ in range(chance.choice((1, 5, 40))):
        row = chance.choice(table[chance.choice((0, 1, 1, 1)) :])
        if row:
            row[chance.randrange(len(row))] = chance.choice(RUBBISH)
    return _as_csv(table).encode(encoding, "replace")


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=zlib.Z_BEST_SPEED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
