"""What pair rules ask of words: scripts, repetitions, what was left as it was."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import regex

from subtitler.stages.checking.views import primary
from subtitler.stages.garbage import LETTER, SCRIPTS, WORD
from subtitler.stages.phrase_tables import PhraseTable, phrase_table

# Languages that share many little words: "de la", "no", "per".
ROMANCE = frozenset({"es", "pt", "fr", "it", "ca", "gl", "ro", "oc", "ast"})


def words_of(text: str) -> list[str]:
    """The words of a text as they are written."""
    return WORD.findall(text)


def folded(text: str) -> str:
    """A text without case and accents, apostrophes of one kind."""
    parts = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


def loops(words: Sequence[str], longest: int) -> int:
    """How often in a row the most repeated phrase of up to `longest` words is said."""
    most = 1
    for size in range(1, min(longest, len(words) // 2) + 1):
        same = 0
        for at in range(size, len(words)):
            same = same + 1 if words[at] == words[at - size] else 0
            most = max(most, same // size + 1)
    return most


def script_share(text: str, language: str, least: int) -> float | None:
    """The share of a text's letters that are of the language's script; None where it has fewer
    than `least`, or the script is not known."""
    letters = LETTER.findall(text)
    script = _script(language)
    if script is None or len(letters) < least:
        return None
    if script.pattern == SCRIPTS["Latn"] and text.isascii():
        return 1.0
    return sum(1 for letter in letters if script.match(letter)) / len(letters)


@lru_cache(maxsize=64)
def _script(language: str) -> regex.Pattern[str] | None:
    import langcodes

    code = langcodes.Language.get(language).maximize().script
    return regex.compile(SCRIPTS[code]) if code in SCRIPTS else None


def plain_words(text: str) -> list[str]:
    """The words that are no names and no figures: in lower case, or the first."""
    words = words_of(text)
    return [word.casefold() for at, word in enumerate(words) if word.islower() or not at]


def left_over(source: str, target: str, languages: tuple[str, str], least: int) -> str:
    """The longest run of at least `least` words of the source that stands in the target as it
    was, empty where none does. Between languages that share little words, one word of the run
    must be a little word of the source's language alone."""
    ours, theirs = words_of(source), words_of(target)
    known: dict[str, list[int]] = {}
    for at, word in enumerate(ours):
        known.setdefault(word, []).append(at)
    best: list[str] = []
    for begin, word in enumerate(theirs):
        for place in known.get(word, ()):
            size = 0
            while (
                begin + size < len(theirs)
                and place + size < len(ours)
                and theirs[begin + size] == ours[place + size]
                and theirs[begin + size].islower()
            ):
                size += 1
            run = theirs[begin : begin + size]
            if size >= max(least, len(best) + 1) and _foreign(run, languages):
                best = run
    return " ".join(best)


def _foreign(run: Sequence[str], languages: tuple[str, str]) -> bool:
    """Whether a run of words is of the first language, and not of the second as well."""
    if sum(map(len, run)) < 8:
        return False
    source, target = primary(languages[0]), primary(languages[1])
    if not {source, target} <= ROMANCE:
        return True
    ours, theirs = _little(phrase_table(source)), _little(phrase_table(target))
    return any(word in ours and word not in theirs for word in run)


@lru_cache(maxsize=32)
def _little(table: PhraseTable) -> frozenset[str]:
    return frozenset().union(
        table.articles, table.prepositions, table.auxiliaries, table.pronouns, table.conjunctions
    )
