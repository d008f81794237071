"""Commands that change records: import, undo-import, register-complaint."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.parsing import count
from desktop_app.commands.shape import Answer, Call
from desktop_app.problems import Refused, Unavailable, WrongUsage

if TYPE_CHECKING:
    from desktop_app.exchange.importing import Imported

COUNTS = ("read", "created", "updated", "unchanged", "refused")
IMPORTED = (
    "读到 {read} 行：新建 {created}，更新 {updated}，不变 {unchanged}，拒绝 {refused}，提醒 {warnings}。"
)
WORKBOOK = ".xlsx"


def import_arguments(parser: ArgumentParser) -> None:
    """``import KIND FILE [--check-only] [--refused OUT.xlsx]``."""
    parser.add_argument("kind", metavar="KIND", help="文件的种类，如 deliveries、repair-orders、callbacks")
    parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx、.xls 或 .csv 文件")
    parser.add_argument("--check-only", action="store_true", help="只试算，不保存")
    parser.add_argument("--refused", type=Path, metavar="OUT.xlsx", help="把被拒绝的行另存到这里")


def import_file(call: Call) -> Answer:
    """Import one file of a kind; with ``--check-only`` nothing is stored."""
    from desktop_app.exchange.importing import import_file as take_in

    options = call.options
    if options.refused and options.refused.suffix.lower() != WORKBOOK:
        raise WrongUsage(f"--refused 要写成 {WORKBOOK} 结尾的文件名，不能是“{options.refused.name}”。")
    found = take_in(call.session, options.file, options.kind, check_only=options.check_only)
    if options.refused and found.refused:
        _save_refused(call, found)
    counts = {name: getattr(found, name) for name in COUNTS} | {"warnings": len(found.warnings)}
    refusals = [{"row": one.row, "reason": one.reason} for one in found.refusals]
    return Answer({**counts, "refusals": refusals, "batch": found.batch}, _told(found, counts))


def _told(found: Imported, counts: dict[str, int]) -> str:
    batch = "只是试算，没有保存。" if found.batch is None else f"批次 {found.batch}。"
    refusals = (f"第 {one.row} 行：{one.reason}" for one in found.refusals)
    warnings = (f"提醒，第 {row} 行：{reason}" for row, reason in found.warnings)
    return "\n".join((IMPORTED.format(**counts) + batch, *refusals, *warnings, *found.notes))


def _save_refused(call: Call, found: Imported) -> None:
    from desktop_app.exchange.refused_of_batch import save_refused

    target = call.options.refused
    try:
        save_refused(call.session, found, target)
    except (Refused, Unavailable) as error:
        data = "只是试算，数据没有变化。" if found.batch is None else f"文件已经导入，批次 {found.batch}。"
        raise Unavailable(
            f"被拒绝的行没有写到 {target}：{error.message}", data=data, todo="换一个位置，再导入一次即可。"
        ) from error


def undo_arguments(parser: ArgumentParser) -> None:
    """``undo-import BATCH``."""
    parser.add_argument("batch", type=count, metavar="BATCH", help="导入时给出的批次号")


def undo_import(call: Call) -> Answer:
    """Take one import back as a whole."""
    from desktop_app.exchange.undoing import undo_import as take_back

    done = take_back(call.session, call.options.batch)
    text = f"已撤回第 {call.options.batch} 批：删去 {done.removed} 条，恢复 {done.restored} 条。"
    data = {"removed": done.removed, "restored": done.restored, "kept": list(done.kept)}
    return Answer(data, "\n".join((text, *done.kept)))


def handover_arguments(parser: ArgumentParser) -> None:
    """``register-complaint FILE.json``."""
    parser.add_argument("file", type=Path, metavar="FILE.json", help="一件投诉的 JSON 文档")


def register_complaint(call: Call) -> Answer:
    """Take over a complaint that a hotline, a web form or another program hands in."""
    from desktop_app.complaints.cases import accept
    from desktop_app.complaints.handover import read_handover

    accepted = accept(call.session, read_handover(_document(call.options.file)))
    earlier = list(accepted.earlier_cases)
    data = {"number": accepted.number, "created": accepted.created, "earlier_cases": earlier}
    before = f"（此前的案例：{'、'.join(earlier)}）" if earlier else ""
    return Answer(data, f"{'已受理' if accepted.created else '早已受理'}：{accepted.number}{before}")


def _document(path: Path) -> object:
    if not path.is_file():
        raise Refused(f"找不到文件 {path}，请检查路径。")
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path.name} 不是 UTF-8 的 JSON 文档，请检查后再登记。") from error
