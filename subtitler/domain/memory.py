"""What the translation memory holds: sentences that people wrote or approved, in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation (BCP 47 tags); `approved`, else a person wrote it.

    `title` is where it comes from, empty for a pair that was imported without one.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    approved: bool
    title: str

    @property
    def languages(self) -> tuple[str, str]:
        """Source and target."""
        return self.source_language, self.target_language


@dataclass(frozen=True, slots=True)
class Remembered:
    """A pair of the memory: the TMX file that it came from (`origin`, empty: its title), and when
    (`at`, UTC, such as `2026-01-14T14:58:22Z`)."""

    pair: Pair
    origin: str
    at: str


@dataclass(frozen=True, slots=True)
class Near:
    """A pair whose source is like what was asked for: `score` from 0 to 1, 1 for an equal one."""

    remembered: Remembered
    score: float

    @property
    def pair(self) -> Pair:
        """The pair alone."""
        return self.remembered.pair
