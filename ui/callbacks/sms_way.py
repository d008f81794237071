"""How messages leave this shop just now: by which way, and whether the quiet hours hold them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_app import settings
from desktop_app.callbacks.sms_permission import quiet_until
from desktop_app.callbacks.sms_sending import GAMMU, waiting
from desktop_app.session import Session


@dataclass(frozen=True, slots=True)
class Way:
    """``by_device`` is the modem on this PC, else a list goes to a platform; ``quiet_until`` None outside the hours."""

    by_device: bool
    quiet_hours: str
    quiet_until: datetime | None
    waiting: int

    @property
    def quiet_words(self) -> str:
        """What the quiet hours mean for messages now; "" outside them."""
        if self.quiet_until is None:
            return ""
        return (
            f"{self.quiet_hours} 不打扰客户：写好的先放进待发队列，{self.quiet_until:%m-%d %H:%M} 以后再发。"
        )


def way_of(session: Session) -> Way:
    """Look at the settings, the clock and the queue."""
    start, end = (str(settings.get(session, f"sms_quiet_{part}")) for part in ("from", "to"))
    return Way(
        settings.get(session, "sms_gateway") == GAMMU,
        f"{start}–{end}",
        quiet_until(session.now(), start, end),
        len(waiting(session)),
    )
