"""Target cues built anew over the sentences' spans, as if the translation had been spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.finding import Finding
from subtitler.domain.sentence import PlainCue, Sentence, TargetCue
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.cueing import build_track
from subtitler.stages.fitting.flow import Token, Voiced, monotone, tokens_of
from subtitler.stages.fitting.laying import Lines
from subtitler.stages.fitting.options import FitOptions
from subtitler.stages.fitting.placing import Run
from subtitler.stages.fitting.showing import Shown, target_cue
from subtitler.stages.fitting.slots import Slot
from subtitler.stages.fitting.verdicts import verdicts
from subtitler.stages.pacing import Pace

TOGETHER = 5  # a cue is linked where this part of the shorter span is shared


def recue(
    cues: Sequence[PlainCue], voiced: Sequence[Voiced], options: FitOptions
) -> tuple[tuple[TargetCue, ...], tuple[Finding, ...]]:
    """Cues `c1`, `c2` … of all the renderings, in order of their sentences' begins."""
    style, language = options.style, options.language
    tokens = [token for one in voiced for token in tokens_of(one, language, style.cpl)]
    if not tokens:
        return (), ()
    lines = Lines(tokens, language, style)
    run = Run((), tokens, lines, Pace.of(style, options.frame))
    track, findings = build_track(_words(tokens, lines), language, style, options.frame)
    kept = [finding for finding in findings if finding.rule == "moved-later"]
    targets: list[TargetCue] = []
    for number, (cue, (first, end)) in enumerate(
        zip(track.cues, _bounds(track.cues, tokens), strict=True)
    ):
        slot = Slot(cue.id, number, cue.span.in_time, cue.span.out_time, cue.span.out_time)
        starts = lines.starts(first, end, turns=lines.layout(first, end) is not None)
        one = Shown(slot, 1, cue.span, first, end, starts)
        targets.append(target_cue(one, run, frozenset()))
        kept += verdicts(one, targets[-1], run)
    spans = {cue.id: cue.span for cue in cues}
    return _linked(targets, {one.number: one.sentence for one in voiced}, spans), tuple(kept)


def _words(tokens: Sequence[Token], lines: Lines) -> list[Word]:
    """The tokens as if they had been heard: one after the other, when they are said."""
    starts = monotone([token.start for token in tokens])
    words = []
    for at, (token, start) in enumerate(zip(tokens, starts, strict=True)):
        end = start + max(0, 2 * (token.middle - token.start))
        if at + 1 < len(tokens):
            end = min(end, starts[at + 1])
        words.append(Word(lines.token(at), Span(start, end), 1.0))
    return words


def _bounds(cues: Sequence[Cue], tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Which tokens each cue shows."""
    bounds = []
    end = 0
    for cue in cues:
        first, left = end, len("".join("".join(cue.lines).split()))
        while left > 0:
            left -= len("".join(tokens[end].text.split()))
            end += 1
        bounds.append((first, end))
    return bounds


def _linked(
    targets: Sequence[TargetCue], sentences: Mapping[int, Sentence], spans: Mapping[CueId, Span]
) -> tuple[TargetCue, ...]:
    """Each target cue linked to the source cues of its sentences that it is shown with; each
    source cue, and each target cue, to the nearest where there is no such."""
    links: list[set[CueId]] = [set() for _ in targets]
    showing: dict[int, list[int]] = {}
    for at, target in enumerate(targets):
        for number in target.sentences:
            showing.setdefault(number, []).append(at)
    for number, shown in showing.items():
        sources = sentences[number].cues
        for at in shown:
            span = targets[at].cue.span
            near = [source for source in sources if _together(span, spans[source])]
            links[at].update(near or [min(sources, key=lambda one: _apart(span, spans[one]))])
        for source in sources:
            if not any(source in links[at] for at in shown):
                nearest = min(shown, key=lambda at: _apart(targets[at].cue.span, spans[source]))
                links[nearest].add(source)
    order = {source: at for at, source in enumerate(spans)}
    return tuple(
        replace(target, sources=tuple(sorted(own, key=order.__getitem__)))
        for target, own in zip(targets, links, strict=True)
    )


def _together(one: Span, other: Span) -> bool:
    shared = one.overlap(other)
    return shared > 0 and shared * TOGETHER >= min(one.duration, other.duration)


def _apart(one: Span, other: Span) -> tuple[int, int]:
    return one.distance(other), -one.overlap(other)
