"""The data key can be had by a right name and password, or by the printed code, and by nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.key_file import as_bytes, from_bytes, read_ring, write_ring
from desktop_app.safety.keys import (
    COST,
    Cost,
    KeyRing,
    new_key,
    unlock,
    unlock_by_code,
    with_account,
    with_recovery_code,
    wrapped_anew,
)
from desktop_app.safety.recovery_code import ALPHABET, is_code, new_code, plain
from desktop_app.safety.slots import belongs

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
KEY = new_key()
CODE = new_code()


@pytest.fixture(scope="module")
def ring() -> KeyRing:
    made = with_account(KeyRing(), KEY, "温既明", "白露为霜", cost=CHEAP)
    made = with_account(made, KEY, "乔安", "蒹葭苍苍", cost=CHEAP)
    return with_recovery_code(made, KEY, CODE, cost=CHEAP)


def test_each_account_s_password_gives_the_same_data_key(ring: KeyRing) -> None:
    assert unlock(ring, "温既明", "白露为霜") == unlock(ring, " 乔安 ", "蒹葭苍苍") == KEY
    assert ring.names() == ("温既明", "乔安")


def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(ring: KeyRing) -> None:
    attempts = [("温既明", "白露"), ("温既明", "蒹葭苍苍"), ("温既明", ""), ("谁", "白露为霜"), ("", "")]
    said = set()
    for name, password in attempts:
        with pytest.raises(Refused) as refused:
            unlock(ring, name, password)
        said.add(refused.value.message)
    assert len(said) == 1


def test_a_slot_cannot_be_passed_off_as_another_account_s(ring: KeyRing) -> None:
    slot = ring.find("account", "乔安")
    assert slot
    forged = KeyRing((replace(slot, name="温既明"),))
    with pytest.raises(Refused):
        unlock(forged, "温既明", "蒹葭苍苍")


def test_every_slot_keeps_its_own_cost_and_salt(ring: KeyRing) -> None:
    dearer = Cost(memory_kib=128, passes=2, lanes=2)
    mixed = with_account(ring, KEY, "贺兰亭", "在水一方", cost=dearer)
    assert unlock(mixed, "贺兰亭", "在水一方") == unlock(mixed, "乔安", "蒹葭苍苍") == KEY
    assert {slot.cost for slot in mixed.slots} == {CHEAP, dearer}
    assert len({slot.salt for slot in mixed.slots} | {slot.sealed for slot in mixed.slots}) == 8


def test_the_usual_cost_is_above_what_owasp_and_rfc_9106_ask() -> None:
    assert COST.memory_kib >= 64 * 1024
    assert COST.passes >= 3
    assert COST.lanes == 4


def test_a_new_password_shuts_the_old_one_out(ring: KeyRing) -> None:
    changed = with_account(ring, KEY, "乔安", "道阻且长", cost=CHEAP)
    assert unlock(changed, "乔安", "道阻且长") == KEY
    with pytest.raises(Refused):
        unlock(changed, "乔安", "蒹葭苍苍")
    assert sorted(changed.names()) == sorted(ring.names())


def test_a_ring_wrapped_anew_opens_another_key_by_the_same_passwords(ring: KeyRing) -> None:
    other = new_key()
    changed = wrapped_anew(ring, other)
    assert unlock(changed, "温既明", "白露为霜") == unlock(changed, "乔安", "蒹葭苍苍") == other
    assert unlock_by_code(changed, CODE) == other
    assert changed.names() == ring.names()
    assert all(belongs(slot, other) and not belongs(slot, KEY) for slot in changed.slots)


def test_a_slot_made_anew_stays_in_its_place(ring: KeyRing) -> None:
    assert with_account(ring, KEY, "温既明", "道阻且长", cost=CHEAP).names() == ring.names()


def test_a_wrapped_key_cannot_be_moved_to_another_account(ring: KeyRing) -> None:
    mine, hers = ring.find("account", "温既明"), ring.find("account", "乔安")
    assert mine
    assert hers
    forged = replace(mine, sealed=hers.sealed, salt=hers.salt, pair=hers.pair)
    with pytest.raises(Refused):
        unlock(KeyRing((forged,)), "温既明", "蒹葭苍苍")
    assert not belongs(forged, KEY)


def test_a_removed_account_cannot_sign_in(ring: KeyRing) -> None:
    with pytest.raises(Refused):
        unlock(ring.without("account", "乔安"), "乔安", "蒹葭苍苍")


@pytest.mark.parametrize(("name", "password", "field"), [(" ", "x", "account"), ("乔安", "  ", "password")])
def test_an_empty_name_or_password_makes_no_slot(name: str, password: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        with_account(KeyRing(), KEY, name, password, cost=CHEAP)
    assert refused.value.field == field


def test_the_same_characters_typed_another_way_are_the_same_password() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    ring = with_account(KeyRing(), KEY, "乔安", composed, cost=CHEAP)
    assert unlock(ring, "乔安", decomposed) == KEY


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        "".join(chr(ord(c) + 0xFEE0) for c in CODE),
    ],
    ids=["printed", "small letters", "spaces", "run together", "full width"],
)
def test_the_printed_code_opens_however_it_is_typed(ring: KeyRing, typed: str) -> None:
    assert unlock_by_code(ring, typed) == KEY


@pytest.mark.parametrize(
    "typed", ["", "白露为霜", new_code(), CODE[:-1], CODE + "A", CODE.replace(CODE[0], "0")]
)
def test_any_other_code_is_refused(ring: KeyRing, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        unlock_by_code(ring, typed)
    assert refused.value.field == "code"


def test_a_new_code_shuts_the_old_one_out(ring: KeyRing) -> None:
    other = new_code()
    changed = with_recovery_code(ring, KEY, other, cost=CHEAP)
    assert unlock_by_code(changed, other) == KEY
    with pytest.raises(Refused):
        unlock_by_code(changed, CODE)


def test_a_code_has_160_bits_and_no_characters_that_look_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("01OI")
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all([len(group) for group in code.split("-")] == [4] * 8 and is_code(code) for code in codes)
    assert {letter for code in codes for letter in plain(code)} == set(ALPHABET)


def test_the_keys_file_comes_back_as_it_was_written(ring: KeyRing, tmp_path: Path) -> None:
    write_ring(tmp_path / "crdesk.keys", ring)
    assert read_ring(tmp_path / "crdesk.keys") == ring
    assert [path.name for path in tmp_path.iterdir()] == ["crdesk.keys"]


def test_the_keys_file_holds_no_password_no_code_and_no_key(ring: KeyRing) -> None:
    content = as_bytes(ring).decode().lower()
    for secret in ("白露为霜", "蒹葭苍苍", plain(CODE).lower(), KEY):
        assert secret not in content


def _changed(ring: KeyRing, **changes: Any) -> bytes:
    document = json.loads(as_bytes(ring))
    for path, value in changes.items():
        target: Any = document
        *way, last = path.split("__")
        for step in way:
            target = target[int(step) if step.isdigit() else step]
        target[last] = value
    return json.dumps(document).encode()


DAMAGED: list[dict[str, Any]] = [
    {"format": "another"},
    {"slots": []},
    {"slots": None},
    {"slots__0__sealed": "zz"},
    {"slots__0__sealed": "00"},
    {"slots__0__kind": "guest"},
    {"slots__0__cipher": "rot13"},
    {"slots__1__name": "温既明"},
    {"slots__0__kdf": {}},
    {"slots__0__kdf__salt": ""},
    {"slots__0__kdf__memory_kib": 1 << 40},
    {"slots__0__kdf__passes": 0},
    {"slots__0__kdf__passes": 10**9},
    {"slots__0__kdf__lanes": -1},
    {"slots__0__pair": None},
    {"slots__0__pair__name": "rot13"},
    {"slots__0__pair__public": "00"},
    {"slots__0__pair__wrapped": ""},
    {"slots__0__pair__witness": "zz"},
]


@pytest.mark.parametrize("changes", DAMAGED, ids=str)
def test_a_damaged_or_tampered_keys_file_is_told_as_such(ring: KeyRing, changes: dict[str, Any]) -> None:
    with pytest.raises(Unavailable) as told:
        from_bytes(_changed(ring, **changes))
    assert "已损坏" in told.value.message
    assert told.value.data
    assert told.value.todo


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format": 1}']
)
def test_what_is_no_keys_file_is_told_as_such(content: bytes) -> None:
    with pytest.raises(Unavailable, match="已损坏"):
        from_bytes(content)


def test_a_keys_file_of_a_newer_program_is_left_alone(ring: KeyRing) -> None:
    with pytest.raises(Unavailable, match="更新版本"):
        from_bytes(_changed(ring, version=3))


def test_changes_made_at_the_same_time_are_all_kept(ring: KeyRing, tmp_path: Path) -> None:
    write_ring(tmp_path / "crdesk.keys", ring)
    program = (
        "import sys; from pathlib import Path; from desktop_app.safety.key_file import *;"
        "from desktop_app.safety.keys import *; cheap = Cost(memory_kib=64, passes=1, lanes=1);"
        "slots = [account_slot('ab' * 32, f'{sys.argv[2]}{n}', 'x', cost=cheap) for n in range(8)];"
        "sys.stdin.readline(); [change_ring(Path(sys.argv[1]), lambda ring: ring.having(s)) for s in slots]"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    changers = [subprocess.Popen([*command, name], stdin=subprocess.PIPE, text=True) for name in "甲乙丙"]
    for one in changers:
        assert one.stdin
        one.stdin.write("now\n")
        one.stdin.close()
    assert [one.wait() for one in changers] == [0, 0, 0]
    added = {f"{name}{number}" for name in "甲乙丙" for number in range(8)}
    assert set(read_ring(tmp_path / "crdesk.keys").names()) == added | {"温既明", "乔安"}
    assert [path.name for path in tmp_path.iterdir()] == ["crdesk.keys"]


def test_a_missing_keys_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="不见了"):
        read_ring(tmp_path / "crdesk.keys")


def test_the_cipher_library_is_not_loaded_before_it_is_needed() -> None:
    program = (
        "import sys, desktop_app.data_folder, desktop_app.safety.keys; print('cryptography' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
