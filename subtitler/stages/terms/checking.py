"""Whether a translation says the terms of its source as it should."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from subtitler.domain.finding import Severity
from subtitler.domain.glossary import Glossary, Term
from subtitler.stages.terms.finding import TermMatch, find_forms, find_terms


class MissKind(str, Enum):
    """MISSING: no required form; ALTERED: a kept term is not as it was; FORBIDDEN: a form that
    must not be used."""

    MISSING = "missing"
    ALTERED = "altered"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class TermMiss:
    """A term that a translation does not say as it should.

    `source` is where the source says it; `target` where a forbidden or altered form stands, None
    where nothing does. `required` is the preferred form, empty where none is given.
    """

    kind: MissKind
    term: Term
    source: TermMatch
    target: TermMatch | None
    required: str

    @property
    def severity(self) -> Severity:
        """WARNING for a missing form (rule Q24); ERROR where it is strict, kept or forbidden."""
        strict = self.term.strict or self.kind is not MissKind.MISSING
        return Severity.ERROR if strict else Severity.WARNING


def check_terms(
    source: str, source_language: str, target: str, target_language: str, glossary: Glossary
) -> tuple[TermMiss, ...]:
    """What is wrong with the terms of a translation, in the source's order.

    A kept term must stand in the target as often as in the source and written the same, any
    other in one of its forms with their endings. A forbidden form counts where its term is in
    the source, and not where it is part of a required form.
    """
    by_term: dict[str, list[TermMatch]] = {}
    for match in find_terms(source, source_language, glossary):
        by_term.setdefault(match.term.term, []).append(match)
    misses: list[TermMiss] = []
    for matches in by_term.values():
        misses += _misses(matches, target, target_language)
    return tuple(sorted(misses, key=lambda miss: miss.source.start))


def _misses(matches: Sequence[TermMatch], target: str, language: str) -> list[TermMiss]:
    term = matches[0].term
    required = term.required(language)
    preferred = required[0] if required else ""
    said = find_forms(target, language, term, required, exact=term.keep)
    forbidden = [
        TermMiss(MissKind.FORBIDDEN, term, matches[0], match, preferred)
        for match in find_forms(target, language, term, term.forbidden_in(language))
        if not any(form.start <= match.start and match.end <= form.end for form in said)
    ]
    if not required or len(said) >= (len(matches) if term.keep else 1):
        return forbidden
    if not term.keep:
        return [TermMiss(MissKind.MISSING, term, matches[0], None, preferred), *forbidden]
    altered = _altered(term, target, language, said)
    missing = matches[len(said) :]
    return [
        TermMiss(
            MissKind.ALTERED, term, match, altered[at] if at < len(altered) else None, preferred
        )
        for at, match in enumerate(missing)
    ] + forbidden


def _altered(term: Term, target: str, language: str, said: Sequence[TermMatch]) -> list[TermMatch]:
    """Where a kept term stands with another case or ending."""
    lower = find_forms(target, language, term, [term.term.lower()])
    starts = {match.start for match in said}
    return [match for match in lower if match.start not in starts]
