"""Where new cues go among those whose order a person has set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TypeVar

from subtitler.domain.timing import Span

P = TypeVar("P")


def interleaved(kept: Sequence[P], new: Sequence[P], span: Callable[[P], Span]) -> list[P]:
    """`kept` in its own order, and each of `new` before the first of them that starts later."""
    latest = list(accumulate((span(one).in_time for one in kept), max))
    ordered: list[P] = []
    done = 0
    for one in sorted(new, key=span):
        place = bisect_right(latest, span(one).in_time)
        ordered.extend(kept[done:place])
        ordered.append(one)
        done = max(done, place)
    return [*ordered, *kept[done:]]
