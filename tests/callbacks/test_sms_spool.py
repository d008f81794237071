"""Messages through a real gammu-smsd with its dummy phone: out, in, joined, and never twice."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from desktop_app.callbacks.sms_gateway import Incoming, Outgoing
from desktop_app.callbacks.sms_spool import SpoolFolders, SpoolGateway
from desktop_app.problems import Unavailable

NOW = datetime(2026, 10, 31, 12)
CONFIGURATION = """
[gammu]
connection = none
model = dummy
device = {place}/phone

[smsd]
service = files
logfile = stderr
debuglevel = 1
inboxpath = {place}/inbox/
outboxpath = {place}/outbox/
sentsmspath = {place}/sent/
errorsmspath = {place}/failed/
inboxformat = unicode
outboxformat = unicode
transmitformat = auto
commtimeout = 1
sendtimeout = 2
receivefrequency = 1
loopsleep = 1
checksecurity = 0
checkbattery = 0
checksignal = 0
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("phone", "inbox", "outbox", "sent", "failed"):
        (tmp_path / name).mkdir()
    (tmp_path / "rc").write_text(CONFIGURATION.format(place=tmp_path))
    return tmp_path


def way_of(place: Path) -> SpoolGateway:
    return SpoolGateway(SpoolFolders(*(place / name for name in ("outbox", "sent", "failed", "inbox"))))


@contextmanager
def running(place: Path) -> Iterator[Callable[[str, int], list[str]]]:
    """The daemon, ended by its own process number; yields how to follow its log until so many lines hold a word."""
    with subprocess.Popen(
        ["gammu-smsd", "-c", str(place / "rc")], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "C.UTF-8"}, text=True, encoding="utf-8", errors="replace",
    ) as daemon:  # fmt: skip
        try:
            yield lambda word, times: _follow(daemon, word, times)
        finally:
            daemon.terminate()


def _follow(daemon: subprocess.Popen[str], word: str, times: int) -> list[str]:
    assert daemon.stderr
    log: list[str] = []
    for line in daemon.stderr:
        log.append(line)
        if sum(word in known for known in log) == times:
            return log
    raise AssertionError("".join(log))


def customer_writes(place: Path, sender: str, text: str) -> None:
    command = [
        "gammu",
        "-c",
        str(place / "rc"),
        "savesms",
        "TEXT",
        "-folder",
        "1",
        "-unread",
        "-sender",
        sender,
    ]
    subprocess.run([*command, "-len", "400", "-textutf8", text], check=True, capture_output=True)


def message(number: int, text: str) -> Outgoing:
    return Outgoing(number, f"1381234{number:04}", "沈佳", text, NOW)


def test_messages_go_out_whole_and_are_told_as_sent(place: Path) -> None:
    way, texts = way_of(place), ["【云岭汽车】𫖯女士，请回复 1–10 分。", "长" * 150]
    told = way.hand_over([message(place_, text) for place_, text in enumerate(texts, 1)], NOW)
    assert [one.state for one in told] == ["waiting", "waiting"]
    with running(place) as follow:
        log = "".join(follow("Renamed", 2))
    assert {one.state for one in way.ask([1, 2], NOW)} == {"sent"}
    sent = sorted((place / "sent").iterdir())
    assert [path.read_text("utf-16") for path in sent] == texts
    assert f'to "13812340001" with text "{texts[0]}"' in log


def test_handing_over_twice_sends_once(place: Path) -> None:
    way, one = way_of(place), message(7, "请打分")
    way.hand_over([one], NOW)
    way.hand_over([one], NOW)
    assert len(list((place / "outbox").iterdir())) == 1
    with running(place) as follow:
        follow("Renamed", 1)
    assert way.hand_over([one], NOW)[0].state == "sent"
    assert list((place / "outbox").iterdir()) == []


def test_what_the_daemon_could_not_send_is_told_as_failed(place: Path) -> None:
    way = way_of(place)
    way.hand_over([message(8, "请打分")], NOW)
    (waiting,) = (place / "outbox").iterdir()
    waiting.rename(place / "failed" / waiting.name)
    assert [one.state for one in way.ask([8, 9], NOW)] == ["failed"]


def test_replies_come_in_with_their_number_and_text(place: Path) -> None:
    way = way_of(place)
    customer_writes(place, "+8613812345678", "9，服务不错𫖯")
    with running(place) as follow:
        follow("Received IN", 1)
    (came,) = way.incoming()
    assert (came.number, came.text) == ("13812345678", "9，服务不错𫖯")
    way.taken([came])
    assert way.incoming() == ()
    assert way_of(place).incoming() == ()


def test_parts_of_one_reply_are_joined(place: Path) -> None:
    name = "IN20261031_101500_00_+8613812345678"
    for part, text in ((1, "，下次还来"), (0, "9，修得好")):
        (place / "inbox" / f"{name}_{part:02}.txt").write_bytes(text.encode("utf-16") + b"\0\0\0\0")
    (place / "inbox" / "IN20261031_101600_00_10086_00.txt").write_text("话费余额", "utf-8")
    (place / "inbox" / "notes.txt").write_text("not a message")
    assert way_of(place).incoming() == (
        Incoming("13812345678", datetime(2026, 10, 31, 10, 15), "9，修得好，下次还来", name),
        Incoming("10086", datetime(2026, 10, 31, 10, 16), "话费余额", "IN20261031_101600_00_10086"),
    )


def test_a_folder_that_is_gone_bars_the_way(place: Path) -> None:
    (place / "sent").rmdir()
    with pytest.raises(Unavailable, match="文件夹不在"):
        way_of(place).hand_over([message(1, "请打分")], NOW)
    assert list((place / "outbox").iterdir()) == []
