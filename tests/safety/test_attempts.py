"""Wrong passwords make the next guess wait, for everybody at that name, however often the program is started."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import attempts_file
from desktop_app.safety.attempts import (
    LOCKED_AFTER,
    LOCKED_S,
    RECOVERY_CODE,
    UNKNOWN_NAMES,
    TooSoon,
    forget,
    of_account,
    one_guess,
    wait_after,
    wait_left,
    waiting_until,
)
from desktop_app.safety.attempts_file import ATTEMPTS, Wrong, read_attempts
from desktop_app.safety.file_lock import held, waited_for
from tests.safety.folders import ACCOUNT, NOW, fill, make_read_only, names_in

ME = of_account(ACCOUNT)


class Wall:
    """A clock on the wall that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def wall() -> Wall:
    return Wall()


def refuse() -> None:
    raise Refused("不对", field="password")


def guess(folder: Path, wall: Wall, *, right: bool = False, who: str = ME) -> str:
    """``in``, or what was told; a guess that was not taken begins with ``too soon``."""
    taken = False
    try:
        with one_guess(folder, who, [ACCOUNT], wall):
            taken = True
            if not right:
                refuse()
    except TooSoon as told:
        return f"{'' if taken else 'too soon '}{told.wait_seconds}"
    except Refused:
        return "wrong"
    return "in"


def wrong_times(folder: Path, wall: Wall, times: int, who: str = ME) -> None:
    """So many wrong guesses, each after its wait."""
    for _ in range(times):
        assert not guess(folder, wall, who=who).startswith("too soon")
        wall.goes_on(wait_after(read_attempts(folder)[who].times))


def test_each_wrong_guess_in_a_row_waits_longer_and_the_tenth_locks() -> None:
    assert [wait_after(times) for times in range(12)] == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 900, 900]
    assert (LOCKED_AFTER, LOCKED_S) == (10, 15 * 60)


def test_two_wrong_guesses_are_free_and_the_third_tells_what_to_wait(tmp_path: Path, wall: Wall) -> None:
    assert [guess(tmp_path, wall) for _ in range(5)] == ["wrong", "wrong", "2", "too soon 2", "too soon 2"]
    assert read_attempts(tmp_path) == {ME: Wrong(3, NOW)}


def test_not_even_the_right_password_is_taken_before_its_time(tmp_path: Path, wall: Wall) -> None:
    wrong_times(tmp_path, wall, 4)
    wall.goes_on(-1)
    assert guess(tmp_path, wall, right=True) == "too soon 1"
    wall.goes_on(1)
    assert guess(tmp_path, wall, right=True) == "in"


def test_success_begins_anew_and_leaves_no_file(tmp_path: Path, wall: Wall) -> None:
    wrong_times(tmp_path, wall, 5)
    assert guess(tmp_path, wall, right=True) == "in"
    assert names_in(tmp_path) == set()
    assert guess(tmp_path, wall) == "wrong"


def test_the_wait_is_told_in_words_with_its_seconds(tmp_path: Path, wall: Wall) -> None:
    wrong_times(tmp_path, wall, 3)
    with pytest.raises(TooSoon) as told, one_guess(tmp_path, ME, [ACCOUNT], wall):
        raise Refused("不对", field="password")
    assert told.value.message == "密码连续错了 4 次，请等 4 秒再试。"
    assert (told.value.wait_seconds, told.value.field) == (4, "password")


def test_a_lockout_tells_the_minutes_and_who_lifts_it(tmp_path: Path, wall: Wall) -> None:
    wrong_times(tmp_path, wall, 9)
    assert guess(tmp_path, wall) == "900"
    wall.goes_on(61)
    with (
        pytest.raises(TooSoon, match="错了 10 次，请等 14 分钟再试，或者请客关部经理解锁"),
        one_guess(tmp_path, ME, [ACCOUNT], wall),
    ):
        pass
    wall.goes_on(LOCKED_S - 61)
    assert guess(tmp_path, wall, right=True) == "in"


def test_each_name_has_a_count_of_its_own_and_so_has_the_code(tmp_path: Path, wall: Wall) -> None:
    wrong_times(tmp_path, wall, 3)
    wall.goes_on(-2)
    assert guess(tmp_path, wall).startswith("too soon")
    assert guess(tmp_path, wall, who=of_account("乔安")) == "wrong"
    assert guess(tmp_path, wall, who=RECOVERY_CODE) == "wrong"
    assert guess(tmp_path, wall, who=of_account("谁")) == "wrong"


def test_too_many_wrong_codes_say_so_at_the_code(tmp_path: Path, wall: Wall) -> None:
    wrong_times(tmp_path, wall, 2, RECOVERY_CODE)
    with (
        pytest.raises(TooSoon, match="恢复码连续错了 3 次") as told,
        one_guess(tmp_path, RECOVERY_CODE, [], wall),
    ):
        raise Refused("不对", field="code")
    assert told.value.field == "code"


def test_names_that_nobody_has_do_not_fill_the_disk_nor_push_out_one_that_exists(
    tmp_path: Path, wall: Wall
) -> None:
    wrong_times(tmp_path, wall, 3)
    for number in range(UNKNOWN_NAMES + 20):
        guess(tmp_path, wall, who=of_account(f"谁{number}"))
    kept = read_attempts(tmp_path)
    assert len(kept) == UNKNOWN_NAMES + 1
    assert kept[ME].times == 3
    assert of_account("谁69") in kept
    assert of_account("谁0") not in kept


