"""客户档案: the list at the left, one file at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.archive.files import File
from desktop_app.callbacks.opening import newest_callback
from desktop_app.printing import form_pdf
from desktop_app.safety.duties import allows, reason
from ui.archive.consenting import consent_command
from ui.archive.file_list import FileList
from ui.archive.file_view import FileView
from ui.archive.new_file import NewFileDialog
from ui.header import Command, fill_menu
from ui.kit.button import Button
from ui.kit.dialogs import ask_words
from ui.kit.frames import Splitter
from ui.kit.page import Page
from ui.kit.pdf_preview import PdfPreview
from ui.office_context import Office
from ui.reaching import Reaching

LIST_SHARE, SHARE_FROM = 0.51, 800
"""The list's share of the page, given when the page first has its real width."""
SETTLE_MS = 80
"""While the cursor runs down the list no file is opened."""
LEAVE_SECONDS = 5.0
"""How long closing waits for the last cell to be saved."""
CONCERNS = frozenset({"archive", "callbacks", "complaints", "settings"})
"""Features after which the page shows the newest data."""


class ArchivePage(Page):
    """The first tab."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.files, self.view = FileList(office), FileView(office)
        self._splitter = Splitter(self.files, self.view)
        for place in (0, 1):
            self._splitter.setStretchFactor(place, 1)
        self._import = Button("导入", icon="file-input", tip="导入交车单、维修工单或以往回访（Ctrl+I）")
        self._new = Button("新建档案", kind="primary", icon="plus", keys="Ctrl+N")
        self.reaching = Reaching(office, self, self.files.people())
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._open_chosen)
        self._chosen = ""
        self._stale = self._shared = self._just_made = False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._splitter)
        self._connect()

    # what the window asks

    def commands(self) -> Sequence[QWidget]:
        return self.reaching.button, self._import, self._new

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        if changed is None or not changed & CONCERNS:
            return
        if self.isVisible():
            self._reload()
        else:
            self._stale = True

    def focus_first(self) -> None:
        self.files.table.setFocus()

    def show_record(self, reference: str) -> None:
        self._settle.stop()
        self.files.select(reference)
        self.view.show_vin(reference)

    def may_leave(self) -> bool:
        self.view.card.form.finish()
        self._office.background.settle(LEAVE_SECONDS)
        self._office.memory.write_bytes("archive/splitter", self._splitter.saveState())
        return True

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        return (
            ("Alt+1…4", "卡片、往来、资料、修改记录"), ("Enter、F2", "修改卡片上的一格"), ("F6", "打开回访"), ("F7", "新建投诉"),
            ("Alt+W", "召回、提醒与预约"), ("Alt+M", "给选中的客户写短信"), ("Alt+L", "给选中的客户寄信"),
            ("Ctrl+P", "打印卡片"), ("Ctrl+D", "显示完整号码"), ("F4", "拨打"), ("F3", "为什么不在回访名单"),
        )  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._shared and self.width() >= SHARE_FROM:
            self._shared = True
            self._share_width()

    # inside

    def _reload(self) -> None:
        self._stale = False
        self.files.reload()
        self.view.reload()

    def _share_width(self) -> None:
        state = self._office.memory.read_bytes("archive/splitter")
        if state.isEmpty() or not self._splitter.restoreState(state):
            wide = round(self.width() * LIST_SHARE)
            self._splitter.setSizes([wide, self.width() - wide])

    def _connect(self) -> None:
        self.files.chosen.connect(self._on_chosen)
        self.files.opened.connect(self._on_opened)
        self.files.import_wanted.connect(self._start_import)
        self._import.clicked.connect(self._start_import)
        self._new.clicked.connect(self._ask_new)
        QShortcut(QKeySequence("Alt+W"), self, self._open_plan)
        self.view.shown.connect(self._on_shown)
        QShortcut(QKeySequence("F3"), self, self._ask_why)
        head = self.view.head
        head.call_wanted.connect(self._call)
        head.complaint_wanted.connect(self._complain)
        head.print_wanted.connect(self._print)
        head.more_wanted.connect(self._show_more)
        held = self._office.session.person.duties
        self._new.set_allowed(allows(held, "edit_files"), reason("edit_files"))
        self._import.set_allowed(allows(held, "import"), reason("import"))

    def _on_chosen(self, vin: str) -> None:
        self._chosen = vin
        self._settle.start(SETTLE_MS)

    def _on_opened(self, vin: str) -> None:
        self._settle.stop()
        self.view.show_vin(vin)
        self.view.focus_card()

    def _open_chosen(self) -> None:
        if self._chosen != self.view.vin():
            self.view.show_vin(self._chosen)

    def _start_import(self) -> None:
        window = self.window()
        if hasattr(window, "import_file"):
            window.import_file()

    def _ask_new(self) -> None:
        dialog = NewFileDialog(self._office, self)
        dialog.made.connect(self._show_made)
        dialog.known.connect(self.show_record)
        dialog.exec()

    def _show_made(self, number: str) -> None:
        self._just_made = True
        self.view.show_vin(number)

    def _on_shown(self, vin: str) -> None:
        if self._just_made:
            self._just_made = False
            self.files.select(vin)

    def _call(self) -> None:
        file = self.view.file()
        if file is None:
            return

        def go(reference: str | None) -> None:
            if reference is None:
                self._office.status("这份档案没有可以打开的回访：还没有交车或来店记录。")
            else:
                self._office.open_callback(reference)

        session = self._office.session
        self._office.background.run(self, lambda: newest_callback(session, file.id), go)

    def _complain(self) -> None:
        file = self.view.file()
        if file is None:
            return
        from ui.complaints.intake_dialog import IntakeDialog

        dialog = IntakeDialog(self._office, self, vin=file.vin)
        dialog.accepted_case.connect(self._office.open_case)
        dialog.exec()

    def _print(self) -> None:
        file = self.view.file()
        if file is None:
            return
        session, name = self._office.session, f"{file.card.lower()}-card"

        def show(page: bytes) -> None:
            PdfPreview(f"{file.name} {file.card}卡", page, self).exec()

        self._office.background.run(self, lambda: form_pdf(session, name, file.vin), show, self._office.tell)

    def more_commands(self, file: File) -> Sequence[Command]:
        """What 更多 offers for a file."""
        why = "" if allows(self._office.session.person.duties, "edit_files") else reason("edit_files")
        return (
            Command("召回、提醒与预约…", self._open_plan, "Alt+W", "calendar-clock"),
            consent_command(self._office, self, file.id, self.view.consent(), why),
            Command("标为信息不正确…", self._open_correction, icon="circle-alert", why_not=why),
            Command("为什么不在回访名单…", self._ask_why, "F3", "circle-question-mark"),
        )

    def _show_more(self, button: QWidget) -> None:
        file = self.view.file()
        if file is None:
            return
        menu = fill_menu(QMenu(self), self.more_commands(file))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _open_plan(self) -> None:
        from ui.archive.care_plan_dialog import CarePlanDialog
        from ui.callbacks.appointment_dialog import Car

        file = self.view.file()
        if file is not None:
            words = " · ".join(str(part) for part in (file.name, file.fields.get("plate")) if part)
            CarePlanDialog(self._office, Car(file.id, words), self).exec()

    def _ask_why(self) -> None:
        from ui.callbacks.why_dialog import WhyDialog

        file = self.view.file()
        if file is not None:
            WhyDialog(self._office, self, file.vin).exec()

    def _open_correction(self) -> None:
        from desktop_app.archive.corrections import open_correction

        file = self.view.file()
        words = ask_words(self, "信息不正确", "哪里不正确", yes="登记")
        if file is not None and words:
            work = partial(open_correction, self._office.session, file.id, words)
            self._office.background.run(
                self, work, lambda _: self._office.status("已登记，可转交部门更正"), self._office.tell
            )
