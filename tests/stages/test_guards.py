"""What a recogniser gets wrong by itself is noticed, and what people really say is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import heard, spread, word
from subtitler.domain.finding import Severity
from subtitler.domain.timing import Span
from subtitler.stages.guards import (
    hidden,
    loop_in,
    speech_without_text,
    text_without_speech,
    uncovered,
)

WHOLE = Span(0, 20_000)

REAL = [
    "No. No. No. I said no.",
    "We will fight, we will fight, we will fight and we will win.",
    "Yes, yes. No, no. Yes, yes. No, no, no.",
    "2 2 2",
    "I have a dream today. I have a dream that one day. I have a dream.",
    "",
]


@pytest.mark.parametrize("text", REAL)
def test_what_people_repeat_is_no_loop(text: str) -> None:
    """Three times is rhetoric: "No. No. No." stays, and nobody is asked to look."""
    assert loop_in(heard(spread(text, WHOLE)), WHOLE) is None


LOOPS = [
    ("a word", "And then go go go go.", "go", 4),
    (
        "whatever its case and marks",
        "Thank you. thank you! Thank... YOU? Thank you.",
        "Thank you.",
        4,
    ),
    ("a sentence", "Hello. " + "I am here now. " * 6, "I am here now.", 6),
    ("twelve words", "a b c d e f g h i j k l " * 4, "a b c d e f g h i j k l", 4),
    ("the longest of two", "no no no no, " + "it is so, " * 5, "it is so,", 5),
    ("in another script", "谢谢 谢谢 谢谢 谢谢 谢谢", "谢谢", 5),
]


@pytest.mark.parametrize(("law", "text", "phrase", "times"), LOOPS, ids=[one[0] for one in LOOPS])
def test_a_phrase_four_times_in_a_row_is_a_loop(
    law: str, text: str, phrase: str, times: int
) -> None:
    """The finding tells the phrase as it stands, how often it comes, and where."""
    words = spread(text, WHOLE)
    trouble = loop_in(heard(words), WHOLE)
    assert trouble is not None
    finding = trouble.finding
    assert (finding.rule, finding.severity) == ("repetition", Severity.ERROR)
    assert f"{phrase!r} comes {times} times" in finding.advice
    assert (finding.measured, finding.limit) == (times, 4)
    first = next(one for one in words if one.text.strip() == phrase.split(maxsplit=1)[0])
    assert finding.span.in_time >= first.span.in_time
    assert trouble.size == times


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("uvwxyz"), min_size=1, max_size=12, unique=True),
    st.integers(4, 9),
    st.lists(st.sampled_from("ghijk"), unique=True),
)
def test_every_loop_is_found_wherever_it_stands(
    before: list[str], phrase: list[str], times: int, after: list[str]
) -> None:
    """Of any phrase of up to 12 words, between any others: its span from first to last word."""
    words = spread(" ".join([*before, *phrase * times, *after]), WHOLE)
    trouble = loop_in(heard(words), WHOLE)
    assert trouble is not None
    run = words[len(before) : len(before) + len(phrase) * times]
    assert trouble.finding.span == Span(run[0].span.in_time, run[-1].span.out_time)
    assert trouble.finding.measured == times


def test_a_text_that_packs_too_well_is_doubted() -> None:
    """Whisper's own measure: a warning about the whole window, with the ratio."""
    hearing = heard(spread("a whole other text", WHOLE), compression_ratio=2.756)
    trouble = loop_in(hearing, WHOLE)
    assert trouble is not None
    finding = trouble.finding
    assert (finding.rule, finding.severity, finding.span) == (
        "repetition",
        Severity.WARNING,
        WHOLE,
    )
    assert (finding.measured, finding.limit) == (2.76, 2.4)


def test_the_longer_the_loop_the_worse() -> None:
    """So that of two hearings the one with fewer repeats counts."""
    sizes = []
    for times in (4, 8, 30):
        trouble = loop_in(heard(spread("so it is " * times, WHOLE)), WHOLE)
        sizes.append(trouble.size if trouble else 0)
    assert sizes == sorted(set(sizes))


SPEECH = [Span(5000, 8000)]
SILENT = [
    ("in its speech", heard((word(" Yes", 5000, 5500),)), None),
    ("500 ms away", heard((word(" Yes", 4000, 4500), word(" no", 8500, 8600))), None),
    ("further away", heard((word(" Well", 5000, 5100), word(" no", 8501, 8600))), (8501, 8600)),
    ("before and after", heard((word(" a", 0, 9), word(" b", 5000, 5100), word(" c", 9000, 9100))), (0, 9100)),
    ("no text", heard(), None),
    ("no sound of its own", heard(tuple(word(t, 6000, 6000) for t in " a, b, c".split(","))), (6000, 6000)),
    ("two words at once may be", heard((word(" a", 6000, 6000), word(" b", 6000, 6000), word(" c", 6000, 6300))), None),
    ("taken for silence and unlikely", heard((word(" Bye.", 5000, 7000),), no_speech=0.61, avg_logprob=-1.01), (5000, 7000)),
    ("silence, but likely", heard((word(" Bye.", 5000, 7000),), no_speech=0.9, avg_logprob=-0.9), None),
    ("unlikely, but no silence", heard((word(" Bye.", 5000, 7000),), no_speech=0.5, avg_logprob=-2), None),
    ("more than can be said", heard((word(" " + 13 * "longer " * 2, 5000, 8000),)), (5000, 8000)),
]  # fmt: skip


