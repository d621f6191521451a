"""Where the words of a source cue went that nothing else tells: into the sentence's other cues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from subtitler.domain.cue import CueId
from subtitler.domain.timing import Span
from subtitler.stages.staleness import Cause, Change, SourceSentence

Heirs = Mapping[CueId, tuple[CueId, ...]]


def completed(
    heirs: Heirs,
    changes: Sequence[Change],
    before: Sequence[SourceSentence],
    now: Sequence[SourceSentence],
) -> Heirs:
    """The heirs, and for a cue without any whose sentence still says the same the nearest cue of
    that sentence: its words were joined to another cue by hand."""
    found = dict(heirs)
    for change in changes:
        if change.cause >= Cause.WORDS or not change.now:
            continue
        there = {cue: span for at in change.now for cue, span in _cues(now[at])}
        for at in change.before:
            for cue, span in _cues(before[at]):
                if not found.get(cue):
                    nearest = min(there, key=lambda one: (there[one].distance(span), one))
                    found[cue] = (nearest,)
    return found


def _cues(sentence: SourceSentence) -> list[tuple[CueId, Span]]:
    return list(zip(sentence.cues, sentence.spans, strict=True))
