"""A person has looked: what stands is right, and what else was read there is settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from subtitler.domain.cue import CueId
from subtitler.domain.edit import Claim, TrackBase
from subtitler.domain.transcript import Word
from subtitler.stages.reconciling.person import reading


def settled(base: TrackBase, cues: Collection[CueId], heard: Sequence[Word]) -> TrackBase:
    """The base after these cues were approved: their conflicts and suggestions are cleared.

    What is heard there now is what later readings are compared with. `heard` are the words that
    the base's indexes mean.
    """

    def looked_at(claim: Claim) -> Claim:
        if not any(cue.id in cues for cue in claim.shown):
            return claim
        now = reading(heard, claim.words) or claim.reading
        return replace(claim, suggestion="", second="", reading=now)

    return replace(base, claims=tuple(map(looked_at, base.claims)))
