"""The house keeps its floors: who may import whom, no cycles, no drawers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "resources": set[str](),
    "db": {"db", "resources"},
    "desktop_app": {"desktop_app", "db", "resources"},
    "ui": {"ui", "desktop_app", "resources"},
}
COMPOSITION_ROOT = ROOT / "desktop_app" / "__main__.py"
ONLY_IN = {
    "reportlab": "desktop_app/paper",
    "openpyxl": "desktop_app/exchange",
    "python_calamine": "desktop_app/exchange",
    "sqlcipher3": "db",
    "playhouse": "db",
    "PySide6": "ui",
}
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "base", "common", "misc"}
ROOMS = ("archive", "callbacks", "complaints", "statistics")

SOURCES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def imported(path: Path, *, at_import_time: bool = False) -> Iterator[str]:
    """Dotted names that a file imports; ``at_import_time`` leaves out those inside functions and TYPE_CHECKING."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = _top_level(tree) if at_import_time else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _top_level(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _top_level(node)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_floor_imports_only_the_floors_below_it(path: Path) -> None:
    if path == COMPOSITION_ROOT:
        return
    floor = path.relative_to(ROOT).parts[0]
    for name in imported(path):
        top = name.split(".")[0]
        if top in FLOORS:
            assert top in FLOORS[floor] | {floor}, f"{name_of(path)} imports {name}"
        assert not (floor == "ui" and top == "peewee"), f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_library_is_imported_only_in_the_room_that_owns_it(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    for name in imported(path):
        home = ONLY_IN.get(name.split(".")[0])
        assert home is None or place.startswith(home + "/") or path == COMPOSITION_ROOT, f"{place}: {name}"


def test_there_is_no_import_cycle() -> None:
    modules = {name_of(path): path for path in SOURCES}
    edges = {
        module: {name for name in imported(path, at_import_time=True) if name in modules and name != module}
        for module, path in modules.items()
    }
    for module in list(edges):  # a package's own face counts only what it really imports
        edges[module] = {name for name in edges[module] if not module.startswith(name + ".")}
    assert _cycle(edges) == []


def _cycle(edges: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def walk(module: str, path: list[str]) -> list[str]:
        if module in path:
            return [*path[path.index(module) :], module]
        if module in done:
            return []
        for name in sorted(edges[module]):
            if found := walk(name, [*path, module]):
                return found
        done.add(module)
        return []

    return next((found for module in sorted(edges) if (found := walk(module, []))), [])


def test_no_drawer_is_called_utils_or_misc() -> None:
    assert [
        path for path in SOURCES if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES
    ] == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_opens_with_one_sentence(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert text, path
    assert text.split("\n\n")[0].rstrip().endswith((".", "?", ":", "。")), path


@pytest.mark.parametrize("room", ROOMS)
def test_the_same_rooms_stand_on_every_floor(room: str) -> None:
    assert (ROOT / "db" / f"{room}.py").exists()
    for floor in ("desktop_app", "ui", "tests"):
        assert (ROOT / floor / room).is_dir(), floor
