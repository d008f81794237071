"""Words and pictures: paper forms, questionnaires, scripts, headings, fonts, icons; no logic but finding them."""

from pathlib import Path

ROOT = Path(__file__).parent


def path(*parts: str) -> Path:
    """The file of a resource, e.g. ``path("forms", "complaint-handling.toml")``."""
    return ROOT.joinpath(*parts)
