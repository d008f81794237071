"""数据 › 问卷: the versions of 表1 and 表2, their questions, and the next version in the making."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_app.callbacks.questionnaire_editing import as_shipped, check, publish
from desktop_app.callbacks.questionnaire_file import KINDS, Kind, Question, Questionnaire
from desktop_app.callbacks.questionnaire_history import KeptVersion, kept_versions
from desktop_app.printing import blank_questionnaire
from desktop_app.problems import Refused
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Banner
from ui.kit.frames import row
from ui.kit.items import Item
from ui.kit.labels import label
from ui.kit.pdf_preview import PdfPreview
from ui.office.questionnaire_draft import QuestionnaireDraft, faulty_part
from ui.office.questionnaire_frame import QuestionnaireFrame
from ui.office.questionnaire_lists import question_items, version_items
from ui.office_context import Office

SIZE = (1180, 640)
NAMES: dict[Kind, str] = {"sales": "表1 新车销售", "service": "表2 售后服务"}
KEPT = "从下一个电话开始用新的问法。以前的回答仍按当时的那一版看；已经打到一半的电话，也仍用开始时的那一版。"
UNSAVED = "改过的题目只在这个窗口里，还没有人用。关掉就没有了。"


class QuestionnairesDialog(SheetDialog):
    """Both questionnaires are kept in the making side by side until one is published or the window closes."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("问卷", parent, width=SIZE[0])
        self._office = office
        self._why_not = office.why_not("manage_office")
        self._versions: dict[Kind, tuple[KeptVersion, ...]] = {}
        self.drafts: dict[Kind, QuestionnaireDraft] = {}
        self._saving = False
        self.kinds = SegmentedControl([(kind, NAMES[kind]) for kind in KINDS])
        self.banner = Banner("accent", "info")
        self._frame = frame = QuestionnaireFrame(office.memory)
        self.versions, self.list, self._error, self.title = (
            frame.versions,
            frame.list,
            frame.error,
            frame.title,
        )
        self.fields, self.preview = frame.fields, frame.preview
        self.shipped = Button("用回程序自带的题目", kind="quiet", icon="rotate-ccw")
        self.print = Button("打印空白", icon="printer", keys="Ctrl+P")
        self.publish_button = Button("发布新版本", kind="primary", icon="check", keys="Ctrl+Return")
        self.leave = Button("关闭", keys="Esc", bind=False)
        self._lay_out()
        self._connect()
        self.reload()
        self.list.setFocus()

    def kind(self) -> Kind:
        """Which questionnaire is in sight."""
        return next(kind for kind in KINDS if kind == self.kinds.value())

    def draft(self) -> QuestionnaireDraft | None:
        """What is in the making of it; None until it was read."""
        return self.drafts.get(self.kind())

    def shown(self) -> Questionnaire | None:
        """The questions in sight: those in the making, or of an older version."""
        older, draft = self._older(), self.draft()
        return older.questionnaire if older else replace_numbers(draft) if draft else None

    def place(self) -> int:
        """The place of the question under the cursor, -1 without any."""
        item = self.list.current()
        return int(str(item.key)) if isinstance(item, Item) else -1

    def reload(self) -> None:
        """Read the versions of both again; what is in the making stays."""
        session = self._office.session
        self._office.background.run(
            self,
            lambda: {kind: kept_versions(session, kind) for kind in KINDS},
            self._show,
            self._office.tell,
        )

    def dirty(self) -> list[Kind]:
        """The questionnaires with changes that were not published."""
        return [kind for kind, draft in self.drafts.items() if draft.dirty()]

    def reject(self) -> None:
        """Ask before changes are thrown away."""
        names = "、".join(NAMES[kind] for kind in self.dirty())
        question = dialogs.Question(
            f"{names}的改动还没有发布", UNSAVED, yes="不要这些改动", no="回去", danger=True
        )
        if not names or dialogs.ask(self, question):
            super().reject()

    # what the user does

    def add(self) -> None:
        """A new question behind the chosen one."""
        self._change(lambda draft: draft.add(self.place()))
        self.fields.short.edit.setFocus()

    def remove(self) -> None:
        """Take the chosen question out."""
        if self.place() >= 0:
            self._change(lambda draft: draft.remove(self.place()))

    def move_question(self, by: int) -> None:
        """Move the chosen question up or down."""
        if self.place() >= 0:
            self._change(lambda draft: draft.move(self.place(), by))

    def start_over(self) -> None:
        """Begin again from the program's own questions."""
        draft = self.draft()
        if draft is not None:
            self._take_over(as_shipped(self.kind(), draft.base.version))

    def publish(self) -> None:
        """Put what is in the making into force, after a question; faults are told at their field first."""
        draft, session = self.draft(), self._office.session
        if draft is None or self._saving:
            return
        edited = draft.edited()
        try:
            check(edited)
        except Refused as refused:
            self._refuse(refused)
            return
        question = dialogs.Question(
            f"发布{NAMES[self.kind()]}第 {edited.version + 1} 版？", KEPT, yes="发布", no="再看看"
        )
        if dialogs.ask(self, question):
            self._saving, kind = True, self.kind()
            self._office.background.run(
                self, lambda: publish(session, edited), lambda _: self._published(kind, edited), self._failed
            )

    def print_blank(self) -> None:
        """The questions in sight as empty paper."""
        shown, session = self.shown(), self._office.session
        if shown is not None:
            self._office.background.run(
                self, lambda: blank_questionnaire(session, shown), self._preview, self._office.tell
            )

    # inside

    def _preview(self, page: bytes) -> None:
        preview = PdfPreview(NAMES[self.kind()], page, self)
        preview.exec()
        preview.deleteLater()

    def _published(self, kind: Kind, edited: Questionnaire) -> None:
        self._saving = False
        self.drafts[kind].base = replace(edited, version=edited.version + 1)
        self._office.status(f"{NAMES[kind]}的新版本已发布，从下一个电话起用")
        self.reload()

    def _failed(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, Refused):
            self._refuse(error)
        else:
            self._office.tell(error)

    def _refuse(self, refused: Refused) -> None:
        """Say it where it can be mended."""
        word, _, number = (refused.field or "").partition(" ")
        draft = self.draft()
        if word == "title":
            self.title.show_error(refused.message)
        elif word == "question" and draft is not None:
            self.list.select(int(number) - 1)
            self.fields.show_error(faulty_part(draft.edited().question(int(number))), refused.message)
        else:
            self._error.show_error(refused.message)

    def _show(self, found: dict[Kind, tuple[KeptVersion, ...]]) -> None:
        self._versions = found
        for kind, versions in found.items():
            draft = self.drafts.get(kind)
            if draft is None or not draft.dirty():
                self.drafts[kind] = QuestionnaireDraft(versions[0].questionnaire)
        self._show_kind()

    def _show_kind(self) -> None:
        self.versions.set_rows(version_items(self._versions.get(self.kind(), ())))
        self.versions.select_first()
        self._show_version()
        self.list.select_first()

    def _older(self) -> KeptVersion | None:
        """The older version in sight, None while it is the one in the making."""
        item, versions = self.versions.current(), self._versions.get(self.kind(), ())
        found = item.data if isinstance(item, Item) else None
        return found if isinstance(found, KeptVersion) and found is not versions[0] else None

    def _show_version(self) -> None:
        shown = self.shown()
        if shown is None:
            return
        self._show_questions(shown, max(self.place(), 0))
        self.title.set_text(shown.title)
        self.title.show_error("")
        older = self._older()
        words = f"第 {shown.version} 版已经不用了，只能看。" if older else self._why_not
        action = "拿这一版来改" if older and not self._why_not else ""
        self.banner.show_words(words, "accent", "info", action)
        read_only = bool(words)
        self.title.edit.setReadOnly(read_only)  # type: ignore[attr-defined]
        self.fields.set_read_only(read_only)
        self._allow()

    def _show_questions(self, shown: Questionnaire, place: int) -> None:
        draft = self.draft()
        base = draft.base if draft and not self._older() else shown
        self.list.set_rows(question_items(shown, base))
        if not self.list.select(place):
            self.list.select(len(shown.questions) - 1)

    def _show_question(self) -> None:
        shown, place = self.shown(), self.place()
        question = shown.questions[place] if shown and 0 <= place < len(shown.questions) else None
        self.fields.show_question(question)
        if shown is not None:
            self.preview.show_question(shown, question)
        self._allow()

    def _on_edited(self, question: Question) -> None:
        draft, place = self.draft(), self.place()
        if draft is None or self._older() or place < 0:
            return
        draft.put(place, question)
        shown = replace_numbers(draft)
        self.list.set_rows(question_items(shown, draft.base))
        self.preview.show_question(shown, shown.questions[place])
        self._error.show_error("")
        self._allow()

    def _on_title(self, text: str) -> None:
        draft = self.draft()
        if draft is not None and not self._older():
            draft.title = text
            self._allow()

    def _change(self, act: Callable[[QuestionnaireDraft], int]) -> None:
        draft = self.draft()
        if draft is None or self._older() or self._why_not:
            return
        place = act(draft)
        self._error.show_error("")
        self._show_questions(replace_numbers(draft), place)
        self._show_question()

    def _take_over(self, version: Questionnaire) -> None:
        draft = self.draft()
        if draft is not None:
            draft.take_over(version)
            self.versions.select_first()
            self._show_version()
            self._show_question()

    def _take_older(self) -> None:
        older = self._older()
        if older is not None:
            self._take_over(older.questionnaire)

    def _allow(self) -> None:
        draft, place = self.draft(), self.place()
        older = "这是以前的版本，先“拿这一版来改”" if self._older() else ""
        why = self._why_not or older
        many = len(draft.questions) if draft else 0
        self.publish_button.set_allowed(not why and draft is not None and draft.dirty(), why or "还没有改动")
        self.shipped.set_allowed(not why, why)
        self._frame.add.set_allowed(
            not why and draft is not None and not draft.full(), why or "题目已经够多了"
        )
        self._frame.remove.set_allowed(not why and place >= 0, why or "先选一题")
        self._frame.up.set_allowed(not why and place > 0, why or "已经是第一题")
        self._frame.down.set_allowed(not why and 0 <= place < many - 1, why or "已经是最后一题")
        blank = self._office.why_not("print_forms")
        self.print.set_allowed(not blank, blank)

    # set-up

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda _kind: self._show_kind())
        self.versions.chosen.connect(lambda _item: self._show_version())
        self.list.chosen.connect(lambda _item: self._show_question())
        self.list.opened.connect(lambda _item: self.fields.short.edit.setFocus())
        self.fields.edited.connect(self._on_edited)
        self.title.edit.textEdited.connect(self._on_title)  # type: ignore[attr-defined]
        self.banner.acted.connect(self._take_older)
        for button, act in (
            (self._frame.add, self.add), (self._frame.remove, self.remove), (self.shipped, self.start_over),
            (self.print, self.print_blank), (self.publish_button, self.publish), (self.leave, self.reject),
        ):  # fmt: skip
            button.clicked.connect(act)
        for keys, button, by in (("Alt+Up", self._frame.up, -1), ("Alt+Down", self._frame.down, 1)):
            button.clicked.connect(lambda _=False, by=by: self.move_question(by))
            QShortcut(QKeySequence(keys), self, lambda by=by: self.move_question(by))
        QShortcut(QKeySequence("Del"), self.list, self.remove, context=Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        self.body.addLayout(row(label("问卷", "title"), 10, self.kinds, None, self.shipped, self.print))
        self.body.addWidget(self.banner)
        self.body.addWidget(self._frame, 1)
        self.foot.addWidget(label("Alt+↑ ↓ 移动题目　Enter 改这一题　回答过的旧版本不会变", "note"))
        self.add_buttons(self.leave, self.publish_button)
        self.publish_button.setDefault(False)  # Enter in a list opens the question
        self.resize(*SIZE)


def replace_numbers(draft: QuestionnaireDraft) -> Questionnaire:
    """What is in the making as typed, blanks and all, so that nothing moves under the cursor."""
    return replace(draft.base, title=draft.title, questions=tuple(draft.questions))


def open_questionnaires(office: Office, parent: QWidget) -> None:
    """数据 › 问卷."""
    dialog = QuestionnairesDialog(office, parent)
    dialog.exec()
    dialog.deleteLater()
