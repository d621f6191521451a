"""Other times for whole tracks: a shift, a ratio of frame rates, two points that must meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median_low

from subtitler.domain.cue import Cue
from subtitler.domain.edit import BOTH, Claim, Field, TrackBase
from subtitler.domain.finding import Finding
from subtitler.domain.sentence import TargetCue
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.drift import AROUND, Drift
from subtitler.stages.reconciling.person import reading


@dataclass(frozen=True, slots=True)
class Retiming:
    """Each time (ms) becomes `factor` times itself, plus `offset`; rounded half to even.

    Order is kept, and so cues that do not overlap still do not. Raises ValueError for a factor
    that is not above zero.
    """

    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.factor <= 0:
            raise ValueError(f"times cannot be stretched by {self.factor}")

    @classmethod
    def through(cls, one: tuple[int, int], other: tuple[int, int]) -> Retiming:
        """The one that takes two old times to two new ones (pairs of old and new, ms).

        Raises ValueError where there is none that keeps the order.
        """
        if one[0] == other[0]:
            raise ValueError("two points at one time")
        factor = Fraction(other[1] - one[1], other[0] - one[0])
        return cls(factor, one[1] - factor * one[0])

    def exact(self, time: int) -> int:
        """Where a time comes to, be it before zero."""
        return round(self.factor * time + self.offset)

    def time(self, time: int) -> int:
        """Where a time comes to; zero where that lies before it."""
        return max(0, self.exact(time))

    def span(self, span: Span) -> Span:
        """Where a span comes to, cut off at zero."""
        return Span(self.time(span.in_time), self.time(span.out_time))

    def cue(self, cue: Cue) -> Cue:
        """A cue with its new times."""
        return replace(cue, span=self.span(cue.span))

    def cues(self, cues: Iterable[Cue]) -> tuple[Cue, ...]:
        """Cues with their new times."""
        return tuple(map(self.cue, cues))


def retimed_base(base: TrackBase, retiming: Retiming) -> TrackBase:
    """A base as if the machine had written its track with the new times.

    What a person set stays a person's, and nothing else becomes one's.
    """
    return replace(
        base,
        built=tuple(replace(one, cue=retiming.cue(one.cue)) for one in base.built),
        claims=tuple(
            replace(one, base=retiming.cues(one.base), shown=retiming.cues(one.shown))
            for one in base.claims
        ),
    )


def retimed_by_person(base: TrackBase, retiming: Retiming, heard: tuple[Word, ...]) -> TrackBase:
    """A base after a person gave every cue in the file its new times: what the machine wrote
    stays as it was. `heard` are the words that the base's indexes mean."""
    claims = [_moved(one, retiming) for one in base.claims]
    built = []
    for one in base.built:
        moved = retiming.cue(one.cue)
        if moved == one.cue:
            built.append(one)
            continue
        words = tuple(range(one.first, one.end))
        claims.append(
            Claim((one.cue,), (moved,), words, frozenset({Field.TIMES}), reading(heard, words))
        )
    claims.sort(key=lambda claim: claim.span)
    return replace(base, built=tuple(built), claims=tuple(claims))


def _moved(claim: Claim, retiming: Retiming) -> Claim:
    shown = retiming.cues(claim.shown)
    if shown == claim.shown:
        return claim
    one = len(claim.base) == len(shown) == 1
    return replace(claim, shown=shown, touched=claim.touched | {Field.TIMES} if one else BOTH)


def retimed_targets(targets: Iterable[TargetCue], retiming: Retiming) -> tuple[TargetCue, ...]:
    """Target cues with their new times."""
    return tuple(replace(one, cue=retiming.cue(one.cue)) for one in targets)


def retimed_findings(findings: Iterable[Finding], retiming: Retiming) -> tuple[Finding, ...]:
    """Findings at their cues' new times; those about the sound or the whole track stay."""
    return tuple(
        replace(one, span=retiming.span(one.span)) if one.cue is not None else one
        for one in findings
    )


def drift_as_shown(base: TrackBase) -> Drift | None:
    """How far a person moved a track as a whole, or a passage of it, from what was heard; None
    where they did not. The few cues that were moved alone count for nothing."""
    moved = [(one.cue.span.in_time, 0) for one in base.built]
    for claim in base.claims:
        if len(claim.base) == len(claim.shown) == 1:
            before, now = claim.base[0].span.in_time, claim.shown[0].span.in_time
            moved.append((before, now - before))
    moved.sort()
    offsets = [offset for _, offset in moved]
    smooth = [
        median_low(offsets[max(0, at - AROUND) : at + AROUND + 1]) for at in range(len(offsets))
    ]
    return Drift(tuple(time for time, _ in moved), tuple(smooth)) if any(smooth) else None


def words_as_shown(base: TrackBase, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a transcript on the timeline of a track that a person moved."""
    drift = drift_as_shown(base)
    if drift is None:
        return tuple(words)
    return tuple(replace(word, span=drifted(word.span, drift)) for word in words)


def drifted(span: Span, drift: Drift) -> Span:
    """A span of the sound on the timeline of a track that was moved."""
    in_time = max(0, drift.moved(span.in_time))
    return Span(in_time, max(in_time, drift.moved(span.out_time)))
