"""What is on screen and not said: `[applause]`, `(Music)`, `♪ … ♪`, `ALICE:`."""

from __future__ import annotations

import re

NOTE = "♪♫♬🎵🎶"
# Sung text: up to its closing note, over line ends too, but not into a line that opens anew.
SUNG = re.compile(rf"[{NOTE}]+[^{NOTE}\n]*(?:\n(?!\s*[{NOTE}])[^{NOTE}\n]*)*[{NOTE}]+")
SUNG_LINE = re.compile(rf"^[^\S\n]*[{NOTE}]+[^{NOTE}\n]*$", re.MULTILINE)
LONE_NOTE = re.compile(rf"[{NOTE}]+")
BRACKETED = re.compile(r"(?<!\w)\[[^\[\]]*\](?!\w)|【[^【】]*】")  # not the "[T]he" of an editor
ROUND = re.compile(r"\([^()]*\)|（[^（）]*）")
LABEL = re.compile(r"^[^\S\n]*(?P<name>[^\n:]{2,30}):(?=\s|$)", re.MULTILINE)
FEW_WORDS = 3  # more of them in round brackets, alone in a cue, are a remark of the speaker
# One of these in round brackets makes a sound even in the middle of what is said.
SOUND_WORDS = frozenset(
    "applause laughter laughs laughing music cheers cheering chuckles sighs coughs crying singing "
    "whispers inaudible silence aplausos risas música ríe ovación suspira tos inaudible "
    "applaudissements rires musique rit ovation soupire toux inaudible silence applaus gelächter "
    "musik lachen jubel applausi risate musica аплодисменты смех музыка".split()
)


def sound_ranges(text: str) -> list[tuple[int, int]]:
    """Which characters of a turn's text are sounds, in order; a speaker's label is one too."""
    found: list[tuple[int, int]] = []
    for label in LABEL.finditer(text):
        name = label.group("name")
        if _is_capitals(name) and (len(name.split()) == 1 or text != text.upper()):
            found.append((label.start("name"), label.end()))
    rest = text if not found else text[: found[0][0]] + text[found[0][1] :]
    for pattern in (SUNG, SUNG_LINE, LONE_NOTE, BRACKETED):
        found += [match.span() for match in pattern.finditer(text)]
    for match in ROUND.finditer(text):
        alone = match.group() == rest.strip() and len(match.group().split()) <= FEW_WORDS
        if alone or _is_sound(match.group()):
            found.append(match.span())
    return _apart(found)


def is_label(text: str) -> bool:
    """Whether a sound is a speaker's label, after which somebody speaks."""
    return text.endswith(":")


def _is_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 2 and text == text.upper() and text != text.lower()


def _is_sound(text: str) -> bool:
    inner = text.strip("()（）").strip()
    words = inner.lower().split()
    named = any(word.strip(".,!") in SOUND_WORDS for word in words[:4])
    if not words or (named and len(words) <= 6):
        return True
    return len(inner) > 3 and " " in inner and _is_capitals(inner)


def _apart(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order; of two that overlap the one that begins first, or else is longer."""
    kept: list[tuple[int, int]] = []
    for begin, end in sorted(ranges, key=lambda one: (one[0], -one[1])):
        if not kept or begin >= kept[-1][1]:
            kept.append((begin, end))
    return kept
