"""The ways into the data, bound to one folder and one clock; each loads the database only when it is taken."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import VERSION, doorway
from ui.application_place import Place, Start
from ui.sign_in import Door

if TYPE_CHECKING:
    from desktop_app.data_folder import ClockTrust
    from desktop_app.session import Session
    from ui.first_start import Wishes


class DataDoors:
    """What runs in the background of the entrance; every door raises Refused or Unavailable."""

    def __init__(self, place: Place, asked: Start) -> None:
        self._place, self._asked = place, asked
        self._granted: set[tuple[Path, str]] = set()

    def grant(self, way: str) -> None:
        """Someone at the sign-in goes on knowingly: "without_journal" or "clock_is_right"; for the next opening."""
        self._granted.add((self._place.folder, way))

    def sign_in(self, name: str, password: str) -> Session:
        """Open the folder for an account."""
        from desktop_app import data_folder

        folder = self._place.folder
        session = data_folder.open_folder(
            folder, name, password, self._asked.clock, replay=self._asked.replay,
            without_journal=(folder, "without_journal") in self._granted, clock_trust=self._clock_trust(),
        )  # fmt: skip
        self._granted.clear()
        return session

    def _clock_trust(self) -> ClockTrust:
        """Invented data may be of any time."""
        if self._place.is_demonstration():
            return "as it is"
        return "vouched for" if (self._place.folder, "clock_is_right") in self._granted else "asked"

    def recover(self, name: str, code: str, new_password: str) -> Session:
        """Open the folder by the recovery code, which gives the account a new password."""
        from desktop_app import data_folder

        return data_folder.recover(
            self._place.folder, code, name, new_password, self._asked.clock, replay=self._asked.replay
        )

    def fetch_keys(self) -> datetime:
        """Take the keys back from the newest good backup, which was made at the moment returned."""
        from desktop_app.safety.keys_back import take_keys_back

        return take_keys_back(self._place.folder)

    def create(self, wishes: Wishes) -> Session:
        """Make a new data folder."""
        from desktop_app import data_folder

        made = data_folder.create(
            wishes.folder, wishes.account, wishes.password, wishes.shop, wishes.brand, self._asked.clock,
            person=wishes.person, recovery_code=wishes.recovery_code,
        )  # fmt: skip
        self._place.remember(wishes.folder)
        return made.session

    def sign_in_door(self) -> tuple[Door, Exception | None]:
        """What the sign-in page works with, and what kept the names from being read, if anything."""
        try:
            names, trouble = doorway.account_names(self._place.folder), None
        except Exception as error:
            names, trouble = (), error
        shop = self._place.memory().read("shop", "")
        door = Door(
            names, self.sign_in, str(self._place.folder), VERSION, shop, self.recover, self._asked.clock
        )
        return door, trouble
