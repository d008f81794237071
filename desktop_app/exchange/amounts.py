"""Cells that count: money, mileage, scores and whole numbers."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from desktop_app.exchange.values import Cell, Reading, compact

LARGEST_FEN = 10**13
"""A hundred thousand million yuan: what lies beyond is no bill of a car."""
LARGEST_KM = 9_999_999
LOWEST_SCORE, HIGHEST_SCORE = 1, 10

_NUMBER = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,12})?|\d{1,16}(?:\.\d{1,16})?|\.\d{1,16}"
_MONEY = re.compile(rf"(?P<minus>-)?(?:¥|RMB|CNY)?(?P<minus2>-)?(?P<number>{_NUMBER})(?:元|圆)?整?", re.ASCII)
_BRACKETED = re.compile(r"\((.+)\)")
_MILEAGE = re.compile(rf"(?P<number>{_NUMBER})(?P<ten_thousand>万)?(?:KM|公里|千米)?", re.ASCII)
_SCORE = re.compile(r"(\d{1,2})(?:\.0{1,16})?分?", re.ASCII)
_CHINESE_SCORE = re.compile("([一二两三四五六七八九十])分?")
_CHINESE_DIGITS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}


def read_money(cell: Cell) -> Reading[int]:
    """An amount in whole fen: ¥, 元 and thousands' commas fall away, (300) is −300, half a fen rounds up."""
    text = compact(cell).replace("\N{MINUS SIGN}", "-")
    bracketed = _BRACKETED.fullmatch(text)
    match = _MONEY.fullmatch(bracketed[1] if bracketed else text)
    if not match:
        return Reading(None, f"“{text}”不是金额" if text else "")
    fen = int((_decimal(match["number"]) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if fen > LARGEST_FEN:
        return Reading(None, f"金额“{text}”过大")
    negative = bool(bracketed) or bool(match["minus"] or match["minus2"])
    return Reading(-fen if negative else fen)


def read_mileage(cell: Cell) -> Reading[int]:
    """An odometer reading in whole km, its unit and commas left away, 7.8万公里 as 78,000."""
    text = compact(cell)
    match = _MILEAGE.fullmatch(text)
    if not match:
        return Reading(None, f"“{text}”不是里程" if text else "")
    km = int(_decimal(match["number"]) * (10_000 if match["ten_thousand"] else 1))
    return Reading(km) if km <= LARGEST_KM else Reading(None, f"里程“{text}”过大")


def read_score(cell: Cell) -> Reading[int]:
    """A score of 1–10: ``9``, ``9.0``, ``９``, ``9分``, ``九``; anything else is no answer."""
    text = compact(cell)
    if match := _CHINESE_SCORE.fullmatch(text):
        return Reading(_CHINESE_DIGITS[match[1]])
    match = _SCORE.fullmatch(text)
    if match and LOWEST_SCORE <= int(match[1]) <= HIGHEST_SCORE:
        return Reading(int(match[1]))
    return Reading(None, f"“{text}”不是 1–10 的分数" if text else "")


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
