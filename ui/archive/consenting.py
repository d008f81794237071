"""Whether a customer agrees to care and notices by SMS: told, given and withdrawn in the menu of the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from desktop_app.callbacks.sms_permission import give_consent, withdraw_consent
from desktop_app.session import Changed, Session
from ui.header import Command
from ui.office_context import Office

GIVEN = "已记下：客户同意接收关怀和通知短信"
WITHDRAWN = "已记下：不再给这位客户发关怀和通知短信"


def consent_command(
    office: Office, owner: QObject, file_id: int, since: datetime | None, why_not: str
) -> Command:
    """Give it to who has not given it, withdraw it for who has; either can be turned back at once."""
    if since is None:
        return _command(office, owner, "客户同意接收关怀短信", "check", give_consent, file_id, GIVEN, why_not)
    words = f"不再接收关怀短信（{since:%Y-%m-%d} 起同意）"
    return _command(office, owner, words, "ban", withdraw_consent, file_id, WITHDRAWN, why_not)


def _command(
    office: Office, owner: QObject, words: str, icon: str, rule: Callable[[Session, int], Changed],
    file_id: int, told: str, why_not: str,
) -> Command:  # fmt: skip
    def act() -> None:
        work = partial(rule, office.session, file_id)
        office.background.run(owner, work, lambda _changed: office.status(told), office.tell)

    return Command(words, act, icon=icon, why_not=why_not)
