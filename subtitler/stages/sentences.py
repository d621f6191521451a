"""Where sentences end, over the words of a transcript; sentencex knows the abbreviations."""

from __future__ import annotations

from collections.abc import Sequence

TERMINAL = ".?!…。！？؟।"
CLOSERS = "\"'”’»)]}」』）"


def sentence_ends(texts: Sequence[str], language: str) -> list[bool]:
    """For each word (`texts` with their leading spaces) whether a sentence ends with it.

    Only a word that carries final punctuation ends a sentence: a recogniser that leaves it out
    gives no evidence, and a pause is not one.
    """
    from sentencex import segment

    ends: set[int] = set()
    at = 0
    for sentence in segment(language.split("-")[0].lower(), "".join(texts)):
        at += len(sentence)
        ends.add(at - (len(sentence) - len(sentence.rstrip())))
    marked = []
    at = 0
    for text in texts:
        at += len(text)
        end = at - (len(text) - len(text.rstrip()))
        marked.append(end in ends and is_terminal(text))
    return marked


def is_terminal(text: str) -> bool:
    """Whether a word carries the punctuation that ends a sentence."""
    return text.rstrip().rstrip(CLOSERS).endswith(tuple(TERMINAL))
