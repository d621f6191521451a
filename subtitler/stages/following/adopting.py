"""A target file without a record: every cue is a person's, linked with what is said meanwhile."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from subtitler.domain.cue import Cue, Origin
from subtitler.domain.edit import Claim, Shown, TrackBase
from subtitler.domain.sentence import Sentence, Share, TargetCue
from subtitler.domain.timing import Span
from subtitler.stages.reconciling import Names

TOGETHER = 5  # a cue is linked where this part of the shorter span is shared


def adopt_target(
    theirs: Sequence[Shown],
    source: Sequence[Cue],
    sentences: Sequence[Sentence],
    last: int = 0,
) -> tuple[TrackBase, tuple[TargetCue, ...]]:
    """The base for a target that nothing is known about, its cues linked with the source's.

    Nothing in it is rewritten and nothing is added: a sentence that no cue is shown with counts
    as deleted by the person. `last` is the greatest number of an id that the track ever had.
    """
    names = Names(last)
    spans = {cue.id: cue.span for cue in source}
    targets: list[TargetCue] = []
    claims: list[Claim] = []
    shown_with: set[int] = set()
    by_cue: dict[str, list[int]] = {}
    for number, sentence in enumerate(sentences):
        for link in sentence.cues:
            by_cue.setdefault(link, []).append(number)
    there = _Spans.of(source)
    for shown in sorted(theirs, key=lambda one: one.span):
        cue = Cue(names.fresh(), shown.span, shown.lines, Origin.PERSON)
        links = there.links(cue.span)
        own = sorted({number for link in links for number in by_cue.get(link.id, ())})
        shown_with.update(own)
        shares = tuple(Share(number, 0, 0, 0) for number in own)
        targets.append(TargetCue(cue, tuple(link.id for link in links), shares))
        claims.append(Claim((), (cue,), (len(targets) - 1,), reading=""))
    for number, sentence in enumerate(sentences):
        if number not in shown_with:
            span = Span(
                min(spans[link].in_time for link in sentence.cues),
                max(spans[link].out_time for link in sentence.cues),
            )
            cue = Cue(names.fresh(), span, (sentence.text,))
            targets.append(TargetCue(cue, sentence.cues, (Share(number, 0, 0, 0),)))
            claims.append(Claim((cue,), (), (len(targets) - 1,), reading=sentence.text))
    return TrackBase((), tuple(claims), "", names.last), tuple(targets)


@dataclass(frozen=True, slots=True)
class _Spans:
    """Cues by in-time, and the latest out-time up to each."""

    cues: Sequence[Cue]
    ins: Sequence[int]
    outs: Sequence[int]

    @classmethod
    def of(cls, cues: Sequence[Cue]) -> _Spans:
        by_time = sorted(cues, key=lambda cue: cue.span)
        ins = [cue.span.in_time for cue in by_time]
        return cls(by_time, ins, list(accumulate((cue.span.out_time for cue in by_time), max)))

    def links(self, span: Span) -> list[Cue]:
        """The cues that a span is shown with; the nearest where there is no such."""
        first, end = bisect_right(self.outs, span.in_time), bisect_left(self.ins, span.out_time)
        near = [
            cue
            for cue in self.cues[first:end]
            if 0 < TOGETHER * span.overlap(cue.span) >= min(span.duration, cue.span.duration)
        ]
        around = self.cues[max(0, first - 1) : max(first, end) + 1]
        return near or sorted(around, key=lambda cue: cue.span.distance(span))[:1]
