"""Which cues of a file are which cues of the base: by text and time, not by number.

In order: equal texts at the time where they should be; the words of all other cues aligned, which
finds splits, merges and rewordings; texts that were moved; and what stands at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence

from subtitler.domain.cue import Cue
from subtitler.domain.edit import Shown
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.drift import Token, drift_between
from subtitler.stages.matching.by_text import equal_texts, moved_texts, shared_words, spread
from subtitler.stages.matching.by_time import parts_in_time, same_times
from subtitler.stages.matching.links import SURE, Links, Match, Matching, Text

__all__ = ["SURE", "Match", "Matching", "match", "spoken_words"]


def match(base: Sequence[Cue], theirs: Sequence[Shown]) -> Matching:
    """Matches the cues of a file with the base that it came from, whatever an editor did to it."""
    showns = [Text.of(shown.text, shown.span) for shown in theirs]
    links = Links(_on_timeline(base, showns), showns)
    equal_texts(links)
    shared_words(links)
    moved_texts(links)
    same_times(links)
    parts_in_time(links)
    matches = tuple(Match(*ends, sure) for ends, sure in sorted(links.sure.items()))
    return Matching(matches, len(base), len(theirs))


def _on_timeline(base: Sequence[Cue], showns: Sequence[Text]) -> list[Text]:
    """The base, its times moved by what the file as a whole was shifted or stretched by."""
    texts = [Text.of(cue.text, cue.span) for cue in base]
    old = sorted((Token(text.words, text.span.in_time) for text in texts), key=lambda at: at.time)
    new = sorted((Token(text.words, text.span.in_time) for text in showns), key=lambda at: at.time)
    drift = drift_between(old, new)
    moved = []
    for text in texts:
        in_time = max(0, drift.moved(text.span.in_time))
        out_time = max(in_time, drift.moved(text.span.out_time))
        moved.append(Text(Span(in_time, out_time), text.words, text.size))
    return moved


def spoken_words(cues: Sequence[Cue]) -> tuple[list[Word], list[int]]:
    """The words of cues as if they were said, evenly over each span, and whose each is."""
    said, owners = spread([Text.of(cue.text, cue.span) for cue in cues], range(len(cues)))
    order = sorted(range(len(said)), key=lambda at: said[at].time)
    words = [Word(str(said[at].key), Span(said[at].time, said[at].time), 1.0) for at in order]
    return words, [owners[at] for at in order]
