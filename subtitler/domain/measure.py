"""How long a text is to a reader: graphemes, display width, CPS."""

from __future__ import annotations

import math
from functools import lru_cache

import regex
import wcwidth

# What is written but not read: markup, positions ({\an8}), and marks that only steer direction.
UNSEEN = regex.compile(
    r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
GRAPHEME = regex.compile(r"\X")


@lru_cache(maxsize=65_536)
def length(text: str, half_width: bool = False) -> float:
    """Characters of `text` as a viewer sees them: grapheme clusters with spaces and punctuation.

    Line breaks, tags and bidi marks do not count. With `half_width` (zh, ja, ko) a full-width
    character counts 1 and a half-width one 0.5, as Netflix's guides for these languages do.
    """
    if text.isascii() and not half_width and "<" not in text and "{" not in text:
        return len(text) - text.count("\n") - text.count("\r")
    seen = UNSEEN.sub("", text).replace("\r", "").replace("\n", "")
    clusters = GRAPHEME.findall(seen)
    if not half_width:
        return len(clusters)
    return sum(1.0 if wcwidth.wcswidth(cluster) >= 2 else 0.5 for cluster in clusters)


def columns(text: str) -> int:
    """Columns of a terminal that `text` takes."""
    return max(0, wcwidth.wcswidth(text)) if text.isprintable() else len(text)


def reading_time(characters: float, cps: float) -> int:
    """Ms that `characters` need on screen at `cps` characters a second, rounded up."""
    return math.ceil(characters * 1000 / cps)


def speed(characters: float, duration: int) -> float:
    """CPS: characters a second over `duration` ms; infinite for text shown for no time."""
    if duration <= 0:
        return math.inf if characters else 0.0
    return characters * 1000 / duration
