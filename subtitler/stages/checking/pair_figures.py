"""Rules about figures that a source and its translation do not share."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from subtitler.domain.figure import DifferenceKind, FigureDifference
from subtitler.stages.checking.pairing import PairView, Unit
from subtitler.stages.checking.rules import ERROR, WARNING, Hit, Needs, Rule

NUMBERS = frozenset(
    {
        DifferenceKind.MISSING,
        DifferenceKind.EXTRA,
        DifferenceKind.VALUE,
        DifferenceKind.SIGN,
        DifferenceKind.PERCENT,
    }
)
WHEN = frozenset({DifferenceKind.DATE, DifferenceKind.TIME})
UNITS = frozenset({DifferenceKind.CURRENCY, DifferenceKind.UNIT})


def _differences(pair: PairView, kinds: Collection[DifferenceKind]) -> Iterator[Hit]:
    for said in pair.figures:
        for one in said.differences:
            if one.kind in kinds:
                yield Hit(_where(pair, said.unit, one), one.severity, _advice(one))


def _where(pair: PairView, unit: Unit, difference: FigureDifference) -> int:
    """The cue that shows the wrong figure, else the unit's first."""
    if difference.target is not None:
        for at in unit.targets:
            if difference.target.text in pair.target.texts[at].replace("\n", " "):
                return at
    return unit.targets[0]


def _advice(one: FigureDifference) -> str:
    said = one.source.text if one.source else ""
    shown = one.target.text if one.target else ""
    if not shown:
        return f"the source's {said!r} is missing: write it"
    if not said:
        return f"{shown!r} is not in the source: take it out, or put it right"
    return f"the source says {said!r}, this says {shown!r} ({one.kind.value}): put it right"


FIGURE_RULES: tuple[Rule[PairView], ...] = (
    Rule(
        "Q20",
        "figures",
        (ERROR, WARNING),
        lambda pair: _differences(pair, NUMBERS),
        "A figure of the source that is missing, or one too many (W); another value, sign or "
        "percentage (E). Digits and words, and each language's own marks, are the same.",
        Needs.PAIR,
    ),
    Rule(
        "Q21",
        "dates-times",
        (WARNING,),
        lambda pair: _differences(pair, WHEN),
        "Another date or time of day; 12 and 24 hours are the same.",
        Needs.PAIR,
    ),
    Rule(
        "Q22",
        "units",
        (ERROR,),
        lambda pair: _differences(pair, UNITS),
        "A currency or a unit that was lost, or changed.",
        Needs.PAIR,
    ),
)
