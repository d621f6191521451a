"""`terms.csv`: the terms of a talk as a spreadsheet keeps them.

Header `term,heard_as,<BCP 47>…,forbidden:<BCP 47>…,flags,note`; several forms split by `|`, the
first preferred; flags `keep` and `strict`, split by blanks. Excel's `;` and tabs do as well.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from subtitler.domain.glossary import Forms, FormsByLanguage, Glossary, Term
from subtitler.errors import RecordError, UsageError
from subtitler.formats.languages import language_tag
from subtitler.formats.text import decode

PLAIN_COLUMNS = ("term", "heard_as", "flags", "note")
FORBIDDEN = "forbidden:"
FLAGS = ("keep", "strict")
DELIMITERS = (",", ";", "\t")
HEADER = "Write a first row such as: term,heard_as,es,fr,forbidden:es,flags,note"


@dataclass(frozen=True, slots=True)
class TermNotice:
    """A row (as a spreadsheet counts, the header is 1) that says nothing new, in words."""

    row: int
    words: str


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column holds: one of PLAIN_COLUMNS, or the forms of a language."""

    name: str
    language: str = ""
    forbidden: bool = False


@dataclass(slots=True)
class _Row:
    """A row's cells as they are read."""

    number: int
    plain: dict[str, str] = field(default_factory=dict)
    targets: list[tuple[str, Forms]] = field(default_factory=list)
    forbidden: list[tuple[str, Forms]] = field(default_factory=list)


def parse(raw: bytes, where: str) -> tuple[Glossary, tuple[TermNotice, ...]]:
    """The terms of a file, and notices about rows that say nothing new.

    A row whose cells are all empty counts for nothing. Raises RecordError, naming `where`, the
    row and the value, for what cannot be understood: a header without `term`, an unknown column,
    language or flag, a row without a term or with too many cells, and rows that contradict
    themselves or one another.
    """
    text, _ = decode(raw, where)
    rows = _cells(text, where)
    if not rows:
        raise RecordError(f"{where} is empty", HEADER)
    columns = _columns(rows[0], where)
    terms: dict[str, tuple[int, Term]] = {}
    notices = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        term = _term(_row(number, cells, columns, where), where)
        notice = _notice(number, term, terms, where)
        if notice:
            notices.append(notice)
        terms.setdefault(term.term, (number, term))
    return Glossary(tuple(term for _, term in terms.values())), tuple(notices)


def compose(glossary: Glossary) -> str:
    """The file's text, with a column for every language that a term has forms in."""
    targets = _languages([term.targets for term in glossary.terms])
    forbidden = _languages([term.forbidden for term in glossary.terms])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["term", "heard_as", *targets, *(FORBIDDEN + tag for tag in forbidden), "flags", "note"]
    )
    for term in glossary.terms:
        wanted, unwanted = dict(term.targets), dict(term.forbidden)
        forms = [term.heard_as, *(wanted.get(tag, ()) for tag in targets)]
        forms += [unwanted.get(tag, ()) for tag in forbidden]
        flags = " ".join(flag for flag in FLAGS if getattr(term, flag))
        writer.writerow([term.term, *("|".join(cell) for cell in forms), flags, term.note])
    return out.getvalue()


def _languages(all_forms: Sequence[FormsByLanguage]) -> list[str]:
    return sorted({tag for forms in all_forms for tag, _ in forms})


def _cells(text: str, where: str) -> list[list[str]]:
    """All rows; the delimiter is the one that the header has most of."""
    header = text.split("\n", maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        what = f"{where} is no table: {error}"
        raise RecordError(what, "Save it anew as CSV from a spreadsheet.") from error
    return rows if rows and any(cell.strip() for cell in rows[0]) else []


def _columns(header: Sequence[str], where: str) -> list[_Column]:
    columns = [_column(cell, where) for cell in header]
    while columns and not columns[-1].name:
        columns.pop()
    names = [column.name for column in columns]
    if "term" not in names:
        raise RecordError(f"{where} has no column `term`", HEADER)
    for name in names:
        if names.count(name) > 1:
            raise RecordError(f"{where} has two columns `{name}`", "Make one of them.")
    return columns


def _column(cell: str, where: str) -> _Column:
    name = cell.strip()
    if not name or name.lower() in PLAIN_COLUMNS:
        return _Column(name.lower())
    forbidden = name.lower().startswith(FORBIDDEN)
    try:
        tag = language_tag(name[len(FORBIDDEN) :] if forbidden else name)
    except UsageError:
        what = f"{where} has a column `{name}`, which is neither a column nor a language"
        raise RecordError(what, HEADER) from None
    return _Column(f"{FORBIDDEN}{tag}" if forbidden else tag, tag, forbidden)


def _row(number: int, cells: Sequence[str], columns: Sequence[_Column], where: str) -> _Row:
    row = _Row(number)
    for column, cell in zip(columns, cells, strict=False):
        if not column.language:
            row.plain[column.name] = (
                " ".join(cell.split()) if column.name != "note" else cell.strip()
            )
            continue
        forms = _forms(cell)
        if forms:
            (row.forbidden if column.forbidden else row.targets).append((column.language, forms))
    more = [cell for cell in cells[len(columns) :] if cell.strip()]
    if more:
        what = f"{where}, row {number}: {more[0]!r} is in no column of the header"
        raise RecordError(what, "Put forms that hold the delimiter in quotes.")
    if row.plain.get(""):
        what = f"{where}, row {number}: {row.plain['']!r} is in a column without a name"
        raise RecordError(what, HEADER)
    return row


def _forms(cell: str) -> Forms:
    """The forms of a cell, each once, without blanks around them."""
    forms = (" ".join(form.split()) for form in cell.split("|"))
    return tuple(dict.fromkeys(form for form in forms if form))


def _term(row: _Row, where: str) -> Term:
    name = row.plain.get("term", "")
    if not name or "|" in name:
        problem = f"{name!r} is more than one term" if name else "the term is empty"
        advice = "Write one source form; put what is heard for it under heard_as."
        raise RecordError(f"{where}, row {row.number}: {problem}", advice)
    flags = row.plain.get("flags", "").lower().split()
    unknown = [flag for flag in flags if flag not in FLAGS]
    if unknown:
        what = f"{where}, row {row.number}: {unknown[0]!r} is no flag"
        raise RecordError(what, "The flags are: " + " ".join(FLAGS))
    try:
        return Term(
            term=name,
            heard_as=_forms(row.plain.get("heard_as", "")),
            targets=tuple(row.targets),
            forbidden=tuple(row.forbidden),
            keep="keep" in flags,
            strict="strict" in flags,
            note=row.plain.get("note", ""),
        )
    except ValueError as error:
        what = f"{where}, row {row.number}: {error}"
        raise RecordError(what, "Take one of the two out.") from error


def _notice(
    number: int, term: Term, terms: dict[str, tuple[int, Term]], where: str
) -> TermNotice | None:
    """What to say about a row after those before it; a row that contradicts one is an error."""
    if term.term in terms:
        before, same = terms[term.term]
        if term == same:
            return TermNotice(
                number, f"row {number} says the same of {term.term!r} as row {before}"
            )
        what = f"{where}: rows {before} and {number} say different things of {term.term!r}"
        raise RecordError(what, "Make one row of them; split several forms by |.")
    if term == Term(term.term):
        words = f"row {number} says nothing of {term.term!r}: it has no forms and no flag"
        return TermNotice(number, words)
    return None
