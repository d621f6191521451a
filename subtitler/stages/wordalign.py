"""Which words of one transcript are which of another, by what they say and when they are said."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from subtitler.domain.measure import UNSEEN
from subtitler.domain.transcript import Word
from subtitler.stages.drift import Pair, Token, drift_between, heaviest_chain
from subtitler.stages.wording import DENSE

WINDOW = 3000  # ms (after drift) beyond which equal words are not the same saying of it
NEAR = 1000  # ms between the middles of two words, one heard as the other
EQUAL = 2.0  # an equal word; up to 1 more for being at the same time

TOKEN = re.compile(rf"[{DENSE}]|(?:(?![{DENSE}])[^\W_](?:'(?=[^\W_]))?)+")


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text for comparing: without markup and punctuation, case folded.

    A text of nothing else (`♪`, `…`) is its own one token; an empty text has none.
    """
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold().replace("’", "'")
    return tuple(TOKEN.findall(plain)) or tuple(plain.split())


def align_words(old: Sequence[Word], new: Sequence[Word]) -> tuple[int | None, ...]:
    """For each new word the index of the old word that it is, or None; both in time order.

    Indexes never descend. Words heard differently at the same place belong together, also
    several new ones to one old ("going to" for "gonna").
    """
    if list(old) == list(new):
        return tuple(range(len(new)))
    before, after = [_token(word) for word in old], [_token(word) for word in new]
    drift = drift_between(before, after)
    moved = [Token(token.key, drift.moved(token.time)) for token in before]
    found: list[int | None] = [None] * len(new)
    chain = align_tokens(moved, after, WINDOW)
    for pair in chain:
        found[pair.new] = pair.old
    for olds, news in _gaps(chain, len(old), len(new)):
        for at, place in _heard_as(moved, after, olds, news):
            found[at] = place
    return tuple(found)


def equal_words(old: Sequence[Word], new: Sequence[Word]) -> list[Pair]:
    """Pairs of equal words at about the same time, ascending; both in time order."""
    return align_tokens([_token(word) for word in old], [_token(word) for word in new], WINDOW)


def align_tokens(old: Sequence[Token], new: Sequence[Token], window: int) -> list[Pair]:
    """The most pairs of equal tokens at most `window` ms apart, ascending; nearer ones first."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    times: dict[Hashable, list[int]] = defaultdict(list)
    for at, token in enumerate(old):
        seen = times[token.key]
        places[token.key].append(at)
        seen.append(max(token.time, seen[-1]) if seen else token.time)
    pairs: list[Pair] = []
    for at, token in enumerate(new):
        seen = times.get(token.key, [])
        low, high = bisect_left(seen, token.time - window), bisect_right(seen, token.time + window)
        pairs.extend(
            Pair(place, at, EQUAL + 1 - abs(old[place].time - token.time) / (window + 1))
            for place in places.get(token.key, [])[low:high]
        )
    return heaviest_chain(pairs)


def _token(word: Word) -> Token:
    return Token(tokens(word.text), (word.span.in_time + word.span.out_time) // 2)


def _gaps(chain: Sequence[Pair], olds: int, news: int) -> Iterator[tuple[range, range]]:
    """The stretches between aligned words that have words on both sides."""
    last_old = last_new = -1
    for pair in [*chain, Pair(olds, news, 0.0)]:
        between = range(last_old + 1, pair.old), range(last_new + 1, pair.new)
        if between[0] and between[1]:
            yield between
        last_old, last_new = pair.old, pair.new


def _heard_as(
    old: Sequence[Token], new: Sequence[Token], olds: range, news: range
) -> Iterator[tuple[int, int]]:
    """New words of one gap and the old word that each is heard for, never going back."""
    if len(olds) == len(news):
        pairs = list(zip(news, olds, strict=True))
        if all(abs(old[place].time - new[at].time) <= NEAR for at, place in pairs):
            yield from pairs
            return
    place = olds.start
    for at in news:
        while place + 1 < olds.stop and _apart(old, new, place + 1, at) <= _apart(
            old, new, place, at
        ):
            place += 1
        if _apart(old, new, place, at) <= NEAR / 2:
            yield at, place


def _apart(old: Sequence[Token], new: Sequence[Token], place: int, at: int) -> int:
    return abs(old[place].time - new[at].time)
