"""To add a migration: its script in db/migrations, and a test of its own here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from db.migrate import DIRECTORY

HERE = Path(__file__).parent
SCRIPTS = sorted(path.stem for path in DIRECTORY.glob("[0-9]*.py"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_migration_has_a_test(name: str) -> None:
    path = HERE / f"test_{name}.py"
    assert path.exists(), f"write {path.name}: data of before, the migration, what must be there afterwards"
    tests = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    assert [test for test in tests if test.name.startswith("test_")]
    assert name in path.read_text("utf-8"), f"{path.name} does not apply {name}"


def test_the_numbers_run_on_without_a_gap() -> None:
    assert [int(name.split("_")[0]) for name in SCRIPTS] == list(range(1, len(SCRIPTS) + 1))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_migration_is_frozen(name: str) -> None:
    """It must not change when the tables change, so it imports nothing of ours."""
    tree = ast.parse((DIRECTORY / f"{name}.py").read_text("utf-8"))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not [one for one in names if one.split(".")[0] in ("db", "desktop_app", "resources", "ui")]
