"""The soak tests use the data folders of the safety tests."""

from __future__ import annotations

from tests.safety.conftest import folder, made_folder

__all__ = ["folder", "made_folder"]
