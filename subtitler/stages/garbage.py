"""Translations that are none: loops, another script, the source again, nothing, far too much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import regex

LONGEST = 4  # words of a phrase that can loop (rule Q16)
TIMES = 3  # in a row
LETTERS = 8  # that are enough to tell the script by (rule Q13) …
OWN_SCRIPT = 0.5  # … and the share of them that must be in it
COPIED = 3  # different plain words, from which on the source again is a copy (rule Q12)
CHARACTERS = 12  # of a source from which on the translation's length tells something
RATIO = (0.35, 3.0)  # of a translation's length to its source's
DENSE = frozenset({"zh", "ja", "ko", "th", "lo", "km", "my"})  # write more with fewer characters
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’\-][\p{L}\p{M}\p{N}]+)*")
LETTER = regex.compile(r"\p{L}")
SCRIPTS = {  # ISO 15924 -> what a letter of it is
    "Arab": r"\p{Arabic}",
    "Cyrl": r"\p{Cyrillic}",
    "Deva": r"\p{Devanagari}",
    "Grek": r"\p{Greek}",
    "Hans": r"\p{Han}",
    "Hant": r"\p{Han}",
    "Hebr": r"\p{Hebrew}",
    "Jpan": r"[\p{Han}\p{Hiragana}\p{Katakana}]",
    "Kore": r"[\p{Hangul}\p{Han}]",
    "Latn": r"\p{Latin}",
    "Thai": r"\p{Thai}",
}
# Written in two scripts or more: which one is not said by the language alone.
SEVERAL = frozenset("az bs ha kk ku ky mn ms pa sd sh sr tg tk ug uz".split())


class Garbage(str, Enum):
    """What is wrong with a text that cannot be a translation."""

    EMPTY = "it is empty"
    LOOP = "it repeats itself"
    SCRIPT = "it is in another script"
    COPIED = "it is the source again"
    LENGTH = "its length cannot be right"
    CUT = "the engine stopped before its end"
    SOURCE = "its source is in another script than its language"


@dataclass(frozen=True, slots=True)
class Pair:
    """The languages (BCP 47) of a source and its translation."""

    source: str
    target: str


def garbage(source: str, text: str, pair: Pair, *, complete: bool = True) -> Garbage | None:
    """Why `text` cannot be the translation of `source`, None where it may be."""
    said, words = _words(source), _words(text)
    if not words:
        return Garbage.EMPTY if said else None
    if not _in_script(source, pair.source):
        return Garbage.SOURCE
    if _loops(words) > max(TIMES - 1, _loops(said)):
        return Garbage.LOOP
    if not _in_script(text, pair.target):
        return Garbage.SCRIPT
    if _primary(pair.source) != _primary(pair.target) and _copied(source, text):
        return Garbage.COPIED
    if not {_primary(pair.source), _primary(pair.target)} & DENSE and len(source) >= CHARACTERS:
        ratio = len(text) / len(source)
        if not RATIO[0] <= ratio <= RATIO[1]:
            return Garbage.LENGTH
    return None if complete else Garbage.CUT


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _loops(words: list[str]) -> int:
    """How often in a row the most repeated phrase of up to LONGEST words is said."""
    most = 1
    for size in range(1, LONGEST + 1):
        same = 0
        for at in range(size, len(words)):
            same = same + 1 if words[at] == words[at - size] else 0
            most = max(most, same // size + 1)
    return most


def _in_script(text: str, language: str) -> bool:
    letters = LETTER.findall(text)
    script = _script(language)
    if script is None or len(letters) < LETTERS:
        return True
    return sum(1 for letter in letters if script.match(letter)) >= OWN_SCRIPT * len(letters)


@lru_cache(maxsize=64)
def _script(language: str) -> regex.Pattern[str] | None:
    import langcodes

    tag = langcodes.Language.get(language)
    code = tag.script if tag.language in SEVERAL else tag.maximize().script
    return regex.compile(SCRIPTS[code]) if code in SCRIPTS else None


def _copied(source: str, text: str) -> bool:
    """Whether the same words stand in both, names and figures aside."""
    ours, theirs = _plain_words(source), _plain_words(text)
    return len({one.casefold() for one in ours}) >= COPIED and ours == theirs


def _plain_words(text: str) -> list[str]:
    words = WORD.findall(text.lower() if text.isupper() else text)
    return [word for at, word in enumerate(words) if word.islower() or not at]


def _primary(language: str) -> str:
    return re.split("[-_]", language, maxsplit=1)[0].lower()
