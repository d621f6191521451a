"""What a translation engine says: several ways to put one sentence, and how sure it is of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation of a sentence.

    `score` is the mean log probability of its tokens, with the end of the sentence as one.
    `anchors` pairs (target character, source character) for the start of each target word, by
    target position. `complete` is False where the engine stopped at its own length limit.
    `pivot` is what the sentence was in between, where it went through another language.
    """

    text: str
    score: float
    anchors: tuple[tuple[int, int], ...] = ()
    complete: bool = True
    pivot: str = ""
