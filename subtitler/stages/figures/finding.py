"""Every figure in a text, with its value and its characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from subtitler.domain.figure import Figure
from subtitler.stages.figures.calendar import read_dates
from subtitler.stages.figures.clocks import read_clocks
from subtitler.stages.figures.compounds import compound, counted_in
from subtitler.stages.figures.digits import read_digits
from subtitler.stages.figures.fallback import read_other_words, reads
from subtitler.stages.figures.fractions import read_fractions
from subtitler.stages.figures.language import Language, language_of
from subtitler.stages.figures.nodes import Amount, Moment, Node
from subtitler.stages.figures.numbers import read_words
from subtitler.stages.figures.quantities import read_units
from subtitler.stages.figures.ranges import share_in_ranges
from subtitler.stages.figures.roman import ROMAN_HINT
from subtitler.stages.figures.tokens import Token, tokens

NUMERIC = frozenset({"digits", "day", "clock"})
# The order of reading: each takes the nodes that the one before it left.
READING: Sequence[Callable[[Sequence[Node], Language], list[Node]]] = (
    read_digits,
    read_words,
    read_other_words,
    read_fractions,
    read_dates,
    read_clocks,
    read_units,
    share_in_ranges,
)


@lru_cache(maxsize=16_384)
def find_figures(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text in a language (BCP 47), in order, none overlapping another.

    A figure's characters take in its sign, currency and unit. Languages without a row of their
    own give digits, dates and measures, and the number words that text2num knows, not sure.
    """
    known = language_of(language)
    nodes: list[Node] = list(tokens(text, known.locale.marks.spaced_groups))
    if not _may_have_figures(nodes, known) and not ROMAN_HINT.search(text):
        return ()
    for read in READING:
        nodes = read(nodes, known)
    return tuple(_figure(node, text) for node in nodes if not isinstance(node, Token))


def _may_have_figures(nodes: Sequence[Node], language: Language) -> bool:
    """Whether it is worth reading: most sentences have no figure."""
    if reads(language):
        return True
    if any(node.key in language.starts for node in nodes):
        return True
    if any(isinstance(node, Token) and node.kind in NUMERIC for node in nodes):
        return True
    tag = language.tag
    return language.numbers.glued and any(
        compound(node.key, tag) or counted_in(node.key, tag) for node in nodes
    )


def _figure(node: Amount | Moment, text: str) -> Figure:
    amount = node if isinstance(node, Amount) else None
    return Figure(
        value=node.value,
        start=node.start,
        end=node.end,
        text=text[node.start : node.end],
        unit=amount.unit if amount else "",
        sure=node.sure,
        in_words=bool(amount and amount.in_words),
    )
