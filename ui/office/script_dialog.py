"""数据 › 话术: the course of a call, the 29 situations, forbidden phrases and reminders in the shop's own words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from desktop_app.callbacks.script_editing import Passage, edit, passages, take_back
from desktop_app.callbacks.scripts import Words
from desktop_app.problems import Refused
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner, SearchBox
from ui.kit.frames import Box, Splitter, holder, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Head, Item, ListRow
from ui.kit.labels import BadgeLabel, ElidedLabel, label
from ui.kit.pages import Pages
from ui.kit.paint import Badge
from ui.office.script_passage import Lines, PassageView
from ui.office_context import Office

SIZE = (1120, 620)
SPLITTER = "scripts/splitter"
OWN, UNSAVED = Badge("本店写法", "teal"), Badge("还没有保存", "yellow")
LOST = "关掉窗口，没有保存的改动就没有了。"


def invented(caller: str) -> Words:
    """An invented customer for the preview, called by whoever sits here."""
    return Words(
        dealership="云岭汽车", caller=caller, customer="沈女士", model="卡罗拉", occasion="10 月 24 日您来店做定期保养这件事",
        next_maintenance="明年 4 月 24 日前后，或者行驶到 25,000 公里时", answer_by="明天 15:00 前",
    )  # fmt: skip


class ScriptsDialog(SheetDialog):
    """What is typed stays with its passage until it is saved, taken back, or the window closed for good."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("话术", parent, width=SIZE[0])
        self._office = office
        self._why_not = office.why_not("manage_office")
        self._passages: dict[str, Passage] = {}
        self.typed: dict[str, Lines] = {}
        self._saving = False
        self.search = SearchBox("找一段：标题或话里的字", "Ctrl+F")
        self.list, self.view = GroupedList(), PassageView(invented(office.session.person.name))
        self.banner = Banner("accent", "info")
        self._title, self._badge = ElidedLabel("", 15), BadgeLabel(None)
        self.restore = Button("恢复原来的话术", icon="rotate-ccw", keys="Ctrl+R")
        self.save = Button("保存这一段", kind="primary", icon="check", keys="Ctrl+S")
        self.leave = Button("关闭", keys="Esc", bind=False)
        self._lay_out()
        self._connect()
        self.view.set_read_only(bool(self._why_not))
        self.banner.show_words(self._why_not, "accent", "info")
        self.reload()
        self.list.setFocus()

    def reload(self) -> None:
        """Read the scripts again; what is typed stays."""
        session = self._office.session
        self._office.background.run(self, lambda: passages(session), self._show, self._office.tell)

    def passage(self) -> Passage | None:
        """The passage in sight."""
        item = self.list.current()
        return self._passages.get(str(item.key)) if isinstance(item, Item) else None

    def reject(self) -> None:
        """Ask before typed words are thrown away."""
        names = "、".join(self._passages[key].title for key in self.typed)
        question = dialogs.Question(
            f"还有 {len(self.typed)} 段没有保存",
            f"{names}。{LOST}",
            yes="不要这些改动",
            no="回去",
            danger=True,
        )
        if not self.typed or dialogs.ask(self, question):
            super().reject()

    def submit(self) -> None:
        """Put the words of this passage into force."""
        passage, session = self.passage(), self._office.session
        if passage is None or passage.key not in self.typed or self._saving or self._why_not:
            return
        key, lines, self._saving = passage.key, self.typed[passage.key], True
        self._office.background.run(
            self,
            lambda: edit(session, key, lines),
            lambda _: self._done(key, lines, "已保存，下一个电话起就这样显示"),
            lambda error: self._failed(key, error),
        )

    def take_back(self) -> None:
        """Use the program's own words of this passage again, after a question."""
        passage, session = self.passage(), self._office.session
        if passage is None or self._saving or not self.restore.isEnabled():
            return
        question = dialogs.Question(
            f"恢复“{passage.title}”原来的话术？",
            "本店改过的写法会换掉，别的段落不受影响。",
            yes="恢复",
            no="取消",
        )
        if not dialogs.ask(self, question):
            return
        if not passage.own:
            self._forget(passage.key)
            return
        key, typed, self._saving = passage.key, self.typed.get(passage.key), True
        self._office.background.run(
            self,
            lambda: take_back(session, key),
            lambda _: self._done(key, typed, "已恢复原来的话术"),
            lambda error: self._failed(key, error),
        )

    # inside

    def _done(self, key: str, lines: Lines | None, words: str) -> None:
        self._saving = False
        if self.typed.get(key) == lines:  # what was typed since then stays
            self.typed.pop(key, None)
        self._office.status(words)
        self.reload()

    def _forget(self, key: str) -> None:
        self.typed.pop(key, None)
        self._fill_list()
        self._show_passage()

    def _failed(self, key: str, error: Exception) -> None:
        self._saving = False
        if not isinstance(error, Refused):
            self._office.tell_not_saved(error, "保存话术", self.submit)
            return
        self.list.select(key)
        field = next((one for slot, one in self.view.fields.items() if slot == error.field), None)
        if field is None:
            self._office.tell(error)
        else:
            field.show_error(error.message)

    def _show(self, found: Iterable[Passage]) -> None:
        self._passages = {one.key: one for one in found}
        self._fill_list()
        if self.list.current() is None:
            self.list.select_first()
        self._show_passage()

    def _fill_list(self) -> None:
        rows = self._rows(self.search.text().strip())
        self.list.set_rows(rows)
        self._pages.setCurrentIndex(0 if rows else 1)

    def _rows(self, wanted: str) -> list[ListRow]:
        rows: list[ListRow] = []
        chapter = ""
        for one in self._passages.values():
            if wanted and not _means(one, wanted):
                continue
            if one.chapter != chapter:
                chapter = one.chapter
                rows.append(Head(chapter))
            unsaved = one.key in self.typed
            right = "没有保存" if unsaved else "本店写法" if one.own else ""
            rows.append(Item(one.key, one.title, right=right, right_tone="yellow" if unsaved else "teal"))
        return rows

    def _show_passage(self) -> None:
        passage = self.passage()
        self.view.setVisible(passage is not None)
        if passage is not None:
            self._title.set_text(f"{passage.chapter} · {passage.title}")
            self.view.show_passage(passage, self.typed.get(passage.key, passage.lines))
        self._allow()

    def _on_edited(self, lines: Lines) -> None:
        passage = self.passage()
        if passage is None:
            return
        if lines == passage.lines:
            self.typed.pop(passage.key, None)
        else:
            self.typed[passage.key] = lines
        self._fill_list()
        self._allow()

    def _on_search(self, _text: str) -> None:
        self._fill_list()
        if self.list.current() is None:
            self.list.select_first()
        self._show_passage()

    def _allow(self) -> None:
        passage = self.passage()
        unsaved = passage is not None and passage.key in self.typed
        own = passage is not None and passage.own
        self._badge.set_badge(UNSAVED if unsaved else OWN if own else None)
        self.save.set_allowed(unsaved and not self._why_not, self._why_not or "这一段没有改动")
        self.restore.set_allowed(
            (unsaved or own) and not self._why_not, self._why_not or "这一段就是原来的话术"
        )

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.moved.connect(self.list.select_next)
        self.search.returnPressed.connect(self.view.focus_first)
        self.list.chosen.connect(lambda _item: self._show_passage())
        self.list.opened.connect(lambda _item: self.view.focus_first())
        self.view.edited.connect(self._on_edited)
        self.save.clicked.connect(self.submit)
        self.restore.clicked.connect(self.take_back)
        self.leave.clicked.connect(self.reject)
        self._parts.splitterMoved.connect(
            lambda *_: self._office.memory.write_bytes(SPLITTER, self._parts.saveState())
        )

    def _lay_out(self) -> None:
        self.body.addLayout(
            row(label("话术", "title"), 10, label("通话时右边显示的话，改了就按本店的说", "second"), None)
        )
        self.body.addWidget(self.banner)
        nothing = EmptyState("search", "没有这样的话术", "换一个词，或按 Esc 清空搜索。", small=True)
        self._pages = Pages(self.list, nothing)
        left, right = Box((1, 10, 1, 4), 6), Box((1, 10, 1, 1), 6)
        left.setMinimumWidth(260)
        left.column.addWidget(holder(row(self.search, margins=(12, 0, 12, 0))))
        left.column.addWidget(self._pages, 1)
        right.column.addWidget(holder(row(self._title, self._badge, None, margins=(18, 0, 18, 0))))
        right.column.addWidget(self.view, 1)
        right.setMinimumWidth(460)
        self._parts = Splitter(left, right)
        self._parts.setStretchFactor(1, 1)
        if not self._parts.restoreState(self._office.memory.read_bytes(SPLITTER)):
            self._parts.setSizes([340, 780])
        self.body.addWidget(self._parts, 1)
        self.foot.addWidget(label("Enter 改这一段　花括号里的字通话时自动填写", "note"))
        self.add_buttons(self.restore, self.leave, self.save)
        self.save.setDefault(False)  # Enter in the list goes to the words
        self.resize(*SIZE)


def _means(one: Passage, wanted: str) -> bool:
    """Whether a search means a passage: by its title, chapter or a word of its lines."""
    lines = (line for found in one.lines.values() for line in found)
    return any(wanted in text for text in (one.title, one.chapter, *lines))


def open_scripts(office: Office, parent: QWidget) -> None:
    """数据 › 话术."""
    dialog = ScriptsDialog(office, parent)
    dialog.exec()
    dialog.deleteLater()
