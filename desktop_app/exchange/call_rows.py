"""Rows of past callback attempts → calls, nothing of them stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from desktop_app.callbacks.dispositions import DISPOSITIONS_BY_LABEL
from desktop_app.callbacks.questionnaire_file import Questionnaire
from desktop_app.callbacks.questionnaires import Answer, read_answers
from desktop_app.exchange.event_rows import TELL_EVERY
from desktop_app.exchange.reading import Table
from desktop_app.exchange.row_reading import FieldReader, Reader, Remarks
from desktop_app.exchange.sheets import Row
from desktop_app.exchange.times import past_reader
from desktop_app.exchange.values import Cell, Reading, compact, read_reference, read_text, text_of
from desktop_app.exchange.watching import Watch

CallbackKind = Literal["sales", "service"]

KIND_WORDS: dict[str, CallbackKind] = {
    "销售": "sales",
    "销售回访": "sales",
    "新车销售": "sales",
    "售后": "service",
    "售后回访": "service",
    "售后服务": "service",
    "服务": "service",
    "服务回访": "service",
    "维修": "service",
}
"""回访类型 in the words of exports."""

DISPOSITION_WORDS = DISPOSITIONS_BY_LABEL | {
    "回访成功": "completed",
    "成功回访": "completed",
    "拒绝回访": "refused",
    "拒绝接听": "rejected",
    "无人应答": "no_answer",
    "无应答": "no_answer",
    "欠费停机": "out_of_service",
    "已停机": "out_of_service",
    "已关机": "powered_off",
    "忙线": "busy",
    "错号": "wrong_number",
    "预约再访": "agreed",
    "非本人接听": "not_the_person",
}
"""回访状态 in the words of exports → stored code."""

LAST_QUESTION = 11
REFUSING = frozenset({"kind", "reference", "at", "disposition"})


class CallRow(NamedTuple):
    """One attempt as a row tells it; what is blank is None or left out of ``answers``."""

    row: int
    kind: CallbackKind
    reference: str
    at: datetime
    caller: str
    disposition: str
    answers: Mapping[int, Answer]
    words: str | None
    remark: str | None


def read_calls(
    table: Table,
    versions: Mapping[CallbackKind, Questionnaire],
    now: datetime,
    remarks: Remarks,
    watch: Watch,
) -> list[CallRow]:
    """The rows that can be taken, in the file's order; ``versions`` are the questionnaires the answers belong to."""
    reader = FieldReader(table.mapping, _readers(now), REFUSING)
    questions = {
        number: table.mapping.columns[f"q{number}"][0]
        for number in range(1, LAST_QUESTION + 1)
        if f"q{number}" in table.mapping.columns
    }
    calls: list[CallRow] = []
    for number, row in enumerate(table.rows, 1):
        values, faults = reader.read(row)
        if refusal := reader.refusal(row, values, faults):
            remarks.refuse(row.number, refusal)
        else:
            answers, warnings = read_answers(versions[values["kind"]], _answers(row, questions))
            calls.append(_call(row.number, values, answers))
            for warning in (*faults.warning, *warnings):
                remarks.warn(row.number, warning)
        if number % TELL_EVERY == 0:
            watch.step(number, len(table.rows))
    return calls


def _answers(row: Row, questions: Mapping[int, int]) -> dict[int, object]:
    return {
        number: text_of(row.cells[column]) for number, column in questions.items() if column < len(row.cells)
    }


def _call(row: int, values: Mapping[str, Any], answers: Mapping[int, Answer]) -> CallRow:
    """The customer's own words are 意见, or else what question 11 asks for."""
    open_answer = answers.get(LAST_QUESTION)
    return CallRow(
        row=row,
        kind=values["kind"],
        reference=values["reference"],
        at=values["at"],
        caller=values["caller"],
        disposition=values["disposition"],
        answers=answers,
        words=values.get("words") or (str(open_answer) if open_answer else None),
        remark=values.get("remark"),
    )


def _readers(now: datetime) -> dict[str, Reader]:
    return {
        "kind": _one_of(KIND_WORDS),
        "reference": read_reference,
        "at": past_reader(now),
        "caller": read_text,
        "disposition": _one_of(DISPOSITION_WORDS),
        "words": read_text,
        "remark": read_text,
    }


def _one_of(words: Mapping[str, str]) -> Reader:
    def read(cell: Cell) -> Reading[str]:
        code = words.get(compact(cell))
        text = text_of(cell)
        return Reading(code, f"不认识“{text}”" if text and code is None else "")

    return read
