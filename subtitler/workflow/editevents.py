"""What the commands tell that change tracks as a person says: history, restore, merge, shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version in history. `when` in UTC ("" where its name tells none), `size` in bytes, `cues`
    None where it is no subtitle file; `current`: the track's file holds the same now."""

    number: int
    when: str
    language: str
    name: str
    cues: int | None
    size: int
    current: bool


@dataclass(frozen=True, slots=True)
class HistoryTold:
    """The versions of a title's tracks, the oldest first."""

    event: ClassVar[str] = "history"
    title: str
    versions: tuple[KeptVersion, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """A version stands in its track's place. `outcome`: `restored`, or `unchanged`."""

    event: ClassVar[str] = "restored"
    title: str
    version: int
    language: str
    outcome: str
    file: str


@dataclass(frozen=True, slots=True)
class CopyConflict:
    """A cue that both persons changed: its number in our file (0: we deleted it), its time in
    ms, our text and theirs."""

    number: int
    time: int
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class CopyMerged:
    """A second person's copy is merged into a track.

    `outcome`: `merged`, `unchanged`, `planned`. Of `cues`, `taken` come from the copy; `removed`
    of ours gave way or were deleted there. `recorded`: the suggestions are kept in the records.
    """

    event: ClassVar[str] = "merged"
    title: str
    language: str
    copy: str
    outcome: str
    cues: int
    taken: int
    removed: int
    conflicts: tuple[CopyConflict, ...]
    recorded: bool
    file: str


@dataclass(frozen=True, slots=True)
class Retimed:
    """All tracks of a title have other times. `outcome`: `retimed`, or `unchanged`; `cues` by
    language; `clipped` cues would begin before zero and begin there."""

    event: ClassVar[str] = "retimed"
    title: str
    outcome: str
    cues: dict[str, int]
    clipped: int
    files: tuple[str, ...]


Edited = HistoryTold | Restored | CopyMerged | Retimed
