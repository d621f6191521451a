"""Where a cue's text is broken into lines: by phrases, bottom-heavy, never a lone word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from subtitler.domain.measure import length
from subtitler.domain.style import StyleGuide

ORPHAN = 1000.0  # a line of one word, where another break keeps the limits
UNBREAKABLE = 5000.0  # a line that is one token, wider than CPL
BALANCE = 8.0  # for lines that differ by a whole CPL
TOP_HEAVY = 3.0  # more for a first line that is the longer one
BREAK_SHARE = 0.6  # of a break's cost between cues that it costs between lines


@dataclass(frozen=True, slots=True)
class LineBreaker:
    """Lays words out under one style guide; asked many times about the same words.

    `texts` with their leading spaces; `costs` as phrases.break_costs gives them.
    """

    texts: Sequence[str]
    costs: Sequence[float]
    style: StyleGuide
    _sums: list[float] = field(init=False)
    _leads: list[float] = field(init=False)

    def __post_init__(self) -> None:
        half = self.style.half_width
        # each word by itself: joined they can only be as wide or narrower
        widths = [length(text, half) for text in self.texts]
        leads = [length(text[: len(text) - len(text.lstrip())], half) for text in self.texts]
        object.__setattr__(self, "_sums", [0.0, *accumulate(widths)])
        object.__setattr__(self, "_leads", leads)

    def width(self, first: int, end: int) -> float:
        """Characters of words `first` to `end` (exclusive) as one line."""
        return self._sums[end] - self._sums[first] - self._leads[first]

    def layout(self, first: int, end: int) -> tuple[float, tuple[int, ...]] | None:
        """The cost of the best lines for words `first` to `end`, and where lines begin.

        One line where the text fits in it. None where it fits in no number of lines that the
        style allows; a token wider than CPL has a line to itself.
        """
        return self._layout(first, end, self.style.max_lines)

    def lines(self, first: int, end: int) -> tuple[str, ...]:
        """The text of words `first` to `end` in its best lines. Raises ValueError without any."""
        found = self.layout(first, end)
        if found is None:
            raise ValueError(f"words {first} to {end} fit in no {self.style.max_lines} lines")
        starts = found[1]
        return tuple(
            "".join(self.texts[begin:stop]).strip()
            for begin, stop in zip(starts, (*starts[1:], end), strict=True)
        )

    def _layout(self, first: int, end: int, lines: int) -> tuple[float, tuple[int, ...]] | None:
        whole = self.width(first, end)
        if whole <= self.style.cpl:
            return 0.0, (first,)
        if end - first == 1:
            return UNBREAKABLE, (first,)
        if lines == 1 or (
            whole > self.style.cpl * lines + lines and not self._has_wide(first, end)
        ):
            return None
        best: tuple[float, tuple[int, ...]] | None = None
        for at in range(first + 1, end):
            head = self.width(first, at)
            if head > self.style.cpl and at - first > 1:
                break
            rest = self._layout(at, end, lines - 1)
            if rest is None:
                continue
            cost = rest[0] + self._cost(first, at, end, head)
            if best is None or cost < best[0]:
                best = (cost, (first, *rest[1]))
        return best

    def _cost(self, first: int, at: int, end: int, head: float) -> float:
        tail = self.width(at, end)
        cost = self.costs[at - 1] * BREAK_SHARE + BALANCE * abs(head - tail) / self.style.cpl
        if head > tail:
            cost += TOP_HEAVY
        if head > self.style.cpl:
            cost += UNBREAKABLE
        if at - first == 1 or end - at == 1:
            cost += ORPHAN
        return cost

    def _has_wide(self, first: int, end: int) -> bool:
        return any(self.width(at, at + 1) > self.style.cpl for at in range(first, end))
