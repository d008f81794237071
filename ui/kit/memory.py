"""What the window remembers between two starts: sizes, sort, filters; never a customer's data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T", str, int, bool, list[int], list[str])


class Memory:
    """A small store of named values over QSettings; a value that cannot be read counts as never written."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @classmethod
    def in_file(cls, file: Path) -> Memory:
        """A memory in an INI file of its own."""
        return cls(QSettings(str(file), QSettings.Format.IniFormat))

    def read(self, key: str, default: T) -> T:
        """The value kept under a key if it has the kind of ``default``, else ``default``."""
        try:
            value = json.loads(str(self._settings.value(key, "null")))
        except ValueError:
            return default
        return value if type(value) is type(default) else default

    def write(self, key: str, value: str | int | bool | list[int] | list[str]) -> None:
        """Keep a value under a key."""
        self._settings.setValue(key, json.dumps(value, ensure_ascii=True))

    def read_bytes(self, key: str) -> QByteArray:
        """The bytes kept under a key, e.g. a window's geometry; empty when there are none."""
        return QByteArray.fromBase64(self.read(key, "").encode())

    def write_bytes(self, key: str, value: QByteArray) -> None:
        """Keep bytes, e.g. a splitter's state."""
        self.write(key, value.toBase64().toStdString())
