"""写短信: one text for one or many, each person's message in sight before anything goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.archive.vocabulary import SMS_KIND_LABELS
from desktop_app.callbacks.sms_texts import Template, templates
from desktop_app.callbacks.sms_writing import Queued, SmsDraft, Target, drafts, queue
from desktop_app.problems import Refused
from desktop_app.session import Session
from ui.callbacks.sms_form import SmsForm
from ui.callbacks.sms_leaving import leave
from ui.callbacks.sms_preview import length_words, why_words
from ui.callbacks.sms_way import Way, way_of
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.office_context import Office

SIZE = (1040, 660)
FREE_KINDS = ("care", "appointment", "notice")
"""Kinds that are written to anybody; those of callbacks need the callback they are about."""
PAUSE_MS, PAUSE_FOR_MANY_MS, MANY = 120, 400, 300
UNWRITTEN = "（在这里"
"""A template leaves open in this way what has to be written every time."""
UNWRITTEN_WORDS = "先把“（在这里…）”换成要说的话"

Targets = Mapping[str, Sequence[Target]]
"""Kind → whom a message of that kind is for."""
NO_NOTES: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Offer:
    """What a kind begins with."""

    templates: tuple[Template, ...]
    way: Way


def read_offer(session: Session, kind: str) -> Offer:
    """The templates of a kind, and how messages leave just now."""
    return Offer(templates(session, kind), way_of(session))


class SmsDialog(SheetDialog):
    """Writes to ``targets``; several kinds (sales and service callbacks) are written one after the other.

    ``notes`` say of a file why it is on the list, for whoever must see whether the text fits.
    """

    def __init__(
        self,
        office: Office,
        targets: Targets,
        parent: QWidget | None = None,
        *,
        notes: Mapping[int, str] = NO_NOTES,
    ) -> None:
        super().__init__("写短信", parent, width=760)
        self._office = office
        self._left = {kind: tuple(people) for kind, people in targets.items() if people}
        self._everyone = tuple(one for people in self._left.values() for one in people)
        self._way: Way | None = None
        self._start = ""
        self._drafts: tuple[SmsDraft, ...] = ()
        self._out: frozenset[Target] = frozenset()
        self._behind = self._save_wanted = self._saving = False
        offered = (*self._left, *(kind for kind in FREE_KINDS if kind not in self._left))
        self.form = SmsForm(office.memory, [(kind, SMS_KIND_LABELS[kind]) for kind in offered], notes)
        self._save = Button("发送", kind="primary", icon="send", keys="Ctrl+Return")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE_MS if len(self._everyone) <= MANY else PAUSE_FOR_MANY_MS)
        self._lay_out()
        self._connect()
        if len(self._left) > 1:
            for kind, people in self._left.items():
                self.form.set_count(kind, len(people))
        self.choose_kind(next(iter(self._left), FREE_KINDS[-1]))

    def drafts(self) -> tuple[SmsDraft, ...]:
        """The messages in sight."""
        return self._drafts

    def people(self) -> tuple[Target, ...]:
        """Whom the kind in sight is written to, without those taken out."""
        asked = self._left.get(self.form.kind(), self._everyone)
        return tuple(one for one in asked if one not in self._out)

    def leave_out(self, drafts: Sequence[SmsDraft]) -> None:
        """Take people out of the batch."""
        self._take_out(self._out | {one.target for one in drafts})

    def choose_kind(self, kind: str) -> None:
        """Begin with another kind of message."""
        self.form.choose_kind(kind)
        session = self._office.session
        self._office.background.run(
            self, lambda: read_offer(session, kind), lambda offer: self._begin(kind, offer), self._office.tell
        )

    def save(self) -> None:
        """Put into the queue what goes, and let it leave outside the quiet hours."""
        if self._behind:
            self._save_wanted = True
            return
        going = tuple(draft for draft in self._drafts if draft.goes)
        if self._why_not(len(going)):
            return
        self._set_saving(True)
        session, kind = self._office.session, self.form.kind()
        self._office.background.run(
            self, lambda: queue(session, kind, going), self._queued, self._failed, long=True
        )

    def reject(self) -> None:
        """Leave; a text of one's own is not thrown away unasked."""
        if self._saving:
            return
        own = self.form.text.text() not in ("", self._start)
        gone = dialogs.Question(
            "不发了？", "这段短信还没有放进队列，关掉就没有了。", yes="不要了", no="接着写"
        )
        if not own or dialogs.ask(self, gone):
            super().reject()

    # set-up

    def _lay_out(self) -> None:
        self.body.addWidget(self.form, 1)
        leave_button = Button("取消", keys="Esc", bind=False)
        leave_button.clicked.connect(self.reject)
        self.add_buttons(leave_button, self._save)
        self._save.setDefault(False)  # Enter in the list of templates must not send anything
        self.resize(*SIZE)

    def _connect(self) -> None:
        self.form.kind_chosen.connect(self.choose_kind)
        self.form.text.changed.connect(self._on_typed)
        self.form.template_chosen.connect(self._take_template)
        self.form.left_out.connect(self.leave_out)
        self.form.put_back.connect(lambda: self._take_out(frozenset()))
        self._wait.timeout.connect(self._preview)
        self._save.clicked.connect(self.save)

    def _begin(self, kind: str, offer: Offer) -> None:
        if kind != self.form.kind():
            return
        self._way = offer.way
        self.form.say_quiet(offer.way.quiet_words)
        self.form.show_templates(offer.templates, self._office.memory.read(f"sms/template/{kind}", ""))
        self.form.text.focus()

    def _take_template(self, template: Template) -> None:
        self._office.memory.write(f"sms/template/{template.kind}", template.name)
        self._start = template.text
        self.form.text.put(template.text)
        self._preview()

    # looking

    def _on_typed(self) -> None:
        self._behind = True
        self._wait.start()

    def _take_out(self, out: frozenset[Target]) -> None:
        self._out = out
        self.form.say_out(len(out))
        self._preview()

    def _preview(self) -> None:
        self._wait.stop()
        self._behind = True
        session, kind, text = self._office.session, self.form.kind(), self.form.text.text()
        people = self.people()

        def current() -> bool:
            return (kind, text, people) == (self.form.kind(), self.form.text.text(), self.people())

        def show(found: tuple[SmsDraft, ...]) -> None:
            if current():
                self._show(found)

        def failed(error: Exception) -> None:
            if current():
                self._show(())
                self._refused(error)

        self._office.background.run(self, lambda: drafts(session, kind, text, people), show, failed)

    def _refused(self, error: Exception) -> None:
        self._save_wanted = False
        if isinstance(error, Refused):
            self.form.text.field.show_error(error.message)
            self._save.set_allowed(False, error.message)
        else:
            self._office.tell(error)

    def _show(self, found: tuple[SmsDraft, ...]) -> None:
        self._behind, self._drafts = False, found
        self.form.show_drafts(found)
        self.form.text.show_length(UNWRITTEN_WORDS if self._unwritten() else length_words(found))
        self._show_save()
        if self._save_wanted:
            self._save_wanted = False
            self.save()

    def _show_save(self) -> None:
        going = sum(draft.goes for draft in self._drafts)
        self._save.set_words(_verb(self._way, going))
        self._save.set_allowed(not (why := self._why_not(going)), why)

    def _unwritten(self) -> bool:
        return UNWRITTEN in self.form.text.text()

    def _why_not(self, going: int) -> str:
        if self._saving:
            return "正在放进队列"
        if self._unwritten():
            return UNWRITTEN_WORDS
        one = self._drafts[0] if len(self._drafts) == 1 else None
        return "" if going else why_words(one) if one else "这些客户都不能发，原因见名单"

    # leaving

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self.form.setEnabled(not saving)
        self.form.set_busy("正在放进队列…" if saving else "")
        self._show_save()

    def _failed(self, error: Exception) -> None:
        self._set_saving(False)
        self._office.tell_not_saved(error, "写好的短信", self.save)

    def _queued(self, done: Queued) -> None:
        if not done.stored:
            self._set_saving(False)
            self._preview()
            return
        dropped = f"，{len(done.left)} 条临时不能发" if done.left else ""
        words, way = f"{done.stored} 条短信已放进待发队列{dropped}", self._way
        if way is None or way.quiet_until is not None:
            later = (
                f"，{way.quiet_until:%m-%d %H:%M} 以后在“回访 › 短信”里发出"
                if way and way.quiet_until
                else ""
            )
            self._finish(words + later)
        else:
            self.form.set_busy("")
            leave(self._office, self, way, lambda told: self._finish(f"{words}。{told}"))

    def _finish(self, words: str) -> None:
        self._office.status(words)
        self._set_saving(False)
        if self._left.pop(self.form.kind(), None):
            self.form.set_count(self.form.kind(), None)
        self._start = self.form.text.text()
        following = next(iter(self._left), None)
        if following is None or self.form.kind() in FREE_KINDS:
            self.accept()
            return
        self.form.say_done(
            f"{words.removesuffix('。')}。还有{SMS_KIND_LABELS[following]} {len(self._left[following])} 位，接着写。"
        )
        self.choose_kind(following)


def _verb(way: Way | None, going: int) -> str:
    count = f" {going:,} 条" if going else ""
    if way is None or way.quiet_until is not None:
        return f"放进待发队列{count}"
    return f"发送{count}" if way.by_device else f"导出名单{count}"
