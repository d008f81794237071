"""The faults of an open window: told over whatever stands in front, with the ways out that lead on from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.fault_doors import Ways, tell_fault, tell_not_saved
from ui.fault_watch import FaultWatch

if TYPE_CHECKING:
    from ui.office_window import OfficeWindow


class OfficeFaults:
    """``tell`` and ``tell_not_saved`` are an Office's; ``watch_over`` gives them their window."""

    def __init__(self) -> None:
        self._window: OfficeWindow | None = None

    def tell(self, error: Exception) -> None:
        """Tell any error."""
        tell_fault(self._front(), error, self._ways())

    def tell_not_saved(self, error: Exception, doing: str, again: Callable[[], None]) -> None:
        """Tell one that kept something typed from the disk."""
        tell_not_saved(self._front(), error, doing, again, self._ways())

    def watch_over(self, window: OfficeWindow) -> None:
        """Begin to watch; once, when the window is made."""
        self._window = window
        watch = FaultWatch(window.office, window)
        inside = window.centralWidget()
        ground = inside.layout() if inside else None
        assert isinstance(ground, QVBoxLayout)
        ground.insertWidget(0, watch.banner)
        watch.start()

    def _front(self) -> QWidget | None:
        return QApplication.activeModalWidget() or self._window

    def _ways(self) -> Ways:
        return {"restore": self._window.mend_wanted.emit} if self._window else {}
