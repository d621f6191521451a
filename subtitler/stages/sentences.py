"""Where sentences end; sentencex knows the abbreviations of each language."""

from __future__ import annotations

import re
from collections.abc import Sequence

TERMINAL = ".?!…。！？؟।"
CLOSERS = "\"'”’»)]}」』）"
# sentencex ends no sentence between two quotation marks or brackets. A recogniser often writes
# one of a pair alone, or two that do not match, and then pages would be one sentence.
PAIRED = str.maketrans(dict.fromkeys('"“”„«»‹›()[]{}「」『』（）', " "))
LETTERS = re.compile(r"(?:[^\W\d_]\.)+")  # "m." of "p. m.", "U.S."
# Titles after whose full stop sentencex sees a sentence end, everywhere or where one begins.
TITLES = {
    "es": ("D.", "Da."),
    "fr": ("M.", "MM.", "Mme.", "Mmes.", "Mlle.", "Dr.", "Pr.", "Me.", "Mgr.", "St.", "Ste."),
}

# Words that are also abbreviations, for which sentencex sees no sentence end after them. A name
# or a number that follows the abbreviation (No. 7, Me. Blanc) is not one.
WORDS = {
    "en": ("May", "me", "no", "ill", "miss", "ore"),
    "es": ("mar", "no"),
    "fr": ("art",),
}


def sentence_bounds(text: str, language: str) -> list[int]:
    """The offsets in `text` at which sentences end, after their final punctuation.

    Quotation marks and brackets neither hold a sentence together nor belong to its end; but
    where a small letter follows them, the sentence goes on: "Stop!" he said. It does so too after
    an abbreviation of single letters (a las 5 p. m. de hoy), in a text that knows capitals; after
    any other full stop a small letter begins a sentence, as recognisers write it.
    """
    from sentencex import segment

    primary = language.split("-", maxsplit=1)[0].lower()
    titles, cased = TITLES.get(primary, ()), text != text.lower()
    bounds: list[int] = []
    at = 0
    for sentence in segment(primary, text.translate(PAIRED)):
        words = sentence.split()
        said = at + len(sentence.rstrip())
        after = text[said:].lstrip(CLOSERS)
        quoted = not text[said:].startswith(after)
        letters = cased and bool(words) and bool(LETTERS.fullmatch(words[-1]))
        goes_on = (quoted or letters) and after.lstrip()[:1].islower()
        if words and words[-1] not in titles and not goes_on:
            bounds.append(said)
        at += len(sentence)
    return sorted({*bounds, *_after_words(text, primary)})


def _after_words(text: str, language: str) -> list[int]:
    """Where a sentence ends with a word that sentencex takes for an abbreviation."""
    words = WORDS.get(language, ())
    pattern = rf"(?<![^\W_])(?:{'|'.join(words)})\.[{re.escape(CLOSERS)}]*(?=\s+[¿¡]?(\w))"
    found = re.finditer(pattern, text) if words else ()
    return [match.end() for match in found if match[1].isupper()]


def sentence_ends(texts: Sequence[str], language: str) -> list[bool]:
    """For each word (`texts` with their leading spaces) whether a sentence ends with it.

    Only a word that carries final punctuation ends a sentence: a recogniser that leaves it out
    gives no evidence, and a pause is not one.
    """
    bounds = iter([*sentence_bounds("".join(texts), language), 0])
    bound = next(bounds)
    marked = []
    at = 0
    for text in texts:
        at += len(text)
        holds = at - len(text) < bound <= at
        while bound and bound <= at:
            bound = next(bounds)
        marked.append(holds and is_terminal(text))
        if len(marked) > 1 and marked[-2] and _is_closer(text):
            marked[-2:] = [False, True]
    return marked


def _is_closer(text: str) -> bool:
    """Whether a word is nothing but a closing mark, as French sets it (« Rien. »)."""
    return bool(text.strip()) and not text.strip().strip(CLOSERS.replace('"', "").replace("'", ""))


def is_terminal(text: str) -> bool:
    """Whether a word carries the punctuation that ends a sentence."""
    return text.rstrip().rstrip(CLOSERS).endswith(tuple(TERMINAL))
