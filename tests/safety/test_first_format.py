"""Keys of the first format open, and become pairs when their password comes by; so do slots of an outdated cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.data_folder import close_folder, open_folder, prove, recover, switch
from desktop_app.problems import Refused
from desktop_app.safety import admission, key_file
from desktop_app.safety.backup import backup
from desktop_app.safety.file_lock import held
from desktop_app.safety.key_file import from_bytes, read_ring, write_ring
from desktop_app.safety.keys import KeyRing, new_key, unlock, unlock_by_code, with_account
from desktop_app.safety.restore import restore
from desktop_app.safety.slots import Cost, Pair, belongs
from tests.safety.first_format import first_bytes, first_ring, paired
from tests.safety.folders import ACCOUNT, CHEAP, CODE, NOW, PASSWORD, clock, fill, shop_name

KEY = new_key()
CLERK, HERS = "乔安", "蒹葭苍苍白露为霜"


@pytest.fixture
def old_folder(folder: Path) -> Path:
    """A data folder whose keys are of the first format."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    ring = first_ring(session.data.key, {ACCOUNT: PASSWORD}, CODE, CHEAP)
    close_folder(session)
    (folder / "crdesk.keys").write_bytes(first_bytes(ring))
    return folder


def test_the_first_format_is_read_and_opens() -> None:
    ring = from_bytes(first_bytes(first_ring(KEY, {ACCOUNT: PASSWORD, CLERK: HERS}, CODE, CHEAP)))
    assert unlock(ring, ACCOUNT, PASSWORD) == unlock(ring, CLERK, HERS) == unlock_by_code(ring, CODE) == KEY
    with pytest.raises(Refused):
        unlock(ring, ACCOUNT, HERS)


def test_a_slot_of_the_first_format_is_no_pair_of_this_data() -> None:
    ring = first_ring(KEY, {ACCOUNT: PASSWORD}, CODE, CHEAP)
    assert not belongs(ring.slots[0], KEY)


def test_a_sign_in_makes_the_slot_a_pair_and_leaves_the_others(old_folder: Path) -> None:
    assert paired(old_folder / "crdesk.keys") == {ACCOUNT: False, "": False}
    close_folder(open_folder(old_folder, ACCOUNT, PASSWORD, clock))
    assert paired(old_folder / "crdesk.keys") == {ACCOUNT: True, "": False}
    close_folder(open_folder(old_folder, ACCOUNT, PASSWORD, clock))


def test_the_code_s_slot_becomes_a_pair_when_it_is_used(old_folder: Path) -> None:
    close_folder(recover(old_folder, CODE, ACCOUNT, HERS, clock))
    assert paired(old_folder / "crdesk.keys") == {ACCOUNT: True, "": True}
    close_folder(recover(old_folder, CODE, ACCOUNT, PASSWORD, clock))


def test_switching_persons_renews_as_well(old_folder: Path) -> None:
    session = open_folder(old_folder, ACCOUNT, PASSWORD, clock)
    ring = first_ring(session.data.key, {ACCOUNT: PASSWORD}, CODE, CHEAP)
    (old_folder / "crdesk.keys").write_bytes(first_bytes(ring))
    switch(session, ACCOUNT, PASSWORD)
    assert paired(old_folder / "crdesk.keys")[ACCOUNT]
    close_folder(session)


def test_a_slot_of_another_cost_is_made_anew_at_todays(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    outdated = Cost(memory_kib=128, passes=2, lanes=1)
    keys = folder / "crdesk.keys"
    write_ring(keys, with_account(read_ring(keys), session.data.key, ACCOUNT, PASSWORD, cost=outdated))
    close_folder(session)
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))
    slot = read_ring(keys).find("account", ACCOUNT)
    assert slot
    assert slot.cost == CHEAP


def test_a_slot_as_it_should_be_is_left_alone(folder: Path) -> None:
    before = (folder / "crdesk.keys").read_bytes()
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    prove(session, PASSWORD)
    close_folder(session)
    assert (folder / "crdesk.keys").read_bytes() == before


def test_a_full_disk_prevents_the_renewal_and_not_the_sign_in(
    old_folder: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = old_folder.rename(old_folder.with_name("other"))
    before = (place / "crdesk.keys").read_bytes()

    def on_a_full_disk(path: Path, ring: KeyRing) -> None:
        ballast = fill(small_disk)
        try:
            write_ring(small_disk / path.name, ring)
        finally:
            ballast.unlink()

    monkeypatch.setattr(key_file, "write_ring", on_a_full_disk)
    session = open_folder(place, ACCOUNT, PASSWORD, clock)
    assert session.person.name == ACCOUNT
    close_folder(session)
    assert (place / "crdesk.keys").read_bytes() == before


def test_someone_busy_with_the_keys_does_not_hold_up_a_sign_in(
    old_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_file, "PATIENCE_S", 0.0)
    lock = held(old_folder / key_file.CHANGING)
    assert lock
    close_folder(open_folder(old_folder, ACCOUNT, PASSWORD, clock))
    lock.remove()
    assert not paired(old_folder / "crdesk.keys")[ACCOUNT]


def test_a_password_reset_or_an_account_closed_meanwhile_is_not_undone_by_the_renewal(
    old_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_folder(old_folder, ACCOUNT, PASSWORD, clock)
    key = session.data.key
    close_folder(session)
    (old_folder / "crdesk.keys").write_bytes(first_bytes(first_ring(key, {ACCOUNT: PASSWORD}, CODE, CHEAP)))
    make = admission.account_slot

    def reset_just_then(*arguments: str, cost: Cost) -> object:
        keys = old_folder / "crdesk.keys"
        write_ring(keys, with_account(read_ring(keys), key, ACCOUNT, HERS, cost=CHEAP))
        return make(*arguments, cost=cost)

    monkeypatch.setattr(admission, "account_slot", reset_just_then)
    close_folder(open_folder(old_folder, ACCOUNT, PASSWORD, clock))
    assert unlock(read_ring(old_folder / "crdesk.keys"), ACCOUNT, HERS) == key


def test_a_backup_with_keys_of_the_first_format_is_restored(old_folder: Path) -> None:
    session = open_folder(old_folder, ACCOUNT, PASSWORD, clock)
    (old_folder / "crdesk.keys").write_bytes(
        first_bytes(first_ring(session.data.key, {ACCOUNT: PASSWORD}, CODE, CHEAP))
    )
    file = backup(session).file
    close_folder(session)
    close_folder(open_folder(old_folder, ACCOUNT, PASSWORD, clock))
    restore(old_folder, file, ACCOUNT, PASSWORD, lambda: NOW)
    assert paired(old_folder / "crdesk.keys") == {ACCOUNT: False, "": False}
    session = open_folder(old_folder, ACCOUNT, PASSWORD, clock)
    assert shop_name(session) == "云岭汽车"
    close_folder(session)


def test_a_wrapped_key_of_another_is_damage_and_no_wrong_password(folder: Path) -> None:
    mine = with_account(KeyRing(), KEY, ACCOUNT, PASSWORD, cost=CHEAP)
    others = with_account(KeyRing(), new_key(), CLERK, HERS, cost=CHEAP)
    slot, foreign = mine.slots[0], others.slots[0]
    assert slot.pair
    assert foreign.pair
    swapped = replace(slot, pair=Pair(slot.pair.public, foreign.pair.wrapped, slot.pair.witness))
    with pytest.raises(Exception, match="已损坏"):
        unlock(KeyRing((swapped,)), ACCOUNT, PASSWORD)
