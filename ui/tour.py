"""The tour: pictures of every screen and form, and the month's workbook, in a folder; for a machine without a screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEventLoop, QMessageLogContext, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import settings
from desktop_app.archive.lists import file_page
from desktop_app.callbacks.worklist import worklist
from desktop_app.complaints.listing import case_list
from desktop_app.exporting import export_reports
from desktop_app.paper.forms import FORMS
from desktop_app.printing import CARD_FORMS, QUESTIONNAIRE_FORMS, form_pdf, report_pdf
from desktop_app.session import Session
from desktop_app.statistics.month import month_pack
from desktop_app.statistics.period import shifted
from desktop_app.statistics.registry import REPORTS
from ui.application_setup import make_application
from ui.kit import theme
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.kit.pdf_pages import open_document, page_image
from ui.kit.tabs import UnderlineTabBar
from ui.office_window import OfficeWindow, make_office_window
from ui.statistics.report_list import OVERVIEW

SIZE = QSize(1366, 720)
"""The window on the smallest usual office screen, its title bar left out."""
PAGE_WIDTH = 900
PLATFORM_TALK = "This plugin does not support"
WAIT_MS = 15
LONGEST_WAIT_MS = 20_000


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture: its file's name, and what to do before it is taken."""

    name: str
    go: Callable[[OfficeWindow], None]


def make(session: Session, out: Path) -> list[Path]:
    """Write everything into ``out``, which is made if need be; returns the files in order."""
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_without_platform_talk)
    theme.apply(make_application(), dark=False)
    return [
        *_screens(session, out),
        *_entrances(session, out),
        *_paper(session, out),
        *_workbook(session, out),
    ]


