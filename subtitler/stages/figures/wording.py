"""The words of a text as staleness compares them: no case, no punctuation, figures whole."""

from __future__ import annotations

import re
import unicodedata

from subtitler.domain.measure import UNSEEN
from subtitler.stages.figures.language import language_of
from subtitler.stages.figures.numerals import ascii_digits
from subtitler.stages.figures.tokens import word_key

# Chinese, Japanese, Thai, Lao, Khmer and Burmese part no words: each character counts for one.
UNPARTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff"
LETTERS = rf"(?:(?![{UNPARTED}])[^\W\d_][\u0300-\u036f]*)"
THIN = "\u00a0\u2007\u2009\u202f"
WORDS = (
    rf"(?P<figure>(?:(?<![^\s(\[«“\"'])-|−)?"
    rf"(?:(?<!\d)\d{{1,3}}(?:[SPACES]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:/٫٬]\d+)*))"
    rf"|(?P<sign>[%‰٪％°$¢£¤¥\u20a0-\u20cf])"
    rf"|(?P<character>[{UNPARTED}])"
    rf"|(?P<word>{LETTERS}+(?:['’]{LETTERS}+)*)"
)
NARROW = re.compile(WORDS.replace("SPACES", THIN))
WIDE = re.compile(WORDS.replace("SPACES", THIN + " "))
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
SAME_SIGN = {"٪": "%", "％": "%"}


def comparison_words(text: str, language: str) -> tuple[str, ...]:
    """The words of a text for telling whether words changed, or only case or punctuation.

    Markup, case, quotes, hyphens and typographic spaces make no difference. A figure is a word
    with its sign and its decimal mark, a currency, percent or degree sign a word of its own.
    """
    seen = unicodedata.normalize("NFC", INVISIBLE.sub("", UNSEEN.sub("", text)))
    pattern = WIDE if language_of(language).locale.marks.spaced_groups else NARROW
    return tuple(_word(match) for match in pattern.finditer(seen))


def _word(match: re.Match[str]) -> str:
    word = match.group()
    if match.lastgroup == "figure":
        return ascii_digits("".join(word.split())).replace("−", "-")
    if match.lastgroup == "word":
        return word_key(word).replace("’", "'")
    return SAME_SIGN.get(word, word)
