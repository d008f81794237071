"""Every hostile file: refused in words that name the cause and the way out, or taken in rightly where it is harmless."""

from __future__ import annotations

import multiprocessing
import re
import resource
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from desktop_app.exchange.importing import import_file
from desktop_app.problems import Refused, Unavailable
from desktop_app.session import Session
from tests.exchange.hostile.corpus import Hostile, corpus
from tests.exchange.hostile.counting import table_counts

PLACEHOLDER = 1
NAMES = [hostile.name for hostile in corpus(PLACEHOLDER)]
MOST_GROWTH = 400 * 1024
"""KiB by which this process may grow over one file, whatever it holds."""

WAY_OUT = re.compile("请|可以")


class Canary(HTTPServer):
    """Listens where hostile files want something fetched from."""

    def __init__(self) -> None:
        self.asked = 0
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                canary.asked += 1

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file(name: str, session: Session, tmp_path: Path, temporary: Path, canary: Canary) -> None:
    hostile = next(each for each in corpus(canary.server_port) if each.name == name)
    room = tmp_path / "room"
    room.mkdir()
    path, before = hostile.make(room), table_counts(session)
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made = sorted(room.iterdir())
    _outcome(hostile, session, path, before)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - size < MOST_GROWTH
    assert not multiprocessing.active_children()
    assert list(temporary.iterdir()) == []
    assert sorted(room.iterdir()) == made
    assert canary.asked == 0


def _outcome(hostile: Hostile, session: Session, path: Path, before: dict[str, int]) -> None:
    if hostile.takes is not None:
        done = import_file(session, path, hostile.kind)
        assert (done.created, done.refused) == hostile.takes
        assert done.read == done.created + done.updated + done.unchanged + done.refused
        return
    with pytest.raises((Refused, Unavailable)) as caught:
        import_file(session, path, hostile.kind)
    error = caught.value
    said = error.message + (error.data + error.todo if isinstance(error, Unavailable) else "")
    assert re.search(hostile.says, said), said
    assert WAY_OUT.search(said), said
    assert table_counts(session) == before


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 30
