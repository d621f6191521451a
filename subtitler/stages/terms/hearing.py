"""Words of a transcript that are known to be heard wrong, as repairs beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from subtitler.domain.glossary import Glossary, HeardRepair
from subtitler.stages.terms.finding import TermMatch, find_heard


def apply_heard_as(words: Sequence[str], glossary: Glossary) -> tuple[HeardRepair, ...]:
    """The repairs of what was heard for a term, in order; no word is in two of them.

    `words` are a transcript's, with their leading spaces and their punctuation, which stays. A
    form is found in any case and over several words, and never as a part of one.
    """
    text = "".join(words)
    starts = [0, *accumulate(len(word) for word in words)]
    groups: list[tuple[int, int, list[TermMatch]]] = []
    for match in find_heard(text, glossary):
        if match.written == match.term.term:
            continue
        first, last = bisect_right(starts, match.start) - 1, bisect_left(starts, match.end) - 1
        if groups and groups[-1][1] >= first:  # two forms in one word: "foo-bar"
            groups[-1] = (groups[-1][0], last, [*groups[-1][2], match])
        else:
            groups.append((first, last, [match]))
    return tuple(_repair(first, last, matches, text, starts) for first, last, matches in groups)


def _repair(
    first: int, last: int, matches: Sequence[TermMatch], text: str, starts: Sequence[int]
) -> HeardRepair:
    """One repair of the words `first` to `last`, in which the matches are."""
    at, end = starts[first], starts[last + 1]
    pieces, heard = [], text[at:end]
    for match in matches:
        pieces += [text[at : match.start], match.term.term]
        at = match.end
    written = "".join([*pieces, text[at:end]])
    said = ", ".join(f"{match.form!r} is heard for {match.term.term!r}" for match in matches)
    return HeardRepair(first, last - first + 1, heard, written, f"terms: {said}")
