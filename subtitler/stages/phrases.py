"""How well a text can be broken after each of its words."""

from __future__ import annotations

from collections.abc import Sequence

from subtitler.stages.phrase_tables import PhraseTable, phrase_table
from subtitler.stages.sentences import CLOSERS

SENTENCE = 0.0  # after a sentence's end
STOP = 2.0  # after ; : and dashes
COMMA = 3.0
BEFORE_CONJUNCTION = 6.0
BEFORE_PREPOSITION = 8.0
PLAIN = 10.0
BOUND = 30.0  # inside a phrase that must not be parted: article + noun, negation + verb
NAME = 36.0  # inside a name, or between a number and what it counts
LEANING = 24.0  # between a preposition or a conjunction and what it leads
INSIDE_WORD = 60.0  # where no space was
STOPS = (";", ":", "—", "–", "；", "：")
COMMAS = (",", "，", "、", "،")
EDGES = "\"'“”‘’«»()[]{}¿¡.,;:!?…-—–"


def break_costs(texts: Sequence[str], ends: Sequence[bool], language: str) -> list[float]:
    """The cost of breaking after each word: 0 after a sentence, most inside a phrase.

    `texts` are the words with their leading spaces, `ends` says where sentences end. A word
    without a leading space that follows another (".5" after "3", Chinese) costs what its
    neighbours say; the last word's cost is SENTENCE.
    """
    table = phrase_table(language)
    bare = [text.strip() for text in texts]
    keys = [_key(text) for text in bare]
    costs: list[float] = []
    for at in range(len(texts) - 1):
        if ends[at]:
            costs.append(SENTENCE)
            continue
        if not texts[at + 1][:1].isspace() and _joined(bare[at], bare[at + 1]):
            costs.append(INSIDE_WORD)
            continue
        starts = at == 0 or ends[at - 1]
        costs.append(_cost(table, bare[at], bare[at + 1], keys[at], keys[at + 1], starts))
    return [*costs, SENTENCE] if texts else []


def _cost(table: PhraseTable, word: str, after: str, key: str, next_key: str, first: bool) -> float:
    """The cost between two words of one sentence; `first`: the word begins it."""
    closed = word.rstrip(CLOSERS)
    if _is_date(key, next_key):
        return NAME
    if closed.endswith(STOPS) or word in {"-", "—", "–"}:
        return STOP
    if closed.endswith(COMMAS):
        return COMMA
    bound = _bound(table, word, after, key, next_key, first)
    if bound:
        return bound
    if next_key in table.conjunctions:
        return BEFORE_CONJUNCTION
    if next_key in table.prepositions:
        return BEFORE_PREPOSITION
    return PLAIN


def _bound(
    table: PhraseTable, word: str, after: str, key: str, next_key: str, first: bool
) -> float:
    """The cost between two words of a phrase that must not be parted, 0 where there is none."""
    leads = next_key in table.prepositions or next_key in table.conjunctions
    if leads and (key in table.pronouns or key in table.articles) and key not in table.prepositions:
        return 0.0  # "seeing you in", "we saw her when": what it would hold to does not follow
    if _is_dated(table, key, next_key) or next_key in table.trailing:
        return NAME
    if key in table.articles or key in table.auxiliaries or key in table.negations:
        return BOUND
    if key in table.titles and _is_name(after):
        return NAME
    if key in table.pronouns or key in table.particles or key in table.titles:
        return BOUND
    if key in table.prepositions or key in table.conjunctions:
        return LEANING
    if key[:1].isdigit():  # a number and what it counts, a day and its month
        return NAME if next_key not in table.conjunctions else 0.0
    if next_key in table.units and key in table.units:  # "per cent", "million dollars"
        return NAME
    if next_key[:1].isdigit() and _is_name(word) and not first:  # "August 15", "Article 7"
        return NAME
    return NAME if _is_name(word) and _is_name(after) else 0.0


def _is_dated(table: PhraseTable, key: str, next_key: str) -> bool:
    """A month and its day or year, a scale and what it counts."""
    linked = next_key in table.links or any(
        next_key.startswith(link) for link in table.links if link.endswith("'")
    )
    if key in table.scales and linked:
        return True
    return key in table.months and (next_key[:1].isdigit() or linked)


def _is_date(key: str, next_key: str) -> bool:
    """A day and the year after it: "August 15, 2019"."""
    day, year = key.isdecimal() and len(key) <= 2, next_key.isdecimal() and len(next_key) == 4
    return day and year


def _joined(word: str, after: str) -> bool:
    """Two pieces of one written word ("3" ".5%", "twenty" "-one"): no space was between them."""
    return bool(word) and bool(after) and ord(word[-1]) < 0x2E80 and ord(after[0]) < 0x2E80


def _key(text: str) -> str:
    return text.strip(EDGES).replace("’", "'").lower()


def _is_name(text: str) -> bool:
    """A capitalised word, and not the English "I"."""
    bare = text.strip(EDGES)
    return bare[:1].isupper() and bare not in {"I", "I'm", "I've", "I'll", "I'd"}
