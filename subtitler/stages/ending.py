"""Where sentences of subtitles end: sentencex's ends, less those that it should not have seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from subtitler.stages.phrases import COMMAS, PLAIN, STOPS, break_costs
from subtitler.stages.sentences import CLOSERS, TERMINAL, is_terminal, sentence_ends
from subtitler.stages.wording import word_spans

# Words that are never a sentence's last, where a full stop follows them.
ABBREVIATIONS = {
    "en": "mr mrs ms dr prof st messrs gen sen rep gov capt lt col hon rev vs",
    "es": "sr sra srta sres dr dra d da prof ud uds lic ing",
    "fr": "m mm mme mmes mlle me dr pr mgr st ste",
    "de": "hr fr dr prof z bzw",
    "it": "sig sig.ra dott prof avv",
    "pt": "sr sra dr dra prof",
}
# Words that take a number after their full stop.
BEFORE_NUMBERS = frozenset(
    "no nos nr núm n vol vols art arts p pp pág págs fig figs approx ca env cap chap ch sec "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
LAST_WORD = re.compile(rf"([^\W_]+(?:\.[^\W_]+)*)\.[{re.escape(CLOSERS)}]*\s*$")
FIRST_LETTER = re.compile(r"[^\W_]")
AFTER_END = re.compile(rf"[{re.escape(TERMINAL)}][{re.escape(CLOSERS)}]*\s+\W*([^\W\d_])")
WORDS_A_STOP = 30  # words for each final mark in a text that has any use for them


@dataclass(frozen=True, slots=True)
class Habits:
    """How a track is written: `cased`, sentences begin with a capital; `pointed`, they end with
    a mark."""

    cased: bool
    pointed: bool

    @classmethod
    def of(cls, texts: Sequence[str]) -> Habits:
        """The habits that a track's texts show."""
        text = "\n".join(texts)
        begun = AFTER_END.findall(text)
        upper = sum(letter != letter.lower() for letter in begun)
        lower = sum(letter != letter.upper() for letter in begun)
        cased = upper >= lower if begun else text != text.lower()
        marks = sum(text.count(mark) for mark in TERMINAL)
        return cls(cased, marks * WORDS_A_STOP >= len(text.split()))


def text_ends(text: str, language: str, habits: Habits) -> list[int]:
    """The places in `text` (one line) after which a sentence has ended, its last one too."""
    primary = language.split("-", maxsplit=1)[0].lower()
    places = [end for _, end in word_spans(text)]
    words = [text[begin:end] for begin, end in zip([0, *places], places, strict=False)]
    ends: list[int] = []
    begin = 0
    for end, ended in zip(places, sentence_ends(words, language), strict=True):
        if ended and _is_end(text[begin:end], text[end : end + 40], primary, habits):
            ends.append(end)
            begin = end
    return [*ends, len(text)]


def _is_end(sentence: str, after: str, language: str, habits: Habits) -> bool:
    if not FIRST_LETTER.search(sentence):
        return False
    following = FIRST_LETTER.search(after)
    if following and habits.cased and following.group() != following.group().upper():
        return False
    last = LAST_WORD.search(sentence)
    if not last or not following:
        return True
    word = last.group(1)
    if word.lower() in BEFORE_NUMBERS and following.group().isdigit():
        return False
    initial = len(word) == 1 and word.isalpha() and word == word.upper() and word != "I"
    return not initial and word.lower() not in ABBREVIATIONS.get(language, "").split()


def may_end(before: str, after: str, language: str, habits: Habits) -> bool:
    """Whether a sentence may end between two neighbouring words, given a long pause there."""
    letter = FIRST_LETTER.search(after)
    if letter and habits.cased and letter.group() != letter.group().upper():
        return False
    if is_terminal(before):
        return True
    closed = before.rstrip(CLOSERS)
    if habits.pointed or closed.endswith((*COMMAS, *STOPS)):
        return False
    return break_costs([before, " " + after], [False, False], language)[0] <= PLAIN
