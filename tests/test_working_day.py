"""One working day through the real window: sign in, import, call, complain, print, hand over the month."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.data_folder import close_folder, create
from desktop_app.safety.keys import Cost
from ui.application import Application, Start
from ui.callbacks.grievance_dialog import GrievanceDialog
from ui.callbacks.page import CallbacksPage
from ui.complaints.page import ComplaintsPage
from ui.kit import theme, wording
from ui.kit.button import Button
from ui.kit.pdf_preview import PdfPreview
from ui.office.import_dialog import ImportDialog
from ui.office_window import OfficeWindow
from ui.sign_in import SignIn
from ui.statistics.page import StatisticsPage

SAMPLES = Path(__file__).parent / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
NOW = datetime.fromisoformat(EXPECTED["now"])
FILES = ("deliveries.xlsx", "repair-orders.xls", "callbacks.csv")
NAME, PASSWORD = "温既明", "云岭 2026 秋"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
PATIENCE_MS = 20_000


class Clerk:
    """Someone at the window: presses keys, types, answers dialogs as they come."""

    def __init__(self, qtbot: QtBot, application: Application) -> None:
        self.bot, self.application = qtbot, application

    def wait(self, until: Callable[[], bool]) -> None:
        self.bot.waitUntil(until, timeout=PATIENCE_MS)

    def window(self) -> OfficeWindow:
        found = self.application.window()
        assert isinstance(found, OfficeWindow)
        return found

    def quiet(self) -> None:
        """Wait until no work is under way."""
        background = self.window().office.background
        self.wait(lambda: not background.busy())

    def press(
        self, widget: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        for key in keys:
            self.bot.keyClick(widget, key, modifier)

    def open_tab(self, number: Qt.Key) -> None:
        """Ctrl and a digit, at whatever has the focus of the window."""
        window = self.window()
        window.activateWindow()
        self.wait(window.isActiveWindow)
        self.press(QApplication.focusWidget() or window, number, modifier=Qt.KeyboardModifier.ControlModifier)

    def type(self, widget: QWidget, words: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)

    def when_asked(self, kind: type[QWidget], answer: Callable[..., None]) -> list[str]:
        """Answer the next dialog of a kind once it is open; the list tells that it was."""
        answered: list[str] = []
        timer = QTimer(self.application)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or answered:
                return
            timer.stop()
            answered.append(dialog.windowTitle())
            try:
                assert isinstance(dialog, kind), f"{dialog.windowTitle()} opened instead"
                answer(dialog)
            except BaseException:
                dialog.close()
                raise

        timer.timeout.connect(look)
        timer.start(10)
        return answered


@pytest.fixture
def clerk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Clerk]:
    QStandardPaths.setTestModeEnabled(True)
    wording.install(qapp)
    theme.apply(qapp, dark=False)
    folder = tmp_path / "data"
    made = create(folder, NAME, PASSWORD, "云岭汽车", clock=lambda: NOW, cost=CHEAP)
    close_folder(made.session)
    application = Application(qapp, Start(folder, lambda: NOW, replay=True, demo=False))
    application.begin()
    yield Clerk(qtbot, application)
    window = application.window()
    if window is not None:
        window.close()
    application.end()


def test_one_working_day(clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(clerk)
    for name in FILES:
        take_in(clerk, SAMPLES / name)
    reference = call_first_on_the_list(clerk)
    number = find_the_case(clerk, reference)
    print_the_case(clerk, number, tmp_path)
    hand_over_the_month(clerk, tmp_path, monkeypatch)


def primary(dialog: QWidget) -> Button:
    """The one button that does what the dialog is for."""
    return next(button for button in dialog.findChildren(Button) if button.kind() == "primary")


def sign_in(clerk: Clerk) -> None:
    door = clerk.application.window()
    assert isinstance(door, SignIn)
    assert isinstance(door.name.edit, QComboBox)
    assert isinstance(door.password.edit, QLineEdit)
    assert door.name.edit.currentText() == NAME
    clerk.type(door.password.edit, PASSWORD)
    clerk.press(door.password.edit, Qt.Key.Key_Return)
    clerk.wait(lambda: isinstance(clerk.application.window(), OfficeWindow))
    clerk.quiet()


def take_in(clerk: Clerk, path: Path) -> None:
    kind = next(kind for kind in EXPECTED["import"] if kind in path.name)
    wanted = EXPECTED["import"][kind]

    def accept(dialog: ImportDialog) -> None:
        clerk.wait(lambda: dialog.counts() is not None and primary(dialog).isEnabled())
        found = dialog.counts()
        assert found is not None
        assert (found.kind, found.read, found.refused) == (kind, wanted["rows"], wanted["refused"])
        for box in dialog.findChildren(QCheckBox):
            box.setChecked(False)
        dialog.save()

    answered = clerk.when_asked(ImportDialog, accept)
    clerk.window().import_file(path)
    assert answered == ["导入"]
    clerk.quiet()


def call_first_on_the_list(clerk: Clerk) -> str:
    """Call the first service customer of the day; they give a 3, and a case is opened."""
    clerk.open_tab(Qt.Key.Key_2)
    page = clerk.window().current_page()
    assert isinstance(page, CallbacksPage)
    clerk.quiet()
    listed = EXPECTED["worklists"]["2026-10-31"]
    calls = [one for one in page.day.entries() if one.kind != "care"]
    assert sorted([one.ref, one.group, one.day, one.tries] for one in calls) == sorted(listed)
    reference = next(one.ref for one in page.day.entries() if one.kind == "service")
    clerk.window().office.open_callback(reference)
    clerk.wait(lambda: page.call.state() is not None)
    state = page.call.state()
    assert state is not None
    assert state.call.reference == reference
    clerk.press(
        page.call.body.question,
        Qt.Key.Key_3,
        *[Qt.Key.Key_Y] * 2,
        Qt.Key.Key_1,
        *[Qt.Key.Key_Y] * 4,
        Qt.Key.Key_8,
        Qt.Key.Key_7,
    )
    assert state.answered() == 10
    clerk.type(page.call.body.question.notes.words, "等了两个钟头没人说一声，䶮师傅也说不清。")

    def open_case(dialog: GrievanceDialog) -> None:
        assert "等了两个钟头" in dialog.words.text()
        clerk.bot.mouseClick(primary(dialog), Qt.MouseButton.LeftButton)

    answered = clerk.when_asked(GrievanceDialog, open_case)
    page.call.save()
    assert answered == ["客户不满意"]
    clerk.wait(lambda: all(one.ref != reference for one in page.day.entries()))
    clerk.quiet()
    following = page.call.state()
    assert following is not None
    assert following.call.reference != reference
    return reference


def find_the_case(clerk: Clerk, reference: str) -> str:
    clerk.open_tab(Qt.Key.Key_3)
    page = clerk.window().current_page()
    assert isinstance(page, ComplaintsPage)
    clerk.wait(lambda: bool(page.cases.listed()))
    clerk.wait(lambda: page.view.case() is not None)
    case = page.view.case()
    assert case is not None
    assert (case.number, case.channel, case.colour) == ("TS-202610-0001", "callback", "white")
    assert "等了两个钟头" in case.words[0].text
    return case.number


def print_the_case(clerk: Clerk, number: str, tmp_path: Path) -> None:
    page = clerk.window().current_page()
    assert isinstance(page, ComplaintsPage)

    def save(dialog: PdfPreview) -> None:
        assert dialog.page_count() == 1
        dialog.save(str(tmp_path / "case.pdf"))
        dialog.reject()

    answered = clerk.when_asked(PdfPreview, save)
    page.view.preview()
    clerk.wait(lambda: bool(answered))
    text = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "case.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    plain = re.sub(r"\s", "", text)
    assert number in plain
    assert "等了两个钟头没人说一声，䶮师傅也说不清。" in plain


def hand_over_the_month(clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.open_tab(Qt.Key.Key_4)
    page = clerk.window().current_page()
    assert isinstance(page, StatisticsPage)
    page.show_report("sales-satisfaction", 202610)
    clerk.wait(
        lambda: page.current_report() is not None and page.current_report().name == "sales-satisfaction"
    )  # type: ignore[union-attr]
    clerk.quiet()
    report = page.current_report()
    assert report is not None
    wanted = EXPECTED["sales"]["2026-10"]
    assert {row[0]: row[1] for row in report.rows} == {
        person: numbers["D"] for person, numbers in wanted.items() if person != "合计"
    }
    assert report.totals is not None
    assert report.totals[1:3] == (wanted["合计"]["D"], wanted["合计"]["S"])
    page.report_view().number_clicked.emit(None, 2)
    clerk.wait(lambda: page.drill_down().count_words() == f"{wanted['合计']['S']} 条记录，与表中数字一致")
    target = tmp_path / "month.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    clerk.bot.mouseClick(page.commands()[-1], Qt.MouseButton.LeftButton)
    clerk.wait(target.exists)
    clerk.quiet()
