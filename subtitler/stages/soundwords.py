"""What sounds are called, a row for each: sound cues are translated by rule, not by engine."""

from __future__ import annotations

import re

SOUNDS = (
    {"en": "applause", "es": "aplausos", "fr": "applaudissements", "de": "Applaus"},
    {"en": "laughter", "es": "risas", "fr": "rires", "de": "Gelächter"},
    {"en": "music", "es": "música", "fr": "musique", "de": "Musik"},
    {"en": "cheering", "es": "vítores", "fr": "acclamations", "de": "Jubel"},
    {
        "en": "cheers and applause",
        "es": "vítores y aplausos",
        "fr": "acclamations et applaudissements",
        "de": "Jubel und Applaus",
    },
    {"en": "silence", "es": "silencio", "fr": "silence", "de": "Stille"},
    {"en": "inaudible", "es": "inaudible", "fr": "inaudible", "de": "unverständlich"},
    {"en": "coughing", "es": "tos", "fr": "toux", "de": "Husten"},
    {"en": "singing", "es": "canto", "fr": "chant", "de": "Gesang"},
)
INNER = re.compile(r"([\[(（【]\s*)([^\[\]()（）【】]+?)(\s*[\])）】])")


def translated_sound(text: str, source: str, target: str) -> str:
    """A sound cue in the target language where its sound has a name there, else as it is."""

    def named(match: re.Match[str]) -> str:
        word = match.group(2)
        for row in SOUNDS:
            if row.get(_primary(source), "").casefold() == word.casefold():
                said = row.get(_primary(target), word)
                return match.group(1) + _cased(said, word) + match.group(3)
        return match.group()

    return INNER.sub(named, text)


def _cased(said: str, like: str) -> str:
    if like.isupper():
        return said.upper()
    return said[:1].upper() + said[1:] if like[:1].isupper() else said


def _primary(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
