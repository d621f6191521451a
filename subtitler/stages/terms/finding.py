"""Terms found in a text: by whole words, by case, with careful endings, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from subtitler.domain.glossary import Glossary, Term
from subtitler.stages.terms.endings import VOWELS, Endings, endings_of

APOSTROPHES = "['’ʼ]"
HYPHENS = "[-‐‑]"
# Scripts without spaces between words: a form may begin and end anywhere.
DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class TermMatch:
    """Characters `start` to `end` of a text that are a form of a term, and which form."""

    term: Term
    form: str
    start: int
    end: int
    written: str


class Case(Enum):
    """How the capitals of a text must be those of a form: ANY says nothing; CAPITALS must be
    there (all are fine); SAME allows but a sentence's beginning, and all."""

    ANY = "any"
    CAPITALS = "capitals"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A form to look for: its pattern, and how its case counts."""

    term: Term
    form: str
    pattern: re.Pattern[str]
    case: Case


@dataclass(frozen=True, slots=True)
class _Index:
    """The wanted forms by their first character without case, the longest first."""

    by_first: dict[str, list[_Wanted]] = field(default_factory=dict)

    def add(self, wanted: _Wanted) -> None:
        self.by_first.setdefault(wanted.form[0].casefold(), []).append(wanted)

    def matches(self, text: str) -> list[TermMatch]:
        """Every form that begins at any word, overlapping ones too."""
        found = []
        for at, character in enumerate(text):
            wanted = self.by_first.get(character.casefold())
            if wanted and _may_begin(text, at):
                found += [match for form in wanted if (match := _match(text, at, form))]
        return found


def find_terms(text: str, language: str, glossary: Glossary) -> tuple[TermMatch, ...]:
    """The terms of a source text in a language (BCP 47), in order, none overlapping another.

    A form with a capital is found with that capital or all in capitals ("US" is not "us"); one
    without is found with any. Where two overlap the longer is the term.
    """
    return _apart(_source_index(glossary, language).matches(text))


def find_forms(
    text: str, language: str, term: Term, forms: Sequence[str], exact: bool = False
) -> tuple[TermMatch, ...]:
    """The given forms of a term in a text; `exact`: without endings and with the same capitals."""
    index = _forms_index(term, tuple(forms), language, exact)
    return _apart(index.matches(text))


@lru_cache(maxsize=32)
def _source_index(glossary: Glossary, language: str) -> _Index:
    index = _Index()
    for term in glossary.terms:
        endings = Endings() if term.keep else endings_of(language)
        index.add(_wanted(term, term.term, endings))
    return index


@lru_cache(maxsize=8192)
def _forms_index(term: Term, forms: tuple[str, ...], language: str, exact: bool) -> _Index:
    index = _Index()
    for form in forms:
        if exact:
            index.add(_wanted(term, form, Endings(), Case.SAME))
        else:
            index.add(_wanted(term, form, endings_of(language)))
    return index


def find_heard(text: str, glossary: Glossary) -> tuple[TermMatch, ...]:
    """What is heard for terms, in any case: a recogniser's capitals say nothing."""
    return _apart(_heard_index(glossary).matches(text))


@lru_cache(maxsize=8)
def _heard_index(glossary: Glossary) -> _Index:
    index = _Index()
    for term in glossary.terms:
        for form in term.heard_as:
            index.add(_wanted(term, form, Endings(), Case.ANY))
    return index


def _wanted(term: Term, form: str, endings: Endings, case: Case = Case.CAPITALS) -> _Wanted:
    words = r"\s+".join(_word(word, endings) for word in form.split())
    before = "" if DENSE.match(form[0]) or not _wordlike(form[0]) else r"(?<!\w)"
    after = "" if DENSE.match(form[-1]) or not _wordlike(form[-1]) else r"(?!\w)"
    pattern = re.compile(f"{before}{words}{after}", re.IGNORECASE)
    return _Wanted(term, form, pattern, case)


def _wordlike(character: str) -> bool:
    return character.isalnum() or character == "_"


def _word(word: str, endings: Endings) -> str:
    """The pattern of one word with its endings; apostrophes and hyphens of any kind."""
    if word.isupper():
        return _plain(word) + (f"(?:{endings.acronym})?" if endings.acronym else "")
    if len(word) < endings.least or not word[-1].isalpha():
        return _plain(word)
    if endings.swapped and word[-1].lower() in VOWELS:
        return f"{_plain(word[:-1])}(?:{endings.swapped})"
    whole = _plain(word) + (f"(?:{endings.added})?" if endings.added else "")
    changed = [
        _plain(word[: -len(end)]) + becomes
        for end, becomes in endings.changes
        if word.endswith(end)
    ]
    return f"(?:{'|'.join([*changed, whole])})" if changed else whole


def _plain(word: str) -> str:
    return re.sub(APOSTROPHES, APOSTROPHES, re.escape(word)).replace(r"\-", HYPHENS)


def _may_begin(text: str, at: int) -> bool:
    """Whether a form may begin at a place: not inside a word, but anywhere in Chinese or Thai."""
    if at == 0 or not _wordlike(text[at]) or not _wordlike(text[at - 1]):
        return True
    return bool(DENSE.match(text[at]))


def _match(text: str, at: int, wanted: _Wanted) -> TermMatch | None:
    match = wanted.pattern.match(text, at)
    if not match:
        return None
    written = match.group()
    if not _has_case(" ".join(written.split()), wanted.form, wanted.case):
        return None
    return TermMatch(wanted.term, wanted.form, at, match.end(), written)


def _has_case(written: str, form: str, case: Case) -> bool:
    """Whether a text, which is a form in some case, has it in the wanted one."""
    if case is Case.ANY or (written.isupper() and len(form) > 1):
        return True
    if case is Case.SAME:
        return written[1:] == form[1:] and written[0] in {form[0], form[0].upper()}
    pairs = zip(written, form, strict=False)
    return all(one.isupper() for one, other in pairs if other.isupper())


def _apart(matches: Iterable[TermMatch]) -> tuple[TermMatch, ...]:
    """The longest matches that do not overlap, in order; of equal ones the exactly written."""

    def rank(match: TermMatch) -> tuple[int, bool, int]:
        return (match.start - match.end, match.written != match.form, match.start)

    kept: list[TermMatch] = []
    for match in sorted(matches, key=rank):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return tuple(sorted(kept, key=lambda match: match.start))
