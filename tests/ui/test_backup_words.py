"""Moments, sizes, alarms and what a restore does, as people read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.safety.backup_standing import Standing as Backups
from desktop_app.safety.restore import Restored
from ui.kit.trouble import Trouble
from ui.office.backup_status import with_backups
from ui.office.backup_words import moment_words, size_words
from ui.office.restore_words import consequences, done_words
from ui.status_line import Standing

NOW = datetime(2026, 10, 31, 18, 30)
GOOD = Backups(NOW - timedelta(hours=1), None, False, "", False, "备份已验证 今天 17:30")
FULL = Trouble("没有做成", "磁盘满了。", "客户数据没有受影响。", ("清出一些地方",))
LINE = Standing(place="D:\\数据", red=2, yellow=3)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 10, 31, 8, 5), "今天 08:05"),
        (datetime(2026, 10, 30, 23, 59), "昨天 23:59"),
        (datetime(2026, 10, 29, 18, 5), "10月29日 18:05"),
        (datetime(2025, 12, 31, 18, 5), "2025年12月31日 18:05"),
    ],
)
def test_a_moment_is_named_by_how_near_it_is(moment: datetime, words: str) -> None:
    assert moment_words(moment, NOW) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 KB"), (650_000, "635 KB"), (40_055_000, "38.2 MB"), (2_400_000_000, "2,288.8 MB")],
)
def test_a_size_is_told_in_the_unit_that_people_know(size: int, words: str) -> None:
    assert size_words(size) == words


def test_good_backups_leave_the_rest_of_the_line_alone() -> None:
    told = with_backups(LINE, GOOD, None, NOW)
    assert (told.place, told.red, told.yellow) == ("D:\\数据", 2, 3)
    assert (told.backup, told.backup_good, told.alarm) == ("备份已验证 今天 17:30", True, "")


def test_no_backup_yet_is_not_good_but_no_alarm_either() -> None:
    told = with_backups(LINE, replace(GOOD, newest=None, words="还没有备份"), None, NOW)
    assert (told.backup_good, told.alarm) == (False, "")


def test_what_keeps_the_automatic_one_from_being_made_is_told_with_what_to_do() -> None:
    told = with_backups(LINE, GOOD, FULL, NOW)
    assert told.backup == "自动备份没有做成 · 备份已验证 今天 17:30"
    assert not told.backup_good
    assert told.alarm == ""
    assert told.tip.split("\n")[:3] == [
        "自动备份没有做成：磁盘满了。",
        "客户数据没有受影响。",
        "清出一些地方",
    ]


def test_the_alarm_counts_the_days_and_gives_the_reason() -> None:
    late = replace(GOOD, newest=datetime(2026, 10, 28, 12, 30), alarm=True)
    assert with_backups(LINE, late, None, NOW).alarm == "已经 3 天没有验证过的备份，最近一份是 10月28日 12:30"
    assert with_backups(LINE, late, FULL, NOW).alarm.endswith("。自动备份没有做成：磁盘满了。")
    never = replace(late, newest=None)
    assert with_backups(LINE, never, None, NOW).alarm == "到现在还没有一份验证过的备份"


def test_a_copy_that_did_not_reach_the_second_place_is_not_good() -> None:
    told = with_backups(LINE, replace(GOOD, trouble="没有存到第二处 E:\\：找不到。"), None, NOW)
    assert not told.backup_good
    assert "没有存到第二处" in told.tip


def test_what_a_restore_does_is_said_plainly() -> None:
    made_at = datetime(2026, 10, 30, 18, 5)
    first, second, third = consequences(made_at, NOW, lost=12, has_data=True)
    assert first == "数据回到 10月30日 18:05 的样子。那以后的 12 次保存会没有。"
    assert "另存一份" in second
    assert "那时的密码" in third
    assert consequences(made_at, NOW, lost=0, has_data=True)[0].endswith("那以后没有保存过内容。")
    assert "另存" not in "".join(consequences(made_at, NOW, lost=None, has_data=False))


def test_what_a_restore_did_names_the_place_of_the_old_data() -> None:
    done = Restored(datetime(2026, 10, 30, 18, 5), 1234, Path("before-restore"))
    assert done_words(done, NOW) == (
        "已经恢复：数据回到 10月30日 18:05 的样子，共 1,234 条记录。恢复前的数据另存在 before-restore"
    )
    assert "另存" not in done_words(replace(done, kept=None), NOW)
