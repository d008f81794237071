"""Noting an invitation to an external survey, and the score that came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from desktop_app.archive.finding import Hit, search
from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.external_surveys import HIGHEST, Invitation, invite, note_score
from desktop_app.problems import Refused
from desktop_app.session import Changed
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.empty import EmptyState
from ui.kit.fields import Field, InlineError, SearchBox
from ui.kit.frames import Box, column, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label
from ui.kit.pages import Pages
from ui.office_context import Office

FOUND, LIST_HEIGHT = 20, 236
USUAL = ("JD Power 销售满意度", "JD Power 售后满意度", "厂家 CSI", "厂家 SSI")
CHOOSE = "请先搜索并选一位客户"


class InviteDialog(SheetDialog):
    """Who was invited to which survey, when; ``surveys`` are the names used before."""

    def __init__(self, office: Office, surveys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("登记外部调查", parent, width=620)
        self._office = office
        self.search = SearchBox("搜姓名、拼音、电话、车牌、车架号")
        self.list, self._error = GroupedList(), InlineError()
        self.list.setFixedHeight(LIST_HEIGHT)
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.addItems(list(dict.fromkeys((*surveys, *USUAL))))
        self.survey = Field("调查名称", self._box)
        today = office.session.today()
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.invited_on = Field("邀请日期", self.day)
        self.save = Button("登记", kind="primary", keys="Ctrl+Return")
        self._lay_out()
        self.search.textChanged.connect(self._look)
        self.search.moved.connect(self.list.select_next)
        self.search.returnPressed.connect(self._box.setFocus)
        self.list.opened.connect(lambda _item: self._box.setFocus())
        self.save.clicked.connect(self.submit)
        self.search.setFocus()

    def chosen(self) -> Hit | None:
        """The customer under the cursor."""
        item = self.list.current()
        return item.data if isinstance(item, Item) and isinstance(item.data, Hit) else None

    def submit(self) -> None:
        """Note the invitation."""
        hit = self.chosen()
        if hit is None or hit.file_id is None:
            self._error.show_error(CHOOSE)
            self.search.setFocus()
            return
        session, file, survey = self._office.session, hit.file_id, self._box.currentText()
        day = self.day.date().toPython()
        self._save(lambda: invite(session, file, survey, day))  # type: ignore[arg-type]

    # inside

    def _save(self, work: Callable[[], Changed]) -> None:
        if self.save.isEnabled():
            self.save.set_allowed(False)
            self._office.background.run(self, work, lambda _changed: self.accept(), self._failed)

    def _failed(self, error: Exception) -> None:
        self.save.set_allowed(True)
        fields = {"survey": self.survey, "invited_on": self.invited_on}
        if isinstance(error, Refused) and error.field in fields:
            fields[error.field].show_error(error.message)
        else:
            self._office.tell(error)

    def _look(self, text: str) -> None:
        session = self._office.session

        def show(hits: tuple[Hit, ...]) -> None:
            if text == self.search.text():
                self._show(hits)

        self._error.show_error("")
        self._office.background.run(self, lambda: search(session, text, FOUND), show, self._office.tell)

    def _show(self, hits: tuple[Hit, ...]) -> None:
        self.list.set_rows([_item(one) for one in hits if one.kind == "file"])
        self.list.select_first()
        self._pages.setCurrentIndex(0 if self.list.rows() else 1)
        self._nothing.say(*(NOT_FOUND if self.search.text().strip() else TO_SEARCH))

    def _lay_out(self) -> None:
        self._nothing = EmptyState("search", *TO_SEARCH, small=True)
        self._nothing.setFixedHeight(LIST_HEIGHT)
        self._pages = Pages(self.list, self._nothing)
        self._pages.setCurrentIndex(1)
        box = Box((1, 4, 1, 4))
        box.column.addWidget(self._pages)
        fields = row(self.survey, self.invited_on, gap=12)
        fields.setStretch(0, 1)
        self.body.addWidget(label("登记外部调查", "title"))
        self.body.addWidget(label("只登记谁被邀请过，不挑选客户，也不引导打分。", "second"))
        self.body.addLayout(column(self.search, box, self._error, gap=6))
        self.body.addLayout(fields)
        no = Button("取消", keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.add_buttons(no, self.save)
        self.save.setDefault(False)  # Enter in the search goes on to the survey's name
        self.search.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


TO_SEARCH = ("先找到客户", "输入姓名、电话、车牌或车架号的一部分。")
NOT_FOUND = ("没有找到", "换一个写法试试，例如电话后四位。")


class ScoreDialog(SheetDialog):
    """What a survey gave; left empty it is not known (any more)."""

    def __init__(self, office: Office, one: Invitation, parent: QWidget | None = None) -> None:
        super().__init__("调查得分", parent, width=380)
        self._office, self._one = office, one
        self.score = Field("得分", hint=f"0 到 {HIGHEST}；空着表示还不知道")
        self.score.set_text("" if one.score is None else f"{one.score:g}")
        self.body.addWidget(label("调查得分", "title"))
        self.body.addWidget(
            label(f"{one.name} · {one.survey} · {one.invited_on:%Y-%m-%d}", "second", wrap=True)
        )
        self.body.addWidget(self.score)
        self.save = Button("记下", kind="primary", keys="Enter", bind=False)
        no = Button("取消", keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.save.clicked.connect(self.submit)
        self.add_buttons(no, self.save)
        self.score.edit.setFocus()

    def submit(self) -> None:
        """Note the score typed."""
        session, one = self._office.session, self._one
        try:
            score = float(self.score.text()) if self.score.text() else None
        except ValueError:
            self.score.show_error(f"得分请填数字，0 到 {HIGHEST}。")
            return
        self.save.set_allowed(False)
        self._office.background.run(
            self, lambda: note_score(session, one.id, score), lambda _changed: self.accept(), self._failed
        )

    def _failed(self, error: Exception) -> None:
        self.save.set_allowed(True)
        if isinstance(error, Refused) and error.field == "score":
            self.score.show_error(error.message)
        else:
            self._office.tell(error)


def _item(hit: Hit) -> Item:
    car = " · ".join(filter(None, (shown_phone(hit.phone), hit.plate, hit.model, hit.vin)))
    return Item(hit.file_id, hit.name or hit.number, car, data=hit)
