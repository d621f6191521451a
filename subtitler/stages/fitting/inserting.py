"""The words of a run's sentences in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from subtitler.domain.cue import CueId
from subtitler.stages.fitting.flow import Token, Voiced, tokens_of

Place = tuple[int, int]
"""A cue's number, and a character of its text."""


def in_a_row(
    voiced: Sequence[Voiced], order: Mapping[CueId, int], language: str, cpl: float
) -> list[Token]:
    """The words of sentences, in order of their begins. What stands inside another sentence (a
    sound between two of its words) goes between those of its words that are said there."""
    row: list[Token] = []
    host: Voiced | None = None
    begun = after = 0  # where the host's words begin, and the last words inside it end
    for one in voiced:
        tokens = tokens_of(one, language, cpl)
        begin, end = _place(one, 0, order), _place(one, -1, order)
        if host is None or begin > _place(host, -1, order):
            begun = after = len(row)
            at = len(row)
        else:
            at = max(after, _inside(row, begun, host, begin, order))
            after = at + len(tokens)
        row[at:at] = tokens
        if host is None or end > _place(host, -1, order):
            host = one
    return row


def _place(voiced: Voiced, piece: int, order: Mapping[CueId, int]) -> Place:
    found = voiced.sentence.pieces[piece]
    return order[found.cue], found.begin


def _inside(
    row: Sequence[Token], begun: int, host: Voiced, place: Place, order: Mapping[CueId, int]
) -> int:
    """Where in the row words go that stand at a place inside the host: after as many of its
    words as are said before it."""
    later = [p for p in host.sentence.pieces if (order[p.cue], p.begin) > place]
    own = [at for at in range(begun, len(row)) if row[at].sentence == host.number]
    if not later:  # both begin there: after the host's words
        return own[-1] + 1 if own else len(row)
    until = host.clock.time(later[0].at)
    before = sum(row[at].middle < until for at in own)
    if len(own) > 1:  # the host has words on both sides, and so does what says it
        before = min(max(before, 1), len(own) - 1)
        while before + 1 < len(own) and row[own[before - 1]].tied:
            before += 1
    return own[before] if before < len(own) else len(row)
