"""Whether two tracks can be of the same film at all."""

from __future__ import annotations

import statistics
from itertools import pairwise

from subtitler.stages.checking.pairing import PairView, Unit
from subtitler.stages.checking.texts import folded, words_of

ENOUGH = 8  # cues of a track, fewer of which tell nothing
TELLING = 5  # units that have figures, or names
SHARED = 0.3  # of them that have one in common
ALIKE = 0.3  # correlation of the lengths of sentences and their translations
TIMED = 0.3  # share of the source's cues that are said at a cue's time


def likeness(pair: PairView) -> float | None:
    """How far a pair that is put together by time alone is of one film, from 0 to 1: the share of
    units whose figures agree; else of names, else how lengths go together; or of cues at whose
    time something is shown. None where too little is there to tell."""
    if len(pair.source.cues) < ENOUGH or len(pair.target.cues) < ENOUGH:
        return None
    met = {at for unit in pair.told for at in unit.sources}
    timed = len(met) / len(pair.source.cues)
    if timed < TIMED:
        return timed
    told = [unit for unit in pair.told if not unit.sound]
    for shares in (_figures(pair), _names(told)):
        if len(shares) >= TELLING:
            return sum(shares) / len(shares)
    return max(0.0, _alike(told)) if len(told) >= ENOUGH else None


def _figures(pair: PairView) -> list[bool]:
    """Whether both sides have a sure figure in common, for each unit that has one at all."""
    shares = []
    for one in pair.figures:
        ours, theirs = (
            {figure.value for figure in side if figure.sure} for side in (one.ours, one.theirs)
        )
        if ours or theirs:
            shares.append(bool(ours & theirs))
    return shares


def _names(units: list[Unit]) -> list[bool]:
    """Whether both sides have a word with a capital inside a sentence in common, where both have
    one."""
    sides = [(_capitals(unit.source), _capitals(unit.target)) for unit in units]
    return [bool(ours & theirs) for ours, theirs in sides if ours and theirs]


def _capitals(text: str) -> set[str]:
    return {
        folded(word) for _, word in pairwise(words_of(text)) if word[0].isupper() and len(word) > 2
    }


def _alike(units: list[Unit]) -> float:
    ours = [float(len(unit.source)) for unit in units]
    theirs = [float(len(unit.target)) for unit in units]
    if len(set(ours)) < 2 or len(set(theirs)) < 2:
        return 1.0
    return statistics.correlation(ours, theirs)
