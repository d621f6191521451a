"""Names and titles in a text: which words are one, without the words that only begin a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from subtitler.stages.checking.texts import folded
from subtitler.stages.checking.views import primary
from subtitler.stages.figures.language import language_of
from subtitler.stages.phrase_tables import PhraseTable, phrase_table

WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-‐][\p{L}\p{M}\p{N}]+)*\.?|[^\s\p{L}\p{N}]")
ELIDED = regex.compile(r"(?<!\p{L})(?:[ldnsjmtcLDNSJMTC]|qu|Qu)['’](?=\p{L})")
POSSESSIVE = regex.compile(r"['’]s(?!\p{L})")
ENDS = frozenset('.?!…:¿¡"“”«»()[]-–—')
SURNAME = 3  # letters that a name has at least

# Offices and forms of address, a row for each: language -> words, feminine ones after a slash.
OFFICES: tuple[dict[str, str], ...] = (
    {"en": "president", "es": "presidente / presidenta", "fr": "président / présidente"},
    {"en": "minister", "es": "ministro / ministra", "fr": "ministre"},
    {"en": "senator", "es": "senador / senadora", "fr": "sénateur / sénatrice"},
    {"en": "judge justice", "es": "juez / jueza", "fr": "juge"},
    {"en": "ambassador", "es": "embajador / embajadora", "fr": "ambassadeur / ambassadrice"},
    {"en": "general", "es": "general", "fr": "général / générale"},
    {"en": "captain", "es": "capitán / capitana", "fr": "capitaine"},
    {"en": "director", "es": "director / directora", "fr": "directeur / directrice"},
    {"en": "secretary", "es": "secretario / secretaria", "fr": "secrétaire"},
    {"en": "mayor", "es": "alcalde / alcaldesa", "fr": "maire"},
    {"en": "governor", "es": "gobernador / gobernadora", "fr": "gouverneur / gouverneure"},
    {"en": "prince / princess", "es": "príncipe / princesa", "fr": "prince / princesse"},
    {"en": "king / queen", "es": "rey / reina", "fr": "roi / reine"},
    {"en": "pope", "es": "papa", "fr": "pape"},
    {"en": "bishop", "es": "obispo", "fr": "évêque"},
)
ADDRESSES: tuple[dict[str, str], ...] = (
    {"en": "dr doctor", "es": "dr doctor / dra doctora", "fr": "dr docteur / docteure"},
    {
        "en": "prof professor",
        "es": "prof profesor / profesora",
        "fr": "pr professeur / professeure",
    },
    {"en": "mr sir lord / mrs ms miss lady", "es": "sr señor don / sra señora srta doña", "fr": ""},
)
FRENCH_ADDRESS = "m monsieur / mme mlle madame mademoiselle"
SHORT = frozenset({"m", "mr", "mrs", "ms", "dr", "sr", "sra", "srta", "dra", "prof", "pr", "mme"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text: its words, and `key`, by which two of them are the same;
    `begins` where it is the first of its sentence."""

    text: str
    key: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Titled:
    """A person with a title: `office` numbers the row (addresses after offices), `gender` is m,
    f or empty where the language does not tell; `who` is the last name."""

    office: int
    gender: str
    who: str
    text: str

    @property
    def is_office(self) -> bool:
        """Whether it is an office, and no mere form of address."""
        return self.office < len(OFFICES)


def names_in(text: str, language: str) -> list[Name]:
    """Runs of words with capitals, with the particles between them, in order."""
    words = _words(text)
    if text == text.upper():
        return []
    particles = language_of(language).figures.name_particles | {"of", "the", "de", "du"}
    found: list[Name] = []
    at = 0
    while at < len(words):
        if not _begins_name(words, at, language):
            at += 1
            continue
        last = at
        after = at + 1
        while after < len(words):
            if _capital(words[after]):
                last = after
            elif words[after].casefold() not in particles or after - last > 2:
                break
            after += 1
        run = [word.rstrip(".") for word in words[at : last + 1]]
        begins = not at or words[at - 1] in ENDS
        found.append(Name(" ".join(run), folded(" ".join(run)), begins))
        at = last + 1
    return found


def _words(text: str) -> list[str]:
    return WORD.findall(POSSESSIVE.sub("", ELIDED.sub("", text.replace("\n", " "))))


def _begins_name(words: Sequence[str], at: int, language: str) -> bool:
    word = words[at]
    if not _capital(word) or len(word.rstrip(".")) < SURNAME or _is_title(word, language):
        return False
    key = word.casefold()
    if key in _common(language) or key in language_of(language).months:
        return False
    if at and words[at - 1] not in ENDS:
        return True
    follows = at + 1 < len(words) and _capital(words[at + 1])
    return word.isupper() or (follows and not word.endswith("."))


def _capital(word: str) -> bool:
    return word[0].isupper() and word not in {"I", "I."}


@lru_cache(maxsize=32)
def _common(language: str) -> frozenset[str]:
    table: PhraseTable = phrase_table(language)
    return frozenset().union(
        table.articles,
        table.prepositions,
        table.auxiliaries,
        table.negations,
        table.pronouns,
        table.conjunctions,
        table.particles,
    )


@lru_cache(maxsize=32)
def _titles(language: str) -> dict[str, tuple[int, str]]:
    """Each word that is a title: its row, and its gender."""
    rows = [*OFFICES, *ADDRESSES]
    known: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows):
        words = row.get(primary(language), "")
        if primary(language) == "fr" and number == len(rows) - 1:
            words = FRENCH_ADDRESS
        male, slash, female = words.partition("/")
        for word in male.split():
            known[folded(word)] = (number, "m" if slash else "")
        for word in female.split():
            known[folded(word)] = (number, "f")
    return known


def _is_title(word: str, language: str) -> bool:
    return folded(word.rstrip(".")) in _titles(language)


def titled_in(text: str, language: str) -> list[Titled]:
    """The persons with titles in a text: `President Duval`, `la señora Prieto`."""
    known = _titles(language)
    if not known:
        return []
    words = _words(text)
    found = []
    for at, word in enumerate(words):
        key = folded(word.rstrip("."))
        if key not in known or (word.endswith(".") and key not in SHORT):
            continue
        if key == "m" and word not in {"M.", "M"}:
            continue
        run: list[str] = []
        place = at + 1
        if place < len(words) and words[place] == "." and key in SHORT:
            place += 1
        while (
            place < len(words) and _capital(words[place]) and not _is_title(words[place], language)
        ):
            run.append(words[place].rstrip("."))
            if words[place].endswith(".") and len(words[place]) > 2:
                break
            place += 1
        if run and len(run[-1]) >= SURNAME:
            office, gender = known[key]
            found.append(
                Titled(
                    office, gender, folded(run[-1]), re.sub(r"\s+", " ", word + " " + " ".join(run))
                )
            )
    return found
