"""The audit trail of a case in Chinese: deeds, columns and coded values as people call them."""

from __future__ import annotations

from desktop_app.archive.history import ACTION_LABELS
from desktop_app.complaints.course import VERB_LABELS
from desktop_app.complaints.fields import FIELDS, LINKED_FIELDS
from desktop_app.complaints.vocabulary import GRADE_LABELS

DEEDS: dict[str, str] = {
    **ACTION_LABELS,
    **{str(verb): words for verb, words in VERB_LABELS.items()},
    "accept": "受理",
    "read": "总经理已阅",
    "keep_promise": "承诺已兑现",
    "break_promise": "承诺没有兑现",
    "approve_compensation": "批准补偿",
    "decline_compensation": "不批准补偿",
}
COLUMNS: dict[str, str] = {
    **{field.column: field.label for field in FIELDS.values()},
    **LINKED_FIELDS,
    "escalated": "升级",
    "owner": "第一负责人",
    "file": "关联档案",
    "printed_at": "打印时间",
    "signed_at": "签字时间",
    "filed_at": "归档时间",
    "cabinet": "柜号/盒号",
}
_SHOW = {field.column: field.show for field in FIELDS.values()} | {"grade": GRADE_LABELS.get}


def deed_words(action: str) -> str:
    """What was done."""
    return DEEDS.get(action, action)


def field_words(column: str) -> str:
    """What was changed."""
    return COLUMNS.get(column, column)


def value_words(column: str, stored: str | None) -> str:
    """A value as the trail keeps it, codes in Chinese."""
    if not stored:
        return ""
    return str(_SHOW.get(column, str)(stored) or stored)
