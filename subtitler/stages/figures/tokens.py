"""A text cut into words, digits and marks, each with its characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

SPACES = "  \u00a0\u2007\u2009\u202f"
# The order counts: dates and times before the digits they are made of. "4 500" with a plain
# space is one number in French and Spanish, and two in English.
PATTERN = (
    r"(?P<day>\d{4}-\d{2}-\d{2}(?!\d)|(?:\d{4}年)?\d{1,2}月\d{1,2}日"
    r"|(?<![\d/.])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])"
    r"|(?<![\d/.])\d{1,2}\.\d{1,2}\.\d{4}(?![\d/]|\.\d))"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
    r"|(?P<digits>(?:(?<!\d)\d{1,3}(?:[SPACES]\d{3})+(?!\d)(?:[.,٫]\d+)?"
    r"|\d+(?:[.,٫٬]\d+|['’]\d{3}(?!\d))*)[万萬億亿]?)"
    r"|(?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)"
    r"|(?P<mark>\S)"
)
NARROW = re.compile(PATTERN.replace("SPACES", SPACES[2:]))
WIDE = re.compile(PATTERN.replace("SPACES", SPACES))
SAME_MARK = str.maketrans({"’": "'", "−": "-", "％": "%", "٪": "%", "﹪": "%"})
DASHES = frozenset("-–—‐‑")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, digits or a mark. `key` is what tables are asked for."""

    kind: str
    text: str
    key: str
    start: int
    end: int


def tokens(text: str, spaced_groups: bool = False) -> list[Token]:
    """The tokens of a text; `spaced_groups`: a plain space may part the thousands."""
    found = []
    for match in (WIDE if spaced_groups else NARROW).finditer(text):
        written = match.group()
        kind = match.lastgroup or "mark"
        key = word_key(written) if kind == "word" else written.translate(SAME_MARK)
        found.append(Token(kind, written, key, match.start(), match.end()))
    return found


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """A word as tables write it: composed and without case."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word).casefold()


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase that a table writes as text."""
    return tuple(token.key for token in tokens(phrase))