@pytest.mark.parametrize(("law", "hearing", "span"), SILENT, ids=[one[0] for one in SILENT])
def test_text_without_speech_is_an_error_where_it_stands(
    law: str, hearing: object, span: tuple[int, int] | None
) -> None:
    """Words away from all speech, without any time, too many, or doubted by the recogniser."""
    trouble = text_without_speech(hearing, SPEECH)  # type: ignore[arg-type]
    if span is None:
        assert trouble is None
        return
    assert trouble is not None
    assert (trouble.finding.rule, trouble.finding.severity) == (
        "text-without-speech",
        Severity.ERROR,
    )
    assert trouble.finding.span == Span(*span)
    assert trouble.size > 0


def test_any_text_where_nobody_speaks_is_doubted() -> None:
    """The text is in the advice, cut where it is long."""
    trouble = text_without_speech(heard(spread("Thank you for watching. " * 5, WHOLE)), [])
    assert trouble is not None
    assert "'Thank you for watching. Thank you for" in trouble.finding.advice
    assert "...'" in trouble.finding.advice
    assert trouble.size == 20


MISSED = [
    ("all of it", [], [(0, 4000, Severity.ERROR)]),
    ("between words", [(0, 500), (2500, 4000)], [(1000, 2000, Severity.WARNING)]),
    ("under 1 s", [(0, 600), (2599, 4000)], []),
    ("at the end", [(0, 500)], [(1000, 4000, Severity.ERROR)]),
    ("at the beginning", [(1600, 4000)], [(0, 1100, Severity.WARNING)]),
]  # fmt: skip


@pytest.mark.parametrize(("law", "said", "expected"), MISSED, ids=[one[0] for one in MISSED])
def test_a_second_of_speech_without_text_is_a_finding(
    law: str, said: list[tuple[int, int]], expected: list[tuple[int, int, Severity]]
) -> None:
    """With how long it is and where to listen; 3 s of it are an error."""
    words = [word(" x", *times) for times in said]
    found = [one.finding for one in speech_without_text(words, [Span(0, 4000)])]
    assert [(f.span.in_time, f.span.out_time, f.severity) for f in found] == expected
    for finding in found:
        assert finding.rule == "speech-without-text"
        assert finding.measured == finding.span.duration
        assert "listen at 0:0" in finding.advice


SPANS = st.lists(st.tuples(st.integers(100, 3000), st.integers(60, 9000)), max_size=8)


def in_order(parts: list[tuple[int, int]]) -> list[Span]:
    spans, at = [], 0
    for pause, lasts in parts:
        spans.append(Span(at + pause, at + pause + lasts))
        at += pause + lasts
    return spans


@given(SPANS, SPANS)
def test_what_is_uncovered_is_just_the_speech_away_from_words(
    said: list[tuple[int, int]], speech: list[tuple[int, int]]
) -> None:
    """Every 100 ms of speech: within 500 ms of a word, or in a hole, or in a rest under 1 s."""
    words = [word(" x", span.in_time, span.out_time) for span in in_order(said)]
    spans = in_order(speech)
    holes = uncovered(words, spans)
    for hole in holes:
        assert hole.duration >= 1000
        assert any(s.in_time <= hole.in_time and hole.out_time <= s.out_time for s in spans)
        assert all(one.span.distance(hole) >= 500 for one in words)
    for span in spans:
        for at in range(span.in_time, span.out_time - 1000, 100):
            second = Span(at, at + 1000)
            if all(one.span.grown(500).overlap(second) == 0 for one in words):
                assert any(hole.overlap(second) == 1000 for hole in holes), (second, holes)


@pytest.mark.parametrize(
    ("text", "lasts", "excess"),
    [(" a", 1399, None), (" a", 1400, 1000), (" responsibility", 2600, None), (" responsibility", 2700, 1000)],
)  # fmt: skip
def test_a_word_over_more_speech_than_it_can_be_hides_some(
    text: str, lasts: int, excess: int | None
) -> None:
    """300 ms and 100 ms a character are its own; a second beyond is somebody else's."""
    found = hidden([word(text, 0, lasts)], [Span(0, 9000)])
    assert [one.finding.measured for one in found] == ([excess] if excess else [])
    assert all(text.strip() in one.finding.advice for one in found)
    assert hidden([word(text, 0, lasts)], [Span(0, 500)]) == [], "a pause inside it is no speech"


def test_the_more_is_hidden_the_worse() -> None:
    """And worse than a text that only packs too well."""
    sizes = [one.size for lasts in (2000, 4000) for one in hidden([word(" a", 0, lasts)], [WHOLE])]
    assert 2.4 < sizes[0] < sizes[1]
