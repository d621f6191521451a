"""Rules about the characters of a text: what is broken, invisible, or steers direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from subtitler.stages.checking.rules import ERROR, INFO, WARNING, Hit, Rule
from subtitler.stages.checking.views import TrackView

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "ckb", "dv"})
LOST = "\ufffd"
# UTF-8 read as Latin-1 or Windows-1252: "Ã©" for "é", "â€™" for "’", "Â«" for "«".
MOJIBAKE = re.compile(
    "[\u00c3\u00c2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
    "|\u00e2\u20ac.|\u00ef\u00bb\u00bf|(?:[\u00d0\u00d1][\u0080-\u00bf]){2}"
)
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")  # joiners, which Persian and Hindi need, apart
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
EMBEDDINGS, POP = "\u202a\u202b\u202d\u202e", "\u202c"
ISOLATES, POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"


def cleaned(text: str) -> str:
    """A text in NFC, without characters that nobody sees; what is broken stays, to be repaired."""
    return CONTROLS.sub("", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def _characters(track: TrackView) -> Iterator[Hit]:
    for at, seen in enumerate(track.cues):
        text = seen.cue.text
        if text.isascii() and not CONTROLS.search(text):
            continue
        if LOST in text:
            advice = "a character was lost and stands as �: write the word anew"
            yield Hit(at, ERROR, advice, float(text.count(LOST)), 0)
        elif broken := MOJIBAKE.search(text):
            advice = f"{broken.group()!r} was read in a wrong encoding: write the word anew"
            yield Hit(at, WARNING, advice)
        elif cleaned(text) != text:
            advice = "it holds characters that nobody sees, or letters in several parts: type anew"
            yield Hit(at, INFO, advice)


def _directions(track: TrackView) -> Iterator[Hit]:
    leftward = track.primary in RIGHT_TO_LEFT
    for at, seen in enumerate(track.cues):
        if seen.cue.text.isascii() and not leftward:
            continue
        marks = [line for line in seen.cue.lines if BIDI.search(line)]
        if any(not _paired(line) for line in marks):
            yield Hit(at, WARNING, "a mark of direction has no end: store the text without marks")
        elif marks and not leftward:
            advice = "it holds marks of direction, which this language has no need of: remove them"
            yield Hit(at, WARNING, advice)
        elif leftward and _turned(track.texts[at]):
            advice = "it begins from left to right: begin it with a word of the language"
            yield Hit(at, WARNING, advice)


def _paired(line: str) -> bool:
    """Whether every embedding and isolate of a line ends in it."""
    for openers, closer in ((EMBEDDINGS, POP), (ISOLATES, POP_ISOLATE)):
        depth = 0
        for character in line:
            depth += (character in openers) - (character == closer)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def _turned(text: str) -> bool:
    """Whether a text that is mostly written from the right begins with letters from the left."""
    ways = [unicodedata.bidirectional(character) for character in text]
    strong = ["R" if way == "AL" else way for way in ways if way in {"L", "R", "AL"}]
    return bool(strong) and strong[0] == "L" and strong.count("R") > strong.count("L")


ENCODING_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q32",
        "direction",
        (WARNING,),
        _directions,
        "Marks of direction that have no end, or stand in a language that has no need of them; a "
        "cue in Arabic or Hebrew that begins with Latin letters.",
    ),
    Rule(
        "Q33",
        "characters",
        (ERROR, WARNING, INFO),
        _characters,
        "U+FFFD where a character was lost (E); text that was read in a wrong encoding (W); "
        "control and zero-width characters, letters not in NFC (I, `--fix` repairs them).",
    ),
)
