"""Work that needs the data for itself, such as another lock: nobody reads or writes, a page shows how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.session import Session
from ui.kit.background import Steps

if TYPE_CHECKING:
    from ui.application import Application

AloneWork = Callable[[Steps], Session | None]
"""Returns who goes on in the office, or None to sign in anew."""


class Alone:
    """Does such work for the application, and shows the office or the sign-in again."""

    def __init__(self, application: Application) -> None:
        self._of = application

    def work(self, words: str, work: AloneWork, done: str = "") -> None:
        """Do ``work(steps)`` while no window reads or writes, a page with ``words`` and its progress in sight.

        The work closes the data itself where it must (a restore, another lock). Then the office is shown again
        for the session it returned, the sign-in for None. An error is told, in the office if the data is still
        open; a good end is told there by ``done``.
        """
        from ui.waiting_page import WaitingPage

        self._of.still_office()
        page = WaitingPage(words)
        self._of.show(page)
        self._of.entrance.run(
            self._of, work, lambda session: self._after(session, done), self._after_failed,
            progress=page.advance, long=True,
        )  # fmt: skip

    def _after(self, session: Session | None, done: str) -> None:
        from ui.office_window import OfficeWindow

        if session is None:
            self._of.sign_out()
        else:
            self._of.show_office(session)
        shown = self._of.window()
        if isinstance(shown, OfficeWindow) and done:
            shown.line.say(done)

    def _after_failed(self, error: Exception) -> None:
        session = self._of.session()
        if session is not None and session.data.shut.alive:  # the work had not come to closing it
            self._of.show_office(session)
        else:
            self._of.sign_out()
        self._of.tell(error)
