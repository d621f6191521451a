"""Which sentences of a source changed since a target was made from them, and by what.

The unit is the sentence; where punctuation moved a boundary, the sentences on both sides are
compared as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from subtitler.domain.cue import CueId
from subtitler.domain.timing import Span
from subtitler.stages.drift import Pair, heaviest_chain
from subtitler.stages.grouping import groups

ComparisonWords = Callable[[str, str], tuple[str, ...]]
"""The words of a text in a language (BCP 47) as they are compared: casefolded, no punctuation."""

MANY = 50  # equal sentences, without a cue in common, that are too many to tell apart
TOGETHER = 0.5  # share of the shorter one's time that makes two sentences without ids the same


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A source sentence: its text, the cues that hold it, and their spans.

    Raises ValueError without a cue, or without a span for each.
    """

    text: str
    cues: tuple[CueId, ...]
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.cues or len(self.cues) != len(self.spans):
            raise ValueError(f"a sentence needs cues, and a span for each: {self.text!r}")

    @property
    def span(self) -> Span:
        """From its first cue's in-time to the last out-time."""
        return Span(min(s.in_time for s in self.spans), max(s.out_time for s in self.spans))


class Cause(IntEnum):
    """What makes a target stale, the graver the greater.

    TIMING: spans moved; BOUNDARIES: other cues hold the same words, or the same text is parted
    into other sentences; MARKS: case or punctuation; WORDS: it says something else; NEW and
    GONE: there is no sentence on the other side.
    """

    NONE = 0
    TIMING = 1
    BOUNDARIES = 2
    MARKS = 3
    WORDS = 4
    NEW = 5
    GONE = 6


@dataclass(frozen=True, slots=True)
class Change:
    """Sentences (positions) that were compared as one, and what changed between them."""

    before: tuple[int, ...]
    now: tuple[int, ...]
    cause: Cause


@dataclass(frozen=True, slots=True)
class _Side:
    """Sentences of one state, their words for comparing, and what holds their cues' words now."""

    sentences: Sequence[SourceSentence]
    words: Sequence[tuple[str, ...]]
    heirs: Mapping[CueId, tuple[CueId, ...]] = field(default_factory=dict)

    def held(self, at: int) -> tuple[CueId, ...]:
        own = (self.heirs.get(cue, (cue,)) for cue in self.sentences[at].cues)
        return tuple(dict.fromkeys(cue for several in own for cue in several))

    def joined(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(word for at in places for word in self.words[at])

    def text(self, places: Iterable[int]) -> list[str]:
        return " ".join(self.sentences[at].text for at in places).split()

    def cues(self, places: Iterable[int]) -> dict[CueId, Span]:
        each = (self.sentences[at] for at in places)
        return {cue: span for one in each for cue, span in zip(one.cues, one.spans, strict=True)}


def changes(
    before: Sequence[SourceSentence],
    now: Sequence[SourceSentence],
    words_of: ComparisonWords,
    language: str,
    heirs: Mapping[CueId, tuple[CueId, ...]] | None = None,
) -> tuple[Change, ...]:
    """Compares the sentences that a target was made from with those of its source as it is.

    Both are in the order of the track; `heirs` are the cues that hold the words of former ones
    now. Every sentence of both sides is in exactly one change.
    """
    old = _Side(before, [words_of(sentence.text, language) for sentence in before], heirs or {})
    new = _Side(now, [words_of(sentence.text, language) for sentence in now])
    links = _equal(old, new)
    links += _left(links, old, new, _common_cues)
    links += _left(links, old, new, _together)
    nodes = [("before", at) for at in range(len(before))] + [("now", at) for at in range(len(now))]
    found = []
    for group in groups(nodes, [(("before", at), ("now", other)) for at, other in links]):
        olds = tuple(at for side, at in group if side == "before")
        news = tuple(at for side, at in group if side == "now")
        for own, other in _parted(old, new, olds, news):
            found.append(Change(own, other, _cause(old, new, own, other)))
    return tuple(sorted(found, key=lambda change: (change.now or (len(now),), change.before)))


Places = tuple[int, ...]


def _parted(old: _Side, new: _Side, olds: Places, news: Places) -> list[tuple[Places, Places]]:
    """Sentences that were compared as one because they share cues: one by one in order, where
    each is in the cues that it was in, and what they say together changed anyway."""
    if len(olds) != len(news) or old.joined(olds) == new.joined(news):
        return [(olds, news)]
    pairs = list(zip(olds, news, strict=True))
    if any(old.held(one) != new.sentences[other].cues for one, other in pairs):
        return [(olds, news)]
    return [((one,), (other,)) for one, other in pairs]


def _cause(old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]) -> Cause:
    if not olds or not news:
        return Cause.GONE if olds else Cause.NEW
    if old.joined(olds) != new.joined(news):
        return Cause.WORDS
    if old.text(olds) != new.text(news):
        return Cause.MARKS
    was, is_now = old.cues(olds), new.cues(news)
    if len(olds) != len(news) or list(was) != list(is_now):
        return Cause.BOUNDARIES
    return Cause.NONE if was == is_now else Cause.TIMING


