"""An error as people are told it: what happened, what became of their data, what to do, a number to quote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, qVersion


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the error dialog shows; ``details`` and ``number`` are for whoever repairs it.

    ``ways`` are codes of the ways out, the best first; a dialog that knows them shows them as buttons.
    """

    title: str
    what: str
    data: str = ""
    todo: tuple[str, ...] = ()
    details: str = ""
    number: str = ""
    icon: str = "triangle-alert"
    subtitle: str = ""
    bug: bool = False
    ways: tuple[str, ...] = ()


def explain(error: BaseException, *, doing: str = "", at: datetime | None = None) -> Trouble:
    """The words for an error; ``doing`` names the work that failed, e.g. "保存回访"."""
    # imported when the first error is told: it knows every engine's errors, which costs the start 0.1 s
    from desktop_app import explaining

    found = explaining.explain(error)
    title, icon = _head(found.kind)
    if found.kind == "refused":
        return Trouble(title, found.title, icon=icon, subtitle=doing)
    moment = at or datetime.now()
    subtitle = " · ".join(part for part in (doing, f"{moment:%H:%M}") if part)
    steps = tuple(step.strip() for step in found.todo.replace("；", "\n").split("\n") if step.strip())
    details = "\n".join((f"{found.number}  {moment:%Y-%m-%d %H:%M}", _versions(), found.details))
    return Trouble(
        title, found.title, found.data, steps, details, found.number, icon, subtitle, found.kind == "bug",
        found.ways,
    )  # fmt: skip


def _head(kind: str) -> tuple[str, str]:
    """The heading and its icon for a kind of error."""
    return {
        "refused": (_tr("还不能这样做"), "circle-alert"),
        "unavailable": (_tr("没有做成"), "hard-drive"),
        "cancelled": (_tr("已经取消"), "ban"),
    }.get(kind, (_tr("程序出错了"), "triangle-alert"))


def _versions() -> str:
    import platform

    return f"Python {platform.python_version()}  Qt {qVersion()}  {platform.system()} {platform.release()}"


def _tr(words: str) -> str:
    return QCoreApplication.translate("Trouble", words)
