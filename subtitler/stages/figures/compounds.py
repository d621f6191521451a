"""German words that numbers are part of: "zweihundertfünfzig", "dreijährig"."""

from __future__ import annotations

from functools import lru_cache

from subtitler.stages.figures.language import language_of


@lru_cache(maxsize=16_384)
def compound(word: str, language: str) -> tuple[str, ...]:
    """The number words that a word is made of, two at least; empty where it is not."""
    if len(word) < 6:
        return ()
    words = language_of(language).numbers
    known = frozenset({*words.cardinals, *words.hundreds, *words.scales, *words.ordinals})
    parts = _split(word, known)
    return parts if len(parts) > 1 else ()


@lru_cache(maxsize=16_384)
def counted_in(word: str, language: str) -> int:
    """The number that an adjective begins with: 3 of "dreijähriges", 0 where none does."""
    words = language_of(language).numbers
    for tail in words.tails:
        head, found, _ = word.partition(tail)
        if found and head in words.cardinals:
            return words.cardinals[head]
    return 0


def _split(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """The longest known words first; "und" between them says nothing."""
    for length in range(len(word), 1, -1):
        head, rest = word[:length], word[length:]
        if head not in known:
            continue
        if not rest:
            return (head,)
        following = _split(rest, known) or (_split(rest[3:], known) if rest[:3] == "und" else ())
        if following:
            return (head, *following)
    return ()
