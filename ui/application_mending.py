"""The ways out of a fault of the data folder: tell it at the sign-in, fetch the keys, bring a backup back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ui.sign_in import SignIn

if TYPE_CHECKING:
    from ui.application import Application
    from ui.office.restore_form import Wish


class Mending:
    """What the application does about data that cannot be opened, or shall be as it was on another day."""

    def __init__(self, application: Application) -> None:
        self._of = application

    def tell_at_door(self, page: SignIn, error: Exception) -> None:
        """Tell a fault at the sign-in, with the ways out that there are."""
        from ui.fault_doors import tell_fault
        from ui.sign_in_faults import sign_in_ways

        ways = sign_in_ways(
            page, self._of.doors, self._begin_anew, self._of.ask_folder, self.restore, self._fetch_keys
        )
        tell_fault(page, error, ways, doing="登录", title="打不开数据")

    def restore(self, wish: Wish | None = None) -> None:
        """Leave the data and bring a backup back: the one wished for, or one that is chosen then."""
        from ui.office.restoring import Restoring

        self._of.leave_data()
        place = self._of.place
        page = Restoring(place.folder, None, self._of.entrance, place.clock(), place.memory(), wish=wish)
        page.finished.connect(self._after)
        page.left.connect(self._of.begin)
        self._of.show(page)

    def _fetch_keys(self) -> None:
        from ui.sign_in_faults import KEYS_ARE_BACK

        def done(made_at: datetime) -> None:
            self._after(KEYS_ARE_BACK.format(made_at=made_at))

        self._of.entrance.run(self._of, self._of.doors.fetch_keys, done, self._of.tell)

    def _begin_anew(self) -> None:
        if self._of.claim():
            self._of.begin()

    def _after(self, words: str) -> None:
        self._of.begin()
        shown = self._of.window()
        if isinstance(shown, SignIn):
            shown.say(words)
