"""Where a callback stands: every line of the department's rules by hand, and every combination by an oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from db.callbacks import DISPOSITIONS
from desktop_app import settings
from desktop_app.callbacks.dispositions import NUMBER_INVALID
from desktop_app.callbacks.standing import (
    CORRECTED_NUMBER_DAYS,
    KEPT_APPOINTMENT_DAYS,
    Facts,
    Line,
    Rules,
    current_rules,
    stand,
)
from desktop_app.session import Session

EVENT = date(2026, 10, 1)
RULES = Rules()


def day(n: int) -> date:
    return EVENT + timedelta(days=n)


def moment(n: int, hour: int = 10) -> datetime:
    return datetime.combine(day(n), datetime.min.time()) + timedelta(hours=hour)


def service(**facts: object) -> Facts:
    return Facts(EVENT, day(3), day(7), **facts)  # type: ignore[arg-type]


def sales(**facts: object) -> Facts:
    return Facts(EVENT, day(7), day(10), **facts)  # type: ignore[arg-type]


def group(facts: Facts, n: int) -> str | None:
    return stand(facts, day(n), RULES).group


def tried(times: int, last: str) -> dict[str, object]:
    return {"failed_tries": times, "last_disposition": last, "last_at": moment(2)}


def test_a_service_callback_is_open_from_day_three_and_due_on_day_seven() -> None:
    assert [group(service(), n) for n in range(9)] == [None] * 3 + ["open"] * 4 + ["due", "overdue"]


def test_a_sales_callback_is_open_from_day_seven_and_due_on_day_ten() -> None:
    assert [group(sales(), n) for n in range(6, 12)] == [None, "open", "open", "open", "due", "overdue"]


def test_a_callback_never_tried_stays_overdue_for_thirty_days_after_its_window() -> None:
    assert group(service(), 37) == "overdue"
    assert group(service(), 38) is None
    assert stand(service(), day(38), RULES).line == "lapsed"


def test_a_callback_tried_in_vain_is_not_overdue_but_lapsed() -> None:
    assert group(service(**tried(1, "no_answer")), 7) == "due"
    assert group(service(**tried(1, "no_answer")), 8) is None


@pytest.mark.parametrize("last", ["agreed", "not_the_person"])
def test_where_someone_answered_the_callback_goes_on_into_overdue(last: str) -> None:
    assert group(service(**tried(2, last)), 8) == "overdue"
    assert group(service(**tried(2, last)), 37) == "overdue"
    assert group(service(**tried(2, last)), 38) is None


def test_another_ending_without_a_failed_try_stays_overdue() -> None:
    assert group(service(**tried(0, "other")), 20) == "overdue"
    assert group(service(**tried(1, "other")), 20) is None


def test_four_failed_tries_offer_an_sms_while_the_window_lasts() -> None:
    assert [group(service(**tried(4, "no_answer")), n) for n in (2, 3, 7, 8)] == [None, "sms", "sms", None]
    assert group(service(**tried(3, "no_answer")), 3) == "open"


@pytest.mark.parametrize("last", ["agreed", "not_the_person"])
def test_no_sms_is_offered_where_someone_answered_last(last: str) -> None:
    assert [group(service(**tried(6, last)), n) for n in (3, 7)] == ["open", "due"]


def test_a_completed_callback_is_off_the_list_whatever_else_happened() -> None:
    facts = service(completed_at=moment(3), refused_at=moment(2), reopened_at=moment(9))
    assert {stand(facts, day(n), RULES).line for n in range(60)} == {"completed"}


def test_a_refusal_is_never_listed_again_even_when_reopened() -> None:
    facts = service(refused_at=moment(3), answered_by_sms_at=moment(4), reopened_at=moment(20))
    assert {stand(facts, day(n), RULES).line for n in range(60)} == {"refused"}


def test_an_answer_by_sms_ends_the_callback() -> None:
    facts = service(answered_by_sms_at=moment(6), do_not_call_at=moment(1), **tried(5, "no_answer"))
    assert {stand(facts, day(n), RULES).line for n in range(60)} == {"answered_by_sms"}


def test_who_asked_not_to_be_called_is_not_called() -> None:
    facts = service(do_not_call_at=moment(1), agreed_at=moment(5))
    assert {stand(facts, day(n), RULES).line for n in range(60)} == {"do_not_call"}


@pytest.mark.parametrize("last", ["invalid_number", "wrong_number"])
def test_an_invalid_number_waits_for_the_correction(last: str) -> None:
    facts = service(reopened_at=moment(3), **tried(0, last))
    assert {stand(facts, day(n), RULES).line for n in range(60)} == {"number_invalid"}


def test_a_corrected_number_is_due_for_thirty_days_even_before_and_after_the_window() -> None:
    early = service(corrected_at=moment(2), **tried(0, "wrong_number"))
    assert [group(early, n) for n in (2, 3, 7, 8, 32, 33)] == ["due"] * 5 + [None]
    late = service(corrected_at=moment(50), **tried(5, "invalid_number"))
    assert [group(late, n) for n in (50, 80, 81)] == ["due", "due", None]
    assert stand(late, day(81), RULES).line == "correction_lapsed"


def test_an_agreed_time_hides_the_callback_until_its_day_and_then_leads_the_list() -> None:
    facts = service(agreed_at=moment(6, 16), **tried(5, "agreed"))
    assert [group(facts, n) for n in (3, 5, 6, 7, 8)] == [
        None,
        None,
        "appointment",
        "appointment",
        "appointment",
    ]
    assert stand(facts, day(5), RULES).line == "agreed_later"


def test_an_appointment_may_lie_before_the_window() -> None:
    assert [group(sales(agreed_at=moment(4)), n) for n in (3, 4, 7)] == [None, "appointment", "appointment"]


def test_an_appointment_lapses_thirty_days_after_its_day_or_after_the_window_if_later() -> None:
    late = service(agreed_at=moment(20), **tried(0, "agreed"))
    assert [group(late, n) for n in (50, 51)] == ["appointment", None]
    early = service(agreed_at=moment(4), **tried(0, "agreed"))
    assert [group(early, n) for n in (34, 35, 37, 38)] == ["appointment", "appointment", "appointment", None]
    assert stand(early, day(38), RULES).line == "appointment_lapsed"


@pytest.mark.parametrize(
    ("facts", "n"),
    [
        (service(**tried(2, "no_answer")), 8),
        (service(), 60),
        (service(agreed_at=moment(4), **tried(0, "agreed")), 38),
        (service(corrected_at=moment(4), **tried(0, "wrong_number")), 35),
    ],
)
def test_whatever_lapsed_is_overdue_again_once_reopened(facts: Facts, n: int) -> None:
    assert group(facts, n) is None
    assert group(replace(facts, reopened_at=moment(n)), n) == "overdue"
    assert group(replace(facts, reopened_at=moment(n)), n + 400) == "overdue"


def test_reopening_changes_nothing_while_the_window_lasts() -> None:
    assert group(service(reopened_at=moment(2)), 2) is None
    assert group(service(reopened_at=moment(2)), 3) == "open"


def test_the_office_sets_how_long_overdue_lasts_and_when_an_sms_is_offered(session: Session) -> None:
    assert current_rules(session) == Rules(30, 4)
    with session.saving():
        settings.put(session, "overdue_days", 10)
        settings.put(session, "sms_after_failed_tries", 2)
    rules = current_rules(session)
    assert stand(service(), day(17), rules).group == "overdue"
    assert stand(service(), day(18), rules).group is None
    assert stand(service(**tried(2, "busy")), day(4), rules).group == "sms"


def test_the_days_of_the_rules_are_exact() -> None:
    assert (CORRECTED_NUMBER_DAYS, KEPT_APPOINTMENT_DAYS) == (30, 30)


SOMEONE_ANSWERED = {"agreed", "not_the_person"}
FAILED = {"out_of_service", "rejected", "busy", "no_answer", "unreachable", "powered_off", "barred"}


def oracle(facts: Facts, n: int, first: int, last: int) -> tuple[str, str | None]:
    """Section 2 read aloud, in day numbers and one flat ladder of its own."""
    agreed = facts.agreed_at and (facts.agreed_at.date() - EVENT).days
    corrected = facts.corrected_at and (facts.corrected_at.date() - EVENT).days
    reopened: tuple[str, str | None] | None = ("reopened", "overdue") if facts.reopened_at else None
    if facts.completed_at is not None:
        return "completed", None
    if facts.refused_at is not None:
        return "refused", None
    if facts.answered_by_sms_at is not None:
        return "answered_by_sms", None
    if facts.do_not_call_at is not None:
        return "do_not_call", None
    if facts.last_disposition in ("invalid_number", "wrong_number"):
        if corrected is None:
            return "number_invalid", None
        return ("number_corrected", "due") if n - corrected <= 30 else reopened or ("correction_lapsed", None)
    if agreed is not None:
        if n < agreed:
            return "agreed_later", None
        kept = n - agreed <= 30 or n - last <= 30
        return ("appointment", "appointment") if kept else reopened or ("appointment_lapsed", None)
    someone_answered = facts.last_disposition in ("agreed", "not_the_person")
    if n < first:
        return "too_early", None
    if n <= last and facts.failed_tries >= 4 and not someone_answered:
        return "sms", "sms"
    if n <= last:
        return ("due", "due") if n == last else ("open", "open")
    if n <= last + 30 and (facts.failed_tries == 0 or someone_answered):
        return "overdue", "overdue"
    return reopened or ("lapsed", None)


def combinations(first: int, last: int) -> list[Facts]:
    made = []
    for disposition, earlier, mark in product(
        (None, *DISPOSITIONS), (0, 1, 3, 4, 6), ("", "reopened", "barred")
    ):
        if disposition is None and earlier:
            continue
        failed = earlier + (disposition in FAILED)
        times = [moment(1), moment(first + 1), moment(last + 5)] if disposition in SOMEONE_ANSWERED else []
        corrections = [moment(2), moment(last + 9)] if disposition in NUMBER_INVALID else []
        for agreed, corrected in product([None, *times], [None, *corrections]):
            made.append(
                Facts(
                    EVENT, day(first), day(last), failed,
                    last_at=moment(1) if disposition else None,
                    last_disposition=disposition, agreed_at=agreed, corrected_at=corrected,
                    completed_at=moment(1) if disposition == "completed" else None,
                    refused_at=moment(1) if disposition == "refused" else None,
                    reopened_at=moment(40) if mark == "reopened" else None,
                    do_not_call_at=moment(1) if mark == "barred" else None,
                )
            )  # fmt: skip
    return made


@pytest.mark.parametrize(("first", "last"), [(3, 7), (7, 10), (2, 2)])
def test_every_ending_number_of_tries_and_day_agrees_with_the_rule_read_aloud(first: int, last: int) -> None:
    reached: set[Line] = set()
    for facts in combinations(first, last):
        for n in range(-1, 60):
            standing = stand(facts, day(n), RULES)
            assert (standing.line, standing.group) == oracle(facts, n, first, last), (facts, n)
            assert standing.listed is (standing.group is not None)
            reached.add(standing.line)
    assert reached >= {
        "sms",
        "overdue",
        "lapsed",
        "appointment",
        "correction_lapsed",
        "reopened",
        "do_not_call",
    }
