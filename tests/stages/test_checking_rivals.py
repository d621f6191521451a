"""Subtitle Edit's own cases for its Netflix checks, as data, and our verdict on them.

Rebuilt from SubtitleEdit/subtitleedit: src/Test/Logic/NetflixQualityCheckTest.cs (commit 001da1d)
and tests/UITests/Logic/NetflixQualityCheck/*Tests.cs. Where we judge otherwise on purpose,
docs/decisions/0006-checks-of-subtitle-edit.md says why, and the last test here holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import DEFAULT_FRAME, Span
from subtitler.stages.checking import TrackView, check_track, seen

FILM = 1000 / Fraction(24000, 1001)
FORTY = "Forty characters of plain dialogue here."


@dataclass(frozen=True)
class Case:
    """Cues (text, in, out), the rule that notices what their check does, and at which cues."""

    name: str
    rule: str
    cues: tuple[tuple[str, int, int], ...]
    hits: tuple[int, ...]
    language: str = "en"
    frame: Fraction = DEFAULT_FRAME
    house: str = "netflix"


LOREM = "Lorem ipsum."
CASES = (
    Case("WhiteSpace", "Q31", (("Lorem  ipsum dolor   sit amet.", 0, 1000),), (0,)),
    Case(
        "DialogHyphenNoSpace",
        "Q10",
        (
            ("- Lorem ipsum dolor sit\n- nelit focasia venlit dokalalam dilars.", 0, 4000),
            ("Lorem - ipsum.", 5000, 6000),
        ),
        (0,),
    ),
    Case(
        "DialogHyphenNoSpaceItalic",
        "Q10",
        (
            ("<i>- Lorem ipsum dolor sit.</i>\n<i>- Nelit focasia venlit.</i>", 0, 4000),
            ("Lorem - ipsum.", 5000, 6000),
        ),
        (0,),
    ),
    Case(
        "DialogHyphenAddSpace",
        "Q10",
        (
            ("-Lorem ipsum dolor sit.\n-Nelit focasia venlit dokalalam dilars.", 0, 4000),
            ("Lorem-ipsum.", 5000, 6000),
        ),
        (0,),
        "fr",
    ),
    Case(
        "DialogHyphenAddSpaceItalic",
        "Q10",
        (("<i>-Lorem ipsum dolor sit.</i>\n<i>-Nelit focasia venlit.</i>", 0, 4000),),
        (0,),
        "fr",
    ),
    Case(
        "MaxCps",
        "Q05",
        (
            ("Lorem ipsum dolor sit amet consectetur adipiscing nelit focasia venlit.", 0, 1000),
            (LOREM, 2000, 3000),
        ),
        (0,),
    ),
    Case("MaxCpsOver", "Q05", ((FORTY, 0, 1000),), (0,)),
    Case("MaxCpsWithin", "Q05", ((FORTY, 0, 4000),), ()),
    Case("MaxCpsChildren", "Q05", ((FORTY, 0, 2200),), (0,), house="children"),
    Case(
        "MaxLineLength",
        "Q06",
        (
            ("Lorem ipsum dolor sit amet lasdf lajsdf ljdsf asdf asf.", 0, 8000),
            (LOREM, 9000, 16000),
        ),
        (0,),
    ),
    Case("MaxDuration", "Q03", ((LOREM, 0, 8000), (LOREM, 9000, 16000)), (0,)),
    Case("MinDuration", "Q03", ((LOREM, 0, 832), (LOREM, 2000, 2834)), (0,)),
    Case(
        "NumberOfLines",
        "Q07",
        (("Lorem ipsum.\nLine 2.\nLine 3.", 0, 832), ("Lorem ipsum.\nLine 2.", 2000, 2832)),
        (0,),
    ),
    Case(
        "NumberOfLinesThatFitInOne",
        "Q08",
        (
            ("Lorem ipsum.\nLine 2.", 0, 832),
            ("Lorem ipsum dolor sit amet,\nconsectetur adipiscing elit", 2000, 2832),
        ),
        (0,),
    ),
    Case("TwoFramesGap", "Q02", ((LOREM, 0, 1000), ("Line 2.", 1010, 2832)), (0,)),
    Case("TwoFramesGapAt23.976", "Q02", (("One", 0, 1000), ("Two", 1061, 2061)), (0,), frame=FILM),
    Case("BridgeGapsAt23.976", "Q04", (("One", 0, 1000), ("Two", 1458, 2458)), (0,), frame=FILM),
    Case("ItalicsRemove", "Q19", (("<i>Enginie starting</i>", 0, 1000),), (0,), "zh"),
    Case("ItalicsKeep", "Q19", (("<i>Enginie starting</i>", 0, 1000),), ()),
    Case("ItalicsFix", "Q19", (("</i>Enginie starting</i>", 0, 1000),), (0,)),
    Case("AssaOverride", "Q19", (("{\\i1\\a6}Shot on location{\\i0}", 0, 2000),), ()),
    Case("AssaDashed", "Q19", (("-{\\i1}foo{\\i0}\n-{\\i1}bar{\\i0}", 0, 2000),), ()),
    *(
        Case(f"ItalicsIn{language}", "Q19", (("<i>Hello</i>", 0, 1000),), (0,), language)
        for language in ("ar", "he", "hi", "ko", "th", "zh")
    ),
    *(
        Case(f"ItalicsIn{language}", "Q19", (("<i>Hello</i>", 0, 1000),), (), language)
        for language in ("en", "ru", "ja", "tr")
    ),
)


def hits(case: Case) -> tuple[int, ...]:
    cues = [
        Cue(CueId(f"c{at}"), Span(begin, end), tuple(text.split("\n")))
        for at, (text, begin, end) in enumerate(case.cues, 1)
    ]
    style = style_guide(HOUSES[case.house], case.language)
    found = check_track(TrackView(seen(cues), case.language, style, case.frame), {})
    ids = {one.cue for one in found if one.rule == case.rule}
    return tuple(at for at, cue in enumerate(cues) if cue.id in ids)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_our_verdict_is_theirs(case: Case) -> None:
    """The same cues are noticed, and no others."""
    assert hits(case) == case.hits


@pytest.mark.parametrize(
    ("language", "cpl"), [("en", 42), ("th", 35), ("ko", 16), ("zh", 16), ("ru", 39)]
)
def test_line_lengths_are_theirs(language: str, cpl: int) -> None:
    """But for Russian, where they took over 42 (decision 0006)."""
    assert style_guide(HOUSES["netflix"], language).cpl == cpl


@pytest.mark.parametrize(
    ("house", "language", "cps"),
    [
        ("netflix", "en", 20),
        ("children", "en", 17),
        ("netflix", "hi", 22),
        ("children", "hi", 18),
        ("netflix", "ko", 12),
        ("netflix", "th", 17),
    ],
)
def test_reading_speeds_are_theirs(house: str, language: str, cps: int) -> None:
    """Without their columns for the hard of hearing, which we have no house for."""
    assert style_guide(HOUSES[house], language).cps == cps


@pytest.mark.parametrize(
    "text",
    ["This is 1 man", "12 is nice!", "(Engine starting)", "Lorem ipsum dolor sit\u0bd3 amet."],
)
def test_what_we_leave_to_the_house(text: str) -> None:
    """Numbers in words, brackets for sounds, lists of glyphs: decision 0006."""
    cue = Cue(CueId("c1"), Span(0, 3000), (text,))
    style = style_guide(HOUSES["netflix"], "en")
    assert check_track(TrackView(seen([cue]), "en", style), {}) == ()
