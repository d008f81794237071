"""Demonstration data: fifteen months of an invented shop, so that every tab is alive before the first import."""

from __future__ import annotations

from desktop_app.demonstration.filling import Filled, fill
from desktop_app.demonstration.words import BRAND, SHOP

__all__ = ["BRAND", "SHOP", "Filled", "fill"]
