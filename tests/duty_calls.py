"""At least one real call of a rule for every action of the duty matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from db import Attempt, Callback, CareOutcome, VehicleFile
from desktop_app import working_calendar
from desktop_app.archive import (
    corrections,
    documents,
    editing,
    existing,
    files,
    finding,
    history,
    lists,
    masking,
    timeline,
)
from desktop_app.callbacks import (
    appointment_report,
    appointments,
    call_sheet,
    care_calls,
    care_drafts,
    care_handling,
    care_notes,
    care_sheet,
    care_switches,
    care_undoing,
    claims,
    do_not_call,
    drafts,
    opening,
    own_appointments,
    printed,
    progress,
    recall_lists,
    recalls,
    reopening,
    ringing_back,
    saving,
    undoing,
    why,
    worklist,
)
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.care_handling import CareAnswer
from desktop_app.callbacks.outcomes import Outcome
from desktop_app.complaints import (
    cases,
    causes,
    compensation,
    intake,
    listing,
    persons,
    promises,
    readings,
    summary,
    workflow,
)
from desktop_app.complaints.course import ACTIONS, STATES, targets
from desktop_app.complaints.editing import mark_paper
from desktop_app.complaints.persons import OWN_CASES_ONLY
from desktop_app.exchange import undoing as undoing_imports
from desktop_app.exchange.importing import import_file
from desktop_app.exporting import export_report, export_reports
from desktop_app.printing import form_pdf, form_workbook, report_pdf
from desktop_app.safety import accounts, backup, checking
from desktop_app.safety.backup_rehearsal import rehearse
from desktop_app.safety.duties import CALLBACK_SPECIALIST, RECEPTIONIST
from desktop_app.safety.second_place import set_second_place
from desktop_app.session import Session
from desktop_app.statistics import month, overview, registry
from desktop_app.statistics.registry import REPORTS
from tests.callbacks.scenes import a_callback, an_attempt
from tests.complaints.making import VIN, complaint
from tests.complaints.moving import CALLS as VERB_CALLS
from tests.complaints.moving import bring, use
from tests.duty_scene import DELIVERIES, PHONE, SALE, SERVICE, car, signed_in

START, END = date(2026, 10, 1), date(2026, 10, 31)
Prepare = Callable[[Session, str], Any]
Act = Callable[[Session, Any, Path], Any]


@dataclass(frozen=True)
class Call:
    """``prepare`` stands things up with every duty (for the person named), ``act`` is the call of the person.

    ``place`` is an empty folder for what comes out of the program. ``refused_as`` is what a duty is told where it is
    not the action's own reason, ``asked_first`` an action that the rule asks before this one.
    """

    action: str
    label: str
    act: Act
    prepare: Prepare = field(default=lambda session, name: None)
    refused_as: dict[str, str] = field(default_factory=dict)
    asked_first: str = ""


def _see(label: str, act: Callable[[Session], Any]) -> Call:
    return Call("see", label, lambda session, _prepared, _place: act(session))


SEEING = (
    _see("search", lambda s: finding.search(s, PHONE)),
    _see("file", lambda s: files.open_file(s, VIN)),
    _see("file list", lists.file_page),
    _see("file ids", lists.file_ids),
    _see("file count", lists.file_count),
    _see("advisors", lists.advisors),
    _see("models", lists.models),
    _see("timeline", lambda s: timeline.timeline(s, car(s))),
    _see("history", lambda s: history.history(s, car(s))),
    _see("papers", lambda s: documents.papers_of(s, car(s))),
    _see("corrections of a file", lambda s: corrections.corrections_of(s, car(s))),
    _see("open corrections", corrections.open_corrections),
    _see("existing files", lambda s: existing.existing(s, VIN)),
    _see("worklist", worklist.worklist),
    _see("why", lambda s: why.why(s, SERVICE)),
    _see("progress", progress.progress),
    _see("empty reason", progress.empty_reason),
    _see("call sheet", lambda s: call_sheet.open_call(s, callback(s))),
    _see("draft", lambda s: drafts.load_draft(s, callback(s))),
    _see("callback of a reference", lambda s: opening.callback_of(s, SERVICE)),
    _see("who is calling", claims.calling_now),
    _see("drafts", drafts.drafted),
    _see("own appointments", own_appointments.own_appointments),
    _see("who rings back", lambda s: ringing_back.ringing_back(s, VIN)),
    _see("newest callback", lambda s: opening.newest_callback(s, car(s))),
    _see("case list", listing.case_list),
    _see("counts", listing.counts),
    _see("earlier cases", lambda s: cases.earlier(s, VIN)),
    _see("follow-ups", lambda s: cases.follow_ups(s, END + timedelta(days=1))),
    _see("promises", promises.promises),
    _see("unread", readings.unread),
    _see("causes", causes.causes),
    _see("departments", persons.departments),
    _see("staff", persons.staff_names),
    _see("overview", lambda s: overview.overview(s, 202610)),
    _see("month", lambda s: month.month_pack(s, 202610)),
    *(_see(kind.name, lambda s, name=kind.name: registry.take(s, name, START, END)) for kind in REPORTS),
    Call("see", "case", lambda s, number, _: cases.open_case(s, number), lambda s, name: case_of(s, name)),
    Call("see", "answers", lambda s, number, _: summary.answers(s, number), lambda s, name: case_of(s, name)),
)


def callback(session: Session, reference: str = SERVICE) -> int:
    """The callback of one of the references of these tests."""
    del session
    return int(Callback.get(Callback.reference == reference).id)


def case_of(session: Session, name: str, state: str = "accepted") -> str:
    """A case that this account accepted, brought into a state."""
    number = str(intake.accept(_in_the_name_of(session, name), complaint()).number)
    bring(session, number, state)
    return number


def _in_the_name_of(session: Session, name: str) -> Session:
    from dataclasses import replace

    from desktop_app.safety.duties import ALL_DUTIES
    from desktop_app.session import Person

    return replace(session, person=Person(name, ALL_DUTIES))


def _correction(session: Session, state: str) -> int:
    number = int(corrections.open_correction(session, car(session), "空号").reference or 0)
    if state != "opened":
        corrections.send(session, number, "销售部", END)
    if state == "corrected":
        corrections.correct(session, number, phone="13800000001")
    return number


FILES = (
    Call("edit_files", "save", lambda s, seen, _: editing.save_file(s, car(s), {"plate": "皖N12345"}, seen),
         lambda s, _: files.open_file(s, VIN).seen),
    Call("edit_files", "new", lambda s, _, __: editing.new_file(
        s, {"vin": "LFMBE84B2C0167346", "name": "沈佳"}, "key")),
    Call("edit_files", "open correction", lambda s, _, __: corrections.open_correction(s, car(s), "空号")),
    Call("edit_files", "send", lambda s, row, _: corrections.send(s, row, "销售部", END),
         lambda s, _: _correction(s, "opened")),
    Call("edit_files", "correct", lambda s, row, _: corrections.correct(s, row, phone="13800000001"),
         lambda s, _: _correction(s, "sent")),
    Call("edit_files", "give back", lambda s, row, _: corrections.give_back(s, row, "还是空号"),
         lambda s, _: _correction(s, "corrected")),
    Call("edit_files", "confirm", lambda s, row, _: corrections.confirm(s, row),
         lambda s, _: _correction(s, "corrected")),
    Call("edit_files", "receive papers", lambda s, _, __: documents.receive_papers(
        s, "service", SERVICE, ["派工单"])),
    Call("edit_files", "return papers", lambda s, _, __: documents.return_papers(
        s, "service", SERVICE, ["派工单"])),
    Call("edit_files", "file the paper of a case", lambda s, number, _: mark_paper(s, number, "filed"),
         lambda s, name: case_of(s, name)),
    Call("see_full_phones", "phone", lambda s, _, __: masking.reveal_phone(s, car(s))),
    Call("see_full_phones", "sensitive", lambda s, _, __: masking.reveal_sensitive(s, car(s), "id_number")),
)  # fmt: skip

OUTCOME = Outcome("no_answer", "key-1")


def _lapsed(session: Session) -> int:
    return a_callback(session, date(2026, 8, 1))


def _own_attempt(session: Session, name: str) -> int:
    one = callback(session)
    an_attempt(session, one, session.now())
    Attempt.update(caller=name).where(Attempt.callback == one).execute()
    return one


CALLBACKS = (
    Call("callbacks", "claim", lambda s, _, __: claims.claim(s, [callback(s)])),
    Call("callbacks", "save draft", lambda s, _, __: drafts.save_draft(s, callback(s), {"words": "好"})),
    Call("callbacks", "drop draft", lambda s, _, __: drafts.drop_draft(s, callback(s)),
         lambda s, _: drafts.save_draft(s, callback(s), {"words": "好"})),
    Call("callbacks", "park", lambda s, _, __: drafts.park(s, callback(s), {"words": "好"})),
    Call("callbacks", "outcome", lambda s, _, __: saving.save_outcome(s, callback(s), OUTCOME)),
    Call("callbacks", "undo", lambda s, one, _: undoing.undo_last(s, one), _own_attempt),
    Call("callbacks", "reopen", lambda s, one, _: reopening.reopen(s, one, "客户要求"), lambda s, _: _lapsed(s)),
    Call("callbacks", "may call again", lambda s, _, __: do_not_call.allow_calls(s, car(s))),
)  # fmt: skip


def _verb(verb: str) -> Call:
    """A step of a case that the person accepted, in the first state in which it is possible."""
    state = next(state for state in STATES if targets(verb, state))  # type: ignore[arg-type]
    state = "offered" if verb == "result" else "handed_over" if verb == "offer" else state
    return Call(ACTIONS[verb], verb, lambda s, number, _: use(s, number, verb),  # type: ignore[index]
                lambda s, name: case_of(s, name, state))  # fmt: skip


def _promise(session: Session, number: str) -> Any:
    return use(session, number, "promise", due_at=session.now() + timedelta(days=1))


def _promised(session: Session, name: str) -> int:
    return int(_promise(_in_the_name_of(session, name), case_of(session, name)).id)


def _waiting_gift(session: Session, name: str) -> int:
    """A gift above the CR manager's limit, which waits for the general manager."""
    giver = signed_in(session, "温经理")
    return int(use(giver, case_of(session, name), "compensate", cost_fen=900_000_00).id)


