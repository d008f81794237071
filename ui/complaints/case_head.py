"""The head of a case: number, colour, customer, the steps, the clocks, and what can be done now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.archive.masking import shown_phone
from desktop_app.complaints.cases import Case
from desktop_app.complaints.clocks import COLOUR_LABELS
from desktop_app.complaints.vocabulary import CHANNEL_LABELS, GRADE_LABELS, OCCASION_LABELS
from ui.complaints.case_rows import CONTACTED, LOOKS, STATE_WORDS
from ui.complaints.case_steps import shown_steps, track_of
from ui.complaints.clock_cards import card_of, shown_clocks
from ui.complaints.prompts import BY_VERB, NEXT_STEPS
from ui.complaints.time_words import left
from ui.kit import clocks as kit
from ui.kit.button import Button
from ui.kit.frames import row
from ui.kit.labels import BadgeLabel, ElidedLabel, IconLabel, label, set_words
from ui.kit.paint import Badge
from ui.office_context import Office

CARDS, BADGES = 3, 5
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
        self._badges = tuple(BadgeLabel() for _ in range(BADGES))
        self.print = Button("打印", icon="printer", keys="Ctrl+P", small=True)
        self.more = Button(icon="ellipsis", tip="更多步骤（Ctrl+M）", small=True)
        self.more.setShortcut("Ctrl+M")
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
        set_words(self._number, case.number)
        self._show_customer(case)
        self._show_badges(case)
        self._steps.set_steps(tuple(track_of(case, self._office.session.now())))
        self._show_clocks()
        self._show_verbs(case)

    def button(self, verb: str) -> Button:
        """The button of a verb, if it stands on the row."""
        return self._buttons[verb]  # type: ignore[index]

    # inside

    def _show_customer(self, case: Case) -> None:
        fields = case.fields
        name = str(fields.get("customer_name") or fields.get("caller_name") or "未留姓名")
        set_words(self._who, f"{name} {TITLES.get(str(fields.get('sex') or ''), '')}".strip())
        phone = shown_phone(
            str(fields.get("phone") or fields.get("landline") or fields.get("caller_phone") or "")
        )
        parts = (phone, fields.get("model"), fields.get("plate"))
        self._car.set_text("　".join(str(part) for part in parts if part))
        self._file.setVisible(case.file_vin is not None)
        handler = fields.get("handler")
        place = f"{fields.get('department') or '未转交'}" + (f"（{handler}）" if handler else "")
        self._answers.set_text(f"第一负责人 {case.owner or '客关部经理'} · 责任部门 {place}")

    def _show_badges(self, case: Case) -> None:
        occasion = f"{CHANNEL_LABELS[case.channel]} · {OCCASION_LABELS[case.again]}"
        badges = [
            _colour_badge(case, left_words=self._left(case)),
            Badge(GRADE_LABELS[case.grade], "outline"),
            Badge("升级", "red", "badge-alert") if case.escalated else None,
            Badge(occasion, "outline", "phone-incoming"),
            Badge("应上报", "yellow", "arrow-up-from-line") if case.rung_due else None,
        ]
        shown = [badge for badge in badges if badge is not None]
        for place, widget in enumerate(self._badges):
            widget.set_badge(shown[place] if place < len(shown) else None)

    def _left(self, case: Case) -> str:
        return left(case.next_deadline, self._office.session.now()) if case.next_deadline else ""

    def _show_clocks(self) -> None:
        case = self._case
        if case is None:
            return
        now, chosen = self._office.session.now(), shown_clocks(case, CARDS)
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
            button.set_kind("primary" if verb == shown[0] != "reopen" else "none")
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


def _colour_badge(case: Case, left_words: str) -> Badge:
    """Colour and what it means: the time left while the clock runs, contacted once it stands still."""
    icon, tone, _tint = LOOKS[case.colour]
    colour = COLOUR_LABELS[case.colour]
    if case.colour == "grey":
        return Badge(f"{colour} · {STATE_WORDS['grey']}", tone or "outline", icon)
    if case.clock_runs and left_words:
        return Badge(f"{colour} · {left_words}", tone or "outline", icon)
    return Badge(f"{colour} · 已联系", tone or "outline", CONTACTED)
