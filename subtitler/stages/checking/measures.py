"""What a rule measured at a cue, as a digest: a dismissal holds for as long as it is the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Finding
from subtitler.domain.timing import Span
from subtitler.stages.checking.pairing import PairView, Unit
from subtitler.stages.checking.rules import Needs
from subtitler.stages.checking.views import TrackView

TIMED = frozenset({"Q01", "Q02", "Q03", "Q04", "Q05"})  # rules of one track that measure times
GAPS = frozenset({"Q02", "Q04"})  # … up to the next cue's
FOLLOWED = frozenset({"Q09", "Q37"})  # rules that look at how the next cue begins
FORM = "Q01"  # whose findings differ in what they say alone
BEGINNING = 4  # words of a cue that tell how it begins
DIGITS = 16  # hexadecimal ones of a digest


@dataclass(frozen=True)
class Measures:
    """What rules look at in a track, and in its source where it has one.

    `lasting` are the cues whose ids last; of all others their times tell which one is meant.
    """

    track: TrackView
    pair: PairView | None = None
    lasting: Collection[CueId] = ()

    def digest(self, finding: Finding, needs: Needs) -> str:
        """The digest of what a rule of a kind measured for a finding in this track.

        It is the cue's text; for rules of speed, timing and sound its times too; for rules of a
        pair what the sentence says on both sides; for rules over several cues the forms reported
        alone. A finding about the whole track has what it says.
        """
        parts = "\x00".join(self._parts(finding, needs))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]

    def _parts(self, finding: Finding, needs: Needs) -> Iterator[str]:
        yield finding.rule
        at = self.track.places.get(finding.cue) if finding.cue is not None else None
        if at is None:
            yield from (finding.advice, str(finding.measured), *finding.about)
            return
        if needs is Needs.TALK:
            yield from finding.about
            return
        cue = self.track.cues[at].cue
        yield cue.text
        if needs is Needs.SOUND or finding.rule in TIMED or cue.id not in self.lasting:
            yield _times(cue.span)
        if needs is Needs.SOUND and finding.span != cue.span:
            yield _times(finding.span)
        if needs is Needs.PAIR:
            for unit in self._units[at]:
                yield from (unit.source, unit.target)
            yield from finding.about
        if needs is Needs.TRACK:
            yield from self._beside(finding, at)

    def _beside(self, finding: Finding, at: int) -> Iterator[str]:
        """What a rule of one track measures beside the cue itself."""
        if finding.rule == FORM:
            yield finding.advice
        elif finding.rule in GAPS:
            yield str(finding.measured)
        elif finding.rule in FOLLOWED and at + 1 < len(self.track.texts):
            yield " ".join(self.track.texts[at + 1].split()[:BEGINNING])

    @cached_property
    def _units(self) -> dict[int, list[Unit]]:
        """The sentences that each cue shows words of."""
        found: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.pair.units if self.pair is not None else ():
            for at in unit.targets:
                found[at].append(unit)
        return found


def _times(span: Span) -> str:
    return f"{span.in_time} {span.out_time}"
