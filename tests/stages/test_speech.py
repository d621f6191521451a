"""Where speech is, and how it is cut into windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.timing import Span
from subtitler.stages.speech import (
    LOOKAHEAD,
    MAX_SPEECH,
    SpeechSpans,
    Window,
    cut_windows,
    window,
)

HOP = 32  # ms a probability stands for
YES, SO_SO, NO = 0.9, 0.4, 0.1  # speech begins at 0.5 and ends under 0.35

PROBABILITIES = st.lists(
    st.tuples(st.sampled_from([YES, SO_SO, NO, 0.5, 0.35]), st.integers(1, 60)), max_size=30
).map(lambda runs: [value for value, count in runs for _ in range(count)])


@st.composite
def speech(draw: st.DrawFn, max_size: int = 60) -> list[Span]:
    """Spans as SpeechSpans gives them: 64 ms to 28 s, whole hops, some without a silence between."""
    spans, at = [], draw(st.integers(0, 200)) * HOP
    lasts = st.one_of(st.integers(2, 100), st.integers(2, MAX_SPEECH // HOP))
    silences = st.one_of(st.just(0), st.integers(4, 40), st.integers(4, 150))
    for hops, quiet in draw(st.lists(st.tuples(lasts, silences), max_size=max_size)):
        spans.append(Span(at, at + hops * HOP))
        at += (hops + quiet) * HOP
    return spans


def found(probabilities: list[float], *cuts: int) -> list[Span]:
    """The spans in a stream that arrives in pieces, cut at `cuts`."""
    stream = SpeechSpans()
    spans: list[Span] = []
    for begin, end in pairwise([0, *sorted(cuts), len(probabilities)]):
        spans += stream.add(probabilities[begin:end])
    return spans + stream.add([], final=True)


SOUNDS = [
    ("nothing", [], []),
    ("from the first sure hop to the last that is not unsure", [NO, SO_SO, YES, SO_SO, NO], [(64, 128)]),
    ("never without a sure hop", [SO_SO] * 30, []),
    ("a dip under 100 ms is inside a word", [YES] * 5 + [NO] * 3 + [YES] * 5, [(0, 416)]),
    ("a silence parts", [YES] * 5 + [NO] * 4 + [YES] * 5, [(0, 160), (288, 448)]),
    ("a click is no speech", [NO, YES, NO, NO, NO, NO], []),
    ("60 ms are", [NO, YES, YES, NO, NO, NO, NO], [(32, 96)]),
    ("speech that goes on to the end", [NO, YES, YES, YES, NO], [(32, 128)]),
]  # fmt: skip


@pytest.mark.parametrize(("law", "probabilities", "spans"), SOUNDS, ids=[s[0] for s in SOUNDS])
def test_speech_begins_sure_and_ends_unlikely(
    law: str, probabilities: list[float], spans: list[tuple[int, int]]
) -> None:
    """Silero's two thresholds, with short dips and clicks as what they are."""
    assert found(probabilities) == [Span(*times) for times in spans]


@given(PROBABILITIES, st.data())
def test_how_the_stream_arrives_does_not_change_speech(
    probabilities: list[float], data: st.DataObject
) -> None:
    """Any pieces give the spans of the whole."""
    cuts = data.draw(st.lists(st.integers(0, len(probabilities)), max_size=8))
    assert found(probabilities, *cuts) == found(probabilities)


@given(PROBABILITIES, st.data())
def test_no_span_begins_before_what_is_known(
    probabilities: list[float], data: st.DataObject
) -> None:
    """What `since` promises at any moment, all spans to come keep; and it lags by one span only."""
    at = data.draw(st.integers(0, len(probabilities)))
    stream = SpeechSpans()
    before = stream.add(probabilities[:at])
    known = at * HOP if stream.since is None else stream.since
    after = stream.add(probabilities[at:], final=True)
    assert all(span.out_time <= known for span in before)
    assert all(span.in_time >= known for span in after)
    assert 0 <= at * HOP - known <= MAX_SPEECH