OWN_ONLY = OWN_CASES_ONLY.format(owner="林若溪")
STRANGE = {RECEPTIONIST: OWN_ONLY}
COMPLAINTS = (
    Call("handle_complaints", "accept", lambda s, _, __: intake.accept(s, complaint())),
    Call("handle_complaints", "repeat call", lambda s, number, _: intake.repeat_call(
        s, number, complaint(again_reason="还没有人回电")), lambda s, name: case_of(s, name)),
    *(_verb(verb) for verb in VERB_CALLS if verb != "promise"),
    Call("handle_complaints", "promise", lambda s, number, _: _promise(s, number), lambda s, name: case_of(s, name)),
    Call("handle_complaints", "keep a promise", lambda s, row, _: promises.keep_promise(s, row), _promised),
    Call("handle_complaints", "break a promise", lambda s, row, _: promises.break_promise(
        s, row, remark="配件未到"), _promised),
    Call("handle_complaints", "promise to a file", lambda s, _, __: promises.make_promise(
        s, what="回电", due_at=s.now() + timedelta(days=1), by_whom="方禾", vin=VIN)),
    Call("handle_every_complaint", "another's case", lambda s, number, _: use(s, number, "contact"),
         lambda s, _: case_of(s, "林若溪"), STRANGE, "handle_complaints"),
    Call("handle_every_complaint", "a promise in another's case", lambda s, row, _: promises.keep_promise(s, row),
         lambda s, _: _promised(s, "林若溪"), STRANGE, "handle_complaints"),
    Call("handle_every_complaint", "another's promise to a file", lambda s, row, _: promises.keep_promise(s, row),
         lambda s, _: _promise_to_a_file(s), {RECEPTIONIST: promises.OWN_PROMISES_ONLY}, "handle_complaints"),
    Call("decide_complaints", "opinion with the hand-over", lambda s, number, _: workflow.hand_over(
        s, number, department="售后部", opinion="请道歉"), lambda s, name: case_of(s, name), asked_first="handle_complaints"),
    Call("approve", "approve a gift", lambda s, row, _: compensation.decide_compensation(s, row, approve=True),
         _waiting_gift),
    Call("approve", "read a case", lambda s, number, _: readings.mark_read(s, number),
         lambda s, name: case_of(s, name)),
)  # fmt: skip


