"""Marks that say that another speaker begins: a dash at a line's start, `>>`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from subtitler.stages.sentences import is_terminal

DASHES = "-\u2010\u2011\u2013\u2014\u2212"
LEADING = re.compile(
    rf"^[^\S\n]*(?P<mark>[{DASHES}](?![{DASHES}])|>>+)[^\S\n]*(?=\S)", re.MULTILINE
)
WITHIN = re.compile(rf"[.?!…][\"'”»]?[^\S\n]+(?P<mark>[{DASHES}](?![{DASHES}])[^\S\n]*)(?=\S)")
# How two speakers in one cue are marked; a dash and a space where no row says otherwise.
# Figures as in Netflix's guides and Subtitle Edit's table of them.
DASH_STYLES = {
    "en": "-",
    "de": "-",
    "hi": "-",
    "zh": "-",
    "ja": "–",
    "nl": "-",
    "fi": "-",
    "sr": "-",
    "he": "-",
}


def turn_mark(mark: str, language: str) -> str:
    """What opens a turn in a language (BCP 47), given what does in the source."""
    if not mark.strip():
        return ""
    if mark.strip()[0] not in DASHES:
        return mark.strip() + " "
    return DASH_STYLES.get(language.split("-", maxsplit=1)[0].lower(), "- ")


def turn_marks(text: str, tags: Sequence[int]) -> list[tuple[int, int]]:
    """The ranges of a cue's text that are speakers' marks, with the space after them up to the
    next tag (`tags`: their places).

    A dash before a digit is a minus, unless other lines write their dashes without a space too.
    A dash that stands alone, before lower case, is part of the sentence. A list's dashes are
    like speakers': what follows is a unit of its own.
    """
    found = list(LEADING.finditer(text))
    sure = [match for match in found if not _is_minus(text, match)]
    if not sure or (len(sure) == 1 and _goes_on(text, sure[0])):
        return []
    tight = any(match.end() == match.end("mark") for match in sure)
    ranges = []
    for match in found if tight else sure:
        ranges.append((match.start("mark"), match.end()))
        line_end = text.find("\n", match.end())
        within = WITHIN.finditer(text, match.end(), line_end if line_end >= 0 else len(text))
        ranges += [one.span("mark") for one in within if not text[one.end()].islower()]
    return [(begin, min([end, *(at for at in tags if begin < at < end)])) for begin, end in ranges]


def _is_minus(text: str, match: re.Match[str]) -> bool:
    return match.group("mark") in DASHES and text[match.end("mark") :][:1].isdigit()


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a dash is inside a sentence that goes on after it."""
    before = text[: match.start()].rstrip()
    ended = bool(before) and is_terminal(before)
    return match.group("mark") in DASHES and text[match.end()].islower() and not ended