Links = list[tuple[int, int]]
Finder = Callable[[_Side, _Side, Sequence[int], Sequence[int]], Iterator[tuple[int, int]]]


def _left(links: Links, old: _Side, new: _Side, finder: Finder) -> Links:
    """The links that `finder` sees between the sentences that have none yet."""
    olds, news = {at for at, _ in links}, {at for _, at in links}
    free_olds = [at for at in range(len(old.words)) if at not in olds]
    free_news = [at for at in range(len(new.words)) if at not in news]
    return list(finder(old, new, free_olds, free_news))


def _equal(old: _Side, new: _Side) -> Links:
    """Sentences of the same words, each linked once: with a cue in common, else in order."""
    links = _left([], old, new, _equal_in_cues)
    links += _left(links, old, new, _equal_moved)
    return links + _left(links, old, new, _equal_in_order)


def _equal_in_cues(
    old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Sentences of equal words in the same cues, in order; the more cues in common the better."""
    pairs: list[Pair] = []
    for at, other in _common_cues(old, new, olds, news):
        if old.words[at] == new.words[other]:
            one, two = set(old.held(at)), set(new.sentences[other].cues)
            in_place = 0.01 * (at == other) + 0.01 * (len(olds) - at == len(news) - other)
            first = 1e-6 * at  # of equal ones the first, so that their order lasts
            pairs.append(Pair(at, other, len(one & two) / len(one | two) + in_place - first))
    for pair in heaviest_chain(pairs):
        yield pair.old, pair.new


def _equal_moved(
    old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Sentences of equal words in the same cues that a person put elsewhere."""
    taken: set[int] = set()
    done: set[int] = set()
    for at, other in _common_cues(old, new, olds, news):
        if old.words[at] == new.words[other] and at not in done and other not in taken:
            done.add(at)
            taken.add(other)
            yield at, other


def _common_cues(
    old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    holders: dict[CueId, list[int]] = defaultdict(list)
    for other in news:
        for cue in new.sentences[other].cues:
            holders[cue].append(other)
    for at in olds:
        others = {other for cue in old.held(at) for other in holders.get(cue, ())}
        for other in sorted(others):
            yield at, other


def _equal_in_order(
    old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Sentences of equal words whose cues have no id in common, in one order on both sides."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for other in news:
        places[new.words[other]].append(other)
    pairs: list[Pair] = []
    for at in olds:
        others = places.get(old.words[at], [])
        if old.words[at] and len(others) <= MANY:
            pairs.extend(Pair(at, other, 1.0) for other in others)
    for pair in heaviest_chain(pairs):
        yield pair.old, pair.new


def _together(
    old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Sentences said at the same time, of those that nothing else tells."""
    spans = sorted((new.sentences[other].span, other) for other in news)
    ins = [span.in_time for span, _ in spans]
    longest = max((span.duration for span, _ in spans), default=0)
    for at in olds:
        mine = old.sentences[at].span
        low = bisect_left(ins, mine.in_time - longest)
        for span, other in spans[low:]:
            if span.in_time > mine.out_time:
                break
            shorter = max(1, min(span.duration, mine.duration))
            if mine.overlap(span) >= TOGETHER * shorter:
                yield at, other
