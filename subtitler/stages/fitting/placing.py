"""Which words of a run of sentences go to which slot: dynamic programming over the cuts.

A sentence's words stay within the slots of its source cues. Of the costs the least sum is taken:
a cut costs what a break there costs, a slot what its reader suffers, a word what it is shown away
from where it is said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from subtitler.domain.measure import length
from subtitler.stages.cueing import FASTER, SHORTER, TOO_FAST, TOO_SHORT
from subtitler.stages.fitting.flow import Token
from subtitler.stages.fitting.laying import Lines
from subtitler.stages.fitting.slots import Slot
from subtitler.stages.pacing import Pace

INSIDE = 1e7  # a cut inside what must not be parted
EMPTY = 1e6  # a slot without a word
NO_ROOM = 1e5  # more words than the slot can show, even in flashes
SPLIT = 400.0  # each cue more than the slot's own
BREAKS = 3.0  # how much more a cut between cues costs here than in speech, where times bind it
FAST = 20.0  # CPS above the limit, and cueing's FASTER for each time that it is exceeded by:
# less than in cueing, because in a translated track up to 1.25 times the limit is information
LONGER = 10.0  # running into the pause …
LONGER_BY = 20.0  # … and more for each time that the slot is exceeded by
AWAY = 1 / 400  # a character, for each ms before or after its slot: 15 for a short word, a second
PAUSE_HALVES = 400.0  # ms of pause at a cut that halve its cost
WINDOW = 16  # words to each side of where a cut is expected: more than a cue holds


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences that share cues: their words in a row, and the slots to show them in."""

    slots: Sequence[Slot]
    tokens: Sequence[Token]
    lines: Lines
    pace: Pace


def cuts(run: Run) -> list[int]:
    """Where each slot's words begin, and where the last one's end: one number more than slots."""
    choices = _choices(run)
    best: dict[int, float] = {0: 0.0}
    came: list[dict[int, int]] = []
    for at, _ in enumerate(run.slots):
        costs = _Costs(run, at, choices[at][0], choices[at + 1][-1])
        reached: dict[int, float] = {}
        origin: dict[int, int] = {}
        for end in choices[at + 1]:
            least, begin = min(
                (so_far + costs.of(first, end), first)
                for first, so_far in best.items()
                if first <= end
            )
            reached[end], origin[end] = least, begin
        best = reached
        came.append(origin)
    bounds = [len(run.tokens)]
    for origin in reversed(came):
        bounds.append(origin[bounds[-1]])
    return bounds[::-1]


def _choices(run: Run) -> list[range]:
    """For each boundary of slots the cuts that keep every word in its sentence's slots."""
    count, size = len(run.tokens), len(run.slots)
    must, may = [0] * (size + 1), [count] * (size + 1)
    for at, token in enumerate(run.tokens):
        must[token.last + 1] = max(must[token.last + 1], at + 1)
        if token.first < size:
            may[token.first] = min(may[token.first], at)
    for at in range(1, size + 1):
        must[at] = max(must[at], must[at - 1])
        may[size - at] = min(may[size - at], may[size - at + 1])
    found = [range(1)]
    for at in range(1, size):
        low, high = must[at], max(must[at], may[at])
        expected = sum(token.middle < run.slots[at].in_time for token in run.tokens[low:high]) + low
        window = WINDOW + (run.tokens[low].last - run.tokens[low].first if low < high else 0)
        found.append(range(max(low, expected - window), min(high, expected + window) + 1))
    found.append(range(count, count + 1))
    for at in range(1, size + 1):  # where words stand in no order of their slots none goes back
        low = max(found[at][0], found[at - 1][0])
        found[at] = range(low, max(low, found[at][-1]) + 1)
    return found


class _Costs:
    """What words cost in one slot."""

    def __init__(self, run: Run, number: int, first: int, end: int) -> None:
        self._tokens, self._lines, self._pace = run.tokens, run.lines, run.pace
        slot = run.slots[number]
        self._own, self._room = slot.own, slot.room
        self._last = number + 1 == len(run.slots)
        pause = 0 if self._last else max(0, run.slots[number + 1].in_time - slot.out)
        self._break = BREAKS / (1 + pause / PAUSE_HALVES)
        self._first = first
        self._away = [0.0]
        for token in run.tokens[first:end]:
            away = max(0, slot.in_time - token.middle, token.middle - slot.out)
            self._away.append(self._away[-1] + AWAY * away * length(token.text))

    def of(self, first: int, end: int) -> float:
        """The cost of words `first` to `end` in the slot."""
        if first == end:
            return EMPTY if first else 2 * EMPTY
        cost = self._away[end - self._first] - self._away[first - self._first]
        if not self._last:
            cost += self._break * self._lines.costs[end - 1]
            cost += INSIDE if self._tokens[end - 1].tied else 0.0
        laid = self._lines.layout(first, end)
        width = self._lines.width(first, end)
        if laid is None:
            return cost + self._split(width) + self._haste(width)
        return cost + min(laid[0], 2 * TOO_FAST) + self._haste(width - (len(laid[1]) - 1))

    def _split(self, width: float) -> float:
        """The cost of as many cues in the slot as words of this width need at least."""
        pace = self._pace
        count = max(2, math.ceil(width / self._lines.style.max_characters))
        cost = SPLIT * (count - 1)
        gaps = pace.gap * (count - 1)
        if count * pace.least + gaps > self._room:
            return cost + NO_ROOM
        short = 1 - (self._room - gaps) / (count * pace.minimum)
        return cost + (TOO_SHORT + SHORTER * short if short > 0 else 0.0)

    def _haste(self, characters: float) -> float:
        """The cost of the speed at which so much has to be read."""
        need = characters * 1000 / self._pace.cps
        if need <= self._own:
            return 0.0
        cost = LONGER + LONGER_BY * min(10.0, need / max(self._own, 1) - 1)
        if need > self._room:
            cost += FAST + FASTER * min(10.0, need / max(self._room, 1) - 1)
        return cost
