"""Two ends of a range share what is said once: "10 to 15 percent", "$3–5 million"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from subtitler.domain.figure import Clock
from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Moment, Node, key_at
from subtitler.stages.figures.tokens import DASHES
from subtitler.stages.figures.units import MANY


def share_in_ranges(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes, where both ends of a range have the scale and the unit that one of them has."""
    shared = list(nodes)
    for at in range(1, len(shared) - 1):
        if not _joins(shared, at, language):
            continue
        after = at + 1 if key_at(shared, at + 1) not in language.numbers.determiners else at + 2
        low, high = shared[at - 1], shared[min(after, len(shared) - 1)]
        if isinstance(low, Amount) and isinstance(high, Amount):
            shared[at - 1], shared[after] = _share(low, high)
        elif isinstance(low, Moment) and isinstance(high, Moment):
            shared[at - 1] = _share_half(low, high)
    return shared


def _joins(nodes: Sequence[Node], at: int, language: Language) -> bool:
    """Whether a node stands between the two ends of a range."""
    key = nodes[at].key
    lead = at - 2 if key_at(nodes, at - 2) not in language.numbers.determiners else at - 3
    leads = {key_at(nodes, at - 2), key_at(nodes, lead)}
    if key in language.figures.pairs and leads & language.figures.pair_leads:
        return True
    return key in DASHES or key in language.figures.ranges


def _share(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    if low.ordinal or high.ordinal or MANY in {low.unit, high.unit}:
        return low, high
    if _short_year(low, high):
        century = int(low.value) // 100 * 100
        return low, replace(high, value=high.value + century)
    if (
        high.scale > 1
        and low.scale == 1
        and low.value < min(high.value / high.scale, Fraction(1000))
    ):
        low = replace(low, value=low.value * high.scale, scale=high.scale)
    if low.unit and low.prefixed and not high.unit:
        high = replace(high, unit=low.unit)
    if high.unit and not low.unit:
        low = replace(low, unit=high.unit)
    return low, high


def _short_year(low: Amount, high: Amount) -> bool:
    """`2010-15`."""
    digits = not low.in_words and not high.in_words
    lengths = low.end - low.start == 4 and high.end - high.start == 2
    years = Fraction(1000) <= low.value <= 2999 and low.value.denominator == 1
    return digits and lengths and years and low.value % 100 < high.value and not high.unit


def _share_half(low: Moment, high: Moment) -> Moment:
    """`from 6:00 to 8:00 pm`: both in the afternoon."""
    first, last = low.value, high.value
    if not isinstance(first, Clock) or not isinstance(last, Clock):
        return low
    if first.certain or not last.certain or first.seconds >= 43_200:
        return low
    later = first.seconds + 43_200
    seconds = later if first.seconds < last.seconds and later <= last.seconds else first.seconds
    return replace(low, value=Clock(seconds, certain=True))
