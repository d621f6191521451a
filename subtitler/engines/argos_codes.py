"""Argos's language codes, and the BCP 47 tags that stand for them elsewhere."""

from __future__ import annotations

from subtitler.errors import UsageError
from subtitler.formats.languages import language_tag

TAGS = {"zt": "zh-Hant", "pb": "pt-BR", "no": "nb"}  # Argos -> BCP 47, where they differ
TRADITIONAL = {"Hant", "TW", "HK", "MO"}  # subtags of Chinese in the traditional script
CODES = {  # the exact code first, then those that do where there is no package for it
    "pt": ("pt", "pb"),
    "pt-PT": ("pt",),
    "pt-BR": ("pb", "pt"),
    "nb": ("nb", "no"),
    "no": ("nb", "no"),
    "fil": ("tl", "fil"),
    "he": ("he", "iw"),
    "id": ("id", "in"),
}


def argos_codes(tag: str) -> tuple[str, ...]:
    """Argos's codes for a BCP 47 tag, the best first. `pt-BR` gives `pb`, then `pt`."""
    primary, *subtags = tag.split("-")
    if primary == "zh":
        return ("zt",) if TRADITIONAL.intersection(subtags) else ("zh",)
    return CODES.get(tag) or CODES.get(primary) or (primary,)


def language_of(code: str) -> str:
    """The BCP 47 tag of one of Argos's codes."""
    return TAGS.get(code, code)


def known_pair(source: str, target: str) -> tuple[str, str]:
    """Two languages as tags. Raises UsageError where one is none, or both are one."""
    pair = (_tag(source), _tag(target))
    if argos_codes(pair[0])[0] == argos_codes(pair[1])[0]:
        raise UsageError(
            f"the source language {source!r} is the target language too",
            "Give another language with --to, or say with --from what the source is.",
        )
    return pair


def named_pair(name: str) -> tuple[str, str]:
    """The pair in a package's name: `argos:en-de`, `en-pt-BR`, `en_zt`. Raises UsageError."""
    bare = name.removeprefix("argos:").removeprefix("translate-").replace("_", "-")
    parts = bare.split("-")
    for at in range(1, len(parts)):
        try:
            return known_pair("-".join(parts[:at]), "-".join(parts[at:]))
        except UsageError:
            continue
    raise UsageError(
        f"{name!r} names no pair of languages", "Write it as argos:en-de or argos:en-pt-BR."
    )


def _tag(text: str) -> str:
    return TAGS[text] if text in TAGS else language_tag(text)
