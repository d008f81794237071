"""Tasks of one customer: found by the same car or the same phone, and put side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence


def customers(keys: Sequence[Sequence[Hashable | None]]) -> list[int]:
    """For each task the position of the first task of the same customer.

    ``keys`` holds what a task's customer is known by (car, phone …); tasks that share one key that is not None
    are one customer's, and so are those joined through a third.
    """
    first = list(range(len(keys)))
    seen: dict[Hashable, int] = {}
    for position, known_by in enumerate(keys):
        for key in known_by:
            if key is not None and (same := seen.setdefault(key, position)) != position:
                _join(first, position, same)
    return [_root(first, position) for position in range(len(keys))]


def _join(first: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(first, one), _root(first, other)))
    first[high] = low


def _root(first: list[int], position: int) -> int:
    while first[position] != position:
        first[position] = position = first[first[position]]
    return position


def side_by_side(keys: Sequence[Sequence[Hashable | None]]) -> list[tuple[int, int | None]]:
    """The positions in a new order in which a customer's tasks follow the first of them, each with its number.

    Customers with several tasks are numbered 1, 2, 3 … in that order; None for a task that stands alone.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for position, first in enumerate(customers(keys)):
        members[first].append(position)
    order: list[tuple[int, int | None]] = []
    number = 0
    for positions in members.values():
        number += len(positions) > 1
        order += [(position, number if len(positions) > 1 else None) for position in positions]
    return order
