"""A term's form put in place of what the engine said, with the words before it made to agree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from subtitler.domain.glossary import Term

SENTENCE_START = re.compile(r"(?:^|[¿¡]|[.?!…]\s)[«“\"'(\[\s-]*$")
VOWELS = "aeiouyàâäéèêëîïôöùûüœæAEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ"
AN_I, AN_O = r"[iIíÍ]|[hH][iIíÍ](?![aeoAEO])", r"[oOóÓ]|[hH][oOóÓ]"


@dataclass(frozen=True, slots=True)
class TermRepair:
    """A repaired text: `before` at the target's span became `after`, now from `start` to `end`.

    `notes` say what a person has to look at, in words.
    """

    text: str
    before: str
    after: str
    start: int
    end: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Agreement:
    """A word before the form that must change: by whether the form begins so or not.

    `note`: the new word depends on more than that, and a person has to look.
    """

    before: re.Pattern[str]
    begins: str
    wanted: bool
    becomes: str
    note: bool = False


def _rule(before: str, begins: str, wanted: bool, becomes: str, note: bool = False) -> _Agreement:
    return _Agreement(
        re.compile(rf"(?<!\w){before}$", re.IGNORECASE), begins, wanted, becomes, note
    )


VOWEL = f"[{VOWELS}]"
CONSONANT = rf"(?![hH])[^\W\d_{VOWELS}]"
AGREEMENTS = {
    "fr": (
        _rule(r"(l)[ea] ", VOWEL, True, r"\1’"),
        _rule(r"(d|j|m|t|s|n|qu)e ", VOWEL, True, r"\1’"),
        _rule(r"du ", VOWEL, True, "de l’"),
        _rule(r"au ", VOWEL, True, "à l’"),
        _rule(r"(l)['’]", CONSONANT, True, r"\1e ", note=True),
        _rule(r"(d|j|m|t|s|n|qu)['’]", CONSONANT, True, r"\1e "),
    ),
    "es": (
        _rule(r"y ", AN_I, True, "e "),
        _rule(r"e ", AN_I, False, "y "),
        _rule(r"o ", AN_O, True, "u "),
        _rule(r"u ", AN_O, False, "o "),
    ),
    "en": (
        _rule(r"(a) ", "[aeioAEIO]", True, r"\1n "),
        _rule(r"(a)n ", r"(?![hH])[^\W\d_aeiouAEIOU]", True, r"\1 "),
    ),
}
# Articles (with a preposition in them) that agree in gender and number with what follows.
GENDERED = {
    "fr": re.compile(r"(?<!\w)(?:le|la|les|du|au|un|une|ce|cette) $", re.IGNORECASE),
    "es": re.compile(r"(?<!\w)(?:el|la|los|las|del|al|un|una) $", re.IGNORECASE),
    "pt": re.compile(r"(?<!\w)(?:o|a|os|as|do|da|ao|à|no|na|um|uma) $", re.IGNORECASE),
    "it": re.compile(r"(?<!\w)(?:il|lo|la|i|gli|le|del|della|al|alla) $", re.IGNORECASE),
    "de": re.compile(r"(?<!\w)(?:der|die|das|den|dem|des|ein|eine) $", re.IGNORECASE),
}


def required_form(term: Term, language: str) -> str | None:
    """The preferred form of a term in a language (BCP 47), None where none is given."""
    forms = term.required(language)
    return forms[0] if forms else None


def repair(target_text: str, target_span: tuple[int, int], form: str, language: str) -> TermRepair:
    """The text with `form` in place of the characters of `target_span`.

    At the beginning of a sentence the form gets the capital that was there. Elision in French,
    "y" and "o" in Spanish and "a" in English follow the first letter; an article that may now be
    of the wrong gender stays, with a note. Raises ValueError for a span outside the text.
    """
    start, end = target_span
    if not 0 <= start <= end <= len(target_text):
        raise ValueError(f"no characters of the text: {start} to {end}")
    before, replaced = target_text[:start], target_text[start:end]
    primary = language.split("-", maxsplit=1)[0].lower()
    notes = []
    if replaced[:1].isupper() and SENTENCE_START.search(before):
        form = form[:1].upper() + form[1:]
    agreed = _agreed(before, form, primary)
    if agreed is not None:
        before, doubtful = agreed
        if doubtful:
            notes.append(_look_at(form))
    gendered = GENDERED.get(primary)
    if not notes and gendered and gendered.search(before) and form != replaced:
        notes.append(_look_at(form))
    text = before + form + target_text[end:]
    return TermRepair(text, replaced, form, len(before), len(before) + len(form), tuple(notes))


def _look_at(form: str) -> str:
    return f"look at the article before {form!r}"


def _agreed(before: str, form: str, language: str) -> tuple[str, bool] | None:
    """The text before the form with its last word made to agree, and whether that is doubtful."""
    for rule in AGREEMENTS.get(language, ()):
        match = rule.before.search(before)
        if match and bool(re.match(rule.begins, form)) == rule.wanted:
            becomes = match.expand(rule.becomes)
            if match.group()[0].isupper():
                becomes = becomes[0].upper() + becomes[1:]
            return before[: match.start()] + becomes, rule.note
    return None
