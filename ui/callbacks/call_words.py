"""How a call is named in a sentence."""

from __future__ import annotations

from desktop_app.callbacks.call_sheet import Call
from ui.callbacks.worklist_rows import KIND_BADGES


def call_words(call: Call) -> str:
    """``沈佳宁 的售后回访``."""
    kind = KIND_BADGES[call.kind][0]
    return f"{call.customer.name} 的{kind}" + ("" if kind.endswith("回访") else "回访")
