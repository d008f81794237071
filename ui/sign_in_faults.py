"""The ways out of a fault met at the sign-in page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.application_doors import DataDoors
from ui.fault_doors import Ways
from ui.sign_in import SignIn


def sign_in_ways(page: SignIn, doors: DataDoors, begin: Callable[[], None], choose_folder: Callable[[], None],
                 restore: Callable[[], None]) -> Ways:  # fmt: skip
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
        "without_journal": partial(go_on, "without_journal"),
        "clock_is_right": partial(go_on, "clock_is_right"),
    }
