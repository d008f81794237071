"""What 写短信 is filled in on: kind, template and text above, the people with their messages below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop_app.callbacks.sms_texts import Template
from desktop_app.callbacks.sms_writing import SmsDraft
from ui.callbacks.sms_preview import COLUMNS, WITH_NOTES, row_of, summary, why_words
from ui.callbacks.sms_text import SmsText
from ui.kit.button import Button
from ui.kit.cells import Row
from ui.kit.choices import Chip, ChipRow, SegmentedControl
from ui.kit.fields import Banner
from ui.kit.fonts import kept
from ui.kit.frames import Box, Card, row
from ui.kit.labels import KeyCap, label, set_words
from ui.kit.memory import Memory
from ui.kit.progress import BusyBar
from ui.kit.rows import ListModel
from ui.kit.table import Table

EVERYONE, GOING, STAYING = "", "going", "staying"
LIST_HEIGHT = 150


class SmsForm(QWidget):
    """Tells ``kind_chosen(kind)`` and ``template_chosen(Template)``.

    ``left_out`` carries the drafts that the user takes out of the batch, ``put_back`` takes all of them in again.
    ``notes`` say of a file why it is on the list.
    """

    kind_chosen = Signal(str)
    template_chosen = Signal(object)
    left_out = Signal(object)
    put_back = Signal()

    def __init__(self, memory: Memory, kinds: Sequence[tuple[str, str]], notes: Mapping[int, str]) -> None:
        super().__init__()
        self._notes = notes
        self._drafts: tuple[SmsDraft, ...] = ()
        self._kinds, self._templates = SegmentedControl(kinds), QComboBox()
        self.text, self._busy = SmsText(), BusyBar()
        self._done, self._quiet = Banner("green", "circle-check"), Banner("yellow", "moon")
        self._sum = label("", "strong")
        self._shown = ChipRow(
            [(EVERYONE, Chip("全部", 0)), (GOING, Chip("将发", 0)), (STAYING, Chip("不发", 0))]
        )
        columns, name = (WITH_NOTES, "sms/drafts-of-list") if notes else (COLUMNS, "sms/drafts")
        self.table = Table(ListModel(columns), memory=memory, name=name)
        self.out = Button("拿掉选中的", kind="quiet", icon="minus", small=True, keys="Delete", bind=False)
        self.back = Button("", kind="link", small=True)
        self._card = Card((14, 10, 14, 10), 2)
        self._caption = label("", "caption")
        self._whole = label("", "body", wrap=True, selectable=True)
        self._lay_out()
        self._kinds.chosen.connect(self.kind_chosen)
        self._templates.activated.connect(lambda _at: self._tell_template())
        self._shown.chosen.connect(lambda _which: self._fill())
        self.table.chosen.connect(self._show_whole)
        QShortcut(QKeySequence("F2"), self, self._templates.showPopup)
        alone = QShortcut(QKeySequence("Delete"), self.table, self._leave_out)
        alone.setContext(Qt.ShortcutContext.WidgetShortcut)  # in the text it deletes a letter
        self.out.clicked.connect(self._leave_out)
        self.back.clicked.connect(self.put_back)

    def kind(self) -> str:
        """The kind of message."""
        return self._kinds.value()

    def set_count(self, kind: str, count: int | None) -> None:
        """Say how many people are still to be written to by a kind."""
        self._kinds.set_count(kind, count)

    def choose_kind(self, kind: str) -> None:
        """Show a kind as chosen, without telling."""
        self._kinds.choose(kind)

    def show_templates(self, offered: Sequence[Template], name: str) -> None:
        """Offer the templates of the kind and take the named one, or the first."""
        self._templates.clear()
        for one in offered:
            self._templates.addItem(one.name, one)
        self._templates.setCurrentIndex(max(0, self._templates.findText(name)))
        self._tell_template()

    def show_drafts(self, found: tuple[SmsDraft, ...]) -> None:
        """Show each person's message."""
        self._drafts = found
        going = sum(draft.goes for draft in found)
        for which, count in ((EVERYONE, len(found)), (GOING, going), (STAYING, len(found) - going)):
            self._shown.set_count(which, count)
        self.out.set_allowed(len(found) > 1, "只有这一位")
        self._shown.option(STAYING).setEnabled(going < len(found))
        if going == len(found) and self._shown.value() == STAYING:
            self._shown.choose(EVERYONE)
        set_words(self._sum, summary(found) if found else "")
        self._fill()

    def say_out(self, count: int) -> None:
        """Say how many the user has taken out."""
        self.back.setVisible(bool(count))
        self.back.set_words(f"放回拿掉的 {count} 位")

    def summary(self) -> str:
        """``将发 12 · 不发 3``."""
        return kept(self._sum.text())

    def whole(self) -> str:
        """The message of the person under the cursor in full."""
        return kept(self._whole.text())

    def say_quiet(self, words: str) -> None:
        """Say that nothing goes out now; "" outside the quiet hours."""
        self._quiet.show_words(words, "yellow", "moon")

    def say_done(self, words: str) -> None:
        """Say what is done while something else is still to be written."""
        self._done.show_words(words, "green", "circle-check")

    def quiet_words(self) -> str:
        """What the banner of the quiet hours says."""
        return self._quiet.words()

    def set_busy(self, words: str) -> None:
        """Show that something lasts; "" when it is over."""
        if words:
            self._busy.start(words, can_cancel=False)
        else:
            self._busy.finish()

    # inside

    def _lay_out(self) -> None:
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addLayout(
            row(
                label("写短信", "title"),
                12,
                self._kinds,
                None,
                label("模板", "note"),
                KeyCap("F2"),
                self._templates,
            )
        )
        self._templates.setMinimumWidth(200)
        self._templates.setAccessibleName("模板")
        for part in (self._done, self._quiet, self.text, self._busy):
            stack.addWidget(part)
        self.back.hide()
        stack.addLayout(row(self._shown, 4, self.out, self.back, None, self._sum))
        box = Box((1, 4, 1, 4))
        box.column.addWidget(self.table)
        self.table.setMinimumHeight(LIST_HEIGHT)
        stack.addWidget(box, 1)
        self._card.column.addWidget(self._caption)
        self._card.column.addWidget(self._whole)
        stack.addWidget(self._card)

    def _tell_template(self) -> None:
        template = self._templates.currentData()
        if isinstance(template, Template):
            self.template_chosen.emit(template)

    def _fill(self) -> None:
        which = self._shown.value()
        wanted = {EVERYONE: (True, False), GOING: (True,), STAYING: (False,)}[which]
        rows = [
            row_of(place, one, self._note(one))
            for place, one in enumerate(self._drafts)
            if one.goes in wanted
        ]
        model = self.table.rows()
        assert isinstance(model, ListModel)
        model.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_line(0)
        self._show_whole(self.table.current() or (rows[0] if rows else None))

    def _note(self, draft: SmsDraft) -> str | None:
        return self._notes.get(draft.target.file_id, "") if self._notes else None

    def _leave_out(self) -> None:
        chosen = [row.data for row in self.table.selected() if isinstance(row.data, SmsDraft)]
        if len(chosen) < len(self._drafts):
            self.left_out.emit(chosen)

    def _show_whole(self, shown: Row | None) -> None:
        draft = shown.data if shown else None
        self._card.setVisible(isinstance(draft, SmsDraft))
        if isinstance(draft, SmsDraft):
            set_words(self._whole, draft.text)
            why = why_words(draft)
            set_words(self._caption, f"不发给{draft.name}：{why}" if why else "会这样发出")
