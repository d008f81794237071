"""The tones that carry meaning: which text, ground, border and bar each one has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ui.kit import theme

Tone = Literal["", "neutral", "outline", "accent", "red", "yellow", "green", "teal", "grey"]


@dataclass(frozen=True, slots=True)
class Colors:
    """Token names of one tone; an empty name means none."""

    text: str
    ground: str
    border: str = ""
    strong: str = ""


TONES: dict[str, Colors] = {
    "": Colors("t1", "", "", "t2"),
    "neutral": Colors("t2", "gry_b", "", "gry_s"),
    "outline": Colors("t2", "", "line2", "gry_s"),
    "accent": Colors("acc", "soft", "", "acc"),
    "red": Colors("red", "red_b", "red_l", "red_s"),
    "yellow": Colors("yel", "yel_b", "yel_l", "yel_s"),
    "green": Colors("grn", "grn_b", "", "grn_s"),
    "teal": Colors("tea", "tea_b", "", "tea"),
    "grey": Colors("gry", "gry_b", "", "gry_s"),
}


def text_color(tone: str, default: str = "t1") -> str:
    """The value of a tone's text colour, ``default`` (a token) when there is no tone."""
    return theme.color(TONES[tone].text if tone else default).name()
