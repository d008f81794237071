"""What a customer's SMS says: a score, an opt-out, or something for a person to read."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from desktop_app.exchange.amounts import read_score

OPT_OUT = frozenset({"TD", "T", "退订"})

_SCORE_FIRST = re.compile(r"(?P<score>[^,，。]{1,4})(?:[,，](?P<comment>.+))?", re.DOTALL)


class Reply(NamedTuple):
    """``score`` 1–10, or ``opt_out``; neither where a person must read it."""

    score: int | None = None
    opt_out: bool = False


def read_reply(text: str) -> Reply:
    """A reply that is nothing but a number 1–10 (``9``, ``９``, ``9分``, ``九``), or that, a comma and a comment, is a score.

    TD, T and 退订 opt out; all else, such as 很满意, 十分满意, 8-9, 8.5 or 100, is for a person (department's
    rules, section 2).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.upper() in OPT_OUT:
        return Reply(opt_out=True)
    match = _SCORE_FIRST.fullmatch(plain)
    number = match["score"].strip() if match else ""
    if not number or "." in number:
        return Reply()
    return Reply(read_score(number).value)
