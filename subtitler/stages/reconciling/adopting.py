"""A file without a record: every cue in it is a person's, and has the words said around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from subtitler.domain.cue import Cue, Origin
from subtitler.domain.edit import Claim, Shown, TrackBase
from subtitler.domain.transcript import Word
from subtitler.stages.matching import spoken_words
from subtitler.stages.reconciling.names import Names
from subtitler.stages.reconciling.person import reading
from subtitler.stages.wordalign import align_words


def adopt(theirs: Sequence[Shown], heard: Sequence[Word], rules: str, last: int = 0) -> TrackBase:
    """The base for a file that nothing is known about: its cues claim all words that are heard.

    So nothing in it is rewritten and nothing is added. Words go to the cue that has them, else to
    the nearest. `last` is the greatest number of an id that the title ever had, if known.
    """
    names = Names(last)
    order = sorted(range(len(theirs)), key=lambda at: theirs[at].span)
    cues = [Cue(names.fresh(), theirs[at].span, theirs[at].lines, Origin.PERSON) for at in order]
    said, holders = spoken_words(cues)
    words: dict[int, list[int]] = defaultdict(list)
    if cues:
        for at, place in enumerate(align_words(said, heard)):
            words[_nearest(cues, heard[at]) if place is None else holders[place]].append(at)
    claims = [
        Claim((), (cue,), tuple(words[at]), reading=reading(heard, words[at]))
        for at, cue in enumerate(cues)
    ]
    return TrackBase((), tuple(claims), rules, names.last)


def _nearest(cues: Sequence[Cue], word: Word) -> int:
    return min(range(len(cues)), key=lambda at: cues[at].span.distance(word.span))
