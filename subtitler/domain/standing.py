"""How a track stands: what in it is whose, what is to be looked at, what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrackStanding:
    """A track in figures; `source` is the title's own, all others are its translations.

    Of `cues`, `edited` are in a person's words, `approved` were approved and are not stale,
    `stale` have a source that says something else now, `orphans` none any more; `conflicts` have
    another reading beside them. `errors`, `warnings` and `infos` are what `check` finds and nobody
    dismissed. `waiting` counts sentences that `translate` would do; `timing`: the source's times or
    cue boundaries moved, and the track's have not yet. `missing`: its SRT is not there; `changed`:
    that was saved by somebody since it was last read; `unrecorded` says why no record tells what
    the machine wrote (every cue then counts as a person's), `trouble` why it cannot be read.
    """

    language: str
    source: bool = False
    cues: int = 0
    edited: int = 0
    approved: int = 0
    stale: int = 0
    conflicts: int = 0
    orphans: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    waiting: int = 0
    timing: bool = False
    missing: bool = False
    changed: bool = False
    unrecorded: str = ""
    trouble: str = ""

    @property
    def behind(self) -> bool:
        """Whether `translate` has something to do."""
        return not self.source and bool(
            self.missing or self.waiting or self.timing or self.unrecorded
        )

    @property
    def flagged(self) -> bool:
        """Whether a person has to look at something in it."""
        return bool(self.stale or self.conflicts or self.orphans or self.errors or self.warnings)

    @property
    def done(self) -> bool:
        """Whether every cue is approved as it stands."""
        return self.approved == self.cues
