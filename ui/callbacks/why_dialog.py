"""客户为什么不在名单？: an answer for any 协议号, 工单号 or case number, and for whoever is found by name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.archive.finding import search
from desktop_app.callbacks.opening import newest_callback
from desktop_app.callbacks.why import Why, why
from desktop_app.session import Session
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.labels import label, set_words
from ui.office_context import Office

VIN_LENGTH = 17
"""So long is a car's number, which stands for its care call and for its callbacks as well."""


class WhyDialog(SheetDialog):
    """Asks for a reference, a name, a plate or the end of a phone number; answers in a sentence.

    With ``text`` it answers at once.
    """

    def __init__(self, office: Office, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__("客户为什么不在名单？", parent, width=520)
        self._office = office
        self.who = Field("单号、姓名、车牌或电话", hint="例如 WX202600030、张三、后四位 0955")
        self.answer = label("", "body", wrap=True, selectable=True)
        self.body.addWidget(label("客户为什么不在名单？", "title"))
        self.body.addWidget(self.who)
        self.body.addWidget(self.answer)
        leave = Button("关闭", keys="Esc", bind=False)
        ask = Button("看原因", kind="primary", keys="Enter", bind=False)
        leave.clicked.connect(self.reject)
        ask.clicked.connect(self.ask)
        self.add_buttons(leave, ask)
        self.who.edit.setFocus()
        self.who.set_text(text)
        if text:
            self.ask()

    def ask(self) -> None:
        """Look it up and say why."""
        session, text = self._office.session, self.who.text()
        if not text:
            self.who.show_error("请先写单号、姓名、车牌或电话。")
            return
        self._office.background.run(
            self, lambda: answer_for(session, text), lambda words: set_words(self.answer, words)
        )


def answer_for(session: Session, text: str) -> str:
    """The sentence for what was typed: of a reference its own, else of the customers found by it."""
    told = why(session, text)
    if told.listed and len(text) != VIN_LENGTH:
        return told.reason
    hits = [hit for hit in search(session, text, 5) if hit.file_id is not None]
    answers = [_of_hit(session, hit.file_id, hit.name) for hit in hits if hit.file_id is not None]
    known = [words for words in answers if words]
    if told.listed:  # a car's care call, which says nothing of its callbacks
        known.append(told.reason)
    return "\n".join(known) or told.reason


def _of_hit(session: Session, file_id: int, name: str) -> str:
    reference = newest_callback(session, file_id)
    if reference is None:
        return f"{name}：还没有交车或来店记录，不用回访。"
    told: Why = why(session, reference)
    return f"{name} {reference}：{told.reason}"
