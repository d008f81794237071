"""Every icon draws, in any colour and size, and is drawn once."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QImage

import resources
from ui.kit import icons

NAMES = sorted(file.stem for file in resources.path("icons").glob("*.svg"))


def inked(name: str, color: str, size: int, ratio: float = 1.0) -> set[str]:
    image: QImage = icons.pixmap(name, color, size, ratio).toImage()
    dots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in dots if image.pixelColor(x, y).alpha() > 250}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(name: str) -> None:
    image = icons.pixmap(name, "#000000", 24, 1.0).toImage()
    assert any(image.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))


def named_in_code() -> set[str]:
    """Words in the code that stand where an icon's name is expected."""
    pattern = re.compile(
        r"""(?:icon=|IconLabel\(|EmptyState\(|Disc\(|set_icon\(|set_tail\(|icons\.icon\()\s*"([a-z0-9-]+)\""""
    )
    files = resources.ROOT.parent.joinpath("ui").rglob("*.py")
    return {name for file in files for name in pattern.findall(file.read_text("utf-8"))}


def test_every_icon_that_the_code_names_is_there() -> None:
    assert len(named_in_code()) > 20
    assert named_in_code() <= set(NAMES)


def test_an_icon_has_the_colour_asked_for() -> None:
    assert inked("square", "#a61b1b", 24, 3.0) == {"#a61b1b"}


def test_lines_keep_their_thickness_at_every_size() -> None:
    drawn = [size / 24 * icons.stroke(size) for size in (12, 14, 16, 18, 20, 24)]
    assert max(drawn) < 1.55
    assert min(drawn) > 1.15
    assert icons.stroke(48) == pytest.approx(1.4)


def test_an_icon_is_drawn_once_for_a_colour_size_and_ratio() -> None:
    first = icons.pixmap("phone", "#000000", 16, 1.0)
    assert icons.pixmap("phone", "#000000", 16, 1.0).cacheKey() == first.cacheKey()
    assert icons.pixmap("phone", "#000000", 16, 2.0).cacheKey() != first.cacheKey()
    icons.forget()
    assert icons.pixmap("phone", "#000000", 16, 1.0).cacheKey() != first.cacheKey()


def test_a_pixmap_is_sharp_on_a_dense_screen() -> None:
    drawn = icons.pixmap("phone", "#000000", 16, 1.5)
    assert (drawn.width(), drawn.devicePixelRatio()) == (24, 1.5)
