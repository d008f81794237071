"""The words on the command line: options that stand before or after the command, and what is wrong in Chinese."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, TypeVar

from desktop_app.commands.shape import Command
from desktop_app.problems import WrongUsage

Day = TypeVar("Day", date, datetime)

PASSWORD_VARIABLE = "CRDESK_PASSWORD"
YEARS = range(1990, 2200)
MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")

WRONG: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", r"还缺 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"argument 命令: invalid choice: (.+?) \(choose from .*", r"没有 \1 这个命令"),
    (r"argument ([^:]+): expected one argument", r"\1 后面要跟一个值"),
    (r"argument ([^:]+): ignored explicit argument (.+)", r"\1 后面不带值"),
    (r"argument ([^:]+): (.+)", r"\1：\2"),
)
"""What argparse says is wrong, and the same in Chinese; what none of them fits is said as it is."""
HELP = (
    ("usage: ", "用法："),
    ("positional arguments:", "参数："),
    ("options:", "选项："),
    ("show this help message and exit", "显示这段说明"),
)


class Parser(ArgumentParser):
    """Speaks Chinese and raises what it finds wrong."""

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage with what is wrong and the right way to write it."""
        raise WrongUsage(f"命令写法不对：{_in_chinese(message)}\n{self.format_usage().strip()}")

    def format_usage(self) -> str:
        """One line that shows the way to write it."""
        return _translated(super().format_usage())

    def format_help(self) -> str:
        """The whole explanation."""
        return _translated(super().format_help())


def _translated(text: str) -> str:
    for english, chinese in HELP:
        text = text.replace(english, chinese)
    return text


def _in_chinese(message: str) -> str:
    for pattern, chinese in WRONG:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, chinese, message, flags=re.DOTALL)
    return message


def standing_options() -> Parser:
    """The options that may stand before or after the command."""
    parser = Parser(prog="crdesk", add_help=False, allow_abbrev=False)
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹（默认：系统的应用数据文件夹）")
    parser.add_argument("--now", type=moment, metavar="WHEN", help='时钟 "YYYY-MM-DD HH:MM[:SS]"')
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    parser.add_argument("--user", metavar="NAME", help=f"账号；密码取自环境变量 {PASSWORD_VARIABLE}")
    parser.add_argument("--demo", action="store_true", help="以演示账号 demo 登录演示数据")
    return parser


def standing_of(arguments: Sequence[str]) -> tuple[Namespace, list[str]]:
    """The standing options and the words that are left; none left means the window. Raises WrongUsage."""
    return standing_options().parse_known_args(arguments)


def options_of(words: Sequence[str], commands: Sequence[Command]) -> Namespace:
    """The command and its own options; raises WrongUsage."""
    parser = Parser(
        prog="crdesk", description="客户关系工作台", allow_abbrev=False, parents=[standing_options()]
    )
    choices = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=Parser)
    for command in commands:
        own = choices.add_parser(
            command.name, help=command.help, description=command.help, allow_abbrev=False
        )
        command.arguments(own)
    return parser.parse_args(words)


def day(text: str) -> date:
    """An argument that is a day, ``YYYY-MM-DD``."""
    try:
        found = datetime.strptime(text.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是日期，请写成 2026-10-31 这样") from None
    return _in_reach(found)


def moment(text: str) -> datetime:
    """An argument that is a moment, ``YYYY-MM-DD HH:MM[:SS]``."""
    for shape in MOMENTS:
        try:
            return _in_reach(datetime.strptime(text.strip(), shape))
        except ValueError:
            continue
    raise ArgumentTypeError(f'“{text}”不是时刻，请写成 "2026-10-31 18:30" 这样')


def count(text: str) -> int:
    """An argument that is a whole number from 1."""
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text)):
        raise ArgumentTypeError(f"“{text}”不是从 1 起的整数")
    return int(text)


def whole_number(text: str) -> int:
    """An argument that is a whole number."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是整数") from None


def _in_reach(found: Day) -> Day:
    if found.year not in YEARS:
        raise ArgumentTypeError(f"年份要在 {YEARS[0]} 到 {YEARS[-1]} 之间")
    return found
