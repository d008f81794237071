"""Which tasks are one customer's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.callbacks.together import customers, side_by_side


def test_tasks_joined_through_a_third_are_one_customers() -> None:
    assert customers([("A", 1), ("B", 2), ("A", 2), ("C", None)]) == [0, 0, 0, 3]


def test_a_customers_tasks_follow_the_first_of_them() -> None:
    keys = [("A", 1), ("B", 2), ("C", 1), ("D", None), ("B", 9)]
    assert side_by_side(keys) == [(0, 1), (2, 1), (1, 2), (4, 2), (3, None)]


keys = st.lists(st.tuples(st.integers(0, 6) | st.none(), st.integers(10, 16) | st.none()), max_size=14)


@given(keys)
def test_every_task_stands_once_and_sharing_a_key_means_sharing_a_number(
    known_by: list[tuple[int | None, int | None]],
) -> None:
    placed = side_by_side(known_by)
    assert sorted(position for position, _ in placed) == list(range(len(known_by)))
    numbers = dict(placed)
    for one, first in enumerate(known_by):
        for other, second in enumerate(known_by):
            if one != other and {*first} & {*second} - {None}:
                assert numbers[one] == numbers[other] is not None


@given(keys)
def test_a_number_stands_for_neighbours_only(known_by: list[tuple[int | None, int | None]]) -> None:
    numbers = [number for _, number in side_by_side(known_by)]
    runs = [
        number
        for place, number in enumerate(numbers)
        if number and (place == 0 or numbers[place - 1] != number)
    ]
    assert runs == list(range(1, len(runs) + 1))
    assert all(numbers.count(number) > 1 for number in runs)
