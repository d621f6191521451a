"""Number words of languages without a row of their own, as text2num reads them: not sure.

It knows neither years in pairs nor parts, and takes every "one" for a number, so what it finds
may answer to a figure of the other language and is never missed itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Node
from subtitler.stages.figures.tokens import Token

LANGUAGES = frozenset({"it", "nl"})


@dataclass(frozen=True, slots=True)
class _Said:
    """A token in the form that text2num asks for."""

    node: Node

    def text(self) -> str:
        return self.node.key if isinstance(self.node, Token) else "."

    def nt_separated(self, previous: _Said) -> bool:
        return not isinstance(previous.node, Token)

    def not_a_number_part(self) -> bool:
        return not isinstance(self.node, Token) or self.node.kind != "word"


def reads(language: Language) -> bool:
    """Whether the number words of a language are read here."""
    return not language.has_row and language.primary in LANGUAGES


def read_other_words(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes with number words as amounts, where the language has no row of its own."""
    if not reads(language):
        return list(nodes)
    from text_to_num import find_numbers

    read: list[Node] = []
    at = 0
    for found in find_numbers([_Said(node) for node in nodes], language.primary, threshold=0):
        read.extend(nodes[at : found.start])
        first, last = nodes[found.start], nodes[found.end - 1]
        value = Fraction(str(found.value))
        read.append(Amount(value, first.start, last.end, sure=False, in_words=True))
        at = found.end
    return [*read, *nodes[at:]]