def _without_platform_talk(_kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """What Qt has to say, without what every window off screen makes it say."""
    if text and PLATFORM_TALK not in text:
        print(text, file=sys.stderr)


def _screens(session: Session, out: Path) -> Iterator[Path]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = make_office_window(session, Memory.in_file(out / "tour.ini"))
    window.resize(SIZE)
    window.show()
    for dark in (False, True):
        theme.apply(app, dark)
        for stop in _stops(session):
            stop.go(window)
            _settle(window)
            yield _picture(window, out / f"{stop.name}{'-dark' if dark else ''}.png")
        for name, dialog in _dialogs(window, session):
            dialog.show()
            _settle(window)
            yield _picture(dialog, out / f"{name}{'-dark' if dark else ''}.png")
            dialog.close()
            dialog.deleteLater()
    theme.apply(app, dark=False)
    _end(window)
    (out / "tour.ini").unlink(missing_ok=True)


def _end(window: OfficeWindow) -> None:
    """Nobody worked here, so nothing is backed up as it would be when people leave."""
    window.hide()
    window.office.ticker.stop()
    window.office.background.stop()
    shiboken6.delete(window)


def _stops(session: Session) -> Iterator[Stop]:
    files = file_page(session, limit=1)
    entries = [entry for entry in worklist(session) if entry.callback_id is not None]
    cases = case_list(session, open_only=True)
    yield Stop("1-archive", lambda window: window.go("archive", files[0].vin if files else ""))
    yield Stop("1-archive-card", lambda window: _choose_tab(window, "archive", 0))
    yield Stop("2-callbacks", lambda window: window.go("callbacks", entries[0].ref if entries else ""))
    yield Stop("3-complaints", lambda window: window.go("complaints", cases[0].number if cases else ""))
    yield Stop("3-complaints-form", lambda window: _choose_tab(window, "complaints", 1))
    yield Stop("4-overview", lambda window: window.go("statistics", OVERVIEW))
    for kind in REPORTS:
        yield Stop(f"4-{kind.name}", partial(_go_to_report, kind.name))


def _choose_tab(window: OfficeWindow, room: str, place: int) -> None:
    """Show one of the tabs inside a record's sheet."""
    window.go(room)
    bar = window.current_page().findChild(UnderlineTabBar)
    assert bar is not None
    bar.setCurrentIndex(place)


def _go_to_report(name: str, window: OfficeWindow) -> None:
    window.go("statistics", name)


def _dialogs(window: OfficeWindow, session: Session) -> Iterator[tuple[str, QWidget]]:
    from ui.archive.care_plan_dialog import CarePlanDialog
    from ui.archive.new_file import NewFileDialog
    from ui.callbacks.appointment_dialog import AppointmentDialog, Car
    from ui.callbacks.book_dialog import BookDialog
    from ui.callbacks.days_end_dialog import DaysEndDialog
    from ui.callbacks.mailing_dialog import MailingDialog
    from ui.callbacks.ring_back_dialog import RingBackDialog
    from ui.callbacks.sms_desk import SmsDesk
    from ui.callbacks.sms_dialog import SmsDialog
    from ui.callbacks.sms_menu import of_entries
    from ui.callbacks.why_dialog import WhyDialog
    from ui.complaints.intake_dialog import IntakeDialog
    from ui.office.account_forms import AddAccountDialog
    from ui.office.accounts_dialog import AccountsDialog
    from ui.office.backups_dialog import BackupsDialog
    from ui.office.calendar_dialog import CalendarDialog
    from ui.office.care_kinds_dialog import CareKindsDialog
    from ui.office.import_dialog import ImportDialog
    from ui.office.questionnaire_dialog import QuestionnairesDialog
    from ui.office.recall_dialog import RecallDialog
    from ui.office.script_dialog import ScriptsDialog

    files = file_page(session, limit=1)
    yield "1-new-file", NewFileDialog(window.office, window)
    yield "2-why", WhyDialog(window.office, window)
    yield "2-ring-back", RingBackDialog(window.office, window)
    yield "2-sms", SmsDialog(window.office, of_entries(worklist(session)), window)
    yield "2-sms-desk", SmsDesk(window.office, window)
    yield "2-mailing", MailingDialog(window.office, lambda: [file.id for file in file_page(session)], window)
    yield "2-days-end", DaysEndDialog(window.office, window)
    yield "2-book", BookDialog(window.office, window)
    yield "2-appointment", AppointmentDialog(window.office, window)
    yield from (("1-plan", CarePlanDialog(window.office, Car(one.id, one.name), window)) for one in files)
    yield "3-intake", IntakeDialog(window.office, window, vin=files[0].vin if files else "")
    yield "6-import", ImportDialog(window.office, None, window)
    yield "6-recalls", RecallDialog(window.office, window)
    yield "7-backups", BackupsDialog(window.office, window)
    yield "8-accounts", AccountsDialog(window.office, window)
    yield "8-new-account", AddAccountDialog(window.office, window)
    yield "8-questionnaires", QuestionnairesDialog(window.office, window)
    yield "8-scripts", ScriptsDialog(window.office, window)
    yield "8-care-kinds", CareKindsDialog(window.office, window)
    yield "8-calendar", CalendarDialog(window.office, window)


def _entrances(session: Session, out: Path) -> Iterator[Path]:
    from contextlib import nullcontext

    from desktop_app.safety.recovery_code import new_code
    from ui.first_start import Doors, FirstStart
    from ui.office.restoring import Restoring
    from ui.sign_in import Door, SignIn

    def never(*_: object) -> Session:
        return session

    background, memory = Background(nullcontext), Memory.in_file(out / "tour.ini")
    door = Door((session.person.name,), never, str(out), now=session.now)
    pages: tuple[tuple[str, QWidget], ...] = (
        ("5-sign-in", SignIn(door, background, memory)),
        (
            "5-first-start",
            FirstStart(Doors(out / "data", lambda _folder: False, new_code, never), background),
        ),
        ("5-locked", _locked(session, background)),
        ("7-restoring", Restoring(session.data.path.parent, None, background, session.now, memory)),
    )
    for name, page in pages:
        page.resize(SIZE)
        page.show()
        background.settle(LONGEST_WAIT_MS / 1000)
        QApplication.processEvents()
        yield _picture(page, out / f"{name}.png")
        page.close()
        shiboken6.delete(page)
    background.stop()
    (out / "tour.ini").unlink(missing_ok=True)


def _locked(session: Session, background: Background) -> QWidget:
    """A window while nobody is there."""
    from ui.lock_page import Guarded, LockPage

    window, name = QWidget(), session.person.name
    window.resize(SIZE)
    shop = str(settings.get(session, "shop_name"))
    LockPage(Guarded(name, shop, (name,), lambda *_: None, lambda: False), background, window).resize(SIZE)
    return window


def _paper(session: Session, out: Path) -> Iterator[Path]:
    from desktop_app.safety.recovery_code import new_code
    from ui.recovery import code_sheet

    shop = str(settings.get(session, "shop_name"))
    sheet = code_sheet(new_code(), shop, session.person.name, session.today())
    yield from _pages(sheet, out, "form-recovery-code")
    for name in FORMS:
        yield from _pages(form_pdf(session, name), out, f"form-{name}-blank")
        key = _key(session, name)
        if key is not None:
            yield from _pages(form_pdf(session, name, key), out, f"form-{name}")
    for report in month_pack(session, _last_month(session)):
        yield from _pages(report_pdf(session, report), out, f"report-{report.name}")


def _key(session: Session, form: str) -> str | None:
    """A record to fill a form with."""
    if form in QUESTIONNAIRE_FORMS:
        kind = QUESTIONNAIRE_FORMS[form]
        return next((entry.ref for entry in worklist(session) if entry.kind == kind), None)
    if form in CARD_FORMS:
        return next((file.vin for file in file_page(session) if f"{file.card.lower()}-card" == form), None)
    return next((case.number for case in case_list(session)), None)


def _workbook(session: Session, out: Path) -> Iterator[Path]:
    target = out / "month.xlsx"
    export_reports(session, month_pack(session, _last_month(session)), target, reason="巡览")
    yield target


def _last_month(session: Session) -> int:
    today = session.today()
    return shifted(today.year * 100 + today.month, -1)


def _pages(pdf: bytes, out: Path, name: str) -> Iterator[Path]:
    document = open_document(pdf, QApplication.instance())  # type: ignore[arg-type]
    for page in range(document.pageCount()):
        points = document.pagePointSize(page)
        pixels = QSize(PAGE_WIDTH, round(PAGE_WIDTH * points.height() / points.width()))
        target = out / f"{name}-{page + 1}.png"
        page_image(document, page, pixels).save(str(target))
        yield target
    _close(document)


def _close(document: QPdfDocument) -> None:
    document.close()
    shiboken6.delete(document)


def _settle(window: OfficeWindow) -> None:
    """Let the background work come back and the screen be painted."""
    loop, waited = QEventLoop(), 0
    quiet = 0
    while quiet < 8 and waited < LONGEST_WAIT_MS:
        QTimer.singleShot(WAIT_MS, loop.quit)
        loop.exec()
        waited += WAIT_MS
        quiet = 0 if window.office.background.busy() else quiet + 1


def _picture(window: QWidget, target: Path) -> Path:
    window.grab().save(str(target))
    return target
