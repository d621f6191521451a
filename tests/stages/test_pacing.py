"""Rule 13 in figures: when a cue comes and goes, at 25 frames a second and 20 CPS."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import Span, frames
from subtitler.stages.pacing import Pace, Spoken, pace

STYLE = style_guide(HOUSES["netflix"], "en")
FRAME = Fraction(40)  # ms: the gap is 80, gaps of 120 to 440 are closed

TABLE = [
    ("it lingers 500 ms", [(1000, 3000, 20)], [(1000, 3500)]),
    ("CPS asks for more", [(1000, 3000, 60)], [(1000, 4000)]),
    ("so does the minimum", [(1000, 1200, 2)], [(1000, 1833)]),
    ("never over 7 s", [(1000, 8600, 20)], [(1000, 8000)]),
    ("never over 7 s for CPS", [(1000, 2000, 400)], [(1000, 8000)]),
    ("a gap of 2 frames", [(0, 1000, 20), (1100, 2000, 20)], [(0, 1020), (1100, 2500)]),
    ("even from its last word", [(0, 1000, 20), (1010, 2000, 20)], [(0, 930), (1010, 2500)]),
    ("3 frames are closed to 2", [(0, 1000, 20), (1620, 3000, 20)], [(0, 1540), (1620, 3500)]),
    ("11 too", [(0, 1000, 20), (1940, 3000, 20)], [(0, 1860), (1940, 3500)]),
    ("more are a pause", [(0, 1000, 20), (1941, 3000, 20)], [(0, 1500), (1941, 3500)]),
    ("less are no gap", [(0, 1000, 20), (1619, 3000, 20)], [(0, 1500), (1619, 3500)]),
    ("never past 7 s", [(0, 6900, 20), (7300, 8000, 9)], [(0, 7000), (7300, 8500)]),
    ("2 frames early for CPS", [(1000, 2000, 40), (2100, 4000, 20)], [(920, 2020), (2100, 4500)]),
    ("no earlier than needed", [(1000, 2000, 21), (2100, 4000, 20)], [(970, 2020), (2100, 4500)]),
    ("nor than zero", [(30, 1000, 40), (1100, 4000, 20)], [(0, 1020), (1100, 4500)]),
    ("later where it must", [(0, 20, 9), (30, 2000, 20)], [(0, 80), (160, 2500)]),
]


@pytest.mark.parametrize(("law", "said", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_times_are_what_the_rules_leave(
    law: str, said: list[tuple[int, int, int]], expected: list[tuple[int, int]]
) -> None:
    """Each row is worked out by hand from issue 4's rule 13."""
    spans = pace([Spoken(*one) for one in said], STYLE, FRAME)
    assert [(span.in_time, span.out_time) for span in spans] == expected


STARTS = st.lists(st.tuples(st.integers(0, 400), st.integers(20, 9000), st.integers(1, 300)))


@given(STARTS, st.sampled_from([FRAME, 1000 / Fraction(24000, 1001), 1000 / Fraction(30)]))
def test_limits_hold_for_speech_of_any_kind(
    said: list[tuple[int, int, int]], frame: Fraction
) -> None:
    """Voices over each other, words at once: 2 frames on screen, 2 apart, 7 s, in order."""
    at, spoken = 0, []
    for pause, lasts, characters in said:
        at += pause
        spoken.append(Spoken(at, at + lasts, characters))
    spans = pace(spoken, STYLE, frame)
    two = frames(2, frame)
    assert len(spans) == len(spoken)
    assert all(two <= span.duration <= 7000 for span in spans)
    assert all(after.in_time - span.out_time >= two for span, after in pairwise(spans))
    assert all(cue.start - two <= span.in_time for cue, span in zip(spoken, spans, strict=True))


def test_a_pace_is_the_style_in_whole_ms() -> None:
    """Frames rounded up, so that a gap is never short of them."""
    times = Pace.of(STYLE, 1000 / Fraction(30000, 1001))
    assert (times.gap, times.least, times.chain_from, times.chain_to) == (67, 67, 101, 368)
    assert times.need(20) == 1000
    assert times.need(1) == 833


def test_nothing_said_nothing_shown() -> None:
    """And one word at time zero does not begin before it."""
    assert pace([], STYLE, FRAME) == []
    assert pace([Spoken(0, 20, 200)], STYLE, FRAME) == [Span(0, 7000)]