def _promise_to_a_file(session: Session) -> int:
    due = session.now() + timedelta(days=1)
    return int(promises.make_promise(session, what="回电", due_at=due, by_whom="方禾", vin=VIN).id)


def _file(place: Path) -> Path:
    path = place.parent / "more.csv"
    path.write_text(DELIVERIES.replace("XS-9", "XS-10").replace("LAEDCNSB", "LAEDCNSC"), "utf-8")
    return path


def _batch(session: Session) -> int:
    found = undoing_imports.newest_import(session)
    assert found
    return found[0]


OFFICE = (
    Call("import", "import", lambda s, _, place: import_file(s, _file(place), "deliveries")),
    Call("undo_import", "newest import", lambda s, _, __: undoing_imports.newest_import(s)),
    Call("undo_import", "undo", lambda s, batch, _: undoing_imports.undo_import(s, batch), lambda s, _: _batch(s)),
    Call("see_office", "check", lambda s, _, __: checking.check(s)),
    Call("see_office", "accounts", lambda s, _, __: accounts.accounts(s, wall=s.clock)),
    Call("manage_office", "new account", lambda s, _, __: accounts.add_account(
        s, "新同事", "霜降以后 2026", frozenset({RECEPTIONIST}))),
    Call("manage_office", "duties of an account", lambda s, _, __: accounts.set_duties(
        s, "何前台", frozenset({CALLBACK_SPECIALIST}))),
    Call("manage_office", "retire an account", lambda s, _, __: accounts.retire_account(s, "何前台")),
    Call("manage_office", "second place", lambda s, _, place: set_second_place(s, place)),
    Call("manage_office", "no second place", lambda s, _, __: set_second_place(s, None)),
    Call("manage_office", "rehearse a restore", lambda s, file, _: rehearse(s, file),
         lambda s, _: backup.backup(s).file),
    Call("manage_office", "backup", lambda s, _, place: backup.backup(s, place)),
)  # fmt: skip


