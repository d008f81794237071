"""Commands that only ask: search, worklist, why, complaints."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from desktop_app.commands.parsing import count, day
from desktop_app.commands.phones import for_this_duty
from desktop_app.commands.shape import Answer, Call

if TYPE_CHECKING:
    from desktop_app.callbacks.worklist import Entry
    from desktop_app.complaints.listing import CaseRow

DEFAULT_HITS = 50
NOTHING_FOUND = "没有找到。可以试试电话后四位、车牌后几位或姓名首字母。"

FOUND = {"vin": "车架号", "name": "姓名", "phone": "电话", "plate": "车牌", "model": "车型", "card": "卡"}
LISTED = {
    "kind": "回访", "ref": "单号", "vin": "车架号", "name": "姓名", "due_from": "从", "due_to": "到", "day": "第几天",
    "tries": "未成", "group": "分组", "together": "同客户", "reason": "原因",
}  # fmt: skip
CASES = {
    "number": "案例编号", "grade": "分级", "accepted": "受理", "colour": "颜色", "step": "步骤",
    "next_deadline": "下一时限", "round": "轮次",
}  # fmt: skip
"""What each command gives: the name in JSON and the heading for people."""


def search_arguments(parser: ArgumentParser) -> None:
    """``search TEXT [--limit 50]``."""
    parser.add_argument("text", metavar="TEXT", help="姓名、拼音、首字母，电话、车牌、车架号的一段，或单号")
    parser.add_argument("--limit", type=count, default=DEFAULT_HITS, metavar="N", help="最多几条（50）")


def search(call: Call) -> Answer:
    """The Ctrl+K search: each car once, the best first."""
    from desktop_app.archive.finding import search as find

    cars: dict[str, dict[str, object]] = {}
    for hit in find(call.session, call.options.text, call.options.limit):
        cars.setdefault(hit.vin, {name: getattr(hit, name) for name in FOUND})
    found = [car for vin, car in cars.items() if vin]
    shown = for_this_duty(call, "export_lists", found, "phone", "search")
    return Answer(shown, _table(FOUND, shown) or NOTHING_FOUND)


def day_arguments(parser: ArgumentParser) -> None:
    """``worklist [--on DATE]``."""
    parser.add_argument("--on", type=day, metavar="DATE", help="哪一天（默认：时钟的这一天）")


def worklist(call: Call) -> Answer:
    """That day's callbacks in list order."""
    from desktop_app.callbacks.progress import empty_reason
    from desktop_app.callbacks.worklist import moment_of
    from desktop_app.callbacks.worklist import worklist as list_of
    from desktop_app.working_calendar import hint_before_days_off

    entries = list_of(call.session, call.options.on)
    data = [{name: getattr(entry, name) for name in LISTED} for entry in entries]
    then = call.session.at(moment_of(call.session, call.options.on))
    hint = hint_before_days_off(then, [entry.due_to for entry in entries])
    table = _table(LISTED, [_worded(entry) for entry in entries]) or empty_reason(then)
    return Answer(data, "\n".join(filter(None, (hint, table))))


def _worded(entry: Entry) -> dict[str, object]:
    from desktop_app.archive.timeline import CALLBACK_LABELS
    from desktop_app.callbacks.reasons import GROUP_LABELS

    words = {name: getattr(entry, name) for name in LISTED}
    kind = CALLBACK_LABELS.get(entry.kind) or GROUP_LABELS.get(entry.kind, entry.kind)
    return words | {"kind": kind, "group": GROUP_LABELS.get(entry.group, entry.group)}


def why_arguments(parser: ArgumentParser) -> None:
    """``why REF [--on DATE]``."""
    parser.add_argument("ref", metavar="REF", help="协议号、工单号、案例编号或车架号")
    day_arguments(parser)


def why(call: Call) -> Answer:
    """Why a callback, a case or a care call is or isn't on the list."""
    from desktop_app.callbacks.why import why as reason_of

    told = reason_of(call.session, call.options.ref, call.options.on)
    return Answer({"listed": told.listed, "reason": told.reason}, told.reason)


def complaints_arguments(parser: ArgumentParser) -> None:
    """``complaints [--open]``."""
    parser.add_argument("--open", action="store_true", dest="open_only", help="只列未结案的")


def complaints(call: Call) -> Answer:
    """The case list."""
    from desktop_app.complaints.clocks import COLOUR_LABELS
    from desktop_app.complaints.listing import case_list

    rows = case_list(call.session, open_only=call.options.open_only)
    found = [_case(row) for row in rows]
    lines = [case | {"colour": COLOUR_LABELS[row.colour]} for case, row in zip(found, rows, strict=True)]
    return Answer(found, _table(CASES, lines) or "没有案例。")


def _case(row: CaseRow) -> dict[str, object]:
    from desktop_app.complaints.vocabulary import GRADE_LABELS

    return {
        "number": row.number, "grade": GRADE_LABELS[row.grade], "accepted": row.accepted, "colour": row.colour,
        "step": row.step_label, "next_deadline": row.next_deadline, "round": row.round,
    }  # fmt: skip


def _table(headings: dict[str, str], rows: list[dict[str, object]]) -> str:
    from desktop_app.commands.text_table import text_table

    return text_table(list(headings.values()), [[row[name] for name in headings] for row in rows])
