"""Once a minute, quietly: what became of the messages at the modem, and what customers answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop_app.callbacks.sms_replies import take_in
from desktop_app.callbacks.sms_sending import ask_gateway, gateway
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.duties import allows
from desktop_app.session import Changed, Session
from ui.office_context import Office


@dataclass(frozen=True, slots=True)
class Collected:
    """What one round brought: states of messages, replies, and what a person must read; ``changed`` None for nothing."""

    settled: int
    replies: int
    to_read: int
    changed: Changed | None

    @property
    def words(self) -> str:
        """In a sentence; "" for nothing."""
        parts = (
            f"{self.settled} 条有了结果" if self.settled else "",
            f"收到 {self.replies} 条回复" if self.replies else "",
            f"{self.to_read} 条要看一看" if self.to_read else "",
        )
        return f"短信：{'，'.join(part for part in parts if part)}。" if any(parts) else ""


def collect(session: Session) -> Collected:
    """Ask the modem and take in what came; nothing where lists go to a platform."""
    way = gateway(session)
    if way is None:
        return Collected(0, 0, 0, None)
    asked = ask_gateway(session, way)
    taken = take_in(session, way)
    settled = asked.sent + asked.failed
    news = taken.changed if taken.new else asked.changed if settled else None
    return Collected(settled, taken.new, taken.to_read, news)


class SmsCollector(QObject):
    """Asks every minute of the window's clock; one fault is said once, until it works again."""

    def __init__(self, office: Office, say: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._say = office, say
        self._asking, self._trouble = False, ""
        if allows(office.session.person.duties, "callbacks"):
            office.ticker.minute.connect(lambda _moment: self.ask())

    def ask(self) -> None:
        """Ask now, unless it is being asked."""
        if self._asking:
            return
        self._asking, session = True, self._office.session
        self._office.background.run(self, lambda: collect(session), self._done, self._failed, long=True)

    def _done(self, found: Collected) -> None:
        self._asking, self._trouble = False, ""
        if found.words:
            self._say(found.words)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        words = error.message if isinstance(error, Refused | Unavailable) else ""
        if not words:
            self._office.tell(error)
        elif words != self._trouble:
            self._trouble = words
            self._say(f"短信收发停着：{words}")
