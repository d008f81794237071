"""The gateway over the folders of gammu-smsd's FILES service: a phone or stick on this PC sends and receives.

The daemon takes a file from its outbox, sends it and moves it to its folder of sent or of failed ones; what comes
in it puts as files into its inbox (gammu-smsd-files(7)). All texts are UTF-16, so that every character arrives.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from db.whole_files import PART, write_whole
from desktop_app.callbacks.sms_gateway import Incoming, Outgoing, State, Told
from desktop_app.exchange.phones import read_phones
from desktop_app.problems import Unavailable

MARK = "crdesk"
"""What our files in the outbox end in, before the message's number; other programs may use the daemon too."""
TAKEN = "crdesk-taken"
"""Folder in the inbox for replies that are stored."""

_OURS = re.compile(rf"OUT.*_{MARK}(\d+)\.txt", re.IGNORECASE)
_RECEIVED = re.compile(r"(IN(\d{8})_(\d{6})_(\d+)_(.*))_(\d+)\.txt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpoolFolders:
    """The four folders as gammu-smsd's configuration names them (outboxpath, sentsmspath, errorsmspath, inboxpath)."""

    outbox: Path
    sent: Path
    failed: Path
    inbox: Path


class SpoolGateway:
    """One running gammu-smsd, by its folders."""

    def __init__(self, folders: SpoolFolders) -> None:
        self._folders = folders

    def hand_over(self, messages: Sequence[Outgoing], now: datetime) -> tuple[Told, ...]:
        """Put each into the outbox, unless it lies in one of the daemon's folders already."""
        self._refuse_missing()
        known = self._places([one.id for one in messages])
        for one in messages:
            if one.id not in known:
                # the daemon may look at any moment: the name it looks for appears when the file is whole
                part = self._folders.outbox / f"{MARK}-{one.id}{PART}"
                write_whole(part, one.text.encode("utf-16"))
                part.replace(self._folders.outbox / _file_name(one))
        return self.ask((one.id for one in messages), now)

    def ask(self, ids: Iterable[int], now: datetime) -> tuple[Told, ...]:
        """Sent or failed by the folder the daemon moved it to; in the outbox it waits."""
        self._refuse_missing()
        wanted = list(ids)
        places = self._places(wanted)
        return tuple(Told(one, places[one][1], _moved_at(places[one][0])) for one in wanted if one in places)

    def incoming(self) -> tuple[Incoming, ...]:
        """Every reply whose parts are in the inbox, parts of one message joined."""
        self._refuse_missing()
        found = [(match, path) for path in self._folders.inbox.iterdir() if (match := _matched(path))]
        found.sort(key=lambda one: (one[0][1], int(one[0][6])))
        return tuple(
            _joined(name, [path for _, path in parts])
            for name, parts in groupby(found, lambda one: one[0][1])
        )

    def taken(self, messages: Iterable[Incoming]) -> None:
        """Move their files aside."""
        place = self._folders.inbox / TAKEN
        place.mkdir(exist_ok=True)
        for message in messages:
            for path in sorted(self._folders.inbox.glob(f"{message.source}_*")):
                path.replace(place / path.name)

    def _places(self, ids: Collection[int]) -> dict[int, tuple[Path, State]]:
        """Message → its file, and what the folder it lies in says of it; sent ones are kept for good by the daemon."""
        folders, wanted = self._folders, frozenset(ids)
        states: tuple[tuple[Path, State], ...] = (
            (folders.outbox, "waiting"), (folders.sent, "sent"), (folders.failed, "failed"),
        )  # fmt: skip
        found: dict[int, tuple[Path, State]] = {}
        for place, state in states if wanted else ():
            for path in place.iterdir():
                match = _OURS.match(path.name)
                if match and int(match[1]) in wanted:
                    found[int(match[1])] = path, state
        return found

    def _refuse_missing(self) -> None:
        folders = self._folders
        for place in (folders.outbox, folders.sent, folders.failed, folders.inbox):
            if not place.is_dir():
                raise Unavailable(
                    f"短信设备的文件夹不在：{place}",
                    data="短信都还在待发队列里，一条也没有丢。",
                    todo="看看 gammu-smsd 是否装好、设置里的文件夹是否写对，再试一次。",
                )


def _moved_at(path: Path) -> datetime:
    """When the daemon moved it, which on Windows nobody notes: there, when it was written."""
    found = path.stat()
    return datetime.fromtimestamp(found.st_mtime if os.name == "nt" else found.st_ctime).replace(
        microsecond=0
    )


def _file_name(one: Outgoing) -> str:
    return f"OUTC{one.written_at:%Y%m%d_%H%M%S}_00_{one.number}_{MARK}{one.id}.txt"


def _matched(path: Path) -> re.Match[str] | None:
    return _RECEIVED.fullmatch(path.name) if path.is_file() else None


def _joined(name: str, parts: Sequence[Path]) -> Incoming:
    match = _RECEIVED.fullmatch(parts[0].name)
    assert match
    at = datetime.strptime(match[2] + match[3], "%Y%m%d%H%M%S")
    sender = match[5]
    return Incoming(read_phones(sender).mobile or sender, at, "".join(map(_text, parts)), name)


def _text(path: Path) -> str:
    """The text of one part: UTF-16 behind a byte order mark, else UTF-8; the daemon pads with zeros."""
    content = path.read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8"
    return content.decode(encoding, errors="replace").split("\0")[0].strip()
