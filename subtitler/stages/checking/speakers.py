"""Rules about two speakers in one cue."""

from __future__ import annotations

from collections.abc import Iterator

from subtitler.stages.checking.rules import WARNING, Hit, Rule
from subtitler.stages.checking.views import TrackView
from subtitler.stages.turns import DASHES, WITHIN, turn_mark

STRICT_HOUSES = frozenset({"netflix", "children"})  # houses that say how a dash is written


def _speakers(track: TrackView) -> Iterator[Hit]:
    house = track.style.base or track.style.name
    wanted = turn_mark("- ", track.language)
    for at, cue in enumerate(track.plain_cues):
        marks = [turn.mark for turn in cue.turns if turn.mark.strip()[:1] in DASHES and turn.mark]
        if len(marks) < 2:
            continue
        line_starts = {0} | {place + 1 for place, mark in enumerate(cue.text) if mark == "\n"}
        if any(turn.at not in line_starts for turn in cue.turns if turn.mark):
            yield Hit(at, WARNING, "two speakers stand in one line: give each a line")
        elif house in STRICT_HOUSES and any(mark != wanted for mark in marks):
            advice = f"speakers are marked by {marks[0]!r}: this style writes {wanted!r}"
            yield Hit(at, WARNING, advice)
    for at, text in enumerate(track.texts):
        if not track.plain_cues[at].turns and WITHIN.search(text) and text.lstrip()[:1] in DASHES:
            yield Hit(at, WARNING, "two speakers stand in one line: give each a line")


SPEAKER_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q10",
        "speakers",
        (WARNING,),
        _speakers,
        "Two speakers in one line; dashes that are not as the language's guide writes them (`-x` "
        "or `- x`); in a pair, another number of speakers than in the source.",
    ),
)
