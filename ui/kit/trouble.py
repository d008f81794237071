"""An error as people are told it: what happened, what became of their data, what to do, a number to quote."""

from __future__ import annotations

import platform
import traceback
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, qVersion

from desktop_app.problems import Refused, Unavailable


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the error dialog shows; ``details`` and ``number`` are for whoever repairs it."""

    title: str
    what: str
    data: str = ""
    todo: tuple[str, ...] = ()
    details: str = ""
    number: str = ""
    icon: str = "triangle-alert"
    subtitle: str = ""
    bug: bool = False


def explain(error: BaseException, *, doing: str = "", at: datetime | None = None) -> Trouble:
    """The words for an error: refusals and faults of the surroundings speak for themselves, the rest is our bug.

    ``doing`` names the work that failed, e.g. "保存回访".
    """
    moment = at or datetime.now()
    number = f"E-{moment:%m%d-%H%M%S}"
    subtitle = " · ".join(part for part in (doing, f"{moment:%H:%M}") if part)
    if isinstance(error, Refused):
        return Trouble(_tr("还不能这样做"), error.message, icon="circle-alert", subtitle=doing)
    if isinstance(error, Unavailable):
        steps = tuple(step for step in error.todo.replace("；", "\n").split("\n") if step.strip())
        return Trouble(
            _tr("没有做成"),
            error.message,
            error.data,
            steps,
            details(error, number),
            number,
            "hard-drive",
            subtitle,
        )
    return Trouble(
        _tr("程序出错了"), _tr("这一步没有做成，程序还可以继续用。"), _tr("以前保存的内容都还在。"),
        (_tr("再试一次；如果还是这样，先做别的事"), _tr("点“复制详情”，把编号和详情发给维护人员")),
        details(error, number), number, "triangle-alert", subtitle, bug=True,
    )  # fmt: skip


def details(error: BaseException, number: str) -> str:
    """Number, versions and the chain of calls; no values of variables, so nothing personal."""
    frames = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    head = f"{number}  Python {platform.python_version()}  Qt {qVersion()}  {platform.platform()}"
    return f"{head}\n{frames}".rstrip()


def _tr(words: str) -> str:
    return QCoreApplication.translate("Trouble", words)
