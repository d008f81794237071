"""What the menus open, imported only when it is wanted, so that the window starts without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def days_end(window: MainWindow) -> None:
    """回访 › 日终处理."""
    from ui.callbacks.days_end_dialog import open_days_end

    open_days_end(window.office, window)


def questionnaires(window: MainWindow) -> None:
    """数据 › 问卷."""
    from ui.office.questionnaire_dialog import open_questionnaires

    open_questionnaires(window.office, window)


def scripts(window: MainWindow) -> None:
    """数据 › 话术."""
    from ui.office.script_dialog import open_scripts

    open_scripts(window.office, window)
