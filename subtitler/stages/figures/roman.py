"""Roman numerals: "siglo XXI", "XXIe siècle", "Felipe VI"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Node, key_at
from subtitler.stages.figures.tokens import Token

ROMAN = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(er|re|e|ᵉ|ème)?", re.ASCII)
ROMAN_HINT = re.compile(r"\b[IVXLC]{2,}")  # what a text must have to be worth reading
VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
ROMAN_LETTERS = frozenset(VALUES)


def roman_amount(nodes: Sequence[Node], at: int, language: Language) -> Amount | None:
    """The amount of a Roman numeral, sure beside a century or with a French ending.

    Elsewhere it is not sure ("World War II" and "Segunda Guerra Mundial"), and one letter alone
    ("I", "C") is none.
    """
    token = nodes[at]
    if not isinstance(token, Token):
        return None
    match = ROMAN.fullmatch(token.text)
    ending = match.group(4) if match else None
    if not match or (ending and not language.numbers.ordinal_endings >= {ending}):
        return None
    letters = token.text[: len(token.text) - len(ending or "")]
    beside = {key_at(nodes, at - 1), key_at(nodes, at + 1)} & language.numbers.centuries
    sure = bool(beside or (ending and len(letters) > 1))
    if len(letters) == 1 and not beside and not ending:
        return None
    return Amount(Fraction(roman_value(letters)), token.start, token.end, sure=sure, ordinal=True)


def roman_value(letters: str) -> int:
    """The value of a Roman numeral."""
    values = [VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    return sum(-value if value < after else value for value, after in pairs)
