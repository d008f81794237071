"""Duty × action, in full: whoever may, can; whoever may not is told why, and nothing has changed anywhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from desktop_app.problems import Refused
from desktop_app.safety.duties import MATRIX, allows, reason
from desktop_app.session import Session
from tests.duty_calls import ALL_CALLS, Call
from tests.duty_scene import PEOPLE, WITHOUT, everything, furnish, opened, signed_in
from tests.rule_graph import Graph, read_modules
from tests.safety.conftest import made_folder
from tests.test_duties import FREE, WITHOUT_A_RULE

__all__ = ["made_folder"]

RULES = Graph(read_modules("desktop_app", "ui"))
CALLING = Graph(read_modules("desktop_app", "ui", "tests"))
CALLED = CALLING.used_by("tests.duty_calls") | CALLING.used_by("tests.complaints.moving")
UNCALLED = [name for name in RULES.entries() if name not in CALLED and name not in FREE]
"""Rules that a person can reach and that have no call with every duty."""
REASONS = {reason(action) for action in MATRIX}


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


def test_who_holds_no_duty_is_refused_before_anything_is_looked_at(shop: Shop) -> None:
    """The rules without a call of their own: they ask first, so nothing that is handed to them matters."""
    with opened(shop.folder, shop.key) as everyone:
        before = everything(everyone)
        wrong = {rule: told for rule in UNCALLED if (told := _told_nobody(rule, everyone)) not in REASONS}
        assert wrong == {}, "these do not ask first: give them a call in duty_calls, or let them"
        assert everything(everyone) == before


def _told_nobody(rule: str, everyone: Session) -> str:
    """What the rule says to somebody without any duty."""
    place, _, name = rule.rpartition(".")
    work = getattr(import_module(place), name)
    try:
        work(**_anything(work, signed_in(everyone, WITHOUT)))
    except Refused as refused:
        return refused.message
    except Exception as error:
        return repr(error)
    return "did it"


def _anything(work: Callable[..., object], session: Session) -> dict[str, object]:
    """The session, and something for every argument that must be given."""
    needed = (one for one in signature(work).parameters.values() if one.default is one.empty)
    return {one.name: session if one.name == "session" else object() for one in needed}


def _told(call: Call, duties: frozenset[str]) -> str:
    """The reason of the action, or of the one that is asked before it."""
    for duty in duties:
        if duty in call.refused_as:
            return call.refused_as[duty]
    first = call.asked_first
    return reason(first if first and not allows(duties, first) else call.action)
