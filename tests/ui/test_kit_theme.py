"""Colours are readable, the typeface is whole, and the theme can change while the window stands."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from ui.kit import fonts, style_sheet, theme
from ui.kit.labels import Role, label
from ui.kit.tokens import DARK, LIGHT, Tokens

RARE = "䶮㛃堃喆𫖯𠅤𬭎"
GROUNDS_OF_T2 = ("chrome", "sheet", "sub", "hover", "press", "soft", "red_b", "yel_b", "gry_b")
PAIRS = [
    *(("t1", ground) for ground in GROUNDS_OF_T2),
    *(("t2", ground) for ground in GROUNDS_OF_T2),
    *(("t3", ground) for ground in ("chrome", "sheet", "sub", "soft")),
    ("acc", "sheet"), ("acc", "soft"), ("onacc", "acc"), ("onacc", "acc_h"), ("onacc", "acc_p"),
    ("red", "red_b"), ("red", "sheet"), ("yel", "yel_b"), ("yel", "sheet"), ("grn", "grn_b"), ("grn", "sheet"),
    ("tea", "tea_b"), ("gry", "gry_b"),
]  # fmt: skip


def luminance(color: str) -> float:
    parts = (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_is_readable_on_every_ground_it_stands_on(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


def test_outlines_that_must_be_seen_reach_three_to_one() -> None:
    for tokens in (LIGHT, DARK):
        assert contrast(tokens.edge, tokens.sheet) >= 3
        assert contrast(tokens.acc, tokens.sheet) >= 3


def painted(text: str, used: QFont) -> int:
    image = QImage(240, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(used)
    painter.drawText(4, 28, text)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(byte < 128 for byte in bytes(grey.constBits()))


@pytest.mark.parametrize("weight", [fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD])
@pytest.mark.parametrize("character", RARE)
def test_rare_characters_of_names_are_painted_in_every_weight(weight: QFont.Weight, character: str) -> None:
    assert painted(character, fonts.font(20, weight)) > 20


@pytest.mark.parametrize("role", get_args(Role))
def test_rare_characters_are_painted_in_labels_of_every_role(qtbot: QtBot, role: Role) -> None:
    made, blank = label("䶮", role), label("　", role)
    for part in (made, blank):
        qtbot.addWidget(part)
        part.ensurePolished()
        part.resize(60, 40)
    assert made.grab().toImage() != blank.grab().toImage()


def test_the_middle_dot_is_painted_narrow_and_kept_as_typed() -> None:
    plate = "皖N·3K827"
    shown = fonts.shown(plate)
    metrics = QFontMetricsF(fonts.font(14))
    assert metrics.horizontalAdvance(shown) < metrics.horizontalAdvance(plate) - 5
    assert fonts.kept(shown) == plate
    for weight in (fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD):
        assert painted(fonts.PAINTED_DOT, fonts.font(20, weight)) > 0


def test_digits_stand_under_one_another() -> None:
    for weight in (fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD):
        metrics = QFontMetricsF(fonts.font(14, weight))
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_the_theme_changes_while_the_program_runs(qtbot: QtBot, qapp: QApplication) -> None:
    role = QPalette.ColorRole
    with qtbot.waitSignal(theme.switch().changed):
        theme.apply(qapp, dark=True)
    assert theme.now() is DARK
    assert qapp.palette().color(role.Window).name().upper() == DARK.chrome
    assert DARK.acc in qapp.styleSheet()
    theme.apply(qapp, dark=False)
    assert qapp.palette().color(role.Window).name().upper() == LIGHT.chrome


def test_the_theme_follows_the_desktop_until_the_user_chooses(qapp: QApplication) -> None:
    theme.choose(qapp, "system")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.now() is DARK
    theme.choose(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.now() is LIGHT


def test_disabled_text_is_paler_in_the_palette() -> None:
    palette, group, role = theme.palette(LIGHT), QPalette.ColorGroup, QPalette.ColorRole
    assert palette.color(group.Disabled, role.Text).name().upper() == LIGHT.dis
    assert palette.color(group.Inactive, role.Text).name().upper() == LIGHT.t1


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_is_filled_and_its_pictures_exist(tokens: Tokens) -> None:
    text = style_sheet.build(tokens)
    assert "$" not in text
    assert text.count("{") == text.count("}")
    for part in text.split('url("')[1:]:
        assert Path(part.split('")')[0]).is_file()


@pytest.mark.parametrize("name", ["用户 1 (旧)", "o'neil", "<odd>", "a;b{c}"])
def test_a_user_folder_of_any_name_does_not_spoil_the_style(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    box = QCheckBox("x")
    qtbot.addWidget(box)
    box.setStyleSheet(style_sheet.build(LIGHT, folder))
    box.setChecked(True)
    box.show()
    image = box.grab().toImage()
    colours = {image.pixelColor(x, y).name().upper() for x in range(20) for y in range(image.height())}
    assert LIGHT.acc in colours
    assert LIGHT.onacc in colours, "the check was found and painted"


def test_both_themes_name_every_colour() -> None:
    for field in fields(Tokens):
        if field.name != "dark":
            for tokens in (LIGHT, DARK):
                assert QColor(getattr(tokens, field.name)).isValid(), field.name
