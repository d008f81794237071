"""Who calls whom among the rules, read from the source: which functions take a session, and which ask the matrix."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
OUTSIDE = ("ui", "desktop_app.commands", "desktop_app.__main__", "desktop_app.self_test")
"""Where rules are called from by a person's hand."""
INVENTING = "desktop_app.demonstration"
ASKING = {"desktop_app.session.require", "desktop_app.safety.duties.allows"}
HIDING = "see_full_phones"
"""Asked to cover phones, which refuses nobody."""


@dataclass
class Module:
    """One source file: its functions, and the full names that its imported names stand for."""

    name: str
    tree: ast.Module
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def read_modules(*floors: str, root: Path = ROOT) -> dict[str, Module]:
    """Every module of these folders by its dotted name."""
    paths = sorted(path for floor in floors for path in (root / floor).rglob("*.py"))
    return {module.name: module for module in (_read(path, root) for path in paths)}


def _read(path: Path, root: Path) -> Module:
    name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    module = Module(name, ast.parse(path.read_text("utf-8")))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            module.names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            module.names |= {one.asname: one.name for one in node.names if one.asname}
    module.functions = {node.name: node for node in module.tree.body if isinstance(node, ast.FunctionDef)}
    return module


class Graph:
    """The rules of some modules. A function's name is its module's, a dot, and its own."""

    def __init__(self, modules: dict[str, Module]) -> None:
        self.modules = modules
        self._uses: dict[str, set[str]] = {}
        self.calls = {
            f"{module.name}.{name}": frozenset(self._called(module, node))
            for module in modules.values()
            for name, node in module.functions.items()
        }

    def entries(self) -> tuple[str, ...]:
        """Public functions that take a session and can be called from outside, or that no other rule calls."""
        taking = [name for name in self.calls if self._takes_session(name)]
        wanted = self._wanted_outside()
        return tuple(name for name in taking if name in wanted or not self._callers(name))

    def asks(self, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether the function asks the matrix itself, or calls one that does."""
        called = self.calls.get(name, frozenset())
        return bool(called & ASKING) or any(self.asks(one, seen | {name}) for one in called - seen - {name})

    def used_by(self, module: str) -> set[str]:
        """The full names that a module uses."""
        return self._used(self.modules[module])

    def resolve(self, module: Module, node: ast.expr) -> str | None:
        """The full name behind a name or an attribute of an imported module, re-exports followed."""
        if isinstance(node, ast.Name):
            own = node.id in module.functions
            return f"{module.name}.{node.id}" if own else self._origin(module.names.get(node.id))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            place = module.names.get(node.value.id)
            return self._origin(f"{place}.{node.attr}") if place in self.modules else None
        return None

    def _origin(self, name: str | None) -> str | None:
        place, _, own = (name or "").rpartition(".")
        module = self.modules.get(place)
        if module is None or own in module.functions or own not in module.names:
            return name
        return name if module.names[own] == name else self._origin(module.names[own])

    def _called(self, module: Module, function: ast.FunctionDef) -> Iterator[str]:
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and not _only_hides(node):
                yield self.resolve(module, node.func) or ""

    def _takes_session(self, name: str) -> bool:
        place, _, own = name.rpartition(".")
        if own.startswith("_") or place.startswith(OUTSIDE):
            return False
        arguments = self.modules[place].functions[own].args
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        return any(one.annotation is not None and ast.unparse(one.annotation) == "Session" for one in every)

    def _wanted_outside(self) -> set[str]:
        found: set[str] = set()
        for module in self.modules.values():
            if module.name.startswith(OUTSIDE):
                found |= self._used(module)
            found |= {self._origin(f"{module.name}.{name}") or "" for name in _exported(module.tree)}
        return found

    def _callers(self, name: str) -> list[str]:
        """Modules of the rules that use it; invented data is made by nobody's hand."""
        return [
            module.name
            for module in self.modules.values()
            if not module.name.startswith(OUTSIDE)
            and (not module.name.startswith(INVENTING) or name.startswith(INVENTING))
            and name in self._used(module)
        ]

    def _used(self, module: Module) -> set[str]:
        if module.name not in self._uses:
            nodes = (node for node in ast.walk(module.tree) if isinstance(node, ast.Name | ast.Attribute))
            self._uses[module.name] = {self.resolve(module, node) or "" for node in nodes}
        return self._uses[module.name]


def _only_hides(call: ast.Call) -> bool:
    asks_quietly = isinstance(call.func, ast.Name) and call.func.id == "allows"
    return asks_quietly and any(isinstance(one, ast.Constant) and one.value == HIDING for one in call.args)


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []
