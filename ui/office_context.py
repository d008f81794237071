"""What every page is given: who works, how slow work is run, and the ways to other places of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.safety.duties import allows, reason
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.kit.ticker import Ticker

if TYPE_CHECKING:
    from desktop_app.session import Session


def _nowhere(_reference: str) -> None:
    """Where a link leads while no window is around the page."""


@dataclass(slots=True)
class Office:
    """The surroundings of a page.

    ``session`` is the signed-in session that every rule takes first. ``tell`` shows an error in the one way there
    is, ``not_saved`` one that kept something typed from the disk. ``open_file`` (VIN), ``open_case`` (case number),
    ``open_callback`` (its reference) and ``open_report`` (its name) go to the tab that shows it; ``status`` writes
    one sentence into the status line. ``ticker`` is the window's one timer.
    """

    session: Session
    background: Background
    memory: Memory
    tell: Callable[[Exception], None]
    open_file: Callable[[str], None] = field(default=_nowhere)
    open_case: Callable[[str], None] = field(default=_nowhere)
    open_callback: Callable[[str], None] = field(default=_nowhere)
    open_report: Callable[[str], None] = field(default=_nowhere)
    status: Callable[[str], None] = field(default=_nowhere)
    not_saved: Callable[[Exception, str, Callable[[], None]], None] | None = None
    ticker: Ticker = field(init=False)

    def __post_init__(self) -> None:
        self.ticker = Ticker(self.session.now)

    def why_not(self, action: str) -> str:
        """Why the person may not do something, "" where they may."""
        return "" if allows(self.session.person.duties, action) else reason(action)

    def tell_not_saved(self, error: Exception, doing: str, again: Callable[[], None]) -> None:
        """Tell that something typed, named by ``doing``, was not saved; ``again`` tries once more."""
        if self.not_saved is None:
            self.tell(error)
        else:
            self.not_saved(error, doing, again)
