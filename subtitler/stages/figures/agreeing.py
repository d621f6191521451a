"""Whether two figures, each in its own language, say the same."""

from __future__ import annotations

import re
from fractions import Fraction

from subtitler.domain.figure import Clock, Day, Figure
from subtitler.stages.figures.units import DECADE, units_agree

HALF_DAY = 43_200
FORTNIGHTS = {("day", Fraction(14)), ("day", Fraction(15))}
DOTTED = re.compile(r"(\d{1,2})\.(\d{2})")


def identical(source: Figure, target: Figure) -> bool:
    """The same value in the same unit."""
    return source.value == target.value and source.unit == target.unit


def agree(source: Figure, target: Figure, strict: bool) -> bool:
    """Whether a target's figure says what the source's does.

    `strict` is False where not all words of a language are known: then a unit may be missing.
    """
    one, other = source.value, target.value
    if isinstance(one, Day) or isinstance(other, Day):
        return one == other
    if isinstance(one, Clock) or isinstance(other, Clock):
        first, second = _as_clock(source), _as_clock(target)
        return first is not None and second is not None and _same_time(first, second)
    return _same_number(source, target, one, other, strict)


def _same_number(
    source: Figure, target: Figure, one: Fraction, other: Fraction, strict: bool
) -> bool:
    units = {source.unit, target.unit}
    if DECADE in units:
        agreed = units_agree(source.unit, target.unit, strict) or "year" in units
        return one % 100 == other % 100 and agreed
    if units_agree(source.unit, target.unit, strict):
        return one == other or _same_span_of_days(source, target, one, other)
    percent = units == {"%", ""}
    part = (other if source.unit == "%" else one).denominator > 1
    hundredfold = one == other * 100 if source.unit == "%" else one * 100 == other
    return percent and part and hundredfold


def _same_span_of_days(source: Figure, target: Figure, one: Fraction, other: Fraction) -> bool:
    """Two weeks are "quinze jours" in French."""
    spans = {(source.unit, one), (target.unit, other)}
    return ("week", Fraction(2)) in spans and bool(spans & FORTNIGHTS)


def _as_clock(figure: Figure) -> Clock | None:
    """A figure as a time of day, None where it can be none: 18 h, 18.30, "at six"."""
    if isinstance(figure.value, Clock):
        return figure.value
    if isinstance(figure.value, Day) or figure.unit not in {"", "hour"}:
        return None
    dotted = DOTTED.fullmatch(figure.text)
    seconds = figure.value * 3600
    if dotted and int(dotted[2]) < 60:
        seconds = Fraction(int(dotted[1]) * 3600 + int(dotted[2]) * 60)
    if not 0 <= seconds <= 2 * HALF_DAY or (seconds / 60).denominator > 1:
        return None
    return Clock(int(seconds) % (2 * HALF_DAY), certain=seconds >= HALF_DAY + 3600)


def _same_time(source: Clock, target: Clock) -> bool:
    """The same time; an afternoon of the source must be one in the target."""
    if source.seconds == target.seconds:
        return True
    if source.certain and target.certain:
        return False
    afternoon = source.certain and source.seconds > HALF_DAY
    return not afternoon and source.seconds % HALF_DAY == target.seconds % HALF_DAY
