"""What the menus open, imported only when it is wanted, so that the window starts without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def days_end(window: MainWindow) -> None:
    """回访 › 日终处理."""
    from ui.callbacks.days_end_dialog import open_days_end

    open_days_end(window.office, window)
