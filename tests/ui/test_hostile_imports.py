"""Hostile files in the window: a sentence in the dialog, nothing stored, and the window goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.session import Session
from tests.conftest import SAMPLES
from tests.exchange.hostile import books, texts
from tests.exchange.hostile.counting import table_counts
from ui.office.import_dialog import ImportDialog
from ui.office_context import Office

PATIENCE_MS = 60_000


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (books.ratio_bomb, "异常巨大"),
        (books.encrypted_package, "打开密码"),
        (books.wild_dates, "无法安全读取"),
        (texts.a_pipe, "设备或管道"),
        (texts.bytes_of(b""), "空文件"),
    ],
)
def test_a_hostile_file_is_refused_in_the_dialog_and_the_next_one_is_read(
    office: Office,
    session: Session,
    qtbot: QtBot,
    no_dialogs: None,
    tmp_path: Path,
    make: texts.Make,
    says: str,
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    before = table_counts(session)
    dialog = ImportDialog(office, make(room))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not office.background.busy(), timeout=PATIENCE_MS)
    assert says in dialog._error.words()
    assert not dialog._save.isEnabled()
    assert table_counts(session) == before
    dialog.take(SAMPLES / "deliveries.xlsx")
    qtbot.waitUntil(lambda: not office.background.busy(), timeout=PATIENCE_MS)
    assert dialog._error.words() == ""
    assert dialog.counts() is not None
