"""Colours of the window, light and dark, and the one place that puts them on the application."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.kit import fonts, icons, style_sheet
from ui.kit.tokens import DARK, LIGHT, Tokens

Choice = Literal["system", "light", "dark"]


class _Switch(QObject):
    """Tells painters that hold colours of their own that the theme changed."""

    changed = Signal()


class _State:
    tokens = LIGHT
    switch: _Switch | None = None
    following: QApplication | None = None


def now() -> Tokens:
    """The tokens in force."""
    return _State.tokens


def color(name: str) -> QColor:
    """The colour of a token by its name, e.g. ``color("acc")``."""
    return QColor(getattr(_State.tokens, name))


def switch() -> _Switch:
    """The object whose ``changed`` signal follows every change of theme."""
    if _State.switch is None:
        _State.switch = _Switch()
    return _State.switch


def apply(app: QApplication, dark: bool) -> None:
    """Put fonts, palette and style sheet of one theme on the application; may be called again at any time."""
    fonts.load(app)
    _State.tokens = DARK if dark else LIGHT
    if app.style().objectName().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette(_State.tokens))
    icons.forget()
    app.setStyleSheet(style_sheet.build(_State.tokens))
    switch().changed.emit()


def choose(app: QApplication, choice: Choice = "system") -> None:
    """Apply the user's choice; "system" follows the desktop from now on, also when it changes later."""
    hints = app.styleHints()
    if _State.following is None:
        hints.colorSchemeChanged.connect(_follow)
    _State.following = app if choice == "system" else None
    dark = hints.colorScheme() is Qt.ColorScheme.Dark if choice == "system" else choice == "dark"
    apply(app, dark)


def _follow(scheme: Qt.ColorScheme) -> None:
    if _State.following is not None:
        apply(_State.following, scheme is Qt.ColorScheme.Dark)


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a theme in all three colour groups."""
    filled = QPalette()
    role = QPalette.ColorRole
    for which, value in _roles(tokens).items():
        filled.setColor(which, QColor(value))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.Link):
        filled.setColor(disabled, which, QColor(tokens.dis))
    filled.setColor(disabled, role.Highlight, QColor(tokens.press))
    filled.setColor(disabled, role.HighlightedText, QColor(tokens.t2))
    filled.setColor(disabled, role.Accent, QColor(tokens.dis))
    return filled


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: tokens.chrome, role.WindowText: tokens.t1, role.Base: tokens.sheet,
        role.AlternateBase: tokens.sub, role.Text: tokens.t1, role.PlaceholderText: tokens.t3,
        role.Button: tokens.sheet, role.ButtonText: tokens.t1, role.BrightText: tokens.red_s,
        role.Highlight: tokens.acc, role.HighlightedText: tokens.onacc, role.Accent: tokens.acc,
        role.Link: tokens.acc, role.LinkVisited: tokens.acc, role.Light: tokens.sheet,
        role.Midlight: tokens.hover, role.Mid: tokens.line, role.Dark: tokens.line2,
        role.Shadow: tokens.edge, role.ToolTipBase: tokens.t1, role.ToolTipText: tokens.sheet,
    }  # fmt: skip
