"""Cues from words: break positions by dynamic programming under a style guide.

As Knuth and Plass break paragraphs into lines ("Breaking Paragraphs into Lines", 1981): every
break has a cost, and the breaks with the least sum are taken. Hard limits cost more than all that
is soft together, so that they are broken only where every choice breaks them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from subtitler.domain.cue import Cue, CueId, Track
from subtitler.domain.edit import Built, Laid
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.measure import length, speed
from subtitler.domain.style import StyleGuide
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.linebreak import LineBreaker
from subtitler.stages.pacing import Pace, Spoken, pace
from subtitler.stages.phrases import break_costs
from subtitler.stages.sentences import sentence_ends

HARD = 1e7  # for a limit that must hold, and for each ms by which it does not
PARTED = 1e5  # a cue that ends inside a sentence and holds an earlier one's end
CUE = 10.0  # every cue: reading goes on, the eye does not jump
SHARED = 8.0  # each sentence's end inside a cue
TOO_FAST = 60.0  # CPS above the limit …
FASTER = 300.0  # … and more for each time that it is exceeded by
TOO_SHORT = 60.0  # under the style's minimum …
SHORTER = 100.0  # … and more for the missing share
FRAGMENT = 12.0  # a very short part of a sentence alone in a cue
FEW = 20.0  # characters that are few
LONG_PAUSE = 700  # ms of silence inside a cue before it costs
PAUSE_MS = 40.0  # ms of such silence that cost 1
PAUSE_HALVES = 400.0  # ms of pause at a break that halve its cost


@dataclass(frozen=True, slots=True)
class _Text:
    """A transcript prepared for the search: one entry for each word in every list."""

    words: Sequence[Word]
    breaks: Sequence[float]  # cost of a break after the word, its pause counted in
    ends: Sequence[int]  # sentence ends among the words before it
    silences: Sequence[float]  # cost of long pauses up to the word, summed
    breaker: LineBreaker


def build_track(
    words: Sequence[Word], language: str, style: StyleGuide, frame: Fraction
) -> tuple[Track, tuple[Finding, ...]]:
    """The cues of a transcript's words, and what the speech itself makes impossible.

    `frame` is a frame's length in ms. In every cue hold: CPL (but for a single token that is
    wider), the number of lines, 2 frames on screen, the gap, no overlap, the maximum duration.
    """
    built, findings = build_cues(words, language, style, frame)
    return Track(language, tuple(one.cue for one in built)), findings


def build_cues(
    words: Sequence[Word], language: str, style: StyleGuide, frame: Fraction
) -> tuple[tuple[Built, ...], tuple[Finding, ...]]:
    """As build_track(), and for each cue which of the words it shows."""
    laid = CueBuilder.of(words, language, style, frame)(0, len(words))
    built = tuple(
        Built(Cue(CueId(f"c{number}"), one.span, one.lines), one.first, one.end)
        for number, one in enumerate(laid, start=1)
    )
    return built, cue_findings(built, words, style)


def cue_findings(
    built: Sequence[Built], words: Sequence[Word], style: StyleGuide
) -> tuple[Finding, ...]:
    """What the speech itself makes impossible in the machine's cues."""
    return tuple(
        finding
        for one in built
        for finding in _findings(
            one.cue, _spoken(words, one.first, one.end, one.cue.lines, style), style
        )
    )


@dataclass(frozen=True, slots=True)
class CueBuilder:
    """Lays out any run of a transcript's words as cues, under one style (reconciling.Build)."""

    words: Sequence[Word]
    text: _Text
    style: StyleGuide
    frame: Fraction

    @classmethod
    def of(
        cls, words: Sequence[Word], language: str, style: StyleGuide, frame: Fraction
    ) -> CueBuilder:
        """Prepares a transcript once; `frame` is a frame's length in ms."""
        texts = [word.text for word in words]
        ends = sentence_ends(texts, language) if texts else []
        text = _prepare(words, break_costs(texts, ends, language), ends, style)
        return cls(words, text, style, frame)

    def __call__(
        self, first: int, end: int, not_before: int = 0, not_after: int | None = None
    ) -> list[Laid]:
        """Cues over words `first` to `end` (exclusive), each word in one of them, in order.

        None starts before `not_before` or ends after `not_after` (ms, None: no limit) but where
        the hard limits leave no other way.
        """
        bounds = _search(self.text, Pace.of(self.style, self.frame), (first, end), not_after)
        lines = [self.text.breaker.lines(begin, stop) for begin, stop in bounds]
        spoken = [
            _spoken(self.words, begin, stop, shown, self.style)
            for (begin, stop), shown in zip(bounds, lines, strict=True)
        ]
        spans = pace(spoken, self.style, self.frame, not_before, not_after)
        return [
            Laid(begin, stop, span, shown)
            for (begin, stop), span, shown in zip(bounds, spans, lines, strict=True)
        ]


