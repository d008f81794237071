"""The list at the left: filters, groups, care reminders read aside, and what the clock and other people change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import Staff
from desktop_app.callbacks.claims import claim, release
from desktop_app.callbacks.drafts import park
from desktop_app.callbacks.reasons import GROUP_LABELS
from desktop_app.session import Person, Session
from tests.callbacks.caring import a_wish
from tests.callbacks.scenes import a_callback, a_car, an_attempt
from tests.ui.desks import PageDesk
from tests.ui.shops import SetClock
from ui.callbacks.group_chips import GroupChips
from ui.callbacks.page import CallbacksPage
from ui.callbacks.worklist_filters import Filters
from ui.callbacks.worklist_rows import CARE_STEP
from ui.kit.background import Background
from ui.kit.items import Head, Item
from ui.kit.memory import Memory
from ui.office_context import Office

OPEN = date(2026, 10, 26)
Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


class Desk(PageDesk):
    """The call desk in sight, with a clock of its own."""

    def __init__(self, office: Office, clock: SetClock, qtbot: QtBot) -> None:
        self.clock, self.page = clock, CallbacksPage(office)
        super().__init__(office, qtbot, self.page, height=620)

    def tick(self, **later: float) -> None:
        self.clock.on(**later)
        self.office.ticker.tick()
        self.settle()

    def items(self) -> list[Item]:
        return [row for row in self.page.day.list.rows() if isinstance(row, Item)]

    def names(self) -> list[str]:
        return [item.title for item in self.items()]


@pytest.fixture
def me(session: Session, clock: SetClock) -> Session:
    return replace(session, clock=clock)


@pytest.fixture
def desk_of(
    me: Session, memory: Memory, told: list[Exception], clock: SetClock, qtbot: QtBot
) -> Iterator[Callable[[], Desk]]:
    """Opens the page after the records of a test were made."""
    background = Background(me.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    background.broke.connect(told.append)
    office = Office(me, background, memory, told.append)
    yield lambda: Desk(office, clock, qtbot)
    office.ticker.stop()
    background.stop()
    assert told == []


def somebody_else(session: Session) -> Session:
    return replace(session, person=Person("乔安", session.person.duties))


def waiting(session: Session, name: str, **fields: object) -> int:
    return a_callback(session, OPEN, car=a_car(session, name=name), **fields)


def test_by_kind_advisor_and_owner(me: Session, desk_of: Callable[[], Desk]) -> None:
    advisor = Staff.insert(name="赵小雨", role="service_advisor").execute()
    waiting(me, "沈佳宁", person=advisor)
    mine = waiting(me, "罗文博")
    a_callback(me, date(2026, 10, 22), kind="sales", car=a_car(me, name="范雨桐"))
    agreed = {"agreed_at": datetime(2026, 10, 31, 19), "caller": "测试员"}
    an_attempt(me, mine, datetime(2026, 10, 30, 9), "agreed", **agreed)
    desk = desk_of()
    day = desk.page.day
    for filters, names in (
        (Filters(), ["罗文博", "范雨桐", "沈佳宁"]),
        (Filters(kind="sales"), ["范雨桐"]),
        (Filters(advisor="赵小雨"), ["沈佳宁"]),
        (Filters(mine=True), ["罗文博"]),
        (Filters(mine=True, kind="sales"), []),
    ):
        day.choose(filters)
        assert desk.names() == names


def test_the_filters_are_reached_by_keys_remembered_and_left_by_one(
    me: Session, desk_of: Callable[[], Desk]
) -> None:
    waiting(me, "沈佳宁")
    desk = desk_of()
    desk.press(Key.Key_F, Ctrl)
    desk.press(Key.Key_Right)
    assert desk.names() == []
    empty = desk.page.day._none_fits
    assert (empty.isVisible(), "我的" in empty._next.text()) == (True, True)
    again = CallbacksPage(desk.office)
    desk.qtbot.addWidget(again)
    assert again.day.chosen() == Filters(mine=True)
    desk.press(Key.Key_F, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert desk.names() == ["沈佳宁"]
    assert QApplication.focusWidget() is desk.page.day.list


def test_a_call_wanted_from_elsewhere_is_found_whatever_is_filtered(
    me: Session, desk_of: Callable[[], Desk]
) -> None:
    waiting(me, "沈佳宁", ref="WX900")
    desk = desk_of()
    desk.page.day.choose(Filters(kind="sales"))
    desk.page.show_record("WX900")
    desk.settle()
    state = desk.page.call.state()
    assert state is not None
    assert (state.call.reference, desk.names()) == ("WX900", ["沈佳宁"])


def test_of_many_care_rows_some_are_shown_and_enter_brings_more(
    me: Session, desk_of: Callable[[], Desk]
) -> None:
    for _ in range(CARE_STEP + 5):
        a_wish(a_car(me), "please_come_in", date(2026, 10, 31), date(2026, 10, 29))
    waiting(me, "沈佳宁")
    desk = desk_of()
    head = next(row for row in desk.page.day.list.rows() if isinstance(row, Head) and row.words == "关怀")
    assert head.count == CARE_STEP + 5
    assert (len(desk.items()), desk.names()[-1]) == (1 + CARE_STEP + 1, "还有 5 位")
    desk.page.day.list.select(desk.items()[-1].key)
    desk.page.day.list.setFocus()
    desk.press(Key.Key_Return)
    assert len(desk.items()) == 1 + CARE_STEP + 5
    assert desk.page.day.list.current() == desk.items()[1 + CARE_STEP]


def test_care_reminders_are_not_read_again_after_a_call(
    me: Session, desk_of: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.callbacks import worklist_reading

    read: list[str] = []
    whole = worklist_reading.worklist

    def counted(session: Session, **how: object) -> object:
        read.extend(how["parts"])  # type: ignore[call-overload]
        return whole(session, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(worklist_reading, "worklist", counted)
    waiting(me, "沈佳宁")
    waiting(me, "罗文博")
    desk = desk_of()
    assert sorted(set(read)) == ["calls", "care"]
    desk.page.focus_first()
    desk.press(Key.Key_Return)
    read.clear()
    desk.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    desk.press(Key.Key_Return, Ctrl)
    assert set(read) == {"calls"}
    desk.page.refresh(frozenset({"archive", "callbacks"}))
    desk.settle()
    assert "care" in read


def test_somebody_elses_call_shows_and_goes_without_a_word(me: Session, desk_of: Callable[[], Desk]) -> None:
    callback = waiting(me, "沈佳宁")
    desk = desk_of()
    other = somebody_else(me)
    claim(other, [callback])
    desk.tick(minutes=1)
    assert (desk.items()[0].right, desk.items()[0].icons) == ("乔安通话中", ("lock",))
    release(other, [callback])
    desk.tick(minutes=1)
    assert desk.items()[0].right == ""


def test_an_appointment_is_anyones_after_half_an_hour(me: Session, desk_of: Callable[[], Desk]) -> None:
    callback = waiting(me, "沈佳宁")
    agreed = {"agreed_at": datetime(2026, 10, 31, 18, 40), "caller": "乔安"}
    an_attempt(me, callback, datetime(2026, 10, 30, 9), "agreed", **agreed)
    desk = desk_of()
    assert desk.items()[0].right == "乔安 18:40"
    desk.tick(minutes=39)
    assert desk.items()[0].right == "乔安 18:40"
    assert desk.page.day.following(()) == ()
    desk.tick(minutes=1)
    assert desk.items()[0].right == "18:40 谁都可打"
    assert [entry.name for entry in desk.page.day.following(())] == ["沈佳宁"]


def test_a_new_day_brings_its_own_list(me: Session, desk_of: Callable[[], Desk]) -> None:
    a_callback(me, date(2026, 10, 29), car=a_car(me, name="沈佳宁"))
    desk = desk_of()
    assert desk.names() == []
    desk.tick(hours=15)
    assert desk.names() == ["沈佳宁"]


def test_a_call_put_aside_says_by_whom_and_is_taken_up_with_its_words(
    me: Session, desk_of: Callable[[], Desk]
) -> None:
    callback = waiting(me, "沈佳宁")
    park(somebody_else(me), callback, {"answers": {"1": 7}, "words": "写到一半"})
    desk = desk_of()
    assert desk.items()[0].sub.startswith("已搁置 · 乔安 18:30 · 第 5 天/3–7")
    desk.page.focus_first()
    desk.press(Key.Key_Return)
    state = desk.page.call.state()
    assert state is not None
    assert (state.answers, state.words) == ({1: 7}, "写到一半")


def test_before_days_off_a_line_says_who_must_be_called_first(
    me: Session, desk_of: Callable[[], Desk]
) -> None:
    a_callback(me, date(2026, 10, 23), car=a_car(me, name="沈佳宁"))
    me.clock.now = datetime(2026, 10, 30, 10)  # type: ignore[attr-defined]
    desk = desk_of()
    banner = desk.page.day._days_off
    assert "明天起休息 2 天" in banner.words()
    assert "1 位" in banner.words()


def test_groups_without_room_wait_behind_more(qtbot: QtBot) -> None:
    chips = GroupChips()
    qtbot.addWidget(chips)
    chips.resize(290, 80)
    chips.show()

    def shown() -> list[str]:
        return [name for name in ("", *GROUP_LABELS) if not chips.option(name).isHidden()]

    chips.show_counts({"overdue": 2, "due": 18})
    assert (shown(), chips.more.isHidden()) == (["", "overdue", "due"], True)
    chips.show_counts(dict.fromkeys(GROUP_LABELS, 12))
    assert not chips.more.isHidden()
    assert "care" not in shown()
    chips.choose("care")
    assert "care" in shown()
    chips.more.click()
    assert shown() == ["", *GROUP_LABELS]
