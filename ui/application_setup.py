"""The QApplication with the program's look and words."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from ui.kit import wording
from ui.kit.garbage import MainThreadGarbage
from ui.surroundings import refuse_no_screen, refuse_unsound_pair


def make_application() -> QApplication:
    """The one QApplication, made at the first call."""
    refuse_unsound_pair()
    refuse_no_screen()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("crdesk")
    app.setApplicationDisplayName("客户关系工作台")
    wording.install(app)
    if app.findChild(MainThreadGarbage) is None:
        MainThreadGarbage(app)
    return app
