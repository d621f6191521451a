"""Tokens in lines: every speaker's turn in lines of its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from subtitler.domain.measure import length
from subtitler.domain.style import StyleGuide
from subtitler.stages.fitting.flow import Token, joined
from subtitler.stages.linebreak import LineBreaker
from subtitler.stages.phrases import break_costs
from subtitler.stages.sentences import sentence_ends

DIGITS = re.compile(r"\d+")
REMEMBERED = 100_000  # layouts kept: those of the cues around are asked for again and again
Laid = tuple[float, tuple[int, ...]]
"""The cost of lines, and the tokens that they begin with."""


class Lines:
    """How the tokens of a run can stand in lines under one style; asked many times."""

    def __init__(self, tokens: Sequence[Token], language: str, style: StyleGuide) -> None:
        self.style = style
        self._texts = joined(tokens)
        ends = sentence_ends(self._texts, language)
        for at, token in enumerate(tokens[:-1]):
            ends[at] = ends[at] or token.sentence != tokens[at + 1].sentence
        self.costs = _costs(self._texts, ends, language)
        self._breaker = LineBreaker(self._texts, self.costs, style)
        self._opens = [at for at, token in enumerate(tokens) if token.opens]
        self._most = style.max_characters + style.cpl  # a word wider than a line, and full lines
        self._known: dict[tuple[int, int], Laid | None] = {}

    def width(self, first: int, end: int) -> float:
        """Characters of tokens `first` to `end` in one line."""
        return self._breaker.width(first, end)

    def layout(self, first: int, end: int) -> Laid | None:
        """The best lines for tokens `first` to `end`; None where the style's do not hold them."""
        if end - first > 1 and self._breaker.width(first, end) > self._most:
            return None
        key = (first, end)
        if key not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[key] = self._layout(first, end)
        return self._known[key]

    def _layout(self, first: int, end: int) -> Laid | None:
        turns = self._turns(first, end)
        if len(turns) == 1:
            return self._breaker.layout(first, end)
        cost = 0.0
        starts: list[int] = []
        for begin, stop in zip(turns, [*turns[1:], end], strict=True):
            laid = self._breaker.layout(begin, stop)
            if laid is None:
                return None
            cost += laid[0]
            starts += laid[1]
        return (cost, tuple(starts)) if len(starts) <= self.style.max_lines else None

    def starts(self, first: int, end: int, *, turns: bool = True) -> tuple[int, ...]:
        """Where lines begin: the best ones, or where the style's do not hold the words, as many
        as it takes, filled one after the other. Without `turns` speakers may share a line."""
        laid = self.layout(first, end) if turns else self._breaker.layout(first, end)
        if laid:
            return laid[1]
        opens = set(self._turns(first, end))
        starts = [first]
        for at in range(first + 1, end):
            if at in opens or self.width(starts[-1], at + 1) > self.style.cpl:
                starts.append(at)
        return tuple(starts)

    def text(self, first: int, end: int) -> str:
        """Tokens `first` to `end` as one line."""
        return "".join(self._texts[first:end]).strip()

    def token(self, at: int) -> str:
        """The text of one token, with its leading space."""
        return self._texts[at]

    def characters(self, starts: Sequence[int], end: int) -> float:
        """The characters to read in lines that begin at `starts`."""
        half = self.style.half_width
        return sum(
            length(self.text(begin, stop), half)
            for begin, stop in zip(starts, [*starts[1:], end], strict=True)
        )

    def _turns(self, first: int, end: int) -> list[int]:
        inside = self._opens[bisect_right(self._opens, first) : bisect_left(self._opens, end)]
        return [first, *inside]


def _costs(tokens: Sequence[str], ends: Sequence[bool], language: str) -> list[float]:
    """What a break after each token costs: of one with several words the outer two tell.

    Such a token is whole: where it ends in digits, they do not count what follows.
    """
    words: list[str] = []
    ended: list[bool] = []
    lasts: list[int] = []
    for token, end in zip(tokens, ends, strict=True):
        first, *others = token.split()
        words.append(token[: len(token) - len(token.lstrip())] + first)
        words += [" " + DIGITS.sub("", word) for word in others[-1:]]
        ended += [*([False] * len(others[-1:])), end]
        lasts.append(len(words) - 1)
    costs = break_costs(words, ended, language)
    return [costs[last] for last in lasts]
