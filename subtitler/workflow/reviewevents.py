"""What `approve` and `status` tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from subtitler.domain.standing import TrackStanding


@dataclass(frozen=True, slots=True)
class ApprovedCue:
    """A cue that was approved: its number in the file (its position where numbers are missing or
    doubled there), its in-time in ms, and its text."""

    number: str
    time: int
    text: str


@dataclass(frozen=True, slots=True)
class TrackApproval:
    """What approving came to in one track of `cues`: `new` ones, those that were approved
    `already`, and those that were `left`, by the first reason of: stale, conflict, orphan, error,
    warning; `unasked` are all others that were not named."""

    language: str
    path: str
    cues: int
    new: tuple[ApprovedCue, ...]
    already: int
    left: dict[str, int]
    unasked: int


@dataclass(frozen=True, slots=True)
class Approved:
    """Cues of a title were approved; with `dry_run` they would be, and nothing was written."""

    event: ClassVar[str] = "approved"
    title: str
    dry_run: bool
    tracks: tuple[TrackApproval, ...]


@dataclass(frozen=True, slots=True)
class TitleStatus:
    """How a title stands, its source first. `unfinished`: a run was killed while it wrote, and the
    next command finishes that; `interrupted` are languages whose translation was (`und`: the
    recognition of) stopped midway; `running` names the run that is at work on it; `trouble` says
    why it cannot be read. `next` is the command to run, empty where there is nothing to do."""

    title: str
    tracks: tuple[TrackStanding, ...]
    unfinished: bool = False
    interrupted: tuple[str, ...] = ()
    running: str = ""
    trouble: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How the titles of an output folder stand, by name."""

    event: ClassVar[str] = "status"
    output_dir: str
    titles: tuple[TitleStatus, ...]
