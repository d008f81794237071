"""The minutes after which an unattended window locks itself, changed where they are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.problems import Refused
from ui.kit.fields import InlineError
from ui.kit.frames import column, row
from ui.kit.labels import label
from ui.office_context import Office

CHOICES = (0, 1, 2, 3, 5, 10, 15, 30, 60)


def minutes_words(minutes: int) -> str:
    """5 分钟后, or 不自动锁定 for 0."""
    return f"{minutes} 分钟后自动锁定" if minutes else "不自动锁定"


class IdleMinutes(QWidget):
    """闲置锁定: saved as soon as it is chosen."""

    def __init__(self, office: Office, why_not: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._kept = office, 0
        self.choice, self.error = QComboBox(), InlineError()
        self.choice.setAccessibleName("没人操作时")
        self.choice.setEnabled(not why_not)
        self.choice.setToolTip(why_not)
        for minutes in CHOICES:
            self.choice.addItem(minutes_words(minutes), minutes)
        self.choice.activated.connect(lambda _at: self._save(int(self.choice.currentData())))
        self.setLayout(column(row(label("没人操作时", "second"), self.choice), self.error, gap=0))

    def show_minutes(self, minutes: int) -> None:
        """Show what is in force; a number of the shop's own is added to the choice."""
        self._kept = minutes
        if self.choice.findData(minutes) < 0:
            self.choice.addItem(minutes_words(minutes), minutes)
        self.choice.setCurrentIndex(self.choice.findData(minutes))

    def _save(self, minutes: int) -> None:
        from desktop_app.safety.idle_lock import set_idle_lock_minutes

        if minutes == self._kept:
            return
        session = self._office.session
        self.error.show_error("")

        def done(_changed: object) -> None:
            self._kept = minutes
            self._office.status(f"没人操作时：{minutes_words(minutes)}")

        self._office.background.run(self, lambda: set_idle_lock_minutes(session, minutes), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self.show_minutes(self._kept)
        if isinstance(error, Refused):
            self.error.show_error(error.message)
        else:
            self._office.tell(error)
