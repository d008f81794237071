"""Two people never phone one customer at once, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from db.connection import open_data
from desktop_app import settings
from desktop_app.callbacks.claims import calling_now, claim, claims_held, release, release_all
from desktop_app.callbacks.drafts import drafted, drop_draft, load_draft, park, save_draft
from desktop_app.problems import Refused
from desktop_app.safety.duties import CALLBACK_SPECIALIST, RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback
from tests.conftest import KEY, NOW

MINUTES = 30


@pytest.fixture
def callback(session: Session) -> int:
    return a_callback(session, date(2026, 10, 26))


def someone_else(session: Session) -> Session:
    return replace(session, person=Person("周小满", frozenset({CALLBACK_SPECIALIST})))


def held(moment: datetime = NOW) -> dict[int, str]:
    return {number: one.account for number, one in claims_held(moment, MINUTES).items()}


def test_a_claim_shows_who_is_calling_and_keeps_others_off(session: Session, callback: int) -> None:
    claim(session, [callback])
    assert held() == {callback: "测试员"}
    with pytest.raises(Refused, match="测试员从 18:30 起"):
        claim(someone_else(session), [callback])


def test_ones_own_claim_is_renewed(session: Session, callback: int) -> None:
    claim(session, [callback])
    later = NOW + timedelta(minutes=20)
    claim(session.at(later), [callback])
    assert held(later + timedelta(minutes=29)) == {callback: "测试员"}


def test_a_claim_frees_itself_after_thirty_minutes(session: Session, callback: int) -> None:
    claim(session, [callback])
    assert held(NOW + timedelta(minutes=29, seconds=59)) == {callback: "测试员"}
    assert held(NOW + timedelta(minutes=30)) == {}
    claim(someone_else(session).at(NOW + timedelta(minutes=30)), [callback])
    assert held(NOW + timedelta(minutes=30)) == {callback: "周小满"}


def test_the_office_sets_the_minutes(session: Session, callback: int) -> None:
    with session.saving():
        settings.put(session, "claim_minutes", 5)
    claim(session, [callback])
    claim(someone_else(session).at(NOW + timedelta(minutes=5)), [callback])


def test_tasks_of_one_customer_are_claimed_all_or_none(session: Session, callback: int) -> None:
    other = a_callback(session, date(2026, 10, 26))
    claim(someone_else(session), [other])
    with pytest.raises(Refused, match="周小满"):
        claim(session, [callback, other])
    assert held() == {other: "周小满"}


def test_claims_are_given_back_one_by_one_or_at_sign_out(session: Session, callback: int) -> None:
    other, theirs = (a_callback(session, date(2026, 10, 26)) for _ in range(2))
    claim(someone_else(session), [theirs])
    claim(session, [callback, other])
    release(session, [callback, theirs])
    assert held() == {other: "测试员", theirs: "周小满"}
    release_all(session)
    assert held() == {theirs: "周小满"}


def test_claiming_nothing_changes_nothing(session: Session) -> None:
    claim(session, [])
    assert held() == {}


def test_a_receptionist_makes_no_callbacks(session: Session, callback: int) -> None:
    receptionist = replace(session, person=Person("前台", frozenset({RECEPTIONIST})))
    with pytest.raises(Refused, match="不能回访"):
        claim(receptionist, [callback])
    with pytest.raises(Refused, match="不能回访"):
        save_draft(receptionist, callback, {})


def test_a_draft_is_kept_over_the_one_before_and_dropped(session: Session, callback: int) -> None:
    assert load_draft(session, callback) is None
    save_draft(session, callback, {"answers": {"1": 9}, "words": "车不错"})
    save_draft(session, callback, {"answers": {"1": 8, "3": True}, "words": ""})
    assert load_draft(session, callback) == {"answers": {"1": 8, "3": True}, "words": ""}
    assert drafted(session) == {callback: ("测试员", NOW, False)}
    drop_draft(session, callback)
    assert (load_draft(session, callback), drafted(session)) == (None, {})


def test_a_draft_is_on_the_disk_at_once(session: Session, callback: int) -> None:
    save_draft(session, callback, {"words": "前轮有异响"})
    after_the_power_cut = open_data(session.data.path, KEY)
    with after_the_power_cut.connection_context():
        assert load_draft(replace(session, data=after_the_power_cut), callback) == {"words": "前轮有异响"}


def test_who_is_calling_now_is_told_to_everyone(session: Session, callback: int) -> None:
    claim(session, [callback])
    assert calling_now(someone_else(session)) == {callback: "测试员"}
    assert calling_now(session.at(NOW + timedelta(minutes=MINUTES))) == {}


def test_a_parked_call_is_anyones(session: Session, callback: int) -> None:
    claim(session, [callback])
    park(session, callback, {"words": "写到一半"})
    assert drafted(session) == {callback: ("测试员", NOW, True)}
    assert held() == {}
    other = someone_else(session).at(NOW + timedelta(minutes=5))
    claim(other, [callback])
    assert load_draft(other, callback) == {"words": "写到一半"}
    save_draft(other, callback, {"words": "接着写"})
    assert drafted(session) == {callback: ("周小满", other.now(), False)}


def test_a_call_is_parked_with_nothing_typed_and_only_ones_own_claim_is_freed(
    session: Session, callback: int
) -> None:
    claim(someone_else(session), [callback])
    park(session, callback, {})
    assert load_draft(session, callback) == {}
    assert held() == {callback: "周小满"}
