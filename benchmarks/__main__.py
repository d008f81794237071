"""``python -m benchmarks [--small] [ROW…]``: every row measured side by side with a named peer or floor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from benchmarks import backup, care, importing, satisfaction, saving, search, start_up, worklist
from benchmarks.invented import FULL, SMALL, Size
from benchmarks.measure import Row, table

ROWS: dict[str, Callable[[Size], Iterator[Row]]] = {
    "search": search.rows,
    "worklist": worklist.rows,
    "care": care.rows,
    "satisfaction": satisfaction.rows,
    "saving": saving.rows,
    "backup": backup.rows,
    "import": importing.rows,
    "start-up": start_up.rows,
}
"""To add a row: write a module with ``rows(size)`` and put its name here."""


def main(arguments: list[str]) -> int:
    """Measure the rows that were named, or all; exit status 1 when a goal is missed at full size."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the data")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    options = parser.parse_args(arguments)
    if unknown := set(options.rows) - ROWS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(ROWS)}")
    size = SMALL if options.small else FULL
    print(
        f"{size.files:,} files, {size.callbacks:,} callbacks, {size.complaints:,} complaints; medians, in turn"
    )
    measured = [row for name in options.rows or ROWS for row in ROWS[name](size)]
    print(table(measured))
    return 0 if options.small or all(row.met for row in measured) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