def _taken(name: str) -> Prepare:
    return lambda session, _name: registry.take(session, name, START, END)


def _export(kind: registry.ReportKind) -> tuple[Call, Call]:
    def export(session: Session, report: Any, place: Path) -> None:
        export_report(session, report, place / "out.csv", reason="月度")

    return (
        Call(kind.export_duty, f"export {kind.name}", export, _taken(kind.name)),
        Call(
            kind.export_duty,
            f"print {kind.name}",
            lambda s, report, _: report_pdf(s, report),
            _taken(kind.name),
        ),
    )


KEYS = {"a-card": VIN, "c-card": VIN, "sales-questionnaire": SALE, "service-questionnaire": SERVICE}


def _form(name: str) -> Call:
    def prepare(session: Session, who: str) -> str:
        return KEYS.get(name) or case_of(session, who)

    return Call("print_forms", name, lambda s, key, _: form_pdf(s, name, key), prepare)


def _export_all(session: Session, reports: Any, place: Path) -> None:
    export_reports(session, reports, place / "out.xlsx", reason="月度")


PAPER = (
    Call("export_lists", "the month's workbook", _export_all, lambda s, _: month.month_pack(s, 202610)),
    *(call for kind in REPORTS for call in _export(kind)),
    *(_form(name) for name in (*KEYS, *cases.FORMS)),
    Call("print_forms", "worksheet", lambda s, _, place: form_workbook(s, "a-card", VIN, place / "card.xlsx")),
    Call("print_forms", "note the print", lambda s, number, _: mark_paper(s, number, "printed"),
         lambda s, name: case_of(s, name)),
    Call("print_forms", "values of a callback", lambda s, _, __: printed.printed_callback(s, "service", SERVICE)),
)  # fmt: skip

BOOKED_FOR = NewAppointment(datetime(2030, 1, 7, 9), "5,000 公里保养")


def _first_car(_session: Session, _name: str = "") -> int:
    return int(VehicleFile.select(VehicleFile.id).order_by(VehicleFile.id).scalar())


def _appointment(session: Session, _name: str) -> int:
    return appointments.make_appointment(session, _first_car(session), BOOKED_FOR, "duty")[0]


def _booking(label: str, act: Callable[[Session, int], Any]) -> Call:
    return Call("appointments", label, lambda session, one, _: act(session, one), _appointment)


def _answer(session: Session) -> CareAnswer:
    return CareAnswer("insurance", session.today(), "declined", "已买好")


