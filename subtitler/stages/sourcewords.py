"""When each word of an SRT is said, also where a person wrote it anew."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from subtitler.domain.cue import CueId
from subtitler.domain.measure import length
from subtitler.domain.sentence import PlainCue, Sentence
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.phrases import EDGES
from subtitler.stages.wording import IS_DENSE, word_spans

FASTEST = 15  # ms that a grapheme takes at least when it is said
OUTSIDE = 200  # ms before and after a cue in which its words may be said
NEAR = 1.0  # what a match gains over a mere equal word where it is said just when it is shown


@dataclass(frozen=True, slots=True)
class SourceWord:
    """Characters `begin` to `end` of a cue's plain text, said in `span` (ms).

    `heard`: the time is the transcript's own; else it is spread over the cue.
    """

    begin: int
    end: int
    span: Span
    heard: bool


@dataclass(frozen=True, slots=True)
class _Heard:
    """A written word of the transcript: `key` is how it is compared."""

    key: str
    span: Span


def source_words(
    cues: Sequence[PlainCue], heard: Sequence[Word]
) -> tuple[tuple[SourceWord, ...], ...]:
    """For each cue its words with their times.

    A word has the time of an equal word of the transcript that is said while its cue is shown, or
    up to 200 ms away (words in order; of several ways to match them the one that matches most,
    and nearest).
    Others are spread over the time between their neighbours by graphemes, inside the cue's span.
    In every cue times never run backwards.
    """
    spans = [word_spans(cue.text) for cue in cues]
    matched = _matches(cues, spans, _written(heard))
    return tuple(
        _settled(cue, places, times)
        for cue, places, times in zip(cues, spans, matched, strict=True)
    )


def spoken(sentence: Sentence, words: Mapping[CueId, Sequence[SourceWord]]) -> Span:
    """From when a sentence's first word is said until its last one is over; `words` by cue."""
    said = [
        word.span
        for piece in sentence.pieces
        for word in words[piece.cue]
        if word.begin < piece.end and piece.begin < word.end
    ]
    return Span(min(span.in_time for span in said), max(span.out_time for span in said))


def _written(words: Sequence[Word]) -> list[_Heard]:
    """The transcript's words as they are written: pieces joined, characters of dense scripts
    apart."""
    joined: list[tuple[str, Span]] = []
    for word in words:
        apart = word.text[0].isspace() or IS_DENSE.match(word.text)
        if joined and not apart and not IS_DENSE.match(joined[-1][0][-1]):
            text, span = joined.pop()
            joined.append((text + word.text, Span(span.in_time, word.span.out_time)))
        else:
            joined.append((word.text, word.span))
    heard: list[_Heard] = []
    for text, span in joined:
        if not IS_DENSE.search(text):
            heard.append(_Heard(_key(text), span))
            continue
        places = word_spans(text)
        times = _spread(text, places, span.in_time, span.out_time)
        heard += [
            _Heard(_key(text[begin:end]), said)
            for (begin, end), said in zip(places, times, strict=True)
        ]
    return heard


def _key(text: str) -> str:
    bare = text.strip()
    return bare.strip(EDGES).replace("’", "'").casefold() or bare


def _matches(
    cues: Sequence[PlainCue],
    spans: Sequence[Sequence[tuple[int, int]]],
    heard: Sequence[_Heard],
) -> list[list[Span | None]]:
    """The heaviest matching in which both sides run forwards: for each word of a cue, in order,
    the best that ends with a match of it and each equal word said in the cue's span."""
    said: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(heard):
        said[word.key].append(at)
    best = _Prefixes(len(heard))
    links: list[tuple[int, int, int, int]] = []  # cue, word, heard word, the match before it
    for number, (cue, places) in enumerate(zip(cues, spans, strict=True)):
        expected = _spread(cue.text, places, cue.span.in_time, cue.span.out_time)
        for index, (begin, end) in enumerate(places):
            found = []
            for at in _during(
                said.get(_key(cue.text[begin:end]), ()), heard, cue.span.grown(OUTSIDE)
            ):
                weight, before = best.upto(at)
                away = heard[at].span.distance(expected[index])
                found.append((weight + 1 + NEAR / (1 + away / 500), at, before))
            for weight, at, before in found:
                best.put(at, weight, len(links))
                links.append((number, index, at, before))
    matched: list[list[Span | None]] = [[None] * len(places) for places in spans]
    link = best.upto(len(heard))[1]
    while link >= 0:
        number, index, at, link = links[link]
        matched[number][index] = heard[at].span
    return matched


