"""What the machine writes, with the fixers' work done: lines that are legal, and closed gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.sentence import TargetCue
from subtitler.domain.style import StyleGuide
from subtitler.domain.timing import Span
from subtitler.formats.blocks import legal_lines
from subtitler.stages.checking import chained, fixed_lines
from subtitler.stages.reconciling import Merged

PASSES = 4  # more than any text was seen to need


def machine_lines(lines: Sequence[str], style: StyleGuide, language: str) -> tuple[str, ...]:
    """The lines with the language's typography and in their best breaks, none of them blank or
    read as times. Idempotent; a cue without words stays as it is."""
    now = tuple(lines)
    for _ in range(PASSES):
        found = _legal(fixed_lines(now, style, language))
        if found == now:
            break
        now = found or _legal(now)
    return now


def chained_merge(merged: Merged, style: StyleGuide, frame: Fraction) -> Merged:
    """A merge whose new cues of the machine have the small gaps after them closed, those before a
    person's cues too; what stands in the file already keeps its times."""
    by_time = sorted((part.cue for part in merged.parts), key=lambda cue: cue.span)
    new = {part.cue.id for part in merged.parts if part.shown is None}
    new -= {finding.cue for finding in merged.findings if finding.cue is not None}
    closed = {
        cue: now
        for cue, now in zip(by_time, chained(by_time, style, frame), strict=True)
        if cue != now and cue.id in new
    }
    if not closed:
        return merged
    parts = tuple(replace(one, cue=closed.get(one.cue, one.cue)) for one in merged.parts)
    built = tuple(replace(one, cue=closed.get(one.cue, one.cue)) for one in merged.base.built)
    return replace(merged, parts=parts, base=replace(merged.base, built=built))


def chained_targets(
    laid: Sequence[TargetCue],
    beside: Sequence[Cue],
    timed: Mapping[CueId, Span],
    style: StyleGuide,
    frame: Fraction,
) -> list[TargetCue]:
    """A target's new cues with the small gaps after them closed. `beside` are the cues that stay
    between them, `timed` the times that a person set for new ones, which stay as well."""
    own = [replace(one.cue, span=timed.get(one.cue.id, one.cue.span)) for one in laid]
    by_time = sorted([*own, *beside], key=lambda cue: cue.span)
    closed = dict(zip(by_time, chained(by_time, style, frame), strict=True))
    return [
        one if one.cue.id in timed else replace(one, cue=closed[cue])
        for one, cue in zip(laid, own, strict=True)
    ]


def _legal(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(legal_lines(Cue(CueId("c1"), Span(0, 0), tuple(lines))))
