"""How far one timeline lies from another, place by place, told by what only once is said in each.

A shift, a stretch, or a cut-in passage moves all that comes after it: times can be compared only
after that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import NamedTuple

ENOUGH = 5  # unique texts on both sides that tell a drift by themselves
AROUND = 3  # neighbours on each side whose median smooths a single moved cue away
VOTES = 200_000  # pairs of equal texts that may vote on one common offset
BUCKET = 100  # ms that count as the same offset
MAJORITY = 0.3  # of the shorter side, that must vote for an offset before it is believed


class Token(NamedTuple):
    """Something said, comparable, and when (ms)."""

    key: Hashable
    time: int


class Pair(NamedTuple):
    """Positions in two sequences that may belong together, and how much that is worth."""

    old: int
    new: int
    worth: float


@dataclass(frozen=True, slots=True)
class Drift:
    """Offsets (ms) to add at `times` of the old timeline, ascending; between them in proportion."""

    times: tuple[int, ...] = (0,)
    offsets: tuple[int, ...] = (0,)

    def moved(self, time: int) -> int:
        """Where `time` of the old timeline lies in the new one."""
        at = bisect_left(self.times, time)
        if at == 0:
            return time + self.offsets[0]
        if at == len(self.times):
            return time + self.offsets[-1]
        before, after = self.times[at - 1], self.times[at]
        low, high = self.offsets[at - 1], self.offsets[at]
        return time + low + round((high - low) * (time - before) / max(1, after - before))


def drift_between(old: Sequence[Token], new: Sequence[Token]) -> Drift:
    """The drift from `old` to `new`, both by time: by unique tokens in order, else by a vote."""
    olds, news = _places(old), _places(new)
    once = [
        Pair(at[0], news[key][0], 1.0)
        for key, at in olds.items()
        if len(at) == 1 and len(news.get(key, ())) == 1
    ]
    chain = heaviest_chain(once)
    if len(chain) < ENOUGH:
        return _vote(old, new, olds, news)
    times = [old[pair.old].time for pair in chain]
    offsets = [new[pair.new].time - old[pair.old].time for pair in chain]
    smooth = [
        median_low(offsets[max(0, at - AROUND) : at + AROUND + 1]) for at in range(len(offsets))
    ]
    return Drift(tuple(times), tuple(smooth))


def heaviest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, ascending on both sides, that are worth most in sum."""
    ordered = sorted(pairs, key=lambda pair: (pair.old, -pair.new))
    ends: list[int] = []  # positions in new, ascending …
    sums: list[float] = []  # … the best sum of a chain that ends there, ascending too …
    lasts: list[int] = []  # … and its last pair
    came: list[int] = []
    for number, pair in enumerate(ordered):
        at = bisect_left(ends, pair.new)
        came.append(lasts[at - 1] if at else -1)
        total = pair.worth + (sums[at - 1] if at else 0.0)
        past = at
        while past < len(ends) and sums[past] <= total:
            past += 1
        if past == at and at < len(ends) and ends[at] == pair.new:
            continue
        ends[at:past], sums[at:past], lasts[at:past] = [pair.new], [total], [number]
    chain: list[Pair] = []
    at = lasts[-1] if lasts else -1
    while at >= 0:
        chain.append(ordered[at])
        at = came[at]
    return chain[::-1]


def _places(tokens: Sequence[Token]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        places[token.key].append(at)
    return places


def _vote(
    old: Sequence[Token],
    new: Sequence[Token],
    olds: dict[Hashable, list[int]],
    news: dict[Hashable, list[int]],
) -> Drift:
    """One offset for all: the one that most pairs of equal tokens have, if they are many."""
    votes: Counter[int] = Counter()
    left = VOTES
    for key, places in olds.items():
        others = news.get(key, [])
        left -= len(places) * len(others)
        if left < 0:
            break
        votes.update(
            round((new[other].time - old[at].time) / BUCKET) for at in places for other in others
        )
    most = max(votes.values(), default=0)
    if most < MAJORITY * min(len(old), len(new)) or not most:
        return Drift()
    offset = min((offset for offset, count in votes.items() if count == most), key=abs)
    return Drift((0,), (offset * BUCKET,))
