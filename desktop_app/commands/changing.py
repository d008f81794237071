"""Commands that change records: init, demo, import, undo-import, register-complaint."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from desktop_app.commands.shape import Answer, Call
from desktop_app.problems import Refused

DEMO_NAME = DEMO_PASSWORD = "demo"
DEMO_VEHICLES, DEMO_SEED = 500, 7


def init_arguments(parser: ArgumentParser) -> None:
    """``init --shop NAME [--brand NAME]``, the account by ``--user``."""
    parser.add_argument("--shop", required=True, metavar="NAME")
    parser.add_argument("--brand", default="", metavar="NAME")


def init(call: Call) -> Answer:
    """Make a new data folder with its first manager account."""
    from desktop_app.data_folder import create

    name, password = call.credentials()
    made = create(
        call.folder, name, password, shop=call.options.shop, brand=call.options.brand, clock=call.clock
    )
    text = f"已建立 {call.folder}。恢复码（请打印后锁进保险柜，不会再显示）：\n{made.recovery_code}"
    return Answer({"recovery_code": made.recovery_code}, text)


def demo_arguments(parser: ArgumentParser) -> None:
    """``demo [--vehicles 500] [--seed 7]``."""
    parser.add_argument("--vehicles", type=int, default=DEMO_VEHICLES)
    parser.add_argument("--seed", type=int, default=DEMO_SEED)


def demo(call: Call) -> Answer:
    """Fill an empty data folder with invented data; account demo, password demo."""
    from desktop_app.data_folder import create
    from desktop_app.demonstration import BRAND, SHOP, fill

    made = create(call.folder, DEMO_NAME, DEMO_PASSWORD, shop=SHOP, brand=BRAND, clock=call.clock)
    with made.session.connected():
        counts = fill(made.session, vehicles=call.options.vehicles, seed=call.options.seed)
    data = {"vehicles": counts.vehicles, "callbacks": counts.callbacks, "complaints": counts.complaints}
    text = (
        "已生成演示数据：{vehicles} 份档案、{callbacks} 个回访、{complaints} 件投诉。账号 demo，密码 demo。"
    )
    return Answer(data, text.format(**data))


def import_arguments(parser: ArgumentParser) -> None:
    """``import KIND FILE [--check-only] [--refused OUT.xlsx]``."""
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--check-only", action="store_true")
    parser.add_argument("--refused", type=Path, metavar="OUT.xlsx")


def import_file(call: Call) -> Answer:
    """Import one file of a kind; with ``--check-only`` nothing is stored."""
    from desktop_app.exchange.importing import import_file as take_in

    options = call.options
    found = take_in(call.session, options.file, options.kind, check_only=options.check_only)
    counts = {
        name: getattr(found, name) for name in ("read", "created", "updated", "unchanged", "refused")
    } | {"warnings": len(found.warnings)}  # fmt: skip
    if options.refused and found.refused:
        from desktop_app.exchange.refused_of_batch import save_refused

        save_refused(call.session, found, options.refused)
    refusals = [{"row": one.row, "reason": one.reason} for one in found.refusals]
    text = (
        "读到 {read} 行：新建 {created}，更新 {updated}，不变 {unchanged}，拒绝 {refused}，提醒 {warnings}。"
    )
    lines = [text.format(**counts), *(f"第 {one.row} 行：{one.reason}" for one in found.refusals)]
    if options.check_only:
        lines.append("只是试算，没有保存。")
    return Answer({**counts, "refusals": refusals, "batch": found.batch}, "\n".join(lines))


def undo_arguments(parser: ArgumentParser) -> None:
    """``undo-import BATCH``."""
    parser.add_argument("batch", type=int, metavar="BATCH")


def undo_import(call: Call) -> Answer:
    """Take one import back as a whole."""
    from desktop_app.exchange.undoing import undo_import as take_back

    done = take_back(call.session, call.options.batch)
    data = {"removed": done.removed, "restored": done.restored}
    return Answer(data, "已撤回第 {} 批：删去 {removed} 条，恢复 {restored} 条。".format(call.options.batch, **data))


def handover_arguments(parser: ArgumentParser) -> None:
    """``register-complaint FILE.json``."""
    parser.add_argument("file", type=Path, metavar="FILE.json")


def register_complaint(call: Call) -> Answer:
    """Take over a complaint that a hotline, a web form or another program hands in."""
    from desktop_app.complaints.cases import accept
    from desktop_app.complaints.handover import read_handover

    accepted = accept(call.session, read_handover(_document(call.options.file)))
    data = {
        "number": accepted.number,
        "created": accepted.created,
        "earlier_cases": list(accepted.earlier_cases),
    }
    return Answer(data, f"{'已受理' if accepted.created else '早已受理'}：{accepted.number}")


def _document(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise Refused(f"{path.name} 不是 JSON 文档：{error}。请检查后再登记。") from error
    if not isinstance(found, dict):
        raise Refused(f"{path.name} 应是一个 JSON 对象。")
    return found
