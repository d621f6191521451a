"""Laws of giving whole tracks other times."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import edit_scripts as scripts
from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Field, Shown, accounted
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import Span
from subtitler.stages.reconciling import Names, merge, read
from subtitler.stages.retiming import (
    Retiming,
    retimed_base,
    retimed_by_person,
    retimed_findings,
    words_as_shown,
)

TIMES = st.integers(0, 10 * 3600 * 1000)
FACTORS = st.fractions(Fraction(1, 2), Fraction(2), max_denominator=100_000)
OFFSETS = st.integers(-3_600_000, 3_600_000)
PAL = Retiming(Fraction(24000, 1001) / 25)


@given(TIMES, st.integers(0, 3_600_000))
def test_a_shift_there_and_back_changes_nothing(time: int, offset: int) -> None:
    """An offset is whole ms, so its inverse gives the very same times."""
    there, back = Retiming(offset=Fraction(offset)), Retiming(offset=Fraction(-offset))
    assert back.time(there.time(time)) == time


@given(TIMES, FACTORS)
def test_a_stretch_and_its_inverse_meet_within_a_millisecond(time: int, factor: Fraction) -> None:
    """Each time is rounded twice, by half a ms at most."""
    there, back = Retiming(factor), Retiming(1 / factor)
    assert abs(back.time(there.time(time)) - time) <= 1


@given(st.lists(TIMES, min_size=2, max_size=40), FACTORS, OFFSETS)
def test_order_stays_and_nothing_comes_to_overlap(
    times: list[int], factor: Fraction, offset: int
) -> None:
    """Cues that follow each other still do, cut off at zero or not."""
    retiming = Retiming(factor, Fraction(offset))
    spans = [Span(*pair) for pair in pairwise(sorted(times))]
    moved = [retiming.span(span) for span in spans]
    for one, other in pairwise(moved):
        assert one.out_time <= other.in_time


@given(TIMES, TIMES, TIMES, TIMES)
def test_two_points_come_to_lie_where_they_belong(a: int, b: int, x: int, y: int) -> None:
    """Exactly, however far apart they are."""
    assume(a != b and x != y and (a < b) == (x < y))
    retiming = Retiming.through((a, x), (b, y))
    assert (retiming.time(a), retiming.time(b)) == (x, y)


@pytest.mark.parametrize(("one", "other"), [((5, 5), (5, 9)), ((5, 9), (8, 7)), ((5, 9), (8, 9))])
def test_points_that_turn_time_round_are_refused(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    """No two times from one, none from two, none backwards."""
    with pytest.raises(ValueError, match="two points|cannot be stretched"):
        Retiming.through(one, other)


def test_halves_are_rounded_to_even() -> None:
    """0.5 ms is 0, 1.5 ms are 2: no drift over many times."""
    half = Retiming(Fraction(1, 2))
    assert [half.time(time) for time in (1, 3, 5, 7)] == [0, 2, 2, 4]


def test_the_ratio_of_film_and_television_is_exact() -> None:
    """25025 ms of film are 24000 ms on television; an hour later nothing has drifted."""
    assert PAL.time(25025) == 24000
    assert PAL.time(25025 * 150) == 24000 * 150


@given(st.integers(0, 2**32), st.integers(0, 12), st.integers(0, 100_000), FACTORS)
def test_a_retimed_base_and_file_are_read_as_before(
    seed: int, count: int, offset: int, factor: Fraction
) -> None:
    """What was the machine's is the machine's, and what was a person's a person's."""
    assume(factor >= 1)
    rng = random.Random(seed)
    words = scripts.speech(rng, 12)
    base = scripts.first_built(words, 7)
    theirs = scripts.edited(base.standing, rng, count).theirs
    retiming = Retiming(factor, Fraction(offset))
    merged = merge(base, theirs, words, scripts.machine(words, 7)).base
    now = retimed_base(merged, retiming)
    file = [Shown(retiming.span(one.span), one.lines, one.beside) for one in theirs]
    again = read(now, file, words, Names.of(now))
    assert accounted(now, len(words))
    assert [one.built.cue for one in again.standing] == [one.cue for one in now.built]
    assert sorted(cue.id for held in again.held for cue in held.claim.shown) == sorted(
        cue.id for claim in merged.claims for cue in claim.shown
    )


@given(st.integers(0, 2**32), st.integers(0, 8), st.integers(1, 100_000))
def test_what_a_person_shifted_is_theirs_and_keeps_its_ids(
    seed: int, count: int, offset: int
) -> None:
    """Every cue in the file counts as touched in its times; no id and no word is lost."""
    rng = random.Random(seed)
    words = scripts.speech(rng, 12)
    base = scripts.first_built(words, 7)
    theirs = scripts.edited(base.standing, rng, count).theirs
    merged = merge(base, theirs, words, scripts.machine(words, 7)).base
    now = retimed_by_person(merged, Retiming(offset=Fraction(offset)), tuple(words))
    assert now.built == ()
    assert accounted(now, len(words))
    assert {cue.id for cue in now.standing} == {cue.id for cue in merged.standing}
    assert all(Field.TIMES in claim.touched for claim in now.claims if claim.shown)
    written = {cue for claim in now.claims for cue in claim.base}
    assert {one.cue for one in merged.built} <= written


@given(st.integers(0, 2**32), st.integers(1, 100_000))
def test_words_go_with_a_track_that_was_shifted(seed: int, offset: int) -> None:
    """So that a shifted track is laid out as it was."""
    rng = random.Random(seed)
    words = scripts.speech(rng, 12)
    base = scripts.first_built(words, 7)
    retiming = Retiming(offset=Fraction(offset))
    shifted = retimed_by_person(base, retiming, tuple(words))
    assert [one.span for one in words_as_shown(shifted, words)] == [
        retiming.span(one.span) for one in words
    ]
    assert words_as_shown(base, words) == tuple(words)


def test_a_cue_that_was_moved_alone_moves_no_words() -> None:
    """Its words are said when they are said."""
    words = scripts.speech(random.Random(3), 30)
    base = scripts.first_built(words, 7)
    theirs = [Shown(cue.span, cue.lines) for cue in base.standing]
    theirs[4] = Shown(theirs[4].span.grown(300), theirs[4].lines)
    merged = merge(base, theirs, words, scripts.machine(words, 7)).base
    assert len(merged.claims) == 1
    assert words_as_shown(merged, words) == tuple(words)


def test_only_findings_at_cues_follow_them() -> None:
    """What was noticed of the sound stays at its time in the sound."""
    cue = Cue(CueId("c1"), Span(1000, 2000), ("a",))
    own = Finding("too-fast", Severity.WARNING, cue.span, "slower", cue=cue.id)
    sound = Finding("repetition", Severity.WARNING, Span(1000, 2000), "listen")
    moved = retimed_findings([own, sound], Retiming(offset=Fraction(500)))
    assert [one.span for one in moved] == [Span(1500, 2500), Span(1000, 2000)]
