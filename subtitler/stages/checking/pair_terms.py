"""Rules about terms, acronyms, and what must not be changed at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from subtitler.domain.finding import Severity
from subtitler.stages.checking.pairing import PairView, Unit
from subtitler.stages.checking.rules import ERROR, INFO, WARNING, Hit, Needs, Rule
from subtitler.stages.terms import MissKind, TermMiss, check_terms, find_terms

ACRONYM = re.compile(r"(?<![\w.])[A-Z][A-Z0-9]{1,6}(?![\w'’]*[a-z])\b")
SENTENCE_CAPITALS = 0.7  # share of capitals from which on a text is all in capitals
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@.])@\w{2,}|"
    r"(?<![\w.@/-])(?:[\w-]+\.)+(?:com|org|net|int|edu|gov|info|io|eu)\b(?:/[^\s<>\"«»]*)?",
    re.IGNORECASE,
)


def _missing(pair: PairView) -> Iterator[Hit]:
    for unit, miss in _misses(pair):
        if miss.kind is not MissKind.FORBIDDEN:
            wanted = f"write {miss.required!r}"
            advice = f"the term {miss.term.term!r} is {miss.kind.value}: {wanted}"
            yield Hit(unit.targets[0], miss.severity, advice)


def _forbidden(pair: PairView) -> Iterator[Hit]:
    for unit, miss in _misses(pair):
        if miss.kind is MissKind.FORBIDDEN and miss.target is not None:
            wanted = f": write {miss.required!r}" if miss.required else ": write it otherwise"
            advice = f"{miss.target.written!r} must not be used for {miss.term.term!r}{wanted}"
            yield Hit(_with(pair, unit, miss.target.written), Severity.ERROR, advice)


def _misses(pair: PairView) -> Iterator[tuple[Unit, TermMiss]]:
    if not pair.glossary.terms:
        return
    languages = (pair.source.language, pair.target.language)
    for unit in pair.told:
        for miss in check_terms(
            unit.source, languages[0], unit.target, languages[1], pair.glossary
        ):
            yield unit, miss


def _with(pair: PairView, unit: Unit, text: str) -> int:
    """The cue of a unit that shows a text, else its first."""
    texts = pair.target.texts
    return next((at for at in unit.targets if text in texts[at]), unit.targets[0])


def _acronyms(pair: PairView) -> Iterator[Hit]:
    for unit in pair.told:
        if _in_capitals(unit.source):
            continue
        terms = find_terms(unit.source, pair.source.language, pair.glossary)
        known = {word for match in terms for word in match.written.split()}
        for acronym in dict.fromkeys(ACRONYM.findall(unit.source)):
            if acronym not in known and not acronym.isdigit() and acronym not in unit.target:
                advice = f"the acronym {acronym!r} became something else: add it to the terms"
                yield Hit(unit.targets[0], INFO, advice)


def _in_capitals(text: str) -> bool:
    letters = [mark for mark in text if mark.isalpha()]
    return sum(mark.isupper() for mark in letters) > SENTENCE_CAPITALS * max(1, len(letters))


def _addresses(pair: PairView) -> Iterator[Hit]:
    for unit in pair.told:
        if "@" not in unit.source and "." not in unit.source[:-1]:
            continue
        ours, theirs = _found(unit.source), _found(unit.target)
        for address in (ours - theirs).elements():
            advice = f"the address {address!r} was changed or left out: write it as it was"
            yield Hit(unit.targets[0], ERROR, advice)


def _found(text: str) -> Counter[str]:
    return Counter(one.rstrip(".,;:!?)»”\"'…").lower() for one in ADDRESS.findall(text))


TERM_RULES: tuple[Rule[PairView], ...] = (
    Rule(
        "Q24",
        "term-missing",
        (ERROR, WARNING),
        _missing,
        "A term of terms.csv in the source, and none of its forms in the translation (W; E where "
        "it is `strict` or `keep`).",
        Needs.PAIR,
    ),
    Rule(
        "Q25",
        "term-forbidden",
        (ERROR,),
        _forbidden,
        "A form that terms.csv forbids for a term of the source.",
        Needs.PAIR,
    ),
    Rule(
        "Q27",
        "acronym",
        (INFO,),
        _acronyms,
        "An acronym of the source that is not in the translation, and in no term.",
        Needs.PAIR,
    ),
    Rule(
        "Q28",
        "address",
        (ERROR,),
        _addresses,
        "A web address, an e-mail address or an @handle that was changed or left out.",
        Needs.PAIR,
    ),
)
