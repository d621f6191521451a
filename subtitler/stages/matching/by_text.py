"""Links by text: equal ones, shared words, and what was moved away from its time."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from subtitler.stages.drift import Token
from subtitler.stages.matching.links import SURE, Links, Text
from subtitler.stages.wordalign import align_tokens

REPEATED = 1500  # ms by which a text that occurs more than once may be off, and is the same cue
ONCE = 60_000  # … one that occurs once, and is short
TELLING = 12  # characters of a text that tells by itself which cue it is, wherever it went
WINDOW = 4000  # ms between two sayings of a word
PART = 0.5  # of one side's characters that must be the other's …
PART_IN_TIME = 0.25  # … and where both are on screen together
LIKENESS = 0.75  # of a text that was moved and changed
COMMON = 40  # cues that may hold a word that leads to a moved text
TOGETHER = 0.3  # share of time that makes a rewritten text the same cue


def equal_texts(links: Links) -> None:
    """Equal texts whose times are each other's nearest, near enough for how often they occur."""
    bases, showns = _groups(links.bases), _groups(links.showns)
    for words, places in bases.items():
        others = showns.get(words, [])
        for at, other in _nearest(links, places, others):
            away = abs(links.bases[at].span.in_time - links.showns[other].span.in_time)
            if away <= _reach(links.bases[at], once=len(places) == len(others) == 1):
                links.add(at, other, 0.8 + 0.2 * links.timely(at, other))


def _reach(text: Text, *, once: bool) -> float:
    """How far (ms) from its place an equal text is still the same cue."""
    if not once:
        return REPEATED
    return math.inf if text.size >= TELLING else ONCE


def _groups(texts: Sequence[Text]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in sorted(range(len(texts)), key=lambda at: texts[at].span):
        if texts[at].words:
            groups[texts[at].words].append(at)
    return groups


def _nearest(
    links: Links, places: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs that are each other's nearest by in-time; both lists by time."""
    olds = [links.bases[at].span.in_time for at in places]
    news = [links.showns[at].span.in_time for at in others]
    for at, time in enumerate(olds):
        there = _closest(news, time)
        if there is not None and _closest(olds, news[there]) == at:
            yield places[at], others[there]


def _closest(times: Sequence[int], time: int) -> int | None:
    at = bisect_left(times, time)
    near = [place for place in (at - 1, at) if 0 <= place < len(times)]
    return min(near, key=lambda place: abs(times[place] - time), default=None)


def shared_words(links: Links) -> None:
    """Links cues by the words that they share, after all their words are aligned."""
    old, owners = spread(links.bases, links.free_bases())
    new, holders = spread(links.showns, links.free_showns())
    shared: Counter[tuple[int, int]] = Counter()
    for pair in align_tokens(old, new, WINDOW):
        shared[owners[pair.old], holders[pair.new]] += len(str(old[pair.old].key))
    for (at, other), size in shared.items():
        part = max(size / links.bases[at].size, size / links.showns[other].size)
        timely = links.timely(at, other)
        if part >= PART or (part >= PART_IN_TIME and timely >= TOGETHER):
            links.add(at, other, SURE + 0.3 * part + 0.2 * timely)


def spread(texts: Sequence[Text], places: Sequence[int]) -> tuple[list[Token], list[int]]:
    """The words of some cues with times spread over their spans, and whose each is."""
    spread: list[tuple[Token, int]] = []
    for at in places:
        text, passed = texts[at], 0
        for word in text.words:
            share = (passed + len(word) / 2) / text.size
            spread.append((Token(word, text.span.in_time + round(text.span.duration * share)), at))
            passed += len(word)
    return [token for token, _ in spread], [at for _, at in spread]


def moved_texts(links: Links) -> None:
    """Links what is left by its text alone, the most alike first, wherever it went."""
    holding: dict[str, list[int]] = defaultdict(list)
    for other in links.free_showns():
        for word in set(links.showns[other].words):
            holding[word].append(other)
    likely: list[tuple[float, float, int, int]] = []
    for at in links.free_bases():
        base = links.bases[at]
        near = {
            other
            for word in base.words
            if len(holding.get(word, ())) <= COMMON
            for other in holding.get(word, ())
        }
        for other in near:
            like = likeness(base, links.showns[other])
            if like >= LIKENESS and (base.size >= TELLING or links.timely(at, other)):
                likely.append((like, links.timely(at, other), at, other))
    for like, timely, at, other in sorted(likely, key=lambda pair: (-pair[0], -pair[1], *pair[2:])):
        if at not in links.of_base and other not in links.of_shown:
            links.add(at, other, SURE + 0.3 * like + 0.2 * timely)


def likeness(one: Text, other: Text) -> float:
    """How alike two texts are, 0 to 1, by the characters of their words."""
    return Indel.normalized_similarity(" ".join(one.words), " ".join(other.words))