@pytest.mark.parametrize("back", [timedelta(seconds=30), timedelta(days=4000)])
def test_a_clock_put_back_waits_the_usual_time_and_no_longer(
    tmp_path: Path, wall: Wall, back: timedelta
) -> None:
    wrong_times(tmp_path, wall, 4)
    wall.now -= back
    assert wait_left(tmp_path, ACCOUNT, wall.now) == 4
    assert guess(tmp_path, wall) == "too soon 4"
    wall.goes_on(3)
    assert guess(tmp_path, wall) == "too soon 1"
    wall.goes_on(1)
    assert guess(tmp_path, wall, right=True) == "in"


def test_a_lockout_noted_by_a_clock_of_the_future_ends(tmp_path: Path, wall: Wall) -> None:
    wall.goes_on(4000 * 86400)
    wrong_times(tmp_path, wall, 10)
    wall.now = NOW
    assert guess(tmp_path, wall) == "too soon 900"
    wall.goes_on(900)
    assert guess(tmp_path, wall, right=True) == "in"


def test_what_is_left_can_be_asked_without_guessing(tmp_path: Path, wall: Wall) -> None:
    assert wait_left(tmp_path, ACCOUNT, wall.now) == 0
    assert waiting_until(tmp_path, ME, wall.now) is None
    for _ in range(3):
        guess(tmp_path, wall)
    assert wait_left(tmp_path, ACCOUNT, wall.now) == 2
    assert waiting_until(tmp_path, ME, wall.now) == NOW + timedelta(seconds=2)
    assert waiting_until(tmp_path, ME, NOW + timedelta(seconds=2)) is None


def test_forgetting_lets_in_at_once(tmp_path: Path, wall: Wall) -> None:
    wrong_times(tmp_path, wall, 10)
    wall.goes_on(-LOCKED_S)
    guess(tmp_path, wall, who=of_account("乔安"))
    assert guess(tmp_path, wall).startswith("too soon")
    assert forget(tmp_path, ME)
    assert not forget(tmp_path, ME)
    assert guess(tmp_path, wall, right=True) == "in"
    assert of_account("乔安") in read_attempts(tmp_path)


GOOD = json.dumps({"wrong": {ME: {"times": 10, "at": "2026-10-31 18:30:00"}}})


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", "\x00" * 100, "[" * 100_000, '{"wrong": []}', '{"wrong": {"a": 1}}',
        GOOD.replace("10,", '"x",'), GOOD.replace("10,", "-1,"), GOOD.replace("10,", "1e400,"),
        GOOD.replace("2026-10", "2026-99"), GOOD.replace('"2026-10-31 18:30:00"', "7"),
    ],
)  # fmt: skip
def test_a_damaged_file_locks_nobody_out_and_counts_again(tmp_path: Path, wall: Wall, content: str) -> None:
    (tmp_path / ATTEMPTS).write_text(content, "utf-8")
    assert guess(tmp_path, wall) == "wrong"
    assert read_attempts(tmp_path)[ME].times == 1
    (tmp_path / ATTEMPTS).write_text(content, "utf-8")
    assert guess(tmp_path, wall, right=True) == "in"


def test_the_sound_file_of_the_damaged_ones_does_lock(tmp_path: Path, wall: Wall) -> None:
    (tmp_path / ATTEMPTS).write_text(GOOD, "utf-8")
    assert guess(tmp_path, wall) == "too soon 900"


def test_other_faults_are_no_wrong_guess(tmp_path: Path, wall: Wall) -> None:
    with pytest.raises(Unavailable), one_guess(tmp_path, ME, [ACCOUNT], wall):
        raise Unavailable("磁盘坏了")
    assert read_attempts(tmp_path) == {}


def test_where_nothing_can_be_written_nobody_is_locked_out(small_disk: Path, wall: Wall) -> None:
    guess(small_disk, wall)
    ballast = fill(small_disk)
    assert guess(small_disk, wall, right=True) == "in"
    assert guess(small_disk, wall) == "wrong"
    ballast.unlink()
    make_read_only(small_disk)
    assert [guess(small_disk, wall) for _ in range(4)] == ["wrong"] * 4
    assert guess(small_disk, wall, right=True) == "in"


def test_two_who_guess_at_once_have_no_more_guesses_than_one(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.safety.test_attempts import *;"
        "wall = Wall(); sys.stdin.readline(); print(guess(Path(sys.argv[1]), wall), guess(Path(sys.argv[1]), wall))"
    )
    with_pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    guessers = [subprocess.Popen([sys.executable, "-c", program, tmp_path], **with_pipes) for _ in range(4)]
    for one in guessers:
        assert one.stdin
        one.stdin.write("now\n")
        one.stdin.flush()
    told = sorted(
        words for one in guessers for words in one.communicate()[0].replace("too soon ", "-").split()
    )
    assert told == ["-2"] * 5 + ["2", "wrong", "wrong"]
    assert read_attempts(tmp_path)[ME].times == 3


def test_a_lock_whose_file_was_taken_away_while_one_waited_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    stale = held(path)
    assert stale
    path.unlink()
    assert not stale.stands()
    fresh = waited_for(path, 0.0)
    assert fresh
    assert fresh.stands()
    assert waited_for(path, 0.0) is None
    fresh.remove()
    stale.free()


def test_one_who_holds_the_file_and_hangs_is_told(
    tmp_path: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts_file, "PATIENCE_S", 0.0)
    lock = held(tmp_path / ATTEMPTS)
    assert lock
    with pytest.raises(Unavailable, match="正在登录"):
        guess(tmp_path, wall)
    lock.remove()
    assert guess(tmp_path, wall) == "wrong"
