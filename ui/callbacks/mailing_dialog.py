"""邮寄: who of some customers gets a letter and who doesn't; postal labels and the list, with a reason for the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QSpinBox, QStackedWidget, QWidget

from desktop_app import settings
from desktop_app.callbacks.mailing import Letter, Mailing, labels, mailing, note_labels, write_mailing
from desktop_app.paper.label_sheet import ON_A_SHEET
from desktop_app.problems import Refused
from desktop_app.session import Session
from ui.kit.button import Button
from ui.kit.cells import Column, Row, Text
from ui.kit.choices import Chip, ChipRow
from ui.kit.dialogs import SheetDialog
from ui.kit.empty import EmptyState
from ui.kit.fields import Field
from ui.kit.frames import Box, row
from ui.kit.labels import label, set_words
from ui.kit.pdf_preview import PdfPreview
from ui.kit.progress import BusyBar
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

T = TypeVar("T")
SIZE = (980, 600)
GETTING, LEFT = "getting", "left"
COLUMNS = (
    Column("name", "姓名", 110, least=84, sortable=False),
    Column("salutation", "称呼", 120, least=90, sortable=False),
    Column("postcode", "邮编", 76, least=66, sortable=False),
    Column("address", "邮寄地址", 400, stretch=1, least=200, sortable=False),
    Column("number", "档案编号", 92, least=84, sortable=False),
)
NOBODY = "没有可以邮寄的客户"


class MailingDialog(SheetDialog):
    """Reads the letters of some files; ``find_ids`` tells them and runs in the background."""

    def __init__(
        self, office: Office, find_ids: Callable[[], Sequence[int]], parent: QWidget | None = None
    ) -> None:
        super().__init__("邮寄", parent, width=760)
        self._office = office
        self._found = Mailing((), ())
        self._sum, self._busy = label("", "second"), BusyBar()
        self._which = ChipRow([(GETTING, Chip("寄", 0)), (LEFT, Chip("不寄", 0))])
        self.table = Table(ListModel(COLUMNS), memory=office.memory, name="mailing")
        self._nobody = EmptyState("files", NOBODY, "先在档案里填上邮寄地址，再回来。", small=True)
        self._stack = QStackedWidget()
        self.skip, self.reason = QSpinBox(), Field("邮寄的原因（写进导出记录）")
        self.preview = Button(
            "预览、打印标签", kind="primary", icon="printer", keys="Ctrl+P", tip="A4 标签纸，每张 3 × 8 枚"
        )
        self.list = Button(
            "导出名单", icon="file-spreadsheet", keys="Ctrl+E", tip="姓名、称呼、邮编、地址，xlsx 或 csv"
        )
        self._lay_out()
        self._connect()
        self._read(find_ids)

    def found(self) -> Mailing:
        """Who gets a letter, and who doesn't."""
        return self._found

    def show_labels(self) -> None:
        """The labels as they will be printed; noted in the export log before they are seen."""
        session, letters, skip = self._office.session, self._found.letters, self.skip.value()
        reason = self._reason()
        if not reason:
            return

        def work() -> bytes:
            made = labels(letters, str(settings.get(session, "shop_name")), skip)
            note_labels(session, letters, reason=reason)
            return made

        self._run("正在排标签…", work, lambda pages: self._preview(pages))

    def write_list(self) -> None:
        """Write the list for whoever sends the letters."""
        reason = self._reason()
        target = self._ask_place() if reason else None
        if target is None:
            return
        session, letters = self._office.session, self._found.letters
        self._run(
            "正在导出…",
            lambda: write_mailing(session, letters, target, reason=reason),
            lambda _none: self._office.status(f"已导出 {len(letters):,} 位到 {target}"),
        )

    # inside

    def _lay_out(self) -> None:
        self.body.addLayout(row(label("邮寄", "title"), 10, self._sum, None, self._which))
        self.body.addWidget(self._busy)
        box = Box((1, 4, 1, 4))
        for part in (self.table, self._nobody):
            self._stack.addWidget(part)
        box.column.addWidget(self._stack)
        self.table.setMinimumHeight(220)
        self.body.addWidget(box, 1)
        self.skip.setRange(0, ON_A_SHEET - 1)
        self.skip.setSuffix(" 枚")
        self.skip.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.skip.setMinimumWidth(96)
        used = Field("第一张标签纸已用掉", self.skip)
        line = row(self.reason, used, gap=16)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        close = Button("关闭", keys="Esc", bind=False)
        close.clicked.connect(self.reject)
        self.add_buttons(close, self.list, self.preview)
        self.preview.setDefault(False)
        self.resize(*SIZE)
        self._show_allowed("正在读档案")
        self.reason.edit.setFocus()

    def _connect(self) -> None:
        self.preview.clicked.connect(self.show_labels)
        self.list.clicked.connect(self.write_list)
        self._which.chosen.connect(lambda _which: self._fill())

    def _read(self, find_ids: Callable[[], Sequence[int]]) -> None:
        session: Session = self._office.session
        self._run("正在读档案…", lambda: mailing(session, find_ids()), self._show)

    def _run(self, words: str, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._busy.start(words, can_cancel=False)
        self._show_allowed(words)

        def end(result: T) -> None:
            self._ended()
            done(result)

        self._office.background.run(self, work, end, self._failed, long=True)

    def _ended(self) -> None:
        self._busy.finish()
        self._show_allowed("" if self._found.letters else NOBODY)

    def _failed(self, error: Exception) -> None:
        self._ended()
        if isinstance(error, Refused) and error.field == "reason":
            self.reason.show_error(error.message)
        else:
            self._office.tell(error)

    def _show_allowed(self, why_not: str) -> None:
        for button in (self.preview, self.list):
            button.set_allowed(not why_not, why_not)

    def _show(self, found: Mailing) -> None:
        self._found = found
        self._which.set_count(GETTING, len(found.letters))
        self._which.set_count(LEFT, len(found.left))
        self._which.option(LEFT).setEnabled(bool(found.left))
        self._which.choose(GETTING if found.letters or not found.left else LEFT)
        left = f"，不寄 {len(found.left):,} 位" if found.left else ""
        set_words(self._sum, f"寄 {len(found.letters):,} 封{left}")
        self._fill()
        self._show_allowed("" if found.letters else NOBODY)

    def _fill(self) -> None:
        if self._which.value() == LEFT:
            rows = [_left_row(place, *one) for place, one in enumerate(self._found.left)]
        else:
            rows = [_row(one) for one in self._found.letters]
        model = self.table.rows()
        assert isinstance(model, ListModel)
        model.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows and self.table.current() is None:
            self.table.select_line(0)

    def _reason(self) -> str:
        reason = self.reason.text()
        if not reason:
            self.reason.show_error("请写明原因，例如“中秋问候信”。")
        return reason

    def _preview(self, pages: bytes) -> None:
        name = f"邮寄标签_{self._office.session.today():%Y%m%d}.pdf"
        dialog = PdfPreview("邮寄标签", pages, self, file_name=name)
        dialog.exec()
        dialog.deleteLater()

    def _ask_place(self) -> Path | None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._office.memory.read("mailing/folder", documents)
        name = f"邮寄名单_{self._office.session.today():%Y%m%d}.xlsx"
        kinds = "Excel 工作簿 (*.xlsx);;CSV 文件 (*.csv)"
        chosen, kind = QFileDialog.getSaveFileName(self, "导出邮寄名单", str(Path(folder) / name), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        self._office.memory.write("mailing/folder", str(target.parent))
        ending = ".csv" if "csv" in kind else ".xlsx"
        return (
            target if target.suffix.lower() in (".xlsx", ".csv") else target.with_name(target.name + ending)
        )


def _row(one: Letter) -> Row:
    texts = (one.salutation, one.postcode, one.address, one.number)
    return Row(
        one.file_id, (Text(one.name, strong=True), *(Text(words, tip=words) for words in texts)), data=one
    )


def _left_row(place: int, name: str, why: str) -> Row:
    return Row(place, (Text(name, strong=True), Text(), Text(), Text(why, tone="yellow", icon="ban"), Text()))
