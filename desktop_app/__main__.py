"""The composition root: no command opens the window, a command runs without it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from desktop_app.bug_log import keep_bug_log
from desktop_app.commands.parsing import options_of, standing_of
from desktop_app.commands.running import clock_of, guarded, run
from desktop_app.commands.shape import Answer, Call, Command


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; returns the exit status."""
    return guarded(_dispatch, arguments)


def _dispatch(arguments: Sequence[str]) -> int:
    standing, words = standing_of(arguments)
    if not words:
        return _window(standing)
    from desktop_app.commands.known import COMMANDS

    commands = (*COMMANDS, TOUR)
    return run(standing, options_of(words, commands), commands)


def _window(standing: Namespace) -> int:
    from ui.application import Start, start

    return start(Start(standing.data, clock_of(standing.now), standing.now is not None, standing.demo))


def _tour_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="存到哪个文件夹")


def _tour(call: Call) -> Answer:
    from ui.tour import make

    made = make(call.session, call.options.out)
    return Answer({"files": [path.name for path in made]}, f"{len(made)} 个文件已存到 {call.options.out}。")


TOUR = Command("tour", "把每个画面和表格存成图片", _tour_arguments, _tour)
"""The one command that needs the screens, so it is known here alone."""


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # elsewhere it would only be loaded before the first window
        import multiprocessing

        multiprocessing.freeze_support()
    keep_bug_log()
    sys.exit(main(sys.argv[1:]))
