"""Commands that keep the data safe: backup, restore, check, self-test."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.shape import Answer, Call
from desktop_app.problems import Unavailable

if TYPE_CHECKING:
    from desktop_app.safety.examining import Findings

DAMAGE = 3
"""The exit status of failing surroundings, to which damaged data belongs."""


def backup_arguments(parser: ArgumentParser) -> None:
    """``backup [--to DIR]``."""
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="放到哪个文件夹（默认：数据文件夹里的 backups）"
    )


def backup(call: Call) -> Answer:
    """Make a verified backup."""
    from desktop_app.safety.backup import backup as make

    made = make(call.session, call.options.to)
    if made.trouble:
        call.say(made.trouble)
    data = {"file": str(made.file), "verified": made.verified, "records": made.records}
    also = f"第二处也有一份：{made.elsewhere}。" if made.elsewhere else ""
    return Answer(data, f"备份已做好并核对过：{made.file}，共 {made.records:,} 条记录。{also}")


def restore_arguments(parser: ArgumentParser) -> None:
    """``restore FILE [--recovery-code CODE]``."""
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件")
    parser.add_argument("--recovery-code", metavar="CODE", help="忘了密码时用做备份时的恢复码")


def restore(call: Call) -> Answer:
    """Put the data of a backup back, after a safety copy of what is there."""
    from desktop_app.safety.restore import restore as put_back

    code = call.options.recovery_code
    if code:
        name, password = call.user or "", call.password or ""
    else:
        name, password = call.credentials()
    done = put_back(call.folder, call.options.file, name, password, call.clock, recovery_code=code)
    data = {"made_at": done.made_at, "records": done.records, "kept": done.kept}
    kept = f"恢复前的数据留在 {done.kept}。" if done.kept else ""
    return Answer(data, f"已恢复到 {done.made_at:%Y-%m-%d %H:%M} 的备份，共 {done.records:,} 条记录。{kept}")


def check(call: Call) -> Answer:
    """Integrity, foreign keys, rules and reconciliation."""
    from desktop_app.safety.checking import check as look

    return _told(look(call.session))


def check_unopened(call: Call, trouble: Unavailable) -> Answer | None:
    """The same for data too damaged to be opened; None when it is something else that hinders."""
    from desktop_app.safety.examining import examine

    found = examine(call.folder, *call.credentials(), trouble)
    if found is None:
        return None
    call.say("\n".join(part for part in (trouble.message, trouble.data, trouble.todo) if part))
    return _told(found)


def _told(found: Findings) -> Answer:
    data = {"ok": found.ok, "findings": list(found.findings), "counts": dict(found.counts)}
    text = "数据完好，数字相符。" if found.ok else "发现问题：\n" + "\n".join(found.findings)
    return Answer(data, text, 0 if found.ok else DAMAGE)


def self_test(call: Call) -> Answer:
    """A temporary data folder: every migration, form and report, one PDF and one workbook."""
    from desktop_app.self_test import run

    done = run(call.clock)
    data = {"ok": True, "forms": done.forms, "reports": done.reports}
    return Answer(data, f"自检通过：{done.forms} 张表格、{done.reports} 张报表。")
