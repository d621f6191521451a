"""What amounts count, and their sign: −5 °C, $10 million, 3 %, 26 mil millones de dólares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Moment, Node, amount_at, glued, key_at
from subtitler.stages.figures.tokens import DASHES, Token
from subtitler.stages.figures.units import (
    COUNTRY_DOLLARS,
    CURRENCIES,
    CURRENCY_SIGNS,
    MANY,
    MONEY_UNITS,
    PERCENT_UNITS,
    SYMBOLS,
)

OPENERS = frozenset("([{«“\"'¿¡:;,/=<>~≈")
ENDS = frozenset(".?!…")
MINUSES = frozenset("-−–")
CODES = frozenset(CURRENCIES)


@dataclass(frozen=True, slots=True)
class Suffix:
    """What follows an amount: its unit, how many nodes that takes, and what it adds to it."""

    unit: str = ""
    used: int = 0
    below_zero: bool = False
    and_half: bool = False


def read_units(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes with each amount's unit and sign made part of it."""
    keys = [node.key for node in nodes]
    read: list[Node] = []
    at = 0
    while at < len(nodes):
        amount = amount_at(nodes, at)
        if amount is None:
            read.append(nodes[at])
            at += 1
            continue
        suffix = _suffix(nodes, keys, at, language)
        unit, before = _money_before(read, amount)
        signs = _minus(read, before, amount, unit or suffix.unit, language)
        negative = suffix.below_zero or signs > 0
        start = read[-before - signs].start if before + signs else amount.start
        del read[len(read) - before - signs :]
        end = nodes[at + suffix.used].end
        read.append(_counted(amount, suffix, unit, negative, start, end))
        at += 1 + suffix.used
    return read


def _counted(
    amount: Amount, suffix: Suffix, money: str, negative: bool, start: int, end: int
) -> Amount:
    """The amount with its unit and sign; "one" with a percent sign is sure to be a number."""
    unit = money or suffix.unit or amount.unit
    value = amount.value + (Fraction(1, 2) if suffix.and_half else 0)
    return replace(
        amount,
        value=-value if negative else value,
        unit=unit,
        start=start,
        end=end,
        sure=amount.sure or unit in PERCENT_UNITS,
        prefixed=bool(money),
    )


def _suffix(nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language) -> Suffix:
    """What follows the amount at a place and belongs to it."""
    amount = nodes[at]
    assert isinstance(amount, Amount)
    if amount.ordinal or amount.unit not in {"", MANY}:
        return Suffix()
    end = at + 1
    if key_at(nodes, end) in DASHES and glued(nodes, end) and glued(nodes, end + 1):
        end += 1
    elif amount.scale > 1 or amount.unit == MANY:
        link = language.links.match(keys, end)
        end += link[1] if link else 0
    unit, used = _unit(nodes, keys, end, language)
    if amount.unit == MANY and unit not in PERCENT_UNITS | MONEY_UNITS:
        return Suffix()
    end = end + used if used else at + 1
    half = language.and_half.match(keys, end) if used else None
    end += half[1] if half else 0
    below = language.below_zero.match(keys, end)
    return Suffix(
        unit, end + (below[1] if below else 0) - at - 1, below is not None, half is not None
    )


def _unit(
    nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language
) -> tuple[str, int]:
    """The unit that stands at a place, and how many nodes it takes."""
    token = nodes[at] if at < len(nodes) else None
    if token is None or isinstance(token, Moment):
        return "", 0
    phrase = language.units.match(keys, at)
    if phrase and (phrase[1] > 1 or not isinstance(token, Token) or token.text not in SYMBOLS):
        return phrase if token.key.upper() not in CODES or _is_code(token) else ("", 0)
    if not isinstance(token, Token):
        return "", 0
    if token.key in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[token.key], 1
    return (SYMBOLS[token.text], 1) if _is_symbol(nodes, at, token) else ("", 0)


def _is_code(node: Node) -> bool:
    """An ISO 4217 code as it is written: in capitals ("try" is a word)."""
    return isinstance(node, Token) and node.text in CODES


def _is_symbol(nodes: Sequence[Node], at: int, token: Token) -> bool:
    """Whether a token is a measure's symbol; the l of "l'eau" is none."""
    return token.text in SYMBOLS and key_at(nodes, at + 1) != "'"


def _money_before(read: Sequence[Node], amount: Amount) -> tuple[str, int]:
    """The currency written before an amount, and how many nodes it takes: $, US$, EUR."""
    sign = read[-1] if read else None
    if amount.ordinal or amount.unit == MANY or not isinstance(sign, Token):
        return "", 0
    if sign.text in CODES:
        return sign.text, 1
    unit = CURRENCY_SIGNS.get(sign.key, "")
    country = COUNTRY_DOLLARS.get(key_at(read, len(read) - 2)) if sign.key == "$" else None
    if country and glued(read, len(read) - 1):
        return country, 2
    return (unit, 1) if unit else ("", 0)


def _minus(read: Sequence[Node], before: int, amount: Amount, unit: str, language: Language) -> int:
    """How many nodes in front of an amount, and of the money before it, make it negative.

    A hyphen is a minus close to the number and apart from what stands before it. Where a speaker
    may begin, and for a longer dash, it is one only before a number with a unit.
    """
    place = len(read) - before - 1
    if place < 0:
        return 0
    sign, start = read[place], read[place + 1].start if before else amount.start
    after = read[place - 1] if place else None
    if sign.key in language.figures.minus:
        other = isinstance(after, Amount) or (after and after.key in language.figures.not_minus)
        return 0 if other else 1
    if not isinstance(sign, Token) or sign.text not in MINUSES:
        return 0
    if sign.text == "−":
        return 1
    apart = after is None or after.end < sign.start or after.key in OPENERS
    if sign.end != start or not apart or isinstance(after, Amount):
        return 0
    doubtful = after is None or after.key in ENDS or sign.text != "-"
    return 1 if unit or not doubtful else 0
