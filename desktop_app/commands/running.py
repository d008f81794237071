"""From the words on the command line to an exit status: parse, open, work, answer, explain."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from desktop_app.commands.shape import Answer, Call, Command, as_json, moment
from desktop_app.problems import Refused, Unavailable, WrongUsage
from desktop_app.session import Clock, wall_clock

DONE, REFUSED, USAGE, SURROUNDINGS = 0, 1, 2, 3
PASSWORD_VARIABLE = "CRDESK_PASSWORD"


class _Parser(ArgumentParser):
    """Says in Chinese what was wrong with the words."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(
            f"命令写法不对：{message}\n用法：{self.format_usage().removeprefix('usage: ').strip()}"
        )


def standing_options() -> ArgumentParser:
    """The options that may stand before or after the command."""
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data", type=Path, help="数据文件夹（默认：系统的应用数据文件夹）")
    parser.add_argument("--now", type=moment, help='时钟 "YYYY-MM-DD HH:MM[:SS]"')
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    parser.add_argument("--user", help=f"账号；密码取自环境变量 {PASSWORD_VARIABLE}")
    parser.add_argument("--demo", action="store_true", help="以演示账号 demo 登录演示数据")
    return parser


def command_parser(commands: Sequence[Command]) -> ArgumentParser:
    """One sub-parser a command."""
    parser = _Parser(
        prog="crdesk", description="客户关系工作台", allow_abbrev=False, parents=[standing_options()]
    )
    choices = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)
    for command in commands:
        command.arguments(choices.add_parser(command.name, help=command.help, allow_abbrev=False))
    return parser


def parse(arguments: Sequence[str], commands: Sequence[Command]) -> tuple[Namespace, Namespace]:
    """The standing options and the command's own; raises WrongUsage."""
    standing, rest = standing_options().parse_known_args(arguments)
    return standing, command_parser(commands).parse_args(rest)


def clock_of(standing: Namespace) -> Clock:
    """The clock a person set by ``--now``, or the wall's."""
    fixed: datetime | None = standing.now
    return wall_clock if fixed is None else lambda: fixed


def call_of(standing: Namespace, options: Namespace) -> Call:
    """Everything a command needs, nothing opened yet."""
    from desktop_app.data_folder import default_folder

    user, password = standing.user, os.environ.get(PASSWORD_VARIABLE)
    if standing.demo:
        user, password = "demo", "demo"
    return Call(options, standing.data or default_folder(), clock_of(standing), user, password, say=_say)


def run(standing: Namespace, options: Namespace, commands: Sequence[Command]) -> int:
    """Do one command; prints its answer and returns the exit status."""
    command = next(command for command in commands if command.name == options.command)
    answer = _work(command, call_of(standing, options), replay=standing.now is not None)
    if standing.json:
        print(as_json(answer.data))
    else:
        print(answer.text)
    return answer.status


def _work(command: Command, call: Call, *, replay: bool) -> Answer:
    if not command.opens:
        return command.work(call)
    from desktop_app.data_folder import close_folder, open_folder

    session = open_folder(call.folder, *call.credentials(), call.clock, replay=replay)
    try:
        with session.connected():
            return command.work(replace(call, opened=session))
    finally:
        close_folder(session)


def guarded(work: object, *arguments: object) -> int:
    """Call ``work`` and turn any trouble into a Chinese message on standard error and an exit status."""
    try:
        return work(*arguments)  # type: ignore[operator,no-any-return]
    except WrongUsage as wrong:
        return _fail(USAGE, wrong.message)
    except Refused as refused:
        return _fail(REFUSED, refused.message)
    except Exception as error:
        return _surroundings(error)


def _surroundings(error: Exception) -> int:
    from desktop_app.explaining import explain

    told = explain(error)
    if told.kind == "bug":
        raise error
    status = REFUSED if told.kind == "refused" else SURROUNDINGS
    data, todo = (error.data, error.todo) if isinstance(error, Unavailable) else (told.data, told.todo)
    return _fail(status, "\n".join(part for part in (told.title, data, todo) if part))


def _fail(status: int, text: str) -> int:
    _say(text)
    return status


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