def _during(places: Sequence[int], heard: Sequence[_Heard], span: Span) -> list[int]:
    """The places whose words are said at least partly within a span."""
    first = bisect_left(places, span.in_time, key=lambda at: heard[at].span.out_time)
    during = []
    for at in places[first:]:
        if heard[at].span.in_time >= span.out_time:
            break
        if heard[at].span.overlap(span):
            during.append(at)
    return during


class _Prefixes:
    """The greatest weight put at any place before a given one (a Fenwick tree of maxima)."""

    def __init__(self, size: int) -> None:
        self._best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def upto(self, place: int) -> tuple[float, int]:
        """The greatest (weight, link) at a place less than `place`."""
        found = (0.0, -1)
        while place:
            found = max(found, self._best[place])
            place &= place - 1
        return found

    def put(self, place: int, weight: float, link: int) -> None:
        """A weight at a place."""
        place += 1
        while place < len(self._best):
            self._best[place] = max(self._best[place], (weight, link))
            place += place & -place


def _settled(
    cue: PlainCue, places: Sequence[tuple[int, int]], matched: Sequence[Span | None]
) -> tuple[SourceWord, ...]:
    """A cue that few matches speak for was written anew, or was moved away from its words so
    that those at an end have no time: all its words are spread."""
    words = _timed(cue, places, matched)
    heard = sum(word.heard for word in words)
    inside = [at for at, word in enumerate(words) if word.heard and word.span.overlap(cue.span)]
    edges = (words[: inside[0]], words[inside[-1] + 1 :]) if inside else (words,)
    if heard * 2 < len(words) or any(_squeezed(cue, edge) for edge in edges):
        return _timed(cue, places, [None] * len(places))
    return words


def _squeezed(cue: PlainCue, words: Sequence[SourceWord]) -> bool:
    """Whether several words have less time than anybody needs to say them."""
    least = FASTEST * sum(length(cue.text[word.begin : word.end]) for word in words)
    return len(words) > 1 and sum(word.span.duration for word in words) < least


def _timed(
    cue: PlainCue, places: Sequence[tuple[int, int]], matched: Sequence[Span | None]
) -> tuple[SourceWord, ...]:
    begin, end = cue.span.in_time, cue.span.out_time
    gaps = [at for at, span in enumerate(matched) if span is None]
    words: list[SourceWord] = []
    at = 0
    while at < len(places):
        span = matched[at]
        if span is not None:
            low = begin if gaps and gaps[0] < at else 0
            high = end if gaps and gaps[-1] > at else span.out_time
            start, stop = (min(max(low, time), high) for time in (span.in_time, span.out_time))
            words.append(SourceWord(*places[at], Span(start, stop), heard=True))
            at += 1
            continue
        stop = next((k for k in range(at, len(places)) if matched[k] is not None), len(places))
        left = max(begin, words[-1].span.out_time) if words else begin
        following = matched[stop] if stop < len(places) else None
        right = end if following is None else max(left, min(end, following.in_time))
        spread = _spread(cue.text, places[at:stop], left, right)
        words += [
            SourceWord(*place, said, heard=False)
            for place, said in zip(places[at:stop], spread, strict=True)
        ]
        at = stop
    return tuple(words)


def _spread(text: str, places: Sequence[tuple[int, int]], begin: int, end: int) -> list[Span]:
    """A span for each word, one after the other from `begin` to `end` ms, by graphemes."""
    sizes = [length(text[first:last]) for first, last in places]
    whole = sum(sizes)
    edges = [begin]
    taken = 0.0
    for size in sizes:
        taken += size
        edges.append(begin + round((end - begin) * taken / whole) if whole else end)
    return [Span(left, right) for left, right in zip(edges, edges[1:], strict=False)]
