"""Rules about markup, and about what tools leave in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from subtitler.stages.checking.rules import ERROR, WARNING, Hit, Rule
from subtitler.stages.checking.speakers import STRICT_HOUSES
from subtitler.stages.checking.views import TrackView
from subtitler.stages.marks import MarkKind, Plain

NO_ITALICS = frozenset({"ar", "he", "hi", "ko", "th", "zh"})
NEEDS_NO_END = re.compile(r"<v[\s.>]|\{", re.IGNORECASE)
# What masks, tokenizers, and templates leave; a tag that is none; an entity; an override cut off.
LEFT = re.compile(
    r"⟦|⟧|⟨\d|<unk>|\u2581|[\ue000-\uf8ff]|XXQ\d\d|\{\{|\}\}|\{\d{1,2}\}|__\w+__|%\([a-z]+\)s|"
    r"</?\w*$|</|/>|<\s*/?\s*[ibu]\b|&(?:amp|lt|gt|nbsp|quot|#\d+);|\{\\|\{an?\d\}|\\an\d",
    re.MULTILINE | re.IGNORECASE,
)
BAD_PLACE = re.compile(r"\{\\an(?![1-9][\\}])")


def _markup(track: TrackView) -> Iterator[Hit]:
    house = track.style.base or track.style.name
    for at, plain in enumerate(track.plains):
        fault = _fault(track.cues[at].cue.text, plain)
        if fault:
            yield Hit(at, ERROR, fault)
        elif track.primary in NO_ITALICS and house in STRICT_HOUSES and _has_italics(plain):
            advice = "this language's guide has no italics: mark the words in another way"
            yield Hit(at, WARNING, advice)


def _fault(raw: str, plain: Plain) -> str:
    """What is wrong with the markup of a cue, in words; empty where nothing is."""
    left = LEFT.search(plain.text)
    if left:
        return f"{left.group()!r} stands in the text: remove it, or write what it stands for"
    if not plain.marks and not plain.strays:
        return ""
    if plain.strays:
        return f"{plain.strays[0].text} closes a tag that was not opened: remove it"
    for mark in plain.marks:
        if mark.implied and not NEEDS_NO_END.match(mark.opening):
            return f"{mark.opening} is not closed: close it in the same cue"
    if BAD_PLACE.search(raw):
        return "{\\an} needs a figure from 1 to 9: write it, or remove it"
    tags = [mark for mark in plain.marks if mark.kind is MarkKind.SPAN and mark.closing]
    for one in tags:
        if any(one.first < other.first < one.last < other.last for other in tags):
            return f"{one.opening} is closed inside another tag: close them in order"
    return ""


def _has_italics(plain: Plain) -> bool:
    return any(mark.opening.lower() in {"<i>", "{\\i1}"} for mark in plain.marks)


TAG_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q19",
        "tags",
        (ERROR, WARNING),
        _markup,
        "A tag that is not opened, not closed, or closed out of order; pieces of tags, entities "
        "and placeholders in the text (E); italics in Arabic, Chinese, Hebrew, Hindi, Korean and "
        "Thai (W); in a pair, other tags than in the source (E).",
    ),
)
