"""Reading data through to its last page while people work: what is too large to be read at every opening."""

from __future__ import annotations

from db.connection import connect
from db.soundness import damaged_pages
from desktop_app.safety.opening_faults import damaged, told
from desktop_app.session import Session


def read_through(session: Session) -> None:
    """Unavailable when a page of the data file does not have its checksum; 2.6 ms a megabyte, others may save."""
    folder = session.data.path.parent
    with told(folder):
        handle = connect(session.data.path, session.data.key)
        try:
            found = damaged_pages(handle)
        finally:
            handle.close()
    if found:
        raise damaged(folder, f"{len(found)} 处")
