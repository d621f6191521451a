"""Two texts that should say the same, compared by the values of their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from subtitler.domain.figure import Clock, Day, DifferenceKind, Figure, FigureDifference
from subtitler.stages.figures.agreeing import agree, identical
from subtitler.stages.figures.finding import find_figures
from subtitler.stages.figures.language import language_of
from subtitler.stages.figures.units import MONEY_UNITS, PERCENT_UNITS

Agreement = Callable[[Figure, Figure], bool]
SMALL = 100


@dataclass(frozen=True, slots=True)
class Languages:
    """Of two languages: whether all words of both are known, or not even the number words."""

    strict: bool
    unread: bool


def compare_figures(
    source: str, source_language: str, target: str, target_language: str
) -> tuple[FigureDifference, ...]:
    """The figures that two texts in two languages (BCP 47) do not share, in the source's order.

    Words and digits, other digits and marks, 12 and 24 hours, half and 50 % are the same. What
    may be no figure ("one", "a second") is missed on neither side.
    """
    ours, theirs = find_figures(source, source_language), find_figures(target, target_language)
    if not ours and not theirs:
        return ()
    languages = _languages(source_language, target_language)
    ours, theirs = _unmatched(ours, theirs, identical)
    ours, theirs = _unmatched(ours, theirs, lambda a, b: agree(a, b, languages.strict))
    ours, theirs = _unmatched_parts(ours, theirs, languages)
    ours = tuple(figure for figure in ours if _is_missed(figure, languages))
    theirs = tuple(figure for figure in theirs if _is_missed(figure, languages))
    return _paired(ours, theirs)


def _languages(*tags: str) -> Languages:
    known = [language_of(tag) for tag in tags]
    return Languages(
        strict=all(language.has_row for language in known),
        unread=any(not language.has_row for language in known),
    )


def _is_missed(figure: Figure, languages: Languages) -> bool:
    """Whether a figure without a counterpart is a difference.

    Where a language's number words are not known, a small number may stand there in words, and a
    month may be inflected.
    """
    if not figure.sure:
        return False
    if not languages.unread:
        return True
    if isinstance(figure.value, Day):
        return bool(figure.value.day or figure.value.year)
    if isinstance(figure.value, Fraction) and not figure.unit and abs(figure.value) < SMALL:
        return False
    return not figure.in_words


def _unmatched(
    ours: Sequence[Figure], theirs: Sequence[Figure], same: Agreement
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """What is left on both sides when equal figures are taken away, sure ones first."""
    left = list(theirs)
    kept = []
    for figure in ours:
        found = [other for other in left if same(figure, other)]
        if found:
            left.remove(max(found, key=lambda other: other.sure))
        else:
            kept.append(figure)
    return tuple(kept), tuple(left)


def _unmatched_parts(
    ours: Sequence[Figure], theirs: Sequence[Figure], languages: Languages
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """What is left when dates and times are taken apart: "15 y 16 de agosto", "8 h 20"."""
    if not any(isinstance(figure.value, (Day, Clock)) for figure in (*ours, *theirs)):
        return tuple(ours), tuple(theirs)
    our_parts = [(part, figure) for figure in ours for part in _parts(figure)]
    their_parts = [(part, figure) for figure in theirs for part in _parts(figure)]
    ours_left, theirs_left = _unmatched(
        [part for part, _ in our_parts],
        [part for part, _ in their_parts],
        lambda a, b: agree(a, b, languages.strict),
    )
    return _wholes(our_parts, ours_left), _wholes(their_parts, theirs_left)


def _wholes(parts: Iterable[tuple[Figure, Figure]], left: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of which a part is left, each once."""
    ids = {id(part) for part in left}
    return tuple(dict.fromkeys(figure for part, figure in parts if id(part) in ids))


def _parts(figure: Figure) -> list[Figure]:
    """A date's month, day and year, a time's hour and minutes; any other figure itself."""
    value = figure.value
    if isinstance(value, Day):
        numbers = [Fraction(number) for number in (value.day, value.year) if number]
        parts: list[Fraction | Day] = [Day(value.month), *numbers]
    elif isinstance(value, Clock) and value.seconds % 3600:
        hour, minutes = divmod(value.seconds // 60, 60)
        parts = [Fraction(hour), Fraction(minutes)]
    else:
        return [figure]
    return [replace(figure, value=part) for part in parts]


def _paired(ours: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[FigureDifference, ...]:
    """What is left on both sides, as changed figures where one may stand for the other."""
    left = list(theirs)
    differences = []
    for figure in ours:
        scored = [(_likeness(figure, other), other) for other in left]
        score, other = max(scored, key=lambda pair: pair[0], default=(0, None))
        if not score or other is None:
            differences.append(FigureDifference(DifferenceKind.MISSING, figure, None))
            continue
        left.remove(other)
        differences.append(FigureDifference(_kind(figure, other), figure, other))
    extra = [FigureDifference(DifferenceKind.EXTRA, None, figure) for figure in left]
    return (*differences, *extra)


def _likeness(one: Figure, other: Figure) -> int:
    """How likely two unequal figures stand for each other; 0 for figures of other natures."""
    if type(one.value) is not type(other.value):
        return 0
    if not (isinstance(one.value, Fraction) and isinstance(other.value, Fraction)):
        return 1
    return 1 + 4 * (abs(one.value) == abs(other.value)) + 2 * (one.unit == other.unit)


def _kind(one: Figure, other: Figure) -> DifferenceKind:
    """In what two figures differ that stand for each other."""
    if isinstance(one.value, Day) or isinstance(other.value, Day):
        return DifferenceKind.DATE
    if isinstance(one.value, Clock) or isinstance(other.value, Clock):
        return DifferenceKind.TIME
    if one.value != other.value:
        return DifferenceKind.SIGN if one.value == -other.value else DifferenceKind.VALUE
    units = {one.unit, other.unit}
    if units & PERCENT_UNITS:
        return DifferenceKind.PERCENT
    return DifferenceKind.CURRENCY if units & MONEY_UNITS else DifferenceKind.UNIT
