"""An import beside other people's saves: nobody fails, both results are right, and who saves first is known."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Counter, ImportBatch, Sale, VehicleFile
from db.connection import connect
from desktop_app import long_writes
from desktop_app.archive.editing import save_file
from desktop_app.archive.finding import search
from desktop_app.exchange import plans, search_of_batch
from desktop_app.exchange.importing import import_file
from desktop_app.exchange.search_of_batch import catch_up, waiting
from desktop_app.exchange.watching import Phase, Watch
from desktop_app.safety.consistency import files_out_of_step, search_index_out_of_step
from desktop_app.session import Session
from tests.conftest import KEY
from tests.exchange.office import Office, counts, delivery, order, picture, vin

ROOT = Path(__file__).parents[2]
SEEN = 10**9
"""Nobody has changed the field since this person looked."""

SAVER = Path(__file__).with_name("saver.py")


class Meanwhile:
    """Does one thing after the other in another thread, as another person would, each time a phase begins."""

    def __init__(self, phase: Phase, *deeds: Callable[[], object]) -> None:
        self.done = 0
        self.phases: list[Phase] = []
        left = list(deeds)

        def told(now: Phase) -> None:
            self.phases.append(now)

        def step(_done: int, _total: int) -> None:
            if left and self.phases[-1] == phase and self.done < self.times(phase):
                deed = left.pop(0)
                other = threading.Thread(target=deed)
                other.start()
                other.join()
                self.done += 1

        self.watch = Watch(progress=step, phase=told)

    def times(self, phase: Phase) -> int:
        return self.phases.count(phase)


def sound(session: Session) -> bool:
    return [*files_out_of_step(session), *search_index_out_of_step(session)] == []


def test_a_save_beside_the_matching_makes_the_import_look_again(office: Office) -> None:
    """The person's plate beats the file's, though the file had been compared before it was typed."""
    office.deliveries(delivery(手机="13811111111"))
    number = office.car()["id"]
    meanwhile = Meanwhile("matching", lambda: save_file(office.session, number, {"plate": "皖N00001"}, SEEN))
    done = office.orders(order(1, 车牌号="皖N99999", 联系电话="13822222222"), watch=meanwhile.watch)
    assert meanwhile.times("matching") == 2
    assert counts(done) == (1, 0, 0, 0)
    assert (office.car()["plate"], office.car()["phone"]) == ("皖N00001", "13822222222")
    assert sound(office.session)


def test_a_save_of_another_car_does_not_disturb(office: Office) -> None:
    office.deliveries(delivery(1), delivery(2))
    number = office.car(2)["id"]
    meanwhile = Meanwhile("matching", lambda: save_file(office.session, number, {"plate": "皖N00001"}, SEEN))
    office.orders(order(1, 车牌号="皖N99999"), watch=meanwhile.watch)
    assert meanwhile.times("matching") == 1
    assert (office.car(1)["plate"], office.car(2)["plate"]) == ("皖N99999", "皖N00001")


def test_a_person_who_saves_after_the_import_wins_too(office: Office) -> None:
    office.deliveries(delivery())
    office.orders(order(1, 车牌号="皖N99999"))
    save_file(office.session, office.car()["id"], {"plate": "皖N00001"}, SEEN)
    assert office.car()["plate"] == "皖N00001"


def test_two_imports_of_the_same_rows_at_once_make_them_once(office: Office) -> None:
    rows = [delivery(number) for number in range(1, 8)]
    path, other = office.file(rows), office.file([*rows, delivery(8)])
    meanwhile = Meanwhile("matching", lambda: import_file(office.session, other, "deliveries"))
    done = import_file(office.session, path, "deliveries", watch=meanwhile.watch)
    assert counts(done) == (0, 0, 7, 0)
    assert (Sale.select().count(), VehicleFile.select().count(), ImportBatch.select().count()) == (8, 8, 2)
    assert sound(office.session)


def test_whoever_is_always_overtaken_matches_under_the_lock_at_last(office: Office) -> None:
    office.deliveries(delivery())
    number = office.car()["id"]

    def edit(plate: str) -> Callable[[], object]:
        return lambda: save_file(office.session, number, {"plate": plate}, SEEN)

    edits = [edit(f"皖N0000{turn}") for turn in range(plans.TRIES)]
    meanwhile = Meanwhile("matching", *edits)
    office.orders(order(1, 车牌号="皖N99999", 里程="5000"), watch=meanwhile.watch)
    assert meanwhile.times("matching") == plans.TRIES + 1
    assert office.car()["plate"] == f"皖N0000{plans.TRIES - 1}"
    assert office.car()["is_c_card"]


def test_a_trial_takes_no_lock(office: Office) -> None:
    handle = connect(office.session.data.path, KEY)
    handle.execute("BEGIN IMMEDIATE")
    try:
        done = office.deliveries(delivery(1), delivery(2), check_only=True)
    finally:
        handle.close()
    assert counts(done) == (2, 0, 0, 0)
    assert VehicleFile.select().count() == 0


def test_who_waits_for_an_import_waits_longer_than_the_engine(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.data.execute_sql("PRAGMA busy_timeout = 1")
    handle = connect(session.data.path, KEY)
    handle.execute("BEGIN IMMEDIATE")
    looks: list[Path] = []
    sign_of = long_writes._sign

    def sign(data: object) -> Path:
        looks.append(sign_of(data))
        if len(looks) == 3:
            handle.execute("COMMIT")
        return looks[-1]

    monkeypatch.setattr(long_writes, "_sign", sign)
    sign_of(session.data).touch()
    with session.saving():
        Counter.insert(name="x", value=1).execute()
    assert len(looks) == 3
    handle.close()


def test_without_an_import_the_lock_of_another_program_is_told(session: Session) -> None:
    session.data.execute_sql("PRAGMA busy_timeout = 1")
    handle = connect(session.data.path, KEY)
    handle.execute("BEGIN IMMEDIATE")
    with pytest.raises(Exception, match="locked"), session.saving():
        pass
    handle.close()
    with session.saving():
        pass


def test_the_sign_goes_with_the_import(office: Office) -> None:
    seen: list[bool] = []
    sign = office.session.data.path.with_name(long_writes.SIGN)
    office.deliveries(delivery(), watch=Watch(progress=lambda *_: seen.append(sign.exists())))
    assert True in seen
    assert not sign.exists()


@pytest.fixture
def in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_of_batch, "LATER_FROM", 3)
    monkeypatch.setattr(search_of_batch, "STEP", 2)
    monkeypatch.setattr(search_of_batch, "BREATH_SECONDS", 0)


def test_the_search_learns_a_large_import_afterwards(office: Office, in_steps: None) -> None:
    done = office.deliveries(*(delivery(number, 手机=f"1381234567{number}") for number in range(1, 8)))
    assert counts(done) == (7, 0, 0, 0)
    assert len(search(office.session, "1381234567")) == 7
    assert waiting() == set()
    assert Counter.select().where(Counter.name.startswith("search")).count() == 0
    assert sound(office.session)


def test_what_the_search_did_not_learn_before_the_power_went_it_learns_later(
    office: Office, in_steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_app.exchange import importing

    monkeypatch.setattr(importing, "catch_up", lambda *_: 0)
    office.deliveries(*(delivery(number, 手机=f"1381234567{number}") for number in range(1, 8)))
    assert len(waiting()) == 7
    assert search(office.session, "13812345671") == ()
    assert [*search_index_out_of_step(office.session)] == []
    search_of_batch._step(office.session, "search-after-import-1", 1)
    assert len(waiting()) == 5
    assert catch_up(office.session) == 5
    assert len(search(office.session, "1381234567")) == 7
    assert sound(office.session)


def test_a_save_between_two_steps_of_learning_stays(office: Office, in_steps: None) -> None:
    rows = [delivery(number, 手机=f"1381234567{number}") for number in range(1, 8)]

    def edit() -> None:
        number = VehicleFile.get(VehicleFile.vin == vin(7)).id
        save_file(office.session, number, {"phone": "13900000007"}, SEEN)

    def connected_edit() -> None:
        with office.session.connected():
            edit()

    office.deliveries(*rows, watch=Meanwhile("indexing", connected_edit).watch)
    assert len(search(office.session, "13900000007")) == 1
    assert search(office.session, "13812345677") == ()
    assert sound(office.session)


def test_another_process_saves_all_the_while(office: Office) -> None:
    """It saves before, during and after an import of some thousand rows; each save succeeds, both results are right."""
    office.deliveries(*(delivery(number) for number in range(1, 4)))
    rows = [delivery(number, 手机=f"138{number:08}") for number in range(1, 3001)]
    path = office.file(rows)
    saver = subprocess.Popen(
        [sys.executable, SAVER, office.session.data.path, KEY, str(office.car(1)["id"])],
        cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert saver.stdout
    with saver:
        assert saver.stdout.readline().strip() == "begun"
        done = import_file(office.session, path, "deliveries")
        told, _ = saver.communicate("stop\n")
    saves = int(told.split()[-1])
    assert saver.returncode == 0, told
    assert saves > 3
    assert counts(done) == (2997, 3, 0, 0)
    assert VehicleFile.select().count() == 3000
    assert (office.car(1)["hobbies"], office.car(1)["phone"]) == (f"第 {saves} 次", "13800000001")
    assert sound(office.session)
    assert picture()["Sale"]
