"""What can be known of a data folder before anyone signs in; it opens nothing and loads no database."""

from __future__ import annotations

from pathlib import Path

from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.folder_layout import KEYS, holds_data
from desktop_app.safety.key_file import read_ring

__all__ = ["account_names", "default_folder", "holds_data"]


def default_folder() -> Path:
    """Where the data lies unless someone says otherwise: the platform's folder for application data."""
    from platformdirs import user_data_path

    return user_data_path("crdesk", appauthor=False)


def account_names(folder: Path) -> tuple[str, ...]:
    """The accounts that can sign in, for the list on the sign-in page.

    Unavailable when there is no data, it lies where data must not lie, or the keys cannot be read.
    """
    from desktop_app.safety.surroundings import refuse_surroundings

    refuse_surroundings(folder)
    if not (folder / KEYS).exists():
        from desktop_app.safety.opening_faults import refuse_absent

        refuse_absent(folder)
    try:
        return read_ring(folder / KEYS).names()
    except (Refused, Unavailable):
        raise
    except Exception:
        from desktop_app.safety.opening_faults import told

        with told(folder):
            raise
