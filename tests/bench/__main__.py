"""Measurements, each a table: `make bench`, or `make bench WHAT="accuracy memory"` for some."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

HELPERS = {"__main__", "tables", "truth"}


def main(wanted: list[str]) -> None:
    """Runs the measurements of these names, all of them without any."""
    known = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    known = [name for name in known if name not in HELPERS]
    unknown = set(wanted) - set(known)
    if unknown:
        raise SystemExit(
            f"there is no measurement {unknown.pop()!r}; there are: {', '.join(known)}"
        )
    for name in wanted or known:
        print(f"\n== {name}", flush=True)
        sys.argv = [name]
        runpy.run_module(f"bench.{name}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
