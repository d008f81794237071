"""The ways out of a fault met at the sign-in page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.application_doors import DataDoors
from ui.fault_doors import Ways
from ui.sign_in import SignIn

KEYS_ARE_BACK = "已从 {made_at:%Y-%m-%d %H:%M} 的备份取回密钥，数据没有动。用那时的密码登录。"


def sign_in_ways(page: SignIn, doors: DataDoors, begin: Callable[[], None], choose_folder: Callable[[], None],
                 restore: Callable[[], None], fetch_keys: Callable[[], None]) -> Ways:  # fmt: skip
    """Whoever typed a password tries again with it; before that, the folder is looked at anew."""

    def again() -> None:
        if page.form.password.secret():
            page.submit()
        else:
            begin()

    def go_on(way: str) -> None:
        doors.grant(way)
        page.submit()

    return {
        "again": again,
        "choose_folder": choose_folder,
        "restore": restore,
        "keys_from_backup": fetch_keys,
        "without_journal": partial(go_on, "without_journal"),
        "clock_is_right": partial(go_on, "clock_is_right"),
    }
