"""Run-on sentences in parts that an engine takes whole, cut at clauses and pauses."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from subtitler.stages.phrases import break_costs
from subtitler.stages.wording import word_spans

PART = 60.0  # every part: context is what translates well
EVEN = 10.0  # a part as long as the limit: parts of one length are best
PAUSE_HALVES = 400.0  # ms of pause at a break that halve its cost


@dataclass(frozen=True, slots=True)
class Limit:
    """How much an engine takes at once: at most `most`, as `size` counts it (tokens, say).

    Raises ValueError for a limit under 1.
    """

    most: int = 400
    size: Callable[[str], int] = len

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError(f"a limit must be at least 1, and is {self.most}")


def parted(
    text: str, pauses: Mapping[int, int], language: str, limit: Limit
) -> list[tuple[int, int]]:
    """The ranges of `text` in which every part is within the limit: one where it is itself.

    `pauses` gives ms of silence by the place in the text before which they are. A word is cut
    only where it is by itself too long.
    """
    if limit.size(text) <= limit.most:
        return [(0, len(text))]
    words = [piece for begin, end in word_spans(text) for piece in _pieces(text, begin, end, limit)]
    parts = _search(text, words, pauses, language, limit)
    if len(parts) == 1 and len(words) > 1:  # together they count for more than one by one
        middle = words[len(words) // 2][0]
        parts = [(words[0][0], words[len(words) // 2 - 1][1]), (middle, words[-1][1])]
    return [
        (begin + first, begin + last)
        for begin, end in parts
        for first, last in (
            parted(text[begin:end], _within(pauses, begin, end), language, limit)
            if len(parts) > 1
            else [(0, end - begin)]
        )
    ]


def _pieces(text: str, begin: int, end: int, limit: Limit) -> list[tuple[int, int]]:
    """A word, halved until each piece is within the limit; no character loses its marks."""
    said = text[begin:end]
    begin, end = end - len(said.lstrip()), begin + len(said.rstrip())
    if begin >= end:
        return []
    if end - begin < 2 or limit.size(text[begin:end]) <= limit.most:
        return [(begin, end)]
    middle = (begin + end) // 2
    while middle < end and unicodedata.combining(text[middle]):
        middle += 1
    if middle == end:
        return [(begin, end)]
    return _pieces(text, begin, middle, limit) + _pieces(text, middle, end, limit)


def _search(
    text: str,
    words: list[tuple[int, int]],
    pauses: Mapping[int, int],
    language: str,
    limit: Limit,
) -> list[tuple[int, int]]:
    """The parts whose breaks cost least, each word counted by itself."""
    ends = [0, *(end for _, end in words)]
    texts = [text[ends[at] : end] for at, (_, end) in enumerate(words)]
    costs = break_costs(texts, [False] * len(texts), language)
    sizes = [limit.size(one) for one in texts]
    best = [0.0] + [math.inf] * len(words)
    came = [0] * (len(words) + 1)
    for end in range(1, len(words) + 1):
        pause = pauses.get(words[end][0], 0) if end < len(words) else 0
        cost = PART + costs[end - 1] / (1 + pause / PAUSE_HALVES)
        taken = 0
        for first in range(end - 1, -1, -1):
            taken += sizes[first]
            if taken > limit.most and first < end - 1:
                break
            here = best[first] + cost + EVEN * (taken / limit.most) ** 2
            if here < best[end]:
                best[end], came[end] = here, first
    parts: list[tuple[int, int]] = []
    at = len(words)
    while at:
        parts.append((words[came[at]][0], words[at - 1][1]))
        at = came[at]
    return parts[::-1]


def _within(pauses: Mapping[int, int], begin: int, end: int) -> dict[int, int]:
    return {at - begin: pause for at, pause in pauses.items() if begin < at < end}
