"""Written digits as values: the decimal and thousands marks of each language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
ARABIC_DECIMAL, ARABIC_GROUP = "٫", "٬"
GROUPS_OF_THREE = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
LAKHS = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}")


@dataclass(frozen=True, slots=True)
class Marks:
    """How a language writes digits: its decimal mark, and whether a plain space parts thousands."""

    decimal: str = "."
    spaced_groups: bool = False


def numeral_value(text: str, marks: Marks) -> Fraction | None:
    """The value of digits such as `1.234,5`, None where they are no one number (`1.2.3`).

    What fits the language's own marks is read by them (`1.234` is 1234 in Spanish, 1.234 in
    English); what does not fit is read as other languages write (`2.5` is 2.5 in both).
    """
    scale = MYRIADS.get(text[-1], 1)
    digits = ascii_digits(text[:-1] if scale > 1 else text)
    spaced = any(char.isspace() for char in digits)
    digits = "".join(digits.split()).replace("'", "")
    whole, decimals = _split(digits, marks, spaced)
    if not whole.isdigit() or (decimals and not decimals.isdigit()):
        return None
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    return value * scale


def ascii_digits(text: str) -> str:
    """Digits and marks of any script as ASCII ones."""
    if text.isascii():
        return text
    plain = "".join(str(unicodedata.decimal(char, char)) for char in text)
    return plain.replace("’", "'")


def _split(digits: str, marks: Marks, spaced: bool) -> tuple[str, str]:
    """The whole digits and the decimals; marks are left where there is no one number."""
    digits = digits.replace(ARABIC_GROUP, "").replace(ARABIC_DECIMAL, marks.decimal)
    seen = [char for char in digits if char in ".,"]
    if not seen:
        return digits, ""
    whole, _, decimals = digits.rpartition(seen[-1])
    if len(set(seen)) == 2:
        return (_ungrouped(whole), decimals) if seen.count(seen[-1]) == 1 else (digits, "")
    if len(seen) > 1:
        return _ungrouped(digits), ""
    if not spaced and seen[0] != marks.decimal and GROUPS_OF_THREE.fullmatch(digits):
        return whole + decimals, ""
    return whole, decimals


def _ungrouped(digits: str) -> str:
    """Digits without the marks between thousands (or lakhs); unchanged where they part others."""
    if GROUPS_OF_THREE.fullmatch(digits) or LAKHS.fullmatch(digits):
        return digits.replace(".", "").replace(",", "")
    return digits
