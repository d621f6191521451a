"""A person has looked: what stands is right, and what else was read there is settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from subtitler.domain.cue import CueId
from subtitler.domain.edit import Built, Claim, TrackBase
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


def holding(base: TrackBase, cues: Collection[CueId], heard: Sequence[Word]) -> TrackBase:
    """The base with these cues of the machine held: approved, so that no later run rewrites them.

    `heard` are the words that the base's indexes mean.
    """
    held = [built for built in base.built if built.cue.id in cues]
    claims = [*base.claims, *(_held(built, heard) for built in held)]
    return replace(
        base,
        built=tuple(built for built in base.built if built.cue.id not in cues),
        claims=tuple(sorted(claims, key=lambda claim: claim.span)),
    )


def _held(built: Built, heard: Sequence[Word]) -> Claim:
    words = tuple(range(built.first, built.end))
    return Claim(
        (built.cue,),
        (built.cue,),
        words,
        touched=frozenset(),
        reading=reading(heard, words),
        held=True,
    )
