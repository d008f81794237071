"""Every kind of error is explained: what happened, what became of the data, what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import peewee
import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from db import Setting, Staff
from db.connection import NotOurData, PragmaNotTaken, connect, raw_handle
from db.migrate import MigrationDamage, NewerSchema, ScriptsMissing
from desktop_app import fault_sentences as says
from desktop_app.explaining import Explanation, explain
from desktop_app.fault_sentences import Sentences
from desktop_app.problems import Refused, Unavailable
from desktop_app.session import Session


def raised(cause: Callable[[], object]) -> BaseException:
    try:
        cause()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def throw(error: BaseException) -> None:
    raise error


def server_error(state: str) -> Exception:
    """An error as psycopg makes them, without psycopg."""
    kind = type("OperationalError", (Exception,), {"__module__": "psycopg.errors", "sqlstate": state})
    return kind("the customer's row (13812345678)")


def engine_error(code: int) -> Exception:
    error = sqlcipher.OperationalError("said by the engine")
    error.sqlite_errorcode = code
    return error


def windows_error(code: int) -> OSError:
    error = OSError(errno.EACCES, "said by Windows", "D:\\数据\\crdesk.db")
    error.winerror = code  # type: ignore[attr-defined]
    return error


TABLE: list[tuple[str, BaseException, str, Sentences]] = [
    ("full", OSError(errno.ENOSPC, "x"), "unavailable", says.FULL),
    ("quota", OSError(errno.EDQUOT, "x"), "unavailable", says.FULL),
    ("read-only", OSError(errno.EROFS, "x"), "unavailable", says.READ_ONLY),
    ("permission", PermissionError(errno.EACCES, "x"), "unavailable", says.NO_PERMISSION),
    ("unplugged", OSError(errno.ENODEV, "x"), "unavailable", says.GONE),
    ("share gone", OSError(errno.EHOSTUNREACH, "x"), "unavailable", says.GONE),
    ("disk fails", OSError(errno.EIO, "x"), "unavailable", says.DISK_FAILS),
    ("busy file", OSError(errno.EBUSY, "x"), "unavailable", says.HELD),
    ("missing", FileNotFoundError(errno.ENOENT, "x"), "unavailable", says.MISSING),
    ("exists", FileExistsError(errno.EEXIST, "x"), "unavailable", says.EXISTS),
    ("name too long", OSError(errno.ENAMETOOLONG, "x"), "unavailable", says.LONG_NAME),
    ("no folder", NotADirectoryError(errno.ENOTDIR, "x"), "unavailable", says.NOT_A_FOLDER),
    ("held on Windows", windows_error(32), "unavailable", says.HELD),
    ("full on Windows", windows_error(112), "unavailable", says.FULL),
    ("not ready on Windows", windows_error(21), "unavailable", says.GONE),
    ("memory", MemoryError(), "unavailable", says.MEMORY),
    ("engine busy", engine_error(5), "unavailable", says.BUSY),
    ("engine busy snapshot", engine_error(517), "unavailable", says.BUSY),
    ("engine locked", engine_error(6), "unavailable", says.BUSY),
    ("engine read-only", engine_error(1032), "unavailable", says.READ_ONLY),
    ("engine disk", engine_error(266), "unavailable", says.DISK_FAILS),
    ("engine no room for its index", engine_error(4874), "unavailable", says.FULL),
    ("engine full", engine_error(13), "unavailable", says.FULL),
    ("engine damaged", engine_error(11), "unavailable", says.DAMAGED),
    ("engine not a database", engine_error(26), "unavailable", says.DAMAGED),
    ("engine cannot open", engine_error(14), "unavailable", says.GONE),
    ("engine memory", engine_error(7), "unavailable", says.MEMORY),
    ("engine interrupted", engine_error(9), "cancelled", says.CANCELLED),
    ("plain sqlite", sqlite3.OperationalError("database is locked"), "unavailable", says.BUSY),
    ("plain sqlite full", sqlite3.OperationalError("database or disk is full"), "unavailable", says.FULL),
    ("peewee alone", peewee.OperationalError("disk I/O error"), "unavailable", says.DISK_FAILS),
    ("server gone", server_error("08006"), "unavailable", says.NO_SERVER),
    ("server stops", server_error("57P01"), "unavailable", says.NO_SERVER),
    ("server refuses", server_error("28P01"), "unavailable", says.SERVER_REFUSES),
    ("server full", server_error("53100"), "unavailable", says.FULL),
    ("server deadlock", server_error("40P01"), "unavailable", says.BUSY),
    ("server cancelled", server_error("57014"), "cancelled", says.CANCELLED),
    ("server read-only", server_error("25006"), "unavailable", says.READ_ONLY),
    ("newer", NewerSchema(9, 8), "unavailable", says.newer(9, 8)),
    ("migration", MigrationDamage("x"), "unavailable", says.DAMAGED_MIGRATION),
    ("foreign file", NotOurData("x"), "unavailable", says.FOREIGN_FILE),
    ("pragma", PragmaNotTaken("x"), "unavailable", says.INCOMPLETE_PROGRAM),
    ("scripts", ScriptsMissing("x"), "unavailable", says.INCOMPLETE_PROGRAM),
    ("cancelled", KeyboardInterrupt(), "cancelled", says.CANCELLED),
]


@pytest.mark.parametrize(
    ("error", "kind", "sentences"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_surroundings_faults(error: BaseException, kind: str, sentences: Sentences) -> None:
    told = explain(error)
    assert told.kind == kind
    assert told.title.startswith(sentences.title.removesuffix("。"))
    assert (told.data, told.todo) == (sentences.data, sentences.todo)


@pytest.mark.parametrize(
    ("error", "kind", "sentences"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_fault_is_known_through_what_it_caused(
    error: BaseException, kind: str, sentences: Sentences
) -> None:
    def work() -> None:
        try:
            throw(error)
        except BaseException as cause:
            raise RuntimeError("work failed") from cause

    assert explain(raised(work)).kind == kind


def test_every_sentence_is_whole() -> None:
    everything = [one for one in vars(says).values() if isinstance(one, Sentences)]
    assert len(everything) > 20
    for one in everything:
        assert one.title
        assert one.data.endswith("。")
        assert all(step.endswith("。") for step in one.todo.splitlines())


def test_what_the_user_can_put_right_is_said_as_it_is() -> None:
    told = explain(Refused("请填写姓名。"))
    assert (told.kind, told.title, told.data, told.todo) == ("refused", "请填写姓名。", "", "")


def test_what_was_unavailable_keeps_its_own_words() -> None:
    told = explain(Unavailable("打印机没有纸。", data="数据没有改动。", todo="加纸。"))
    assert (told.kind, told.title, told.data, told.todo) == (
        "unavailable",
        "打印机没有纸。",
        "数据没有改动。",
        "加纸。",
    )


def test_the_file_that_failed_is_named(tmp_path: Path) -> None:
    told = explain(raised((tmp_path / "nothing.xlsx").read_bytes))
    assert told.title.endswith("nothing.xlsx")


BUGS: list[Callable[[Session], object]] = [
    lambda _: {}["missing"],
    lambda _: 1 // 0,
    lambda _: Staff.insert(name="x").execute(),
    lambda _: Staff.insert(name="x", role="king").execute(),
    lambda session: session.data.execute_sql("SELECT nonsense"),
    lambda session: connect(session.data.path, "short"),
    lambda _: Setting.get_by_id(99),
]


@pytest.mark.parametrize("bug", BUGS, ids=range(len(BUGS)))
def test_anything_else_is_our_bug(session: Session, bug: Callable[[Session], object]) -> None:
    told = explain(raised(lambda: bug(session)))
    assert told.kind == "bug"
    assert told.number in told.title
    assert told.data
    assert told.todo


def test_a_bug_met_while_handling_a_fault_is_still_a_bug() -> None:
    def work() -> None:
        try:
            throw(OSError(errno.ENOSPC, "x"))
        except OSError:
            _ = {}["missing"]

    assert explain(raised(work)).kind == "bug"


def test_the_engine_s_error_is_found_behind_peewee_s(session: Session) -> None:
    def fill_up() -> None:
        session.data.execute_sql("PRAGMA max_page_count = 1")
        with session.saving():
            for _ in range(100):
                Setting.insert(key="x" * 9000, value=1, updated_at="", updated_by="").execute()

    told = explain(raised(fill_up))
    assert told.title == says.FULL.title


def test_a_query_stopped_by_another_thread_is_cancelled(session: Session) -> None:
    handle = raw_handle(session.data)
    handle.set_progress_handler(lambda: 1, 1000)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    told = explain(raised(lambda: session.data.execute_sql(endless)))
    handle.set_progress_handler(None, 1000)
    assert told.kind == "cancelled"


def test_a_loop_of_causes_ends() -> None:
    one, other = ValueError("a"), ValueError("b")
    one.__cause__, other.__cause__ = other, one
    assert explain(one).kind == "bug"


def fails_with(value: str) -> Explanation:
    return explain(raised(lambda: {}[value]))


def test_the_same_fault_has_the_same_number_whatever_the_customer() -> None:
    assert fails_with("张三").number == fails_with("李四").number
    assert fails_with("张三").number != explain(raised(lambda: 1 // 0)).number


def test_details_tell_the_place_and_no_customer_data(session: Session) -> None:
    told = fails_with("张三 13812345678")
    assert "KeyError" in told.details
    assert "test_explaining.py" in told.details
    for private in ("张三", "13812345678", str(Path.home()), str(Path(__file__).parent.parent.parent)):
        assert private not in told.details
    engine = explain(raised(lambda: session.data.execute_sql("SELECT nonsense")))
    assert "no such column: nonsense" in engine.details
    assert "13812345678" not in explain(server_error("23505")).details
    assert "13812345678" not in explain(OSError(errno.EIO, "failed", "13812345678.pdf")).details
