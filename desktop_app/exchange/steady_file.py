"""A file that must not change while it is read: an export that is still being written would come in by half."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.exchange.file_formats import open_file
from desktop_app.problems import Refused


@contextmanager
def steady(path: Path) -> Iterator[Callable[[], str]]:
    """Yield what gives the file's SHA-256 once it was read; Refused when it was changed, moved or grew meanwhile."""
    digests: list[str] = []
    before = _standing(path)
    yield digests.pop
    digests.append(digest_of(path))
    if _standing(path) != before:
        raise Refused(f"“{path.name}”在读取时发生了变化，没有导入任何内容。请等它写完或复制完，再重新导入。")


def digest_of(path: Path) -> str:
    """The file's SHA-256."""
    with open_file(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _standing(path: Path) -> tuple[int, int, int]:
    with open_file(path) as stream:
        found = os.fstat(stream.fileno())
    return found.st_ino, found.st_size, found.st_mtime_ns
