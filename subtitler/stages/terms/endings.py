"""Which endings a term may take in a language: a row a language, and careful ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endings:
    """What may follow each word of a form.

    `added` to the whole word, `swapped` for its last vowel; both as patterns. `changes` are word
    ends with what they become instead (country, countries). Words shorter than `least` take
    none, words of capitals none but `acronym`.
    """

    added: str = ""
    swapped: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    least: int = 3
    acronym: str = ""


VOWELS = "aeiouyàáâäãåæèéêëìíîïòóôöõøùúûüýаеёиоуыэюяіїєąęóůűőěў"
CASES = Endings(added=r"\w{0,3}", swapped=r"\w{0,3}", least=4, acronym=r"[-'’]?\w{0,3}")
ENDINGS = {
    "en": Endings(added="s|es", changes=(("y", "ies"),), acronym="s"),
    "es": Endings(added="s|es", changes=(("ión", "iones"), ("z", "ces"))),
    "fr": Endings(added="s|x|e|es", changes=(("al", "aux"),)),
    "pt": Endings(added="s|es", changes=(("ão", "ões"), ("m", "ns"), ("l", "is"))),
    "it": Endings(swapped="[aeio]", least=4),
    "de": Endings(added="e|n|en|er|em|es|s|ern", acronym="s"),
    "nl": Endings(added="s|e|en", acronym="'s"),
    "sv": Endings(added="en|et|n|t|er|ar|or|s|ens|ets", acronym="s"),
    "da": Endings(added="en|et|n|t|er|e|s|ens|ets", acronym="s"),
    "nb": Endings(added="en|et|n|t|er|e|s|ens|ets", acronym="s"),
    **dict.fromkeys("ru uk be bg sr hr bs sl mk pl cs sk lt lv".split(), CASES),
    **dict.fromkeys("fi et hu tr el ro eu ka hy".split(), CASES),
}


def endings_of(language: str) -> Endings:
    """The endings of a language (BCP 47); none where they are not known."""
    return ENDINGS.get(language.split("-", maxsplit=1)[0].lower(), Endings())
