"""What no cue and no line may be broken in: figures, times, abbreviations, names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from subtitler.stages.figures.finding import find_figures
from subtitler.stages.figures.language import Language, language_of
from subtitler.stages.figures.tokens import DASHES, Token, tokens
from subtitler.stages.phrase_tables import PhraseTable, phrase_table

Spans = tuple[tuple[int, int], ...]
BEGINS = frozenset(".?!…:¿¡«»“”\"'()[]-–—")
LONGEST_PARTICLES = 2  # "de la Cruz"


def figure_spans(text: str, language: str) -> Spans:
    """The characters (start, end) of each figure with its unit, date or time, in order."""
    return tuple((figure.start, figure.end) for figure in find_figures(text, language))


def unbreakable_spans(text: str, language: str) -> Spans:
    """The characters that a break must not part, as spans in order that do not overlap.

    Figures, dates and times; abbreviations, and titles with the name they stand before; names
    of several words. In German, where every noun has a capital, only names after a title.
    """
    known = language_of(language)
    words = tokens(text)
    keys = [word.key for word in words]
    found = [*figure_spans(text, language), *_abbreviations(words, keys, known)]
    found += _titles(words, known)
    if not known.figures.nouns_capital and any(char.islower() for char in text):
        found += _names(words, known, phrase_table(language))
    return _merged(found)


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _abbreviations(
    words: Sequence[Token], keys: Sequence[str], language: Language
) -> list[tuple[int, int]]:
    """`EE. UU.`, `p. ej.`, `No. 5`: with the number after it, where there is one."""
    found = []
    for at, word in enumerate(words):
        phrase = language.abbreviations.match(keys, at)
        if phrase:
            last = at + phrase[1] - 1
            if last + 1 < len(words) and words[last + 1].kind == "digits":
                last += 1
            found.append((word.start, words[last].end))
    return found


def _titles(words: Sequence[Token], language: Language) -> list[tuple[int, int]]:
    """`Dr. Keller`, `la doctora Vargas`: a title and the first word of the name after it."""
    found = []
    for at, word in enumerate(words):
        name = at + 2 if at + 1 < len(words) and words[at + 1].text == "." else at + 1
        close = name == at + 1 or words[at + 1].start == word.end
        if word.key in language.figures.titles and close and _capital_at(words, name):
            found.append((word.start, words[name].end))
    return found


def _capital_at(words: Sequence[Token], at: int) -> bool:
    """Whether a word with a capital stands at a place; the English "I" is none."""
    if at >= len(words):
        return False
    word = words[at]
    return word.kind == "word" and word.text[0].isupper() and word.text != "I"


def _names(words: Sequence[Token], language: Language, table: PhraseTable) -> list[tuple[int, int]]:
    """Runs of words with capitals, with the particles and initials between them."""
    found = []
    at = 0
    while at < len(words):
        if not _is_name(words, at, table):
            at += 1
            continue
        last = at
        following = _next_in_name(words, last, language)
        while following:
            last = following
            following = _next_in_name(words, last, language)
        if last > at:
            found.append((words[at].start, words[last].end))
        at = last + 1
    return found


def _is_name(words: Sequence[Token], at: int, table: PhraseTable) -> bool:
    """A word with a capital that is not there only because a sentence begins."""
    if not _capital_at(words, at):
        return False
    if at and words[at - 1].key not in BEGINS:
        return True
    key = words[at].key
    little = (table.articles, table.prepositions, table.auxiliaries, table.negations)
    more = (table.pronouns, table.conjunctions, table.particles)
    return not any(key in group for group in (*little, *more))


def _next_in_name(words: Sequence[Token], at: int, language: Language) -> int:
    """The place of the name's next word, 0 where it ends at `at`."""
    place = at + 1
    initial = len(words[at].text) == 1 and place < len(words) and words[place].text == "."
    hyphen = place < len(words) and words[place].key in {*DASHES, "'"} and _close(words, place)
    if initial or hyphen:
        place += 1
    else:
        while place < len(words) and words[place].key in language.figures.name_particles:
            place += 1
            if place - at > LONGEST_PARTICLES + 1:
                return 0
    return place if _capital_at(words, place) else 0


def _close(words: Sequence[Token], at: int) -> bool:
    """Whether a mark stands inside a word: "Port-Alder", "O'Brien"."""
    after = at + 1
    if after >= len(words):
        return False
    return words[at - 1].end == words[at].start and words[at].end == words[after].start
