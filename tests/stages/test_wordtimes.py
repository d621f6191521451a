"""Words' final times: what holds whatever a recogniser says, and what the sound sets right."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import word
from subtitler.domain.hearing import Acoustics, HeardWindow
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.stages.acoustics import OFFSETS, acoustics, lag
from subtitler.stages.speech import window
from subtitler.stages.wordtimes import settle

TEXTS = st.sampled_from([" a", " word", " Zürich.", "今", " 12", "%"])


@st.composite
def windows(draw: st.DrawFn) -> list[HeardWindow]:
    """Windows of a stream with words anywhere in them: crowded into an instant, stretched over
    pauses, far from all speech, past the end; with pauses and levels that say what they like."""
    groups: list[list[Span]] = []
    at = 0
    for _ in range(draw(st.integers(1, 3))):
        spans: list[Span] = []
        for _ in range(draw(st.integers(1, 4))):
            at += draw(st.integers(100, 3000))
            lasts = draw(st.one_of(st.integers(64, 400), st.integers(64, 6000)))
            spans.append(Span(at, at + lasts))
            at += lasts
        groups.append(spans)
        at += draw(st.integers(0, 3000))
    made, before = [], 0
    for place, group in enumerate(groups):
        after = groups[place + 1][0].in_time if place + 1 < len(groups) else at
        framed = window(tuple(group), before, after)
        before = group[-1].out_time
        end = min(framed.span.out_time, at)
        span = Span(framed.span.in_time, end)
        segments = draw(segments_in(span))
        made.append(HeardWindow(span, framed.speech, segments, draw(sounds(span))))
    return made


@st.composite
def segments_in(draw: st.DrawFn, span: Span) -> tuple[Segment, ...]:
    """Words in order, from the window's start to a little past its end."""
    times = st.one_of(
        st.integers(span.in_time, span.out_time + 500),
        st.sampled_from([span.in_time, span.out_time, (span.in_time + span.out_time) // 2]),
    )
    texts = draw(st.lists(TEXTS, max_size=30))
    ends = sorted(draw(st.lists(times, min_size=2 * len(texts), max_size=2 * len(texts))))
    words = [Word(t, Span(*ends[2 * at : 2 * at + 2]), 0.5) for at, t in enumerate(texts)]
    cut = draw(st.integers(0, len(words)))
    return tuple(Segment(tuple(part)) for part in (words[:cut], words[cut:]) if part)


@st.composite
def sounds(draw: st.DrawFn, span: Span) -> Acoustics:
    """Pauses in order, and a profile."""
    times = st.integers(span.in_time, span.out_time)
    edges = sorted(draw(st.lists(times, max_size=6, unique=True)))
    quiet = tuple(Span(*edges[at : at + 2]) for at in range(0, len(edges) - 1, 2))
    profile = draw(st.lists(st.integers(-60, 0), min_size=len(OFFSETS), max_size=len(OFFSETS)))
    return Acoustics(quiet, tuple(map(float, profile)), draw(st.integers(0, 30)))


def settled(heard: list[HeardWindow]) -> list[Word]:
    segments, _ = settle(heard, heard[-1].span.out_time)
    return [word for segment in segments for word in segment.words]


def said(heard: list[HeardWindow]) -> str:
    return "".join(segment.text for one in heard for segment in one.segments)


@given(windows())
def test_every_word_lasts_20_ms_to_7_s_in_order_within_the_media(heard: list[HeardWindow]) -> None:
    """Whatever the recogniser said: issue 4, rule 7."""
    words = settled(heard)
    assert all(20 <= one.span.duration <= 7000 for one in words)
    assert all(one.span.out_time <= after.span.in_time for one, after in pairwise(words))
    assert all(one.span.out_time <= heard[-1].span.out_time for one in words)


@given(windows())
def test_no_word_lies_more_than_200_ms_outside_its_speech(heard: list[HeardWindow]) -> None:
    """Each is within one stretch of speech, its short pauses counted in, and 200 ms around."""
    stretches: list[Span] = []
    for span in (span.grown(200) for one in heard for span in one.speech):
        joined = stretches and span.in_time <= stretches[-1].out_time
        stretches.append(Span(stretches.pop().in_time, span.out_time) if joined else span)
    for one in settled(heard):
        assert any(
            span.in_time <= one.span.in_time and one.span.out_time <= span.out_time
            for span in stretches
        ), one


@given(windows())
def test_no_word_is_dropped(heard: list[HeardWindow]) -> None:
    """The text is the same; words are joined only where there are no 20 ms for each."""
    segments, findings = settle(heard, heard[-1].span.out_time)
    assert "".join(segment.text for segment in segments) == said(heard)
    assert all(finding.rule == "word-cut" for finding in findings)
    room = min(sum(span.duration for span in one.speech) for one in heard) // 20
    if all(sum(len(s.words) for s in one.segments) <= room for one in heard):
        assert [one.text for one in settled(heard)] == [
            one.text for window in heard for segment in window.segments for one in segment.words
        ]


@given(windows())
def test_settling_what_is_settled_changes_nothing(heard: list[HeardWindow]) -> None:
    """Good times stay, where no pause and no lag is to be told of."""
    plain = replace(heard[0], acoustics=Acoustics())
    words = settled([plain])
    again = replace(plain, segments=tuple(Segment((one,)) for one in words))
    assert settled([again]) == words


def one_window(*words: Word, end: int = 20_000, quiet: tuple[Span, ...] = ()) -> HeardWindow:
    """A window of speech from beginning to end."""
    whole = Span(0, end)
    return HeardWindow(whole, (whole,), (Segment(words),), Acoustics(quiet))


def times(heard: HeardWindow) -> list[tuple[int, int]]:
    return [(one.span.in_time, one.span.out_time) for one in settled([heard])]


def test_a_word_over_7_s_is_cut_and_a_finding() -> None:
    """The finding has the word, where it was said to be, and how long."""
    heard = one_window(word(" So", 1000, 9000), word(" it", 9000, 9500))
    segments, findings = settle([heard], 20_000)
    assert [one.span for one in segments[0].words] == [Span(1000, 8000), Span(9000, 9500)]
    assert [(f.rule, f.span, f.measured, f.limit) for f in findings] == [
        ("word-cut", Span(1000, 9000), 8000, 7000)
    ]
    assert "'So'" in findings[0].advice


def test_what_has_no_time_at_all_is_a_finding_not_a_loss_in_silence() -> None:
    """A window that the media ends before: its text is in the finding."""
    heard = one_window(word(" late", 50, 90), end=100)
    segments, findings = settle([heard], 10)
    assert segments == ()
    assert [f.rule for f in findings] == ["text-without-speech"]
    assert "'late'" in findings[0].advice


def test_more_words_than_fit_are_joined_at_the_end() -> None:
    """Thirty words in 100 ms of speech: five of 20 ms, the last with all the rest."""
    whole = Span(0, 100)
    said = tuple(word(f" w{at}", 40, 40) for at in range(30))
    words = settled([HeardWindow(whole, (whole,), (Segment(said),), Acoustics())])
    assert [one.span for one in words] == [Span(at, at + 20) for at in range(0, 100, 20)]
    assert words[-1].text == "".join(f" w{at}" for at in range(4, 30))


def test_words_of_neighbouring_windows_do_not_overlap() -> None:
    """A pause of 100 ms between them: what the second hears too early waits for the first."""
    first, second = Span(0, 1050), Span(1050, 2000)
    heard = [
        HeardWindow(first, (Span(0, 1000),), (Segment((word(" a", 0, 1050),)),), Acoustics()),
        HeardWindow(second, (Span(1100, 2000),), (Segment((word(" b", 900, 1500),)),), Acoustics()),
    ]
    assert [one.span for one in settled(heard)] == [Span(0, 1050), Span(1050, 1500)]


PAUSES = [
    ("a boundary in it", (1000, 2000), [(0, 1000), (2000, 3000)]),
    ("a boundary up to 400 ms before it", (1900, 2500), [(0, 1900), (2500, 3000)]),
    ("a boundary up to 200 ms after it", (800, 1300), [(0, 800), (1300, 3000)]),
    ("one further away stays", (2000, 2500), [(0, 1500), (1500, 3000)]),
    ("after the last word", (2800, 3500), [(0, 1500), (1500, 2800)]),
    ("after the last word, late", (3300, 4000), [(0, 1500), (1500, 3300)]),
]


@pytest.mark.parametrize(("law", "pause", "expected"), PAUSES, ids=[p[0] for p in PAUSES])
def test_a_pause_is_a_boundary(
    law: str, pause: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    """The nearest boundary moves to the pause's edges: a word ends where the sound does."""
    heard = one_window(word(" one", 0, 1500), word(" two", 1500, 3000), quiet=(Span(*pause),))
    assert times(heard) == expected


def test_each_pause_takes_the_boundary_nearest_to_it() -> None:
    """Two boundaries in reach: the one in the pause, not the one before it."""
    heard = one_window(
        word(" one", 0, 900), word(" two", 900, 1200), word(" three", 1200, 2000),
        quiet=(Span(1100, 1400),),
    )  # fmt: skip
    assert times(heard) == [(0, 900), (900, 1100), (1400, 2000)]


def test_words_come_back_from_silence_to_their_speech() -> None:
    """A word said after its speech ends 200 ms behind it at the latest; one that the recogniser
    stretched over the silence before it (faster-whisper#125) begins 200 ms early at most."""
    heard = HeardWindow(
        Span(600, 8400),
        (Span(1000, 2000), Span(4400, 8000)),
        (Segment((word(" End.", 2400, 2600), word(" Then", 2600, 4900))),),
        Acoustics(),
    )
    assert times(heard) == [(2180, 2200), (4200, 4900)]


def profile(lowest: int, count: int = 25) -> Acoustics:
    """Boundaries around which the sound is lowest at an offset (ms)."""
    return Acoustics(
        (), tuple(count * min(0.0, abs(one - lowest) / 10 - 20) for one in OFFSETS), count
    )


@pytest.mark.parametrize("offset", [0, 10, 60, 110])
def test_words_move_by_the_lag_of_the_model(offset: int) -> None:
    """Where the level is lowest between words, there the words meet."""
    heard = one_window(word(" one", 5000, 5500), word(" two", 5500, 6000))
    shifted = replace(heard, acoustics=profile(offset))
    assert times(shifted) == [(5000 + offset, 5500 + offset), (5500 + offset, 6000 + offset)]


@pytest.mark.parametrize(
    ("sounds", "expected"),
    [
        ([], 0),
        ([profile(60, 19)], 0),
        ([profile(60, 10), profile(60, 10)], 60),
        ([profile(60, 20), Acoustics()], 60),
        ([profile(140)], 0),
        ([profile(-40)], 0),
        ([profile(30, 10), profile(80, 40)], 80),
    ],
    ids=["none", "too few", "few of each", "a window without levels", "a slope", "early", "most"],
)
def test_a_lag_needs_evidence_of_all_windows(sounds: list[Acoustics], expected: int) -> None:
    """20 boundaries in all, and a valley: a level that only falls tells of none."""
    assert lag(sounds) == expected


def levels(*parts: tuple[int, float]) -> list[float]:
    """A level for every 10 ms, from parts of (ms, dB)."""
    return [level for lasts, level in parts for _ in range(lasts // 10)]


def test_pauses_are_what_is_quiet_for_150_ms() -> None:
    """Not the closure of a p or t; at the levels of this room and this voice."""
    sound = levels(
        (500, -70), (800, -20), (110, -65), (700, -20), (200, -65), (400, -20), (500, -70)
    )
    speech = [Span(1500, 2800), Span(3000, 3400)]
    found = acoustics(sound, 1000, speech, [])
    assert found.quiet == (Span(1000, 1500), Span(3110, 3310), Span(3710, 4210))


@pytest.mark.parametrize("gain", [-30, -10, 0, 10])
def test_a_loud_room_hides_no_pause(gain: int) -> None:
    """Noise 12 dB under the voice, recorded at any gain: quiet is what is near the floor."""
    sound = levels((500, -32), (800, -20), (200, -32), (700, -20), (500, -32))
    found = acoustics([one + gain for one in sound], 0, [Span(500, 1300), Span(1500, 2200)], [])
    assert found.quiet == (Span(0, 500), Span(1300, 1500), Span(2200, 2700))


def test_the_profile_sums_the_levels_around_boundaries() -> None:
    """At each offset one level per boundary; silence counts -60 dB at most; edges hold."""
    sound = levels((1000, -20), (100, -90), (900, -30))
    found = acoustics(sound, 0, [Span(0, 2000)], [1000, 0])
    at = dict(zip(OFFSETS, found.profile, strict=True))
    assert (at[-10], at[0], at[90], at[100]) == (-40, -80, -80, -50)
    assert found.boundaries == 2
    assert acoustics([], 0, [], []) == Acoustics()