def _spoken(
    words: Sequence[Word], first: int, end: int, lines: Sequence[str], style: StyleGuide
) -> Spoken:
    characters = sum(length(line, style.half_width) for line in lines)
    return Spoken(words[first].span.in_time, words[end - 1].span.out_time, characters)


def _prepare(
    words: Sequence[Word], costs: Sequence[float], ends: Sequence[bool], style: StyleGuide
) -> _Text:
    breaks: list[float] = []
    silences: list[float] = [0.0]
    ended: list[int] = [0]
    for at, word in enumerate(words):
        last = at + 1 == len(words)
        pause = 0 if last else words[at + 1].span.in_time - word.span.out_time
        breaks.append(costs[at] / (1 + pause / PAUSE_HALVES))
        silences.append(silences[-1] + max(0, pause - LONG_PAUSE) / PAUSE_MS)
        ended.append(ended[-1] + ends[at])
    breaker = LineBreaker([word.text for word in words], costs, style)
    return _Text(words, breaks, ended, silences, breaker)


def _search(
    text: _Text, times: Pace, run: tuple[int, int], not_after: int | None
) -> list[tuple[int, int]]:
    """The word ranges of a run's cues whose costs are least in sum."""
    start, stop = run
    best = {start: 0.0}
    came: dict[int, int] = {}
    for first in range(start, stop):
        so_far = best[first]
        for end in range(first + 1, stop + 1):
            latest = not_after if end == stop else text.words[end].span.in_time - times.gap
            cost = _cue_cost(text, times, (first, end), latest, last=end == stop)
            if cost is None:
                break
            if end not in best or so_far + cost < best[end]:
                best[end], came[end] = so_far + cost, first
    bounds: list[tuple[int, int]] = []
    while stop > start:
        bounds.append((came[stop], stop))
        stop = came[stop]
    return bounds[::-1]


def _cue_cost(
    text: _Text, times: Pace, part: tuple[int, int], latest: int | None, *, last: bool
) -> float | None:
    """The cost of a part of the words as one cue that is gone at `latest`; None where no longer
    cue can do either. The `last` cue of a run owes nothing to a sentence that goes on after it."""
    words, (first, end) = text.words, part
    start, stop = words[first].span.in_time, words[end - 1].span.out_time
    alone = end - first == 1
    if not alone and stop - start > times.maximum:
        return None
    laid = text.breaker.layout(first, end)
    if laid is None:
        return None
    room = times.maximum
    if latest is not None:
        room = min(room, latest - start)
    cost = CUE + text.breaks[end - 1] + min(laid[0], 2 * TOO_FAST)
    if room < times.least:
        cost += HARD * (1 + times.least - room)
    shared = text.ends[end - 1] - text.ends[first]
    whole = text.ends[end] > text.ends[end - 1] or last
    cost += SHARED * shared + (0.0 if whole or not shared else PARTED)
    cost += text.silences[end - 1] - text.silences[first]
    characters = text.breaker.width(first, end) - (len(laid[1]) - 1)
    needed = characters * 1000 / times.cps
    if needed > room:
        cost += TOO_FAST + FASTER * min(10.0, needed / max(room, 1) - 1)
    if room < times.minimum:
        cost += TOO_SHORT + SHORTER * min(1.0, 1 - room / times.minimum)
    begins = first == 0 or text.ends[first] > text.ends[first - 1]
    if characters < FEW and not (whole and begins):
        cost += FRAGMENT * (1 - characters / FEW)
    return cost


def _findings(cue: Cue, said: Spoken, style: StyleGuide) -> list[Finding]:
    """What in this cue a viewer would stumble over, and no break could prevent."""
    found: list[Finding] = []

    def note(rule: str, severity: Severity, measured: float, limit: float, advice: str) -> None:
        found.append(Finding(rule, severity, cue.span, advice, measured, limit, cue.id))

    cps = speed(said.characters, cue.span.duration)
    if cps > style.cps:
        severity = Severity.ERROR if cps > 1.25 * style.cps else Severity.WARNING
        note("too-fast", severity, round(cps, 1), style.cps, "the speech is fast: shorten the text")
    if cue.span.duration < style.min_duration:
        severity = Severity.ERROR if cue.span.duration < 500 else Severity.WARNING
        advice = "the next words follow at once: join it with a neighbour, or shorten both"
        note("too-short", severity, cue.span.duration, style.min_duration, advice)
    widest = max(length(line, style.half_width) for line in cue.lines)
    if widest > style.cpl:
        advice = "a single word is wider than a line: write it in another way"
        note("line-too-long", Severity.WARNING, widest, style.cpl, advice)
    if cue.span.in_time > said.start:
        late = Span(said.start, cue.span.in_time).duration
        advice = "the words before leave it no room: it comes this many ms late"
        note("moved-later", Severity.WARNING, late, 0, advice)
    return found
