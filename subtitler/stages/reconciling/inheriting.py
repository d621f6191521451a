"""Which cues hold the words that a cue held before; what is linked to it follows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from subtitler.domain.cue import CueId
from subtitler.domain.edit import TrackBase


def heirs(
    before: TrackBase, after: TrackBase, olds: Sequence[int | None]
) -> dict[CueId, tuple[CueId, ...]]:
    """For each cue that stood in `before` the cues of `after` with its words; none: deleted.

    `olds` gives for each word of the new transcript the old one that it is. A person's cue that
    still stands is its own heir; one that was split has all its parts.
    """
    holders = {at: names for names, words in _held(after) for at in words}
    news: dict[int, set[CueId]] = defaultdict(set)
    for at, old in enumerate(olds):
        if old is not None:
            news[old].update(holders.get(at, ()))
    order = {cue.id: at for at, cue in enumerate(after.standing)}
    as_before = {names for names, _ in _held(after)}
    found: dict[CueId, tuple[CueId, ...]] = {}
    for names, words in _held(before):
        held = {name for at in words for name in news[at]}
        for name in names:
            if len(names) > 1 and names in as_before:
                found[name] = (name,)
            else:
                mine = {name} & order.keys() if not words or not held else set()
                found[name] = tuple(sorted(held | mine, key=order.__getitem__))
    return found


def _held(base: TrackBase) -> list[tuple[tuple[CueId, ...], Sequence[int]]]:
    """The cues that stand together for words, and these words."""
    built = [((one.cue.id,), range(one.first, one.end)) for one in base.built]
    return [*built, *((tuple(cue.id for cue in claim.shown), claim.words) for claim in base.claims)]
