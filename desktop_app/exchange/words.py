"""Cells that choose: yes or no, sex, and words of a fixed list."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.exchange.values import Cell, Reading, compact, text_of

_YES = frozenset({"是", "对", "√", "✓", "✔", "☑", "Y", "YES", "TRUE", "1"})
_NO = frozenset({"否", "不是", "×", "✗", "✘", "X", "N", "NO", "FALSE", "0"})
_MALE = frozenset({"男", "男性", "男士", "先生", "M", "MALE", "1"})
_FEMALE = frozenset({"女", "女性", "女士", "小姐", "F", "FEMALE", "2"})


def read_yes_no(cell: Cell) -> Reading[bool]:
    """是 or 否 and the marks that exports put for them."""
    word = compact(cell)
    if word in _YES or word in _NO:
        return Reading(word in _YES)
    return Reading(None, f"“{text_of(cell)}”不是“是”或“否”" if word else "")


def read_sex(cell: Cell) -> Reading[str]:
    """男 or 女, also as 先生/女士, M/F and the standard's 1/2."""
    word = compact(cell)
    if word in _MALE or word in _FEMALE:
        return Reading("男" if word in _MALE else "女")
    return Reading(None, f"“{text_of(cell)}”不是“男”或“女”" if word else "")


def read_choice(cell: Cell, choices: Mapping[str, str]) -> Reading[str]:
    """One word of a list; ``choices`` gives for each accepted word, half-width and upper case, what it means."""
    word = compact(cell)
    if word in choices:
        return Reading(choices[word])
    known = "、".join(dict.fromkeys(choices.values()))
    return Reading(None, f"“{text_of(cell)}”不在可选的“{known}”之中" if word else "")
