"""Every rule that a person can reach asks the duty matrix; a new one that asks nothing fails here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from desktop_app.safety.duties import DUTIES, MATRIX, reason
from tests.rule_graph import ROOT, Graph, Module, read_modules

FREE = {
    "desktop_app.settings.get": "every rule reads the shop's settings; changing one is what asks",
    "desktop_app.data_folder.close_folder": "whoever came in may leave",
    "desktop_app.data_folder.prove": "asks the own password",
    "desktop_app.data_folder.refreshed": "reads the own duties",
    "desktop_app.data_folder.switch": "a sign-in",
    "desktop_app.safety.password_changes.change_password": "changes the own password, and asks the old one",
    "desktop_app.callbacks.claims.release": "gives back one's own claims only",
    "desktop_app.callbacks.claims.release_all": "gives back one's own claims only, also when signing out",
    "desktop_app.callbacks.worklist.moment_of": "reckons with the clock and reads nothing",
    "desktop_app.safety.audit_trail.record_deed": "writes down what another rule was asked for",
    "desktop_app.safety.clock_faults.note_clock_went_back": "the program itself writes down what it saw",
    "desktop_app.safety.backup_schedule.due": "the program's own rhythm of backups, whoever works",
    "desktop_app.safety.backup_schedule.back_up_if_changed": "the program's own rhythm of backups, whoever works",
    "desktop_app.safety.backup_standing.standing": "the status line warns everyone",
    "desktop_app.safety.second_place.second_place": "the program itself asks where its backups go",
    "desktop_app.safety.reading_through.read_through": "the program itself looks for damage, whoever works",
    "desktop_app.archive.indexing.reindex": "rebuilds what every file says anyway",
}
"""Entries that may ask nothing, each with its reason."""

TABLE_OF_THE_DEPARTMENT = {
    "see": "GMCR",
    "see_full_phones": "GMC",
    "edit_files": "MCR",
    "callbacks": "MC",
    "appointments": "MCR",
    "handle_complaints": "MCR",
    "handle_every_complaint": "MC",
    "follow_up_calls": "MC",
    "decide_complaints": "M",
    "approve": "G",
    "import": "MC",
    "undo_import": "M",
    "merge_files": "M",
    "export_lists": "GM",
    "export_registers": "GMC",
    "print_forms": "GMCR",
    "see_office": "GM",
    "manage_office": "M",
}
"""Section 6, cell by cell: 总经理, 客关部经理 (M), 客户回访专员 (C), 客户接待专员 (R)."""


@pytest.fixture(scope="module")
def rules() -> Graph:
    return Graph(read_modules("desktop_app", "ui"))


def test_the_matrix_is_the_departments_table() -> None:
    letters = dict(zip(DUTIES, "GMCR", strict=True))
    told = {
        action: "".join(letters[duty] for duty in DUTIES if duty in holders)
        for action, (_, holders) in MATRIX.items()
    }
    assert told == TABLE_OF_THE_DEPARTMENT


def test_every_reason_says_what_and_who() -> None:
    for action, (name, holders) in MATRIX.items():
        assert name in reason(action)
        assert all(label in reason(action) for duty, label in DUTIES.items() if duty in holders)


def test_every_rule_that_can_be_reached_asks(rules: Graph) -> None:
    silent = {name for name in rules.entries() if not rules.asks(name)}
    assert silent - FREE.keys() == set(), "these ask nothing: require(session, …), or say in FREE why not"
    assert FREE.keys() - silent == set(), "these ask by now, or are gone: take them out of FREE"


def test_the_search_for_rules_finds_them(rules: Graph) -> None:
    """Should the reading of the source go blind, the test above would pass on nothing."""
    entries = set(rules.entries())
    known = {
        "desktop_app.archive.finding.search", "desktop_app.archive.editing.save_file",
        "desktop_app.callbacks.worklist.worklist", "desktop_app.callbacks.saving.save_outcome",
        "desktop_app.complaints.closing.close", "desktop_app.complaints.cases.open_case",
        "desktop_app.statistics.registry.take", "desktop_app.printing.form_pdf",
        "desktop_app.exporting.export_report", "desktop_app.exchange.importing.import_file",
        "desktop_app.exchange.undoing.undo_import", "desktop_app.safety.backup.backup",
        "desktop_app.safety.checking.check",
    }  # fmt: skip
    assert known <= entries
    assert len(entries) > 90


def test_a_rule_that_asks_nothing_is_found(tmp_path: Path) -> None:
    room = tmp_path / "desktop_app"
    room.mkdir()
    (room / "cars.py").write_text(
        "from desktop_app.session import Session, require\n"
        "from desktop_app.safety.duties import allows\n"
        "def asking(session: Session) -> None:\n    require(session, 'see')\n"
        "def through(session: Session) -> None:\n    def inner() -> None:\n        _door(session)\n    inner()\n"
        "def _door(session: Session) -> None:\n    asking(session)\n"
        "def silent(session: Session) -> None:\n    _nothing(session)\n"
        "def _nothing(session: Session) -> None:\n    pass\n"
        "def hiding(session: Session) -> bool:\n    return allows(session.person.duties, 'see_full_phones')\n"
        "def inside(session: Session) -> None:\n    pass\n"
        "def around(session: Session) -> None:\n    asking(session)\n    inside(session)\n"
        "def handed_out(session: Session) -> None:\n    pass\n"
        "def keeps_it(session: Session) -> None:\n    asking(session)\n    handed_out(session)\n"
    )
    screen = tmp_path / "ui"
    screen.mkdir()
    (screen / "page.py").write_text("from desktop_app.cars import handed_out as work\nshow = work\n")
    found = Graph(read_modules("desktop_app", "ui", root=tmp_path))
    silent = {name.rpartition(".")[2] for name in found.entries() if not found.asks(name)}
    assert silent == {"silent", "hiding", "handed_out"}


def test_every_action_asked_for_is_in_the_matrix_and_every_row_is_asked_for(rules: Graph) -> None:
    asked = {action for module in rules.modules.values() for action in _actions(module)}
    by_table = set(_values_of("desktop_app/complaints/course.py", "ACTIONS"))
    by_table |= set(_values_of("desktop_app/complaints/editing.py", "PAPER_ACTIONS")) | _export_duties()
    assert asked <= MATRIX.keys()
    assert (asked | by_table) >= MATRIX.keys() - WITHOUT_A_RULE.keys()
    assert not WITHOUT_A_RULE.keys() & asked, "a rule asks it now: take it out of WITHOUT_A_RULE"


WITHOUT_A_RULE = {
    "merge_files": "no rule merges files yet",
}
"""Cells of the department's table whose rules are still to come."""


def _actions(module: Module) -> set[str]:
    """The actions named in calls of ``require``, ``allows`` and the screens' own questions."""
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    named = (call for call in calls if ast.unparse(call.func).split(".")[-1] in ("require", "allows"))
    return {
        str(one.value)
        for call in named
        for one in call.args[-1:]
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def _values_of(path: str, table: str) -> list[str]:
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == table and node.value:
            texts = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
            return [text for text in texts if isinstance(text, str) and text in MATRIX]
    raise AssertionError(table)


def _export_duties() -> set[str]:
    from desktop_app.statistics.registry import REPORTS

    return {kind.export_duty for kind in REPORTS}
