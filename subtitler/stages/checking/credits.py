"""Sentences that recognisers and translation engines make up: credits, thanks to viewers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from subtitler.stages.checking.rules import ERROR, WARNING, Hit, Rule
from subtitler.stages.checking.views import TrackView

# What Whisper writes over silence and music: it has read it under a great many videos.
CREDITS = re.compile(
    r"amara\.org|subtitles? by\b|subtitled by\b|captions? by\b|"
    r"thanks? (?:you )?(?:so much )?for watching|like and subscribe|subscribe to (?:my|our|the)|"
    r"transcri(?:bed|ption) by\b|"
    r"subt[ií]tulos (?:realizados |hechos |creados )?por\b|gracias por ver\b|suscr[ií]bete|"
    r"sous-titr(?:es|age)\b(?: réalisés)?(?: par)?|merci d'avoir regardé|abonnez-vous|"
    r"untertitel(?:ung)? (?:der|von|des|im auftrag)|legendas? (?:pela|por)\b|sottotitoli (?:a cura|"
    r"creati|di)\b|субтитры|字幕(?:by|由)|ご視聴ありがとう",
    re.IGNORECASE,
)
# One of these is in all that CREDITS finds: looking for them is quicker.
PARTS = (
    "subt subs sous- sottot untert legend amara caption watching transcri gracias suscr merci "
    "abonn суб 字幕 視聴"
).split()


def credit(text: str) -> str:
    """What of a text is made up, empty where nothing is."""
    lower = text.lower()
    if not any(part in lower for part in PARTS):
        return ""
    found = CREDITS.search(text.replace("\n", " "))
    return found.group() if found else ""


def _credits(track: TrackView) -> Iterator[Hit]:
    if track.translated:
        return  # a pair tells whether the source says so
    for at, text in enumerate(track.texts):
        found = credit(text)
        if found:
            advice = f"recognisers make up {found!r} where nobody speaks: listen"
            yield Hit(at, WARNING, advice)


CREDIT_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q18",
        "made-up",
        (ERROR, WARNING),
        _credits,
        "Credits, thanks to viewers, applause or music of which the source has nothing (E); "
        "credits in a track of its own (W).",
    ),
)
