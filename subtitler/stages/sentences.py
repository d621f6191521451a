"""Where sentences end; sentencex knows the abbreviations of each language."""

from __future__ import annotations

from collections.abc import Sequence

TERMINAL = ".?!…。！？؟।"
CLOSERS = "\"'”’»)]}」』）"
# sentencex ends no sentence between two quotation marks or brackets. A recogniser often writes
# one of a pair alone, or two that do not match, and then pages would be one sentence.
PAIRED = str.maketrans(dict.fromkeys("\"“”„«»‹›()[]{}「」『』（）", " "))


def sentence_bounds(text: str, language: str) -> list[int]:
    """The offsets in `text` at which sentences end, after their final punctuation.

    Quotation marks and brackets neither hold a sentence together nor belong to its end; but
    where a small letter follows them, the sentence goes on: "Stop!" he said.
    """
    from sentencex import segment

    bounds: list[int] = []
    at = 0
    for sentence in segment(language.split("-", maxsplit=1)[0].lower(), text.translate(PAIRED)):
        said = at + len(sentence.rstrip())
        after = text[said:].lstrip(CLOSERS)
        quoted = not text[said:].startswith(after)
        if said > at and not (quoted and after.lstrip()[:1].islower()):
            bounds.append(said)
        at += len(sentence)
    return bounds


def sentence_ends(texts: Sequence[str], language: str) -> list[bool]:
    """For each word (`texts` with their leading spaces) whether a sentence ends with it.

    Only a word that carries final punctuation ends a sentence: a recogniser that leaves it out
    gives no evidence, and a pause is not one.
    """
    bounds = iter([*sentence_bounds("".join(texts), language), 0])
    bound = next(bounds)
    marked = []
    at = 0
    for text in texts:
        at += len(text)
        holds = at - len(text) < bound <= at
        while bound and bound <= at:
            bound = next(bounds)
        marked.append(holds and is_terminal(text))
    return marked


def is_terminal(text: str) -> bool:
    """Whether a word carries the punctuation that ends a sentence."""
    return text.rstrip().rstrip(CLOSERS).endswith(tuple(TERMINAL))
