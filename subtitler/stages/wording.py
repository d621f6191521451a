"""The words of a text, where a line or a cue may be broken, in scripts with and without spaces."""

from __future__ import annotations

import re

# Scripts that write no space between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31f0-\u9fff\uf900-\ufaff\uff01-\uffef"
    "\U00020000-\U0003ffff"
)
TIES = "\u00a0\u202f\u2007"  # spaces that must not be broken: "Vraiment ?", "45 %"
WORD = re.compile(rf"[{DENSE}]|[^\s{DENSE}]+(?:[{TIES}]+[^\s{DENSE}]+)*")
IS_DENSE = re.compile(f"[{DENSE}]")
OPENERS = frozenset("([{«‹“‘„‚¿¡「『（【《〈♪♫")
GLUED = 30  # characters that a word may have with the marks that stand apart from it


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where words begin and end. A mark that stands apart ("Vraiment ?", "« Oui") goes with its
    word; in scripts without spaces every character is a word."""
    spans: list[tuple[int, int]] = []
    waiting: tuple[int, int] | None = None  # marks that go with the word after them
    for match in WORD.finditer(text):
        begin, end = match.span()
        if waiting is not None and end - waiting[0] > GLUED:
            spans.append(waiting)
            waiting = None
        if any(character.isalnum() for character in match.group()):
            spans.append((waiting[0] if waiting else begin, end))
            waiting = None
        elif waiting is not None or not spans or OPENERS.issuperset(match.group()):
            waiting = (waiting[0] if waiting else begin, end)
        elif end - spans[-1][0] <= GLUED:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return [*spans, waiting] if waiting else spans


def joint(before: str, after: str) -> str:
    """What goes between two texts that are joined: a space, nothing in scripts without spaces."""
    if before and after and IS_DENSE.match(before[-1]) and IS_DENSE.match(after[0]):
        return ""
    return " "
