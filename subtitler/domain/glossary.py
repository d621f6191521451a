"""Terms: how a name or a term is heard, written and translated."""

from __future__ import annotations

from dataclasses import dataclass, field

Forms = tuple[str, ...]
FormsByLanguage = tuple[tuple[str, Forms], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One row of `terms.csv`. `term` is the source form; the first form of a language is preferred.

    `targets` and `forbidden` give the forms by language (BCP 47), sorted by its tag. `keep`:
    never translated; `strict`: must appear. Terms that differ in their note alone are equal: a
    note changes no translation. Raises ValueError for forms that are empty, not trimmed, of
    several lines or with a `|`, for a form that is both required and forbidden, and for a kept
    term with other targets.
    """

    term: str
    heard_as: Forms = ()
    targets: FormsByLanguage = ()
    forbidden: FormsByLanguage = ()
    keep: bool = False
    strict: bool = False
    note: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tuple(sorted(self.targets)))
        object.__setattr__(self, "forbidden", tuple(sorted(self.forbidden)))
        for form in (self.term, *self.heard_as, *_all(self.targets), *_all(self.forbidden)):
            if not form or form != " ".join(form.split()) or "|" in form:
                raise ValueError(f"no form of a term: {form!r}")
        for languages in (self.targets, self.forbidden):
            if len(dict(languages)) != len(languages):
                raise ValueError(f"{self.term}: a language twice")
        for tag, forms in self.forbidden:
            for form in forms:
                if form in _forms(self.targets, tag) or (self.keep and form == self.term):
                    raise ValueError(f"{form!r} is both required and forbidden in {tag}")
        other = [form for form in _all(self.targets) if form != self.term]
        if self.keep and other:
            raise ValueError(f"{self.term} is kept as it is, and yet to be {other[0]!r}")

    def required(self, language: str) -> Forms:
        """The forms in a language (BCP 47), any of which will do; empty where none is given.

        `es-MX` without forms of its own takes those of `es`.
        """
        return (self.term,) if self.keep else _forms(self.targets, language)

    def forbidden_in(self, language: str) -> Forms:
        """The forms that must not be used in a language."""
        return _forms(self.forbidden, language)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a talk, in the file's order. Raises ValueError where a term is there twice."""

    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for term in self.terms:
            if term.term in seen:
                raise ValueError(f"a term twice: {term.term!r}")
            seen.add(term.term)

    def __hash__(self) -> int:
        return hash(tuple(term.term for term in self.terms))


@dataclass(frozen=True, slots=True)
class HeardRepair:
    """Words of a transcript that were heard wrong, to be shown as `written`; the words stay.

    `first` is the index of the first word and `count` how many were heard for it; `heard` and
    `written` keep the leading space and the punctuation around them. Raises ValueError for no
    words or no text.
    """

    first: int
    count: int
    heard: str
    written: str
    why: str

    def __post_init__(self) -> None:
        if self.first < 0 or self.count < 1 or not self.written.strip():
            raise ValueError(f"no repair: {self.count} words at {self.first}: {self.written!r}")


def _all(languages: FormsByLanguage) -> list[str]:
    return [form for _, forms in languages for form in forms]


def _forms(languages: FormsByLanguage, language: str) -> Forms:
    """The forms of a language, or of the nearest wider one: zh-Hant-TW, zh-Hant, zh."""
    by_tag = {tag.lower(): forms for tag, forms in languages}
    parts = language.lower().split("-")
    for length in range(len(parts), 0, -1):
        forms = by_tag.get("-".join(parts[:length]))
        if forms:
            return forms
    return ()
