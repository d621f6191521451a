"""How often each law was tried, for the table that `make soak` ends with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Trials:
    """The trials of one law; `notes` count what else happened in them."""

    name: str
    count: int = 0
    failures: int = 0
    seconds: float = 0.0
    notes: dict[str, int] = field(default_factory=dict)

    def add(self, count: int = 1, **notes: bool) -> None:
        """Counts trials, and what was true of one."""
        self.count += count
        for name, holds in notes.items():
            self.notes[name] = self.notes.get(name, 0) + holds


@dataclass
class Tally:
    """The laws that were tried."""

    laws: dict[str, Trials] = field(default_factory=dict)

    @contextmanager
    def law(self, name: str) -> Iterator[Trials]:
        """Counts a law's trials and their time; one that raises is a failure."""
        trials = self.laws.setdefault(name, Trials(name))
        began = time.monotonic()
        try:
            yield trials
        except BaseException:
            trials.failures += 1
            raise
        finally:
            trials.seconds += time.monotonic() - began

    def table(self) -> list[str]:
        """One line for each law."""
        rows = [("law", "trials", "failures", "seconds")]
        for one in self.laws.values():
            told = "".join(f", {count} {name}" for name, count in one.notes.items())
            rows.append(
                (one.name + told, f"{one.count:,}", f"{one.failures:,}", f"{one.seconds:.0f}")
            )
        widths = [max(len(row[at]) for row in rows) for at in range(4)]
        return [
            row[0].ljust(widths[0])
            + "".join(f"  {cell:>{size}}" for cell, size in zip(row[1:], widths[1:], strict=True))
            for row in rows
        ]
