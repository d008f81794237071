"""The headings that each kind of file may have, from ``resources/import_headings.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources
from desktop_app.problems import WrongUsage

KINDS = ("deliveries", "repair-orders", "callbacks", "cards", "sms-replies")
"""The kinds of file, as the command and the wizard name them."""

_PARTS = re.compile(r"[()\[\]{}<>【】〔〕〈〉《》「」/、|]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its Chinese title, the fields it has and the words that mean each of them.

    ``ranks`` gives for a heading's key the fields it may mean and how well (0 the field's own name); ``labels``
    the own name of each field; ``derived`` the keys of labels that are worked out and never taken from a file.
    """

    name: str
    title: str
    required: tuple[str, ...]
    fields: tuple[str, ...]
    labels: dict[str, str]
    ranks: dict[str, dict[str, int]]
    derived: frozenset[str]


def key_of(heading: str) -> str:
    """A heading without spaces, line breaks, brackets and other signs, half-width, in lower case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", heading).casefold() if sign.isalnum())


def parts_of(heading: str) -> list[str]:
    """The keys of the parts that brackets and slashes cut a heading into."""
    return [key for part in _PARTS.split(unicodedata.normalize("NFKC", heading)) if (key := key_of(part))]


@cache
def kind_of(name: str) -> Kind:
    """The kind of one of ``KINDS``; WrongUsage for another name."""
    if name not in KINDS:
        raise WrongUsage(f"没有“{name}”这种导入，可用的有：{'、'.join(KINDS)}。")
    source = _source()
    entry = source["kinds"][name]
    fields = (*entry["required"], *entry["optional"])
    words = {field: entry["words"].get(field) or source["words"][field] for field in fields}
    return Kind(
        name=name,
        title=entry["title"],
        required=tuple(entry["required"]),
        fields=fields,
        labels={field: listed[0] for field, listed in words.items()},
        ranks=_ranks(words),
        derived=frozenset(key_of(label) for label in entry.get("derived", ())),
    )


@cache
def remarks() -> frozenset[str]:
    """Keys of what may stand in a heading's brackets without changing its meaning: units, 必填 and the like."""
    return frozenset(key_of(remark) for remark in _source()["remarks"])


def _ranks(words: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    ranks: dict[str, dict[str, int]] = {}
    for field, listed in words.items():
        for rank, word in enumerate(listed):
            ranks.setdefault(key_of(word), {}).setdefault(field, rank)
    return ranks


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads(resources.path("import_headings.toml").read_text(encoding="utf-8"))
