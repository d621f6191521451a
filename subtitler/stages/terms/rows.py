"""Which rows of terms.csv apply to a sentence, said so that two states can be compared."""

from __future__ import annotations

from subtitler.domain.glossary import Glossary, Term
from subtitler.stages.terms.finding import find_terms


def rows_of(text: str, source: str, target: str, glossary: Glossary) -> tuple[str, ...]:
    """What the terms of a source text ask of its translation, each once and sorted.

    `source` and `target` are BCP 47. A row that asks nothing of the target language is left out.
    """
    if not glossary.terms:
        return ()
    asked = {_asked(match.term, target) for match in find_terms(text, source, glossary)}
    return tuple(sorted(asked - {""}))


def _asked(term: Term, language: str) -> str:
    required, forbidden = term.required(language), term.forbidden_in(language)
    if not required and not forbidden:
        return ""
    flags = " ".join(name for name in ("keep", "strict") if getattr(term, name))
    return f"{term.term} = {' | '.join(required)}; not {' | '.join(forbidden)}; {flags}"
