"""How messages leave and replies come: one protocol for every way there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

State = Literal["waiting", "sent", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of the queue; ``id`` never changes, so that handing it over twice sends it once."""

    id: int
    number: str
    name: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message, and when."""

    id: int
    state: State
    at: datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a customer, in one piece; ``source`` is the gateway's own name for it."""

    number: str
    at: datetime
    text: str
    source: str


class SmsGateway(Protocol):
    """A way for messages; every method raises Unavailable when the way is barred, and then nothing was done."""

    def hand_over(self, messages: Sequence[Outgoing], now: datetime) -> tuple[Told, ...]:
        """Take these messages; one handed over before is not sent again."""
        ...

    def ask(self, ids: Iterable[int], now: datetime) -> tuple[Told, ...]:
        """What has become of messages handed over earlier; those nothing is known about are left out."""
        ...

    def incoming(self) -> tuple[Incoming, ...]:
        """What customers wrote and nobody has taken yet."""
        ...

    def taken(self, messages: Iterable[Incoming]) -> None:
        """These replies are stored safely: do not show them again."""
        ...
