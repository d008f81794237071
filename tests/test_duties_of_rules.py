"""Duty × action, in full: whoever may, can; whoever may not is told why, and nothing has changed anywhere."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.problems import Refused
from desktop_app.safety.duties import MATRIX, allows, reason
from tests.duty_calls import ALL_CALLS, Call
from tests.duty_scene import PEOPLE, everything, furnish, opened, signed_in
from tests.safety.conftest import made_folder
from tests.test_duties import WITHOUT_A_RULE

__all__ = ["made_folder"]


@dataclass(frozen=True)
class Shop:
    """A furnished data folder; tests copy it."""

    folder: Path
    key: str


@pytest.fixture(scope="module")
def shop(made_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = Path(shutil.copytree(made_folder, tmp_path_factory.mktemp("shop") / "data"))
    return Shop(folder, furnish(folder))


def test_every_action_has_a_real_call() -> None:
    assert {call.action for call in ALL_CALLS} == MATRIX.keys() - WITHOUT_A_RULE.keys()


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: "".join(PEOPLE[name]) or "without")
@pytest.mark.parametrize("call", ALL_CALLS, ids=lambda call: f"{call.action}: {call.label}")
def test_a_duty_can_what_the_matrix_says_and_nothing_else(
    call: Call, name: str, shop: Shop, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(shop.folder, tmp_path / "data"))
    place = tmp_path / "out"
    place.mkdir()
    with opened(folder, shop.key) as everyone:
        prepared = call.prepare(everyone, name)
        person = signed_in(everyone, name)
        if allows(person.person.duties, call.action):
            call.act(person, prepared, place)
            return
        before = everything(everyone)
        with pytest.raises(Refused) as refused:
            call.act(person, prepared, place)
        assert refused.value.message == _told(call, person.person.duties)
        assert everything(everyone) == before
        assert list(place.iterdir()) == []


def _told(call: Call, duties: frozenset[str]) -> str:
    """The reason of the action, or of the one that is asked before it."""
    for duty in duties:
        if duty in call.refused_as:
            return call.refused_as[duty]
    first = call.asked_first
    return reason(first if first and not allows(duties, first) else call.action)
