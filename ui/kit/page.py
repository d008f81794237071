"""What the window asks of a page in a tab."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One tab's page.

    It is made when its tab is first opened, with one argument, the :class:`~ui.office_context.Office`. The
    window shows ``commands()`` at the right end of the tab row, calls ``refresh`` after changes and
    ``focus_first`` when the tab is opened, so that the first key never lands in the search box.
    """

    count_changed = Signal(int)
    """The number in the tab's badge; 0 hides it."""

    def commands(self) -> Sequence[QWidget]:
        """The buttons for the right end of the tab row, in order; made once and kept by the page."""
        return ()

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Show the newest data if one of the changed features concerns this page; None means whatever it is."""

    def focus_first(self) -> None:
        """Give the focus to the list or the question."""
        self.setFocus()

    def show_record(self, reference: str) -> None:
        """Show the record of a reference (VIN, case number, callback), whatever list or filter was open."""

    def keep_drafts(self) -> None:
        """Write down what is typed and not yet on the disk; the page goes on as it is."""

    def may_leave(self) -> bool:
        """Whether the window may close now; a page with something unsaved keeps it, or asks."""
        return True

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Keys of the page that stand on none of its buttons, with what they do, for F1."""
        return ()
