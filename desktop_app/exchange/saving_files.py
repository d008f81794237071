"""Writing a file that people keep: beside the target first, in its place only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.whole_files import is_held, replace_patiently
from desktop_app.problems import Refused, Unavailable


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A ``.part`` beside the target, renamed over it at the end; on any trouble the old target stays as it was.

    Raises Refused where the folder is missing, Unavailable where the disk is full or says no, or where another
    program still holds the target open after two seconds.
    """
    if not target.parent.is_dir():
        raise Refused(f"文件夹“{target.parent}”不存在，请换一个保存位置。")
    if target.is_dir():
        raise Refused(f"“{target.name}”是文件夹，请换一个文件名。")
    part = target.with_name(f"{target.name}.part")
    try:
        yield part
        _to_disk(part)
        replace_patiently(part, target)
    except OSError as error:
        raise _unavailable(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _to_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _unavailable(target: Path, error: OSError) -> Unavailable:
    held = isinstance(error, PermissionError) or is_held(error)
    todo = (
        "请关闭正在使用它的程序（如 Excel），或换一个位置再保存。"
        if held
        else "请检查磁盘空间和权限，或换一个位置再保存。"
    )
    return Unavailable(
        f"文件“{target.name}”没有保存成功：{error.strerror or error}。",
        data="数据没有变化，原有的同名文件也没有改动。",
        todo=todo,
    )