@given(
    st.lists(
        st.tuples(st.sampled_from([0.5, 0.6, 0.8, 1.0]), st.integers(1, 90)),
        min_size=10,
        max_size=40,
    ).map(lambda runs: [value for value, count in runs for _ in range(count)] * 3)
)
def test_speech_without_a_pause_is_parted_where_it_is_weakest(
    probabilities: list[float],
) -> None:
    """No part is longer than MAX_SPEECH, none of it is lost, and each cut is at the least
    likely hop of the later half of what was there."""
    spans = found(probabilities)
    assert [spans[0].in_time, spans[-1].out_time] == [0, len(probabilities) * HOP]
    for span, after in pairwise(spans):
        assert span.out_time == after.in_time
        middle, end = MAX_SPEECH // HOP // 2, MAX_SPEECH // HOP
        first, cut = span.in_time // HOP, after.in_time // HOP
        assert middle <= cut - first <= end
        weakest = min(probabilities[first + middle : first + end])
        assert probabilities[cut] == weakest
    assert all(span.duration <= MAX_SPEECH for span in spans)


def cut(spans: list[Span]) -> list[tuple[Span, ...]]:
    """The windows' spans, everything known."""
    groups, waiting = cut_windows(spans, final=True)
    assert waiting == ()
    return groups


def framed(groups: list[tuple[Span, ...]], end: int) -> list[Window]:
    """The windows of groups in an audio that ends at `end` ms."""
    befores = [0, *(group[-1].out_time for group in groups)]
    afters = [*(group[0].in_time for group in groups[1:]), end]
    return [window(*one) for one in zip(groups, befores, afters, strict=False)]


@given(speech())
def test_every_span_is_in_exactly_one_window_of_at_most_30_s(spans: list[Span]) -> None:
    """Nothing is lost or heard twice, and Whisper sees each window whole."""
    groups = cut(spans)
    assert [span for group in groups for span in group] == spans
    made = framed(groups, spans[-1].out_time + 5000 if spans else 0)
    for one in made:
        assert one.span.duration <= 30_000
        assert one.span.in_time <= one.speech[0].in_time
        assert one.speech[-1].out_time <= one.span.out_time
    for one, after in pairwise(made):
        assert one.span.out_time <= after.span.in_time


@given(speech(), st.data())
def test_how_the_stream_arrives_does_not_change_windows(
    spans: list[Span], data: st.DataObject
) -> None:
    """Given any number of spans at a time, told or not what else is known: the same windows."""
    groups: list[tuple[Span, ...]] = []
    waiting: tuple[Span, ...] = ()
    rest = list(spans)
    while rest:
        count = data.draw(st.integers(1, len(rest)))
        arrived, rest = rest[:count], rest[count:]
        following = rest[0].in_time if rest else arrived[-1].out_time + 4000
        known = data.draw(st.sampled_from([0, arrived[-1].out_time, following]))
        more, waiting = cut_windows((*waiting, *arrived), known=known)
        groups += more
    assert groups + cut_windows(waiting, final=True)[0] == cut(spans)


@given(speech(), st.integers(0, 200_000))
def test_a_window_waits_for_no_more_than_the_lookahead(spans: list[Span], after: int) -> None:
    """Neither in talk that never rests nor in a silence that never ends is more audio kept."""
    if not spans:
        return
    known = spans[-1].out_time + after
    _, waiting = cut_windows(spans, known=known)
    assert not waiting or known - waiting[0].in_time <= LOOKAHEAD
    assert not waiting or after < 2500, "a long silence has decided all before it"


@given(speech())
def test_a_long_silence_always_parts_windows(spans: list[Span]) -> None:
    """2.5 s without speech inside a window make Whisper skip or invent."""
    for group in cut(spans):
        for span, after in pairwise(group):
            assert after.in_time - span.out_time < 2500


def test_windows_are_cut_in_the_longest_silence() -> None:
    """Though the first could hold more: its last sentence goes with the one it is nearer to."""
    spans = [Span(0, 9000), Span(10_500, 20_000), Span(20_150, 28_000), Span(28_300, 36_000)]
    assert cut(spans) == [(spans[0],), tuple(spans[1:])]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 60_000, Span(9600, 12_400)),
        (9900, 12_100, Span(9950, 12_050)),
        (10_000, 12_000, Span(10_000, 12_000)),
        (9901, 12_101, Span(9950, 12_050)),
    ],
)
def test_a_window_keeps_400_ms_around_its_speech(before: int, after: int, expected: Span) -> None:
    """Less where its neighbours are nearer: the silence between is shared by halves."""
    assert window((Span(10_000, 12_000),), before, after).span == expected


def test_a_window_does_not_begin_before_the_media() -> None:
    """Speech in the first 400 ms."""
    assert window((Span(64, 1000),), 0, 5000).span == Span(32, 1400)
