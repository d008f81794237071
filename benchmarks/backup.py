"""A verified backup against a bare copy by the engine, both while two people save all the time."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.invented import KEY, NOW, Size, copy_of
from benchmarks.measure import Row, in_turn, median
from benchmarks.saving import never_tried
from benchmarks.two_savers import two_saving
from db.connection import connect, unlocked
from desktop_app.safety.backup import back_up_folder
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.key_file import write_ring
from desktop_app.safety.keys import Cost, KeyRing, with_account
from desktop_app.session import Session

ROUNDS = 3
HALF_GIGABYTE = 500_000_000
SECONDS, P99_SECONDS = 5.0, 0.050
"""What half a gigabyte may take, and a save meanwhile."""


@dataclass
class Measured:
    """Seconds and CPU seconds of each backup, and the times of the saves under way meanwhile."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)


def rows(size: Size) -> Iterator[Row]:
    with copy_of(size) as session:
        folder = session.data.path.parent
        write_ring(folder / KEYS, with_account(KeyRing(), KEY, "测试", "测试", cost=Cost(64, 1, 1)))
        shares = _shares(2 * ROUNDS)
        ours, bare = Measured(), Measured()
        in_turn(
            [_meanwhile(session, share, ours, lambda: _verified(session)) for share in shares[::2]],
            [_meanwhile(session, share, bare, lambda: _bare(session)) for share in shares[1::2]],
        )
        yield _row(ours, bare, session.data.path.stat().st_size)


def _row(ours: Measured, bare: Measured, size: int) -> Row:
    half = HALF_GIGABYTE / size
    best, p99 = min(ours.seconds) * half, _p99(ours.saves)
    also = (
        f"half a gigabyte: best {best:.1f} s, median {median(ours.seconds) * half:.1f} s,"
        f" {median(ours.cpu) * half:.1f} s of CPU;"
        f" {len(ours.saves)} saves meanwhile: p99 {p99 * 1000:.0f} ms (bare copy: {_p99(bare.saves) * 1000:.0f} ms),"
        f" slowest {max(ours.saves) * 1000:.0f} ms"
    )
    return Row(
        "verified backup while two save", "the engine's bare copy, nothing verified", median(ours.seconds),
        median(bare.seconds), 1.5, also, best <= SECONDS and p99 <= P99_SECONDS,
    )  # fmt: skip


def _meanwhile(
    session: Session, share: Sequence[int], measured: Measured, work: Callable[[], Path]
) -> Callable[[], None]:
    """The work with two people saving, only itself being timed; what it made is thrown away."""

    def done() -> None:
        with two_saving(session.data.path, share) as saves:
            start, cpu = time.perf_counter(), time.process_time()
            made = work()
            end = time.perf_counter()
            measured.seconds.append(end - start)
            measured.cpu.append(time.process_time() - cpu)
        made.unlink()
        measured.saves += saves.between(start, end)

    return done


def _verified(session: Session) -> Path:
    return back_up_folder(session.data.path.parent, session.data, NOW).file


def _bare(session: Session) -> Path:
    target = session.data.path.with_name(secrets.token_hex(4))
    target.touch()
    source, copy = connect(session.data.path, KEY), unlocked(target, KEY)
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    source.backup(copy, pages=1024)
    copy.close()
    source.close()
    return target


def _shares(count: int) -> list[list[int]]:
    found = never_tried(1_000_000)
    return [found[number::count] for number in range(count)]


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]
