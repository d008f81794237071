"""From parsed words to an exit status: open, work, answer, and every trouble explained on standard error."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, ParamSpec

from desktop_app.commands.parsing import PASSWORD_VARIABLE
from desktop_app.commands.shape import Answer, Call, Command, as_json
from desktop_app.problems import Refused, Unavailable, WrongUsage

if TYPE_CHECKING:
    from desktop_app.session import Clock

P = ParamSpec("P")
log = logging.getLogger(__name__)

DONE, REFUSED, USAGE, SURROUNDINGS = 0, 1, 2, 3
STATUS = {"refused": REFUSED, "unavailable": SURROUNDINGS, "cancelled": SURROUNDINGS, "bug": SURROUNDINGS}
DEMO = "demo"
IN_THE_LOG = "详情记在这台电脑的日志里，联系维护人员时请报编号 {number}。"


def clock_of(now: datetime | None) -> Clock:
    """The clock a person set by ``--now``, or the wall's."""
    from desktop_app.session import wall_clock

    return wall_clock if now is None else lambda: now


def call_of(standing: Namespace, options: Namespace, command: Command) -> Call:
    """Everything a command needs, nothing opened yet."""
    from desktop_app.doorway import default_folder

    user, password = standing.user, os.environ.get(PASSWORD_VARIABLE)
    if standing.demo and command.opens:
        if user not in (None, DEMO):
            raise WrongUsage("--demo 以演示账号 demo 登录，不能再写 --user。")
        user = password = DEMO
    return Call(options, standing.data or default_folder(), clock_of(standing.now), user, password, say=_say)


def run(standing: Namespace, options: Namespace, commands: Sequence[Command]) -> int:
    """Do one command; prints its answer and returns the exit status."""
    command = next(command for command in commands if command.name == options.command)
    answer = _work(command, call_of(standing, options, command), replay=standing.now is not None)
    _print(as_json(answer.data) if standing.json else answer.text, whole=standing.json)
    return answer.status


def _work(command: Command, call: Call, *, replay: bool) -> Answer:
    if not command.opens:
        return command.work(call)
    from desktop_app.data_folder import close_folder, open_folder

    try:
        session = open_folder(call.folder, *call.credentials(), call.clock, replay=replay)
    except Unavailable as trouble:
        answer = command.unopened(call, trouble) if command.unopened else None
        if answer is None:
            raise
        return answer
    try:
        with session.connected():
            return command.work(replace(call, opened=session))
    finally:
        close_folder(session)


def guarded(work: Callable[P, int], *arguments: P.args, **named: P.kwargs) -> int:
    """Call ``work`` and turn any trouble into a Chinese message on standard error and an exit status.

    A bug of ours is told with its number and written to the log; the status is that of failing surroundings.
    """
    try:
        return work(*arguments, **named)
    except WrongUsage as wrong:
        return _fail(USAGE, wrong.message)
    except Refused as refused:
        return _fail(REFUSED, refused.message)
    except BrokenPipeError:
        return _nobody_reads()
    except (Exception, KeyboardInterrupt) as error:
        return _explained(error)


def _explained(error: BaseException) -> int:
    from desktop_app.explaining import explain

    told = explain(error)
    todo = told.todo
    if told.kind == "bug":
        log.error("%s\n%s", told.number, told.details)
        todo = IN_THE_LOG.format(number=told.number)
    return _fail(STATUS[told.kind], "\n".join(part for part in (told.title, told.data, todo) if part))


def _nobody_reads() -> int:
    """The reader of our output has left, e.g. ``| head``; what Python still holds for it must not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return SURROUNDINGS


def _fail(status: int, text: str) -> int:
    _say(text)
    return status


def _print(text: str, *, whole: bool) -> None:
    """JSON is UTF-8 wherever it goes; text for people is what the terminal can show."""
    if isinstance(sys.stdout, TextIOWrapper):
        if whole:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        else:
            sys.stdout.reconfigure(errors="replace")
    print(text, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
