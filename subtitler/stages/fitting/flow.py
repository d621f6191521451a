"""The words of translations in a row, and when in the speech each of them is said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from subtitler.domain.cue import CueId
from subtitler.domain.measure import length
from subtitler.domain.sentence import Rendering, Sentence
from subtitler.domain.timing import Span
from subtitler.stages.sourcewords import SourceWord
from subtitler.stages.turns import turn_mark
from subtitler.stages.wording import joint, word_spans

BLANK = re.compile(r"[^\S\u00a0\u202f\u2007]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is shown, `text` with its leading space.

    Characters `begin` to `end` of a sentence's rendering, which follow `mark` (a speaker's dash)
    in the text; said from `start` on and halfway through at `middle` (ms). `opens`: it begins a
    line. `tied`: no cue ends after it. `first` and `last`: numbers of the slots it may be in.
    """

    text: str
    sentence: int
    begin: int
    end: int
    start: int
    middle: int
    first: int
    last: int
    mark: str = ""
    opens: bool = False
    tied: bool = False


class Clock:
    """When the characters of a sentence are said."""

    def __init__(self, sentence: Sentence, words: Mapping[CueId, Sequence[SourceWord]]) -> None:
        self._said: list[tuple[int, int, Span]] = []
        for piece in sentence.pieces:
            for word in words[piece.cue]:
                first, last = max(word.begin, piece.begin), min(word.end, piece.end)
                if first < last:
                    shift = piece.at - piece.begin
                    self._said.append((first + shift, last + shift, word.span))
        self._begins = [begin for begin, _, _ in self._said]

    def word(self, place: float) -> tuple[int, int]:
        """The begin and end, in the sentence, of the word at a place, or before it."""
        begin, end, _ = self._said[max(0, bisect_right(self._begins, place) - 1)]
        return begin, end

    def time(self, place: float) -> int:
        """When (ms) the voice is at a place in the sentence."""
        begin, end, span = self._said[max(0, bisect_right(self._begins, place) - 1)]
        part = min(1.0, max(0.0, (place - begin) / (end - begin)))
        return span.in_time + round(span.duration * part)


@dataclass(frozen=True, slots=True)
class Voiced:
    """Sentence `number` as it is rendered and when it is said; it may be shown in the slots
    from `first` to `last`."""

    number: int
    sentence: Sentence
    rendering: Rendering
    clock: Clock
    first: int = 0
    last: int = 0


def tokens_of(voiced: Voiced, language: str, cpl: float) -> list[Token]:
    """The words of one rendering. Words of one unbreakable range are one where they fit in a
    line, and tied where they do not."""
    sentence, text = voiced.sentence, voiced.rendering.text
    spans, tied = _whole(text, voiced.rendering.unbreakable, cpl)
    places = _places(spans, voiced)
    mark = turn_mark(sentence.mark, language) if sentence.turn else ""
    tokens = []
    for at, (begin, end) in enumerate(spans):
        lead = " " if at == 0 or begin > spans[at - 1][1] else ""
        shown = BLANK.sub(" ", text[begin:end])
        opening = mark if at == 0 else ""
        tokens.append(
            Token(
                lead + opening + shown,
                voiced.number,
                begin,
                end,
                voiced.clock.time(places[at][0]),
                voiced.clock.time(places[at][1]),
                voiced.first,
                voiced.last,
                mark=opening,
                opens=at == 0 and sentence.turn,
                tied=tied[at],
            )
        )
    return tokens


def joined(tokens: Sequence[Token]) -> list[str]:
    """The texts of tokens of several sentences: no space between scripts without spaces."""
    texts = [token.text for token in tokens]
    for at in range(1, len(texts)):
        if tokens[at].sentence != tokens[at - 1].sentence:
            texts[at] = joint(texts[at - 1], texts[at].lstrip()) + texts[at].lstrip()
    return texts


def monotone(times: Sequence[int]) -> list[int]:
    """Times that never run backwards, near those given: halfway between the latest so far and
    the earliest to come."""
    latest = list(accumulate(times, max))
    earliest = list(accumulate(reversed(times), min))[::-1]
    return [(one + other) // 2 for one, other in zip(latest, earliest, strict=True)]


def _whole(
    text: str, ranges: Sequence[tuple[int, int]], cpl: float
) -> tuple[list[tuple[int, int]], list[bool]]:
    """The words of a text, those of a range in one, and whether each is tied to the next."""
    bound = sorted(one for one in ranges if one[0] < one[1])
    spans: list[tuple[int, int]] = []
    tied: list[bool] = []
    at = 0
    reach = 0  # where the ranges end that began before
    for begin, end in word_spans(text):
        inside = begin < reach
        while at < len(bound) and bound[at][0] < end:
            reach = max(reach, bound[at][1]) if bound[at][1] > begin else reach
            at += 1
        if spans and inside and length(text[spans[-1][0] : end]) <= cpl:
            spans[-1] = (spans[-1][0], end)
        else:
            if spans:
                tied[-1] = inside
            spans.append((begin, end))
            tied.append(False)
    return spans, tied


def _places(spans: Sequence[tuple[int, int]], voiced: Voiced) -> list[tuple[float, float]]:
    """For each word, where in the source sentence its begin and its middle are said: at the
    words it is aligned with, else in proportion between its neighbours."""
    known = _aligned(spans, voiced)
    points = [
        (0.0, 0.0),
        *(((spans[at][0] + spans[at][1]) / 2, (a + b) / 2) for at, (a, b) in sorted(known.items())),
        (float(len(voiced.rendering.text)), float(len(voiced.sentence.text))),
    ]
    lefts = [left for left, _ in points]
    places: list[tuple[float, float]] = []
    for at, (begin, end) in enumerate(spans):
        if at in known:
            first, last = known[at]
            places.append((first, (first + last) / 2))
        else:
            middle = _between(points, lefts, (begin + end) / 2)
            places.append((_between(points, lefts, begin), middle))
    return places


def _aligned(spans: Sequence[tuple[int, int]], voiced: Voiced) -> dict[int, tuple[int, int]]:
    """For each aligned word the range of the source word that it says."""
    begins = [begin for begin, _ in spans]
    found: dict[int, list[int]] = {}
    for target, source in voiced.rendering.anchors:
        at = bisect_right(begins, target) - 1
        if at >= 0 and target < spans[at][1]:
            found.setdefault(at, []).append(source)
    middles = {at: sorted(sources)[len(sources) // 2] for at, sources in found.items()}
    return {at: voiced.clock.word(source) for at, source in middles.items()}


def _between(points: Sequence[tuple[float, float]], lefts: Sequence[float], place: float) -> float:
    at = min(max(1, bisect_right(lefts, place)), len(points) - 1)
    (left, low), (right, high) = points[at - 1], points[at]
    return low if right <= left else low + (high - low) * (place - left) / (right - left)
