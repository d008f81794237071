"""The messages as they would go out, one row a person, with the reason where none goes."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.sms_texts import PLACEHOLDERS, Length
from desktop_app.callbacks.sms_writing import SmsDraft
from ui.callbacks.sms_text import told
from ui.kit.cells import Column, Number, Row, Text

COLUMNS = (
    Column("name", "姓名", 110, least=84, sortable=False),
    Column("number", "手机号", 118, least=110, sortable=False),
    Column("text", "短信内容", 300, stretch=1, least=160, sortable=False),
    Column("length", "字数", 60, "right", least=52, sortable=False),
    Column("state", "", 220, least=150, sortable=False),
)
WHY_LISTED = Column("note", "为什么在名单上", 190, least=120, sortable=False)
WITH_NOTES = (*COLUMNS[:2], WHY_LISTED, *COLUMNS[2:])
"""For people of the day's list: a text about the insurance is wrong for a birthday."""
GOES = "将发"


def row_of(place: int, draft: SmsDraft, note: str | None = None) -> Row:
    """One person; who gets nothing says why. ``note`` is why they are on the list, None where nobody asks."""
    why = why_words(draft)
    state = Text(why, tone="yellow", icon="ban", tip=why) if why else Text(GOES, tone="green", icon="check")
    noted = () if note is None else (Text(note, tip=note),)
    return Row(
        place,
        (
            Text(draft.name or "未填姓名", strong=draft.goes),
            Text(shown_phone(draft.number) if draft.number else "没有", tone="" if draft.number else "grey"),
            *noted,
            Text(draft.text, tone="" if draft.goes else "grey", tip=draft.text),
            Number(str(draft.length.units), dim=not draft.goes),
            state,
        ),
        data=draft,
    )


def why_words(draft: SmsDraft) -> str:
    """Why this one gets nothing; "" for who does."""
    if draft.why_not or not draft.lacking:
        return draft.why_not
    where = "设置" if draft.lacking == (PLACEHOLDERS["dealership"],) else "档案"
    return f"{where}里没有{'、'.join(draft.lacking)}"


def summary(drafts: Sequence[SmsDraft]) -> str:
    """``将发 12 · 不发 3``."""
    going = sum(draft.goes for draft in drafts)
    return f"将发 {going} · 不发 {len(drafts) - going}" if going < len(drafts) else f"将发 {going}"


def length_words(drafts: Sequence[SmsDraft]) -> str:
    """How long the messages get and what they are paid as; of several the longest counts."""
    lengths = [draft.length for draft in drafts if draft.goes] or [draft.length for draft in drafts]
    if not lengths:
        return ""
    longest: Length = max(lengths, key=lambda one: one.units)
    if len(lengths) == 1:
        return told(longest)
    return f"最长 {told(longest)} · 一共按 {sum(one.parts for one in lengths)} 条计费"
