"""What a text becomes while it is read: tokens, of which some have become amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from subtitler.domain.figure import Clock, Day
from subtitler.stages.figures.tokens import Token


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was read, with what it counts once that is known.

    `key` is its word where it has only one; `scale` what its words multiplied by last ("of" may
    follow "millions"); `prefixed`: its currency stands before it.
    """

    value: Fraction
    start: int
    end: int
    key: str = ""
    unit: str = ""
    scale: int = 1
    sure: bool = True
    in_words: bool = False
    ordinal: bool = False
    prefixed: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a time of day that was read."""

    value: Day | Clock
    start: int
    end: int
    key: str = ""
    sure: bool = True


Node = Token | Amount | Moment


def glued(nodes: Sequence[Node], at: int) -> bool:
    """Whether no space parts the node at `at` from the one before it."""
    return 0 < at < len(nodes) and nodes[at - 1].end == nodes[at].start


def amount_at(nodes: Sequence[Node], at: int) -> Amount | None:
    """The amount at a place, None where there is none."""
    node = nodes[at] if 0 <= at < len(nodes) else None
    return node if isinstance(node, Amount) else None


def key_at(nodes: Sequence[Node], at: int) -> str:
    """The key at a place, empty outside the text."""
    return nodes[at].key if 0 <= at < len(nodes) else ""