def _recall(session: Session) -> int:
    recalls.mark_recalled(session, [VIN], "燃油泵召回")
    car = int(VehicleFile.select(VehicleFile.id).where(VehicleFile.vin == VIN).scalar())
    return recalls.recalls_of(session, car)[0].id


WISHED = ("please_come_in", date(2026, 11, 20), "看异响")


def _care_call(session: Session, name: str) -> str:
    care_handling.save_care(session, _first_car(session), [_answer(session)], "duty")
    CareOutcome.update(account=name).where(CareOutcome.key == "duty").execute()
    return "duty"


def _wish(session: Session) -> int:
    car = _first_car(session)
    care_notes.note_wish(session, car, *WISHED)  # type: ignore[arg-type]
    return care_notes.wishes_of(session, car)[0].id


CARE = (
    _see("care calls", care_calls.care_calls),
    _see("care call", lambda s: care_calls.care_call(s, VIN)),
    _see("book", lambda s: appointments.book(s, s.today())),
    _see("appointments of a car", lambda s: appointments.of_file(s, _first_car(s))),
    _see("appointments over", appointments.overdue),
    _see("appointments to remind of", appointments.to_remind),
    _see("appointments of days", lambda s: appointments.booked_days(s, s.today(), s.today())),
    _see("book as a report", lambda s: appointment_report.appointment_report(s, s.today())),
    Call("export_lists", "book on paper", lambda s, _, __: appointment_report.print_book(s, s.today())),
    _see("advisors", care_sheet.advisors),
    Call("callbacks", "care undone", lambda s, key, _: care_undoing.undo_care(s, key), _care_call),
    _see("draft of a care call", lambda s: care_drafts.load_care_draft(s, VIN)),
    Call("callbacks", "draft of a care call", lambda s, _, __: care_drafts.save_care_draft(s, VIN, {"a": 1})),
    _see("wishes", lambda s: care_notes.wishes_of(s, _first_car(s))),
    Call("callbacks", "wish", lambda s, car, _: care_notes.note_wish(s, car, *WISHED), _first_car),
    Call("callbacks", "wish ended", lambda s, wish, _: care_notes.end_wish(s, wish), lambda s, _: _wish(s)),
    _see("care kinds", care_switches.care_switches),
    Call("manage_office", "care kinds", lambda s, _, __: care_switches.switch_kinds_off(s, ["wedding"])),
    _see("recall lists", recall_lists.recall_lists),
    Call(
        "undo_import", "recall list",
        lambda s, _, __: recall_lists.undo_recall(s, "燃油泵召回", s.now()), lambda s, _: _recall(s),
    ),
    _see("calendar", working_calendar.hint_of_missing_year),
    _see("recalls", lambda s: recalls.recalls_of(s, _first_car(s))),
    Call("import", "recall", lambda s, _, __: recalls.mark_recalled(s, [VIN], "燃油泵召回")),
    Call("callbacks", "recall done", lambda s, one, _: recalls.finish_recall(s, one), lambda s, _: _recall(s)),
    Call(
        "callbacks", "care call", lambda s, car, _: care_handling.save_care(s, car, [_answer(s)], "duty"), _first_car
    ),
    Call(
        "appointments", "make",
        lambda s, car, _: appointments.make_appointment(s, car, BOOKED_FOR, "duty"), _first_car,
    ),
    _booking("remind", appointments.remind),
    _booking("move", lambda s, one: appointments.move(s, one, BOOKED_FOR.at + timedelta(days=1))),
    _booking("cancel", lambda s, one: appointments.cancel(s, one, "车已卖")),
    _booking("came", lambda s, one: appointments.arrived(s.at(BOOKED_FOR.at), one)),
    _booking("missed", lambda s, one: appointments.missed(s.at(BOOKED_FOR.at), one)),
    Call("manage_office", "calendar", lambda s, _, __: working_calendar.set_year(s, 2030, [date(2030, 1, 1)], [])),
    Call("manage_office", "weekdays", lambda s, _, __: working_calendar.set_working_weekdays(s, [0, 1])),
)  # fmt: skip

ALL_CALLS: tuple[Call, ...] = (*SEEING, *FILES, *CALLBACKS, *COMPLAINTS, *OFFICE, *PAPER, *CARE)
