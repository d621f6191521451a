"""Digits become amounts, with what is written close to them: 21st, 10k, 1990s, G20."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from subtitler.stages.figures.language import FRACTION_SIGNS, Language
from subtitler.stages.figures.nodes import Amount, Node, glued, key_at
from subtitler.stages.figures.numerals import ascii_digits, numeral_value
from subtitler.stages.figures.roman import ROMAN_LETTERS, roman_amount
from subtitler.stages.figures.tokens import Token
from subtitler.stages.figures.units import CURRENCY_SIGNS, DECADE

FORMULAS = frozenset("co h ch no o n so pm c".split())  # CO2, PM10: spelled out as often as not
ALWAYS_CLOSE = frozenset("m b k mm".split())  # "5 m" are metres, "5m" may be millions


def read_digits(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes with digits, fraction signs and Roman numerals as amounts."""
    read: list[Node] = []
    at = 0
    while at < len(nodes):
        node = nodes[at]
        used = 1
        if isinstance(node, Token) and node.kind == "digits":
            amount, used = _close(nodes, at, language)
            read.append(amount)
        elif isinstance(node, Token) and node.key in FRACTION_SIGNS:
            read.append(_sign(node))
        elif isinstance(node, Token) and node.text[0] in ROMAN_LETTERS:
            read.append(roman_amount(nodes, at, language) or node)
        else:
            read.append(node)
        at += used
    return read


def _sign(token: Node) -> Amount:
    """A fraction sign such as ½."""
    value = Fraction(unicodedata.numeric(token.key)).limit_denominator(100)
    return Amount(value, token.start, token.end)


def _close(nodes: Sequence[Node], at: int, language: Language) -> tuple[Amount, int]:
    """The amount of digits with what belongs to it, and how many nodes that is."""
    token = nodes[at]
    value = numeral_value(token.key, language.locale.marks)
    if value is None:  # a version, an address: the same digits or not
        value = Fraction(int("".join(filter(str.isdigit, ascii_digits(token.key)))))
    amount = Amount(value, token.start, token.end, sure=not _in_formula(nodes, at))
    for read in (_fraction_sign, _ordinal, _decade, _short_scale):
        found = read(nodes, at, amount, language)
        if found:
            return found
    if key_at(nodes, at - 1) in language.numbers.decade_leads and _is_decade(value):
        amount = replace(amount, unit=DECADE)
    return amount, 1


def _in_formula(nodes: Sequence[Node], at: int) -> bool:
    return glued(nodes, at) and key_at(nodes, at - 1) in FORMULAS


def _fraction_sign(
    nodes: Sequence[Node], at: int, amount: Amount, _: Language
) -> tuple[Amount, int] | None:
    """`2½`."""
    if not glued(nodes, at + 1) or key_at(nodes, at + 1) not in FRACTION_SIGNS:
        return None
    part = _sign(nodes[at + 1])
    return replace(amount, value=amount.value + part.value, end=part.end), 2


def _ordinal(
    nodes: Sequence[Node], at: int, amount: Amount, language: Language
) -> tuple[Amount, int] | None:
    """`21st`, `8.º`, `1er`."""
    end = at + 1
    if key_at(nodes, end) == "." and glued(nodes, end):
        end += 1
    if not glued(nodes, end) or key_at(nodes, end) not in language.numbers.ordinal_endings:
        return None
    return replace(amount, ordinal=True, end=nodes[end].end), end - at + 1


def _decade(
    nodes: Sequence[Node], at: int, amount: Amount, language: Language
) -> tuple[Amount, int] | None:
    """`1990s`, `90's`, `1990er`."""
    end = at + 1
    if key_at(nodes, end) == "'" and glued(nodes, end):
        end += 1
    close = glued(nodes, end) and key_at(nodes, end) in language.numbers.decade_endings
    if not close or not _is_decade(amount.value):
        return None
    return replace(amount, unit=DECADE, end=nodes[end].end), end - at + 1


def _is_decade(value: Fraction) -> bool:
    return value % 10 == 0 and (20 <= value <= 90 or 1000 <= value <= 2990)


def _short_scale(
    nodes: Sequence[Node], at: int, amount: Amount, language: Language
) -> tuple[Amount, int] | None:
    """`10k`, `$5m`, `5 M€`, `3 Mds`."""
    end = at + 1
    key = key_at(nodes, end)
    scale = language.numbers.short_scales.get(key)
    word = nodes[end] if scale else None
    if scale is None or not isinstance(word, Token):
        return None
    money = key_at(nodes, at - 1) in CURRENCY_SIGNS or key_at(nodes, end + 1) in CURRENCY_SIGNS
    apart = not glued(nodes, end) or word.text == "m"
    if key in ALWAYS_CLOSE and not money and apart:
        return None
    value = amount.value * scale
    return replace(amount, value=value, scale=scale, end=word.end), 2
