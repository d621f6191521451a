"""What can be put right without a person: typography, line breaks, small gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from subtitler.domain.cue import Cue, Track
from subtitler.domain.measure import length
from subtitler.domain.style import StyleGuide
from subtitler.domain.timing import DEFAULT_FRAME, Span, frames
from subtitler.stages.checking.encoding import cleaned
from subtitler.stages.checking.shape import ORPHAN, SHORT_SHARE
from subtitler.stages.checking.typography import typed
from subtitler.stages.linebreak import LineBreaker
from subtitler.stages.pacing import Pace
from subtitler.stages.phrases import LEANING, break_costs
from subtitler.stages.protecting import TAG
from subtitler.stages.sentences import is_terminal
from subtitler.stages.sounds import NOTE
from subtitler.stages.turns import turn_marks
from subtitler.stages.wording import joint, word_spans

PLACED = "{<\\"  # markup, of which a new line break might part what it is around


PASSES = 8  # more than any text was seen to need


def fixed(track: Track, style: StyleGuide, language: str, frame: Fraction = DEFAULT_FRAME) -> Track:
    """The track with all its safe fixes: typography, lines, chained gaps. Idempotent.

    Words, cues, ids, and in-times stay; `frame` is a frame's length in ms.
    """
    cues = [replace(cue, lines=fixed_lines(cue.lines, style, language)) for cue in track.cues]
    return Track(track.language, chained(cues, style, frame))


def fixed_lines(lines: Sequence[str], style: StyleGuide, language: str) -> tuple[str, ...]:
    """A cue's lines with the language's typography, broken anew where they were broken badly.

    One fix may make room for another (". ." after "U.S."), so that they go on until none is left.
    """
    now = tuple(lines)
    for _ in range(PASSES):
        clean = tuple(typed(cleaned(line), language) for line in now)
        before, now = now, broken_anew(clean, style, language)
        if now == before:
            break
    return now


def broken_anew(lines: tuple[str, ...], style: StyleGuide, language: str) -> tuple[str, ...]:
    """The lines, where they are too wide, too many, unbalanced, or part a phrase: in their best
    breaks. Two speakers, songs and marked-up words stay as they are."""
    text = "\n".join(lines)
    if any(mark in text for mark in NOTE + PLACED) or TAG.search(text) or turn_marks(text, ()):
        return lines
    if not text.strip() or not _bad(lines, style, language):
        return lines
    joined = typed(_joined(lines), language)  # what stood at a line's end may be wrong inside
    spans = word_spans(joined)
    texts = [joined[(spans[at - 1][1] if at else 0) : end] for at, (_, end) in enumerate(spans)]
    costs = break_costs(texts, [is_terminal(one) for one in texts], language)
    breaker = LineBreaker(texts, costs, style)
    if breaker.layout(0, len(texts)) is None:
        return lines
    return breaker.lines(0, len(texts))


def _joined(lines: Sequence[str]) -> str:
    whole = ""
    for line in lines:
        if line.strip():
            whole += (joint(whole, line) if whole else "") + line
    return whole


def _bad(lines: Sequence[str], style: StyleGuide, language: str) -> bool:
    widths = [length(line, style.half_width) for line in lines]
    if len(lines) > style.max_lines or max(widths) > style.cpl:
        return True
    if len(lines) < 2:
        return False
    if length(_joined(lines), style.half_width) <= style.cpl:
        return True
    words = min((line.split() for line in lines), key=lambda one: sum(map(len, one)))
    if min(widths) < SHORT_SHARE * max(widths) or (len(words) == 1 and len(words[0]) <= ORPHAN):
        return True
    return any(_parts(one, other, language) for one, other in zip(lines, lines[1:], strict=False))


def _parts(line: str, after: str, language: str) -> bool:
    """Whether a line's end parts a phrase."""
    words = [*line.split()[-2:], *after.split()[:1]]
    if len(words) < 2:
        return False
    ends = [is_terminal(word) for word in words]
    return break_costs([" " + word for word in words], ends, language)[-2] >= LEANING


def chained(cues: Sequence[Cue], style: StyleGuide, frame: Fraction) -> tuple[Cue, ...]:
    """The cues, gaps of the style's small sizes closed to its gap where durations allow it."""
    gap = Pace.of(style, frame).gap
    first, last = frames(style.chain_from_frames, frame), frames(style.chain_to_frames, frame)
    found: list[Cue] = []
    for at, cue in enumerate(cues):
        if at + 1 < len(cues):
            out = cues[at + 1].span.in_time - gap
            small = first <= cues[at + 1].span.in_time - cue.span.out_time <= last
            if small and out - cue.span.in_time <= style.max_duration:
                cue = replace(cue, span=Span(cue.span.in_time, out))  # noqa: PLW2901
        found.append(cue)
    return tuple(found)
