"""The head of a case: number, colour, customer, the steps, the clocks, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.archive.masking import shown_phone
from desktop_app.complaints.cases import Case
from desktop_app.complaints.clocks import COLOUR_LABELS, Clock
from desktop_app.complaints.course import Verb
from desktop_app.complaints.vocabulary import CHANNEL_LABELS, GRADE_LABELS, OCCASION_LABELS
from ui.complaints.case_rows import LOOKS, STATE_WORDS
from ui.complaints.prompts import BY_VERB, NATURAL_STEP, NEXT_STEPS, SHOWN_STEPS
from ui.complaints.time_words import due, hours, left, short_moment
from ui.kit import clocks as kit
from ui.kit.button import Button
from ui.kit.frames import row
from ui.kit.labels import BadgeLabel, ElidedLabel, IconLabel, label, set_words
from ui.kit.paint import Badge
from ui.kit.tones import Tone
from ui.office_context import Office

COURSE = ("受理", "转交", "首次联系", "处理结果", "再次回访", "复核结案")
PLACE_OF_STATE = {
    "accepted": 1, "verified": 1, "unfounded": 5, "new_round": 1, "handed_over": 2, "offered": 3, "reported": 4,
    "checked": 4, "satisfied": 5, "reviewed": 5, "closed": 6,
}  # fmt: skip
CLOCK_KINDS = ("hand_over", "first_contact", "solution", "result", "follow_up", "promise", "regulator")
CARDS = 3
TITLES = {"男": "先生", "女": "女士"}


class CaseHead(QWidget):
    """Shows a Case; ``verb_wanted(verb)`` and ``print_wanted``, ``more_wanted`` say what the person wants."""

    verb_wanted = Signal(str)
    print_wanted = Signal()
    more_wanted = Signal(QWidget)
    file_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._case: Case | None = None
        self._number = label("", "title", selectable=True)
        self._badges = tuple(BadgeLabel() for _ in range(5))
        self.print, self.more = (
            Button("打印", icon="printer", keys="Ctrl+P"),
            Button(icon="ellipsis", tip="更多步骤"),
        )
        self._who, self._car = label("", "strong"), ElidedLabel("", 13, token="t2")
        self._file = Button("档案", kind="link", icon="contact-round", small=True)
        self._answers = ElidedLabel("", 13, token="t2")
        self._steps = kit.StepTrack(())
        self._cards = tuple(kit.ClockCard() for _ in range(CARDS))
        self._buttons = {verb: self._verb_button(verb) for verb in NEXT_STEPS}
        self._why, self._why_icon = ElidedLabel("", 12, token="t2"), IconLabel("info", 14)
        self._lay_out()
        self.print.clicked.connect(self.print_wanted)
        self.more.clicked.connect(lambda: self.more_wanted.emit(self.more))
        self._file.clicked.connect(self.file_wanted)
        office.ticker.minute.connect(lambda _moment: self._show_clocks())

    def show_case(self, case: Case) -> None:
        """Show another case, or the same one after a step."""
        self._case = case
        fields = case.fields
        set_words(self._number, case.number)
        title = TITLES.get(str(fields.get("sex") or ""), "")
        name = str(fields.get("name") or fields.get("customer_name") or "未留姓名")
        set_words(self._who, f"{name} {title}".strip())
        parts = (
            shown_phone(str(fields.get("phone") or fields.get("landline") or "")),
            fields.get("model"),
            fields.get("plate"),
        )
        self._car.set_text("　".join(str(part) for part in parts if part))
        self._file.setVisible(case.file_vin is not None)
        department = fields.get("department") or "未转交"
        self._answers.set_text(f"第一负责人 {case.owner or '客关部经理'} · 责任部门 {department}")
        self._show_badges(case)
        self._show_steps(case)
        self._show_clocks()
        self._show_verbs(case)

    def button(self, verb: str) -> Button:
        """The button of a verb, if it stands on the row."""
        return self._buttons[verb]  # type: ignore[index]

    # inside

    def _show_badges(self, case: Case) -> None:
        now = self._office.session.now()
        icon, tone, _tint = LOOKS[case.colour]
        words = f"{COLOUR_LABELS[case.colour]} · {STATE_WORDS[case.colour]}"
        if case.clock_runs and case.next_deadline is not None:
            words = f"{COLOUR_LABELS[case.colour]} · {left(case.next_deadline, now)}"
        elif case.colour != "grey":
            words, icon = f"{COLOUR_LABELS[case.colour]} · 已联系", "circle-dot"
        badges = [
            Badge(words, tone or "outline", icon),
            Badge(GRADE_LABELS[case.grade], "outline"),
            Badge("升级", "red", "badge-alert") if case.escalated else None,
            Badge(
                f"{CHANNEL_LABELS[case.channel]} · {OCCASION_LABELS[case.again]}", "outline", "phone-incoming"
            ),
            Badge("应上报", "yellow", "arrow-up-from-line") if case.rung_due else None,
        ]
        shown = [badge for badge in badges if badge is not None]
        for place, widget in enumerate(self._badges):
            widget.set_badge(shown[place] if place < len(shown) else None)

    def _show_steps(self, case: Case) -> None:
        now, place = self._office.session.now(), PLACE_OF_STATE[case.step]
        if place == 2 and case.contacted_at is not None:
            place = 3
        round_ = case.rounds[-1]
        times = {"hand_over": 1, "contact": 2, "result": 3, "solve_at_once": 3, "follow_up": 4, "close": 5}
        notes = {0: short_moment(case.accepted_at, now)}
        for step in round_.steps:
            if step.verb in times:
                notes[times[step.verb]] = short_moment(step.at, now)
        tone: Tone = LOOKS[case.colour][1]
        steps = []
        for at, words in enumerate(COURSE):
            state = "done" if at < place else "now" if at == place else "later"
            note = notes.get(at, "") if state == "done" else case.step_label if state == "now" else ""
            steps.append(kit.Step(words, state, note, tone if state == "now" else ""))  # type: ignore[arg-type]
        self._steps.set_steps(steps)

    def _show_clocks(self) -> None:
        case = self._case
        if case is None:
            return
        now = self._office.session.now()
        current = [
            clock
            for clock in case.clocks
            if clock.round == case.round or clock.kind in ("first_contact", "promise", "regulator")
        ]
        ranked = sorted(current, key=lambda clock: (not clock.is_open, clock.deadline))
        chosen = sorted(ranked[:CARDS], key=lambda clock: (CLOCK_KINDS.index(clock.kind), clock.deadline))
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(chosen))
            if place < len(chosen):
                card.set_clock(card_of(chosen[place], now))

    def _show_verbs(self, case: Case) -> None:
        shown = shown_steps(case)
        for verb, button in self._buttons.items():
            state = case.verb(verb)
            button.set_allowed(state.allowed, state.reason or "")
            button.set_words(state.label)
            button.set_kind("primary" if verb == shown[0] else "none")
            button.setVisible(verb in shown)
        waiting = next((case.verb(verb).reason for verb in shown if case.verb(verb).reason), None)
        self._why.set_text(waiting or "")
        self._why_icon.setVisible(bool(waiting))

    def _verb_button(self, verb: str) -> Button:
        form = BY_VERB[verb]  # type: ignore[index]
        button = Button("", icon=form.icon, keys=form.keys, small=True)
        button.clicked.connect(lambda: self.verb_wanted.emit(verb))
        return button

    def _lay_out(self) -> None:
        first = row(self._number, *self._badges, None, self.print, self.more)
        second = row(self._who, self._car, self._file, None, self._answers, gap=10)
        cards = row(*self._cards)
        for place in range(CARDS):
            cards.setStretch(place, 1)
        verbs = row(*self._buttons.values(), 4, self._why_icon, self._why, None, gap=6)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(20, 12, 16, 6)
        stack.setSpacing(8)
        for layout in (first, second):
            stack.addLayout(layout)
        stack.addWidget(self._steps)
        stack.addLayout(cards)
        stack.addLayout(verbs)


def card_of(clock: Clock, now: datetime) -> kit.Clock:
    """A clock of the rules as its card: time left, since when overdue, or in what time it was kept."""
    whole = clock.deadline - clock.started_at
    name = f"{clock.label} {limit_words(whole.total_seconds() / 60)}"
    tick = 5 / 6 if clock.kind == "first_contact" else None
    if clock.met_at is not None:
        late = clock.missed(now)
        note = f"{'迟了' if late else '已按时'} {clock.met_at:%m-%d %H:%M}"
        share = min(1.0, (clock.met_at - clock.started_at) / whole) if whole else 1.0
        return kit.Clock(name, hours(clock.met_at - clock.started_at), note, "red" if late else "green",
                         "circle-alert" if late else "circle-check", share)  # fmt: skip
    if clock.stopped_at is not None:
        return kit.Clock(name, "—", "已不需要", "grey", "minus", None)
    overdue = now > clock.deadline
    share = min(1.0, max(0.0, (now - clock.started_at) / whole)) if whole else 1.0
    tone: Tone = (
        "red" if overdue else "yellow" if clock.kind == "first_contact" and share >= 5 / 6 else "neutral"
    )
    icon = {"red": "octagon-alert", "yellow": "triangle-alert"}.get(tone, "clock")
    value = f"超 {hours(now - clock.deadline)}" if overdue else hours(clock.deadline - now)
    return kit.Clock(name, value, due(clock.deadline, now), tone, icon, share, tick)


def limit_words(minutes: float) -> str:
    """A limit as its name says it: ``30 分``, ``24 小时``; nothing for those that are dates."""
    if minutes < 60:
        return f"{minutes:.0f} 分"
    return f"{minutes / 60:.0f} 小时" if minutes <= 72 * 60 else ""


def shown_steps(case: Case) -> Sequence[Verb]:
    """The verbs that stand as buttons: the step that comes next first, then those that follow it."""
    if case.step == "closed":
        return ("reopen",)
    natural = NATURAL_STEP[case.step]
    if case.step == "handed_over" and case.contacted_at is None:
        natural = "contact"
    course = NEXT_STEPS[:-1]
    start = course.index(natural)
    return course[start : start + SHOWN_STEPS - 1]


def verbs_of(case: Case) -> Sequence[Verb]:
    """The verbs of the menu: those that stand on no button."""
    shown = shown_steps(case)
    return [state.verb for state in case.verbs if state.verb in BY_VERB and state.verb not in shown]
