"""The shape of a language's row: its words for numbers, parts, dates, times and units.

All words are written as `tokens.word_key` gives them (lower case), phrases as words and marks
with spaces between them. A new language is a file like `spanish.py` and a line in `language.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from subtitler.stages.figures.tokens import word_key

HALF = Fraction(1, 2)
NO_WORDS: frozenset[str] = frozenset()


def words(text: str) -> frozenset[str]:
    """A set of words."""
    return frozenset(word_key(word) for word in text.split())


def counted(text: str, first: int = 0, step: int = 1) -> dict[str, int]:
    """Words that count on from `first` by `step`; `a/b` are two words for one value."""
    return {
        word_key(word): first + step * at
        for at, both in enumerate(text.split())
        for word in both.split("/")
    }


def valued(text: str) -> dict[str, int]:
    """Words with their values: `hundred=100 cent/cents=100`."""
    pairs = (pair.split("=") for pair in text.split())
    return {word_key(word): int(value) for both, value in pairs for word in both.split("/")}


@dataclass(frozen=True, slots=True)
class Joiner:
    """The word between tens and units ("treinta y cinco") or after hundreds ("two hundred and
    five"): used after a number that has room for `room` values, before one below `below`, or
    only before those named."""

    word: str = ""
    room: tuple[int, int] = (0, 0)
    below: int = 0
    only: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language says numbers.

    `cardinals` add up ("twenty" "one"), `hundreds` and `scales` multiply; those in `alone` are
    numbers without a number before them (mille), others then only a vague many (millions), as
    `many` always are (hundreds). `ordinals` add up (but those in `lone`) and end the number; those
    in `doubtful` count only after one of `determiners`. `parts` are what two thirds are called,
    `part_nouns` what stands after an ordinal for that (la tercera parte), `of` what shows that "a
    third" is one. `fixed` are phrases with a value, and whether they are sure; `never` are phrases
    in which no figure is. `halves` stand before a scale, `and_half` after a number; `point` is the
    decimal mark as spoken, `glued` words are written together (German), `tails` end adjectives
    that begin with a number (dreijährig).
    """

    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    hundreds: frozenset[str] = NO_WORDS
    alone: frozenset[str] = NO_WORDS
    many: Mapping[str, int] = field(default_factory=dict)
    articles: frozenset[str] = NO_WORDS
    ordinals: Mapping[str, int] = field(default_factory=dict)
    doubtful: frozenset[str] = NO_WORDS
    lone: frozenset[str] = NO_WORDS
    determiners: frozenset[str] = NO_WORDS
    ordinal_endings: frozenset[str] = NO_WORDS
    parts: Mapping[str, int] = field(default_factory=dict)
    part_nouns: frozenset[str] = NO_WORDS
    of: frozenset[str] = NO_WORDS
    fixed: Mapping[str, tuple[Fraction, bool]] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    halves: frozenset[str] = NO_WORDS
    and_half: tuple[str, ...] = ()
    point: frozenset[str] = NO_WORDS
    zero_point: frozenset[str] = NO_WORDS
    joiner: Joiner = Joiner()
    short_scales: Mapping[str, int] = field(default_factory=dict)
    decades: Mapping[str, int] = field(default_factory=dict)
    decade_leads: frozenset[str] = NO_WORDS
    decade_endings: frozenset[str] = NO_WORDS
    centuries: frozenset[str] = NO_WORDS
    vigesimal: bool = False
    paired_years: bool = False
    glued: bool = False
    tails: frozenset[str] = NO_WORDS


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What a language says around numbers.

    `minus` makes the number after it negative, unless one of `not_minus` stands before;
    `below_zero` does after it. `links` stand between "millions" and what they count. `units`
    and `money` add to what Babel knows. `ranges` join two numbers, `pairs` do after one of
    `pair_leads` (between … and). Before a month `month_leads` and between day, month and year
    `date_links`; months in `doubtful_months` are none without them. `halves_of_day` say am or
    pm, `hours` end an hour, which `no_hours` never are ("eine Uhr" is a watch), `named_hours` are
    hours (noon), `before_hour` and `after_hour` are
    minutes to add (half past; y cuarto).
    """

    minus: frozenset[str] = NO_WORDS
    not_minus: frozenset[str] = NO_WORDS
    below_zero: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, str] = field(default_factory=dict)
    ranges: frozenset[str] = NO_WORDS
    pairs: frozenset[str] = NO_WORDS
    pair_leads: frozenset[str] = NO_WORDS
    date_links: frozenset[str] = NO_WORDS
    month_leads: frozenset[str] = NO_WORDS
    doubtful_months: frozenset[str] = NO_WORDS
    halves_of_day: Mapping[str, str] = field(default_factory=dict)
    hours: frozenset[str] = NO_WORDS
    no_hours: frozenset[str] = NO_WORDS
    named_hours: Mapping[str, int] = field(default_factory=dict)
    before_hour: Mapping[str, int] = field(default_factory=dict)
    after_hour: Mapping[str, int] = field(default_factory=dict)
    titles: frozenset[str] = NO_WORDS
    abbreviations: tuple[str, ...] = ()
    name_particles: frozenset[str] = NO_WORDS
    nouns_capital: bool = False
