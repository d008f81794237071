"""短信模板: the texts to begin with, by kind; the shop's own wording is marked and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QWidget

from desktop_app.archive.vocabulary import SMS_KIND_LABELS
from desktop_app.callbacks.sms_texts import (
    Template,
    as_shipped,
    drop_template,
    keep_template,
    length,
    templates,
)
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session
from ui.callbacks.sms_text import SmsText, told
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import Box, column, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Head, Item, ListRow
from ui.kit.labels import label, set_words
from ui.office_context import Office

SIZE = (900, 480)
LIST_WIDTH = 250


def read_all(session: Session) -> tuple[Template, ...]:
    """Every template of every kind."""
    return tuple(one for kind in SMS_KIND_LABELS for one in templates(session, kind))


class SmsTemplatesDialog(SheetDialog):
    """One template at a time; leaving an edited one asks first."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("短信模板", parent, width=760)
        self._office = office
        self._shown: Template | None = None
        self._wanted: tuple[str, str] | None = None
        self.list, self.name, self.text = GroupedList(), Field("模板名称"), SmsText()
        self._about = label("", "note", wrap=True)
        self.add = Button("新增", icon="plus", keys="Ctrl+N", tip="在选中的这一类里加一个模板")
        self.drop = Button("恢复原样", icon="rotate-ccw")
        self.keep = Button("保存", kind="primary", icon="check", keys="Ctrl+Return")
        self._lay_out()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Read the templates again."""
        session = self._office.session
        self._office.background.run(self, lambda: read_all(session), self._show, self._office.tell)

    def save(self) -> None:
        """Put the text into force."""
        if self._shown is None:
            return
        session = self._office.session
        made = Template(self._shown.kind, self.name.text(), self.text.text())

        def done(_changed: Changed) -> None:
            self._office.status(f"模板“{made.name}”已保存")
            self._after((made.kind, made.name))

        self._office.background.run(self, lambda: keep_template(session, made), done, self._failed)

    def take_back(self) -> None:
        """Forget the shop's own wording, or a template it added."""
        shown = self._shown
        if shown is None:
            return
        added = as_shipped(shown.kind, shown.name) is None
        asked = dialogs.Question(
            f"删掉“{shown.name}”？" if added else f"“{shown.name}”恢复原样？",
            "店里自己写的这段文字就没有了。",
            yes="删掉" if added else "恢复原样",
        )
        if not dialogs.ask(self, asked):
            return
        session = self._office.session
        self._office.background.run(
            self, lambda: drop_template(session, shown.kind, shown.name),
            lambda _changed: self._after((shown.kind, shown.name)), self._failed,
        )  # fmt: skip

    def begin_new(self) -> None:
        """An empty template of the kind under the cursor."""
        if self._may_leave():
            kind = self._shown.kind if self._shown else next(iter(SMS_KIND_LABELS))
            self._open(Template(kind, "", ""))
            self.name.edit.setFocus()

    def reject(self) -> None:
        """Close, unless something unsaved shall stay."""
        if self._may_leave():
            super().reject()

    # inside

    def _lay_out(self) -> None:
        self.body.addWidget(label("短信模板", "title"))
        box = Box((1, 4, 1, 4))
        box.column.addWidget(self.list)
        box.setFixedWidth(LIST_WIDTH)
        right = column(self.name, self.text, self._about, None, row(None, self.drop, self.keep), gap=10)
        line = row(box, right, gap=16)
        line.setStretch(1, 1)
        self.body.addLayout(line, 1)
        close = Button("关闭", keys="Esc", bind=False)
        close.clicked.connect(self.reject)
        self.add_buttons(close, left=self.add)
        close.setDefault(False)
        self.resize(*SIZE)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.text.changed.connect(self._on_typed)
        self.add.clicked.connect(self.begin_new)
        self.drop.clicked.connect(self.take_back)
        self.keep.clicked.connect(self.save)

    def _show(self, found: Sequence[Template]) -> None:
        self.list.set_rows(tuple(_rows(found)))
        wanted, self._wanted = self._wanted, None
        if wanted is None or not self.list.select(wanted):
            self.list.select_first()
        current = self.list.current()
        if isinstance(current, Item) and isinstance(current.data, Template):
            self._open(current.data)

    def _after(self, key: tuple[str, str]) -> None:
        self._shown, self._wanted = None, key
        self.reload()

    def _on_chosen(self, shown: object) -> None:
        template = shown.data if isinstance(shown, Item) else None
        if not isinstance(template, Template) or template == self._shown:
            return
        if self._may_leave():
            self._open(template)
        elif self._shown is not None:
            self.list.select((self._shown.kind, self._shown.name))

    def _may_leave(self) -> bool:
        shown = self._shown
        if shown is None or (self.text.text(), self.name.text()) == (shown.text, shown.name):
            return True
        asked = dialogs.Question("改过的还没有保存", "离开就回到改之前。", yes="不保存", no="接着改")
        if not dialogs.ask(self, asked):
            return False
        self._shown = None
        return True

    def _open(self, template: Template) -> None:
        self._shown = template
        shipped = as_shipped(template.kind, template.name)
        self.name.set_text(template.name)
        self.name.edit.setEnabled(not template.name)
        self.name.show_error("")
        self.text.put(template.text)
        self.text.field.show_error("")
        own = bool(template.name) and shipped != template.text
        self.drop.set_words("恢复原样" if shipped is not None else "删掉")
        self.drop.set_allowed(own, "还没有保存过" if not template.name else "现在就是原样")
        set_words(self._about, _about(template))

    def _on_typed(self) -> None:
        self.text.show_length(f"未填好 {told(length(self.text.text()))}")

    def _failed(self, error: Exception) -> None:
        fields = {"name": self.name, "text": self.text.field}
        if isinstance(error, Refused) and error.field in fields:
            fields[error.field].show_error(error.message)
        else:
            self._office.tell_not_saved(error, "短信模板", self.save)


def _rows(found: Sequence[Template]) -> Iterator[ListRow]:
    for kind, words in SMS_KIND_LABELS.items():
        yield Head(words)
        for one in found:
            if one.kind == kind:
                own = as_shipped(kind, one.name) != one.text
                yield Item(
                    (kind, one.name), one.name, right="自己写的" if own else "", right_tone="accent", data=one
                )


def _about(template: Template) -> str:
    kind = SMS_KIND_LABELS[template.kind]
    if template.kind in ("care", "notice"):
        return f"{kind}短信只发给同意接收的客户，并要写明怎么退订，例如“回复TD退订”。"
    return f"{kind}短信不用先征得同意，只要客户没有退订。"
