"""The recovery code (恢复码): 160 random bits on paper that open the data when every password is forgotten."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two characters, five bits each; no 0 O 1 I, which look alike in print."""

GROUPS, GROUP_LENGTH = 8, 4


def new_code() -> str:
    """A fresh code in groups: ``7KXM-Q4TD-…``, eight times four characters."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def plain(code: str) -> str:
    """The code as it is wrapped: capitals, no hyphens or spaces, full-width typing made half-width."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", code).upper() if letter.isalnum())


def is_code(text: str) -> bool:
    """Whether ``text`` can be a recovery code at all."""
    found = plain(text)
    return len(found) == GROUPS * GROUP_LENGTH and set(found) <= set(ALPHABET)
