"""The fallback over temperatures, and tokens into timed words, with a decoder by script."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import EOT, TIMESTAMPS, FakeDecoder
from subtitler.domain.timing import Span
from subtitler.engines.decoding import Attempt, TimedWord, compression_ratio, hear
from subtitler.ports import DecodingOptions, Hearing

OPTIONS = DecodingOptions("en")
TEXTS = [" It", " is", " what", " we", " heard", " here", "."]
LOOP = (0, 1) * 60  # "It is It is …" packs far better than 2.4
SAID = tuple(range(7))


def attempt(tokens: tuple[int, ...] = SAID, logprob: float = -0.3, silent: float = 0.1) -> Attempt:
    return Attempt(tokens, logprob, silent)


def texts(hearing: Hearing) -> list[str]:
    return [word.text for segment in hearing.segments for word in segment.words]


LIKELY, UNLIKELY, LOOPED = attempt(), attempt(logprob=-1.1), attempt(LOOP, -0.2)
FALLBACKS = [
    ("a good text is tried once", [LIKELY], 0),
    ("an unlikely one again, warmer", [UNLIKELY, LIKELY], 1),
    ("a repetitive one again", [LOOPED, LIKELY], 1),
    ("until one will do", [LOOPED, UNLIKELY, attempt(LOOP, -1.5), LIKELY], 3),
    ("an unlikely one in silence is silence", [attempt(logprob=-1.1, silent=0.61)], 0),
    ("a likely one in silence is speech", [attempt(silent=0.9)], 0),
    ("a loop in silence is tried again", [attempt(LOOP, -0.2, 0.9), LIKELY], 1),
    ("the limits themselves will do", [attempt(logprob=-1.0, silent=0.6)], 0),
    ("silence later on ends it too", [LOOPED, attempt(logprob=-2, silent=0.7)], 1),
    ("if none does, the likeliest", [attempt(logprob=-3), UNLIKELY, *[attempt(logprob=-2)] * 4], 1),
    ("that is no loop", [LOOPED, UNLIKELY, *[attempt(LOOP, -0.1)] * 4], 1),
    ("or the likeliest loop", [*[attempt(LOOP, -0.5)] * 5, LOOPED], 5),
]


@pytest.mark.parametrize(("law", "tries", "taken"), FALLBACKS, ids=[one[0] for one in FALLBACKS])
def test_the_fallback_is_openai_whispers(law: str, tries: list[Attempt], taken: int) -> None:
    """0.0 to 1.0 in turn, no further than needed; the result says which it was and how sure."""
    decoder = FakeDecoder(TEXTS, dict(zip(OPTIONS.temperatures, tries, strict=False)))
    hearing = hear(decoder, 0, OPTIONS)
    assert [temperature for temperature, _ in decoder.tried] == list(
        OPTIONS.temperatures[: len(tries)]
    )
    assert hearing.temperature == OPTIONS.temperatures[taken]
    assert hearing.avg_logprob == tries[taken].avg_logprob
    assert hearing.no_speech == tries[taken].no_speech
    text = "".join(TEXTS[token] for token in tries[taken].tokens)
    assert "".join(texts(hearing)) == text
    assert hearing.compression_ratio == compression_ratio(text)


def test_the_temperatures_are_the_options_own() -> None:
    """A retry that begins warmer does."""
    decoder = FakeDecoder(TEXTS, {0.4: UNLIKELY, 0.8: LIKELY})
    hearing = hear(decoder, 0, replace(OPTIONS, temperatures=(0.4, 0.8)))
    assert hearing.temperature == 0.8


def seeds(seed: int) -> list[int]:
    decoder = FakeDecoder(TEXTS, dict.fromkeys(OPTIONS.temperatures, UNLIKELY))
    hear(decoder, 0, replace(OPTIONS, seed=seed))
    return [asked for _, asked in decoder.tried]


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_each_try_of_each_window_has_its_own_seed(one: int, other: int) -> None:
    """From the window's seed and the temperature alone, in the 31 bits that engines take."""
    assert seeds(one) == seeds(one)
    assert len(set(seeds(one))) == len(OPTIONS.temperatures)
    assert all(0 <= seed < 2**31 for seed in seeds(one))
    if one != other:
        assert seeds(one) != seeds(other)


def test_compression_is_measured_as_whisper_does() -> None:
    """Bytes of UTF-8 per deflated byte, blanks around the text aside; no text is no loop."""
    assert compression_ratio("") == 0
    assert compression_ratio("  so it is  ") == compression_ratio("so it is")
    assert compression_ratio("We choose to go to the moon in this decade.") < 1.2
    assert compression_ratio("so it is " * 30) > 2.4
    assert compression_ratio("这样" * 60) > 2.4


def merged(*words: str) -> list[str]:
    """The words that come of an alignment's, each of them one token."""
    timed = [TimedWord(text, 1, at, at + 0.5, 0.9) for at, text in enumerate(words)]
    decoder = FakeDecoder([*words], {0.0: attempt(tuple(range(len(words))))}, timed)
    return texts(hear(decoder, 0, OPTIONS))


NESTED = pytest.mark.xfail(strict=True, reason="_merged: a second opening mark")
MERGED = [
    ([" It", " is", ",", " so", "."], [" It", " is,", " so."]),
    ([" Is", " it", "?", "!", '"'], [" Is", ' it?!"']),
    ([' "', "It", " is"], [' "It', " is"]),
    ([" ¿", "Qué", "?"], [" ¿Qué?"]),
    ([" (", "¿", "Es"], [" (¿", "Es"]),  # as odd as openai-whisper's
    pytest.param([" (", ' "', "It"], [' ( "It'], marks=NESTED, id="' ( \"It'"),
    ([" -", "It"], [" -It"]),
    ([" It", '"'], [' It"']),
    ([" It", " "], [" It "]),
    (["今", "天", "，", "好", "。"], ["今", "天，", "好。"]),
    ([" so", " ("], [" so", " ("]),
    ([".", " It"], [".", " It"]),
    ([" well", "-known"], [" well", "-known"]),
    ([" 3", ".", "5"], [" 3.", "5"]),
    ([" It", " »"], [" It", " »"]),
]


@pytest.mark.parametrize(("words", "expected"), MERGED, ids=str)
def test_punctuation_goes_with_its_word(words: list[str], expected: list[str]) -> None:
    """openai-whisper's lists: opening marks to the word after, closing ones to that before."""
    assert merged(*words) == expected


@given(
    st.lists(
        st.sampled_from([" so", ".", ",", ' "', '"', " (", ")", " ", "-", "今", " ¿"]), max_size=12
    )
)
def test_no_character_is_lost_in_merging(words: list[str]) -> None:
    """Words joined are the text, but for blanks that belong to none."""
    assert "".join(merged(*words)).split() == "".join(words).split()


def test_a_merged_word_keeps_its_own_times() -> None:
    """Punctuation has no sound: openai-whisper's alignment stretches it over pauses."""
    timed = [
        TimedWord(' "', 1, 0.0, 1.0, 0.2),
        TimedWord("So", 1, 1.0, 1.3, 0.8),
        TimedWord(".", 1, 1.3, 4.0, 0.1),
    ]
    decoder = FakeDecoder([' "', "So", "."], {0.0: attempt((0, 1, 2))}, timed)
    (word,) = hear(decoder, 500, OPTIONS).segments[0].words
    assert (word.text, word.span, word.probability) == (' "So.', Span(1500, 1800), 0.8)


def at(ticks: int) -> int:
    """The timestamp token of a time in steps of 20 ms."""
    return TIMESTAMPS + ticks


SEGMENTS = [
    ("none", (0, 1, 2), [" It is what"]),
    ("around all", (at(0), 0, 1, at(50)), [" It is"]),
    ("in pairs", (at(0), 0, 1, at(50), at(50), 2, 3, at(90)), [" It is", " what we"]),
    ("left open", (at(0), 0, at(50), at(50), 2, 3), [" It", " what we"]),
    ("with nothing between", (at(0), at(9), at(9), 4, at(20)), [" heard"]),
    ("ended", (at(0), 0, 1, at(50), EOT), [" It is"]),
    ("punctuation across them", (at(0), 0, at(5), at(5), 6, 1, at(9)), [" It.", " is"]),
    ("no words at all", (at(0), at(50)), []),
]


@pytest.mark.parametrize(("law", "tokens", "expected"), SEGMENTS, ids=[one[0] for one in SEGMENTS])
def test_segments_are_what_stands_between_timestamps(
    law: str, tokens: tuple[int, ...], expected: list[str]
) -> None:
    """A word belongs to the segment in which its first token lies."""
    hearing = hear(FakeDecoder(TEXTS, {0.0: attempt(tokens)}), 0, OPTIONS)
    assert [segment.text for segment in hearing.segments] == expected


def test_a_word_of_several_tokens_counts_them_all() -> None:
    """Else all words after it would slip into the segment before their own."""
    timed = [
        TimedWord(text, tokens, at, at + 0.5, 0.9)
        for at, (text, tokens) in enumerate([(" Brightwater", 2), (" is", 1), (" so", 1)])
    ]
    tokens = (at(0), 0, 1, at(50), at(50), 2, 3, at(90))
    hearing = hear(FakeDecoder(TEXTS, {0.0: attempt(tokens)}, timed), 0, OPTIONS)
    assert [segment.text for segment in hearing.segments] == [" Brightwater", " is so"]


TIMED = st.lists(
    st.tuples(st.floats(0, 30), st.floats(0, 30), st.floats(allow_nan=True, allow_infinity=False)),
    max_size=10,
)


@given(TIMED, st.integers(0, 10_000_000))
def test_times_are_whole_ms_of_the_media_in_order(
    words: list[tuple[float, float, float]], start: int
) -> None:
    """Whatever the alignment says: rounded, never running backwards, probabilities 0 to 1."""
    timed = [TimedWord(" x", 1, begin, end, sure) for begin, end, sure in words]
    decoder = FakeDecoder([" x"], {0.0: attempt((0,) * len(words))}, timed)
    made = [word for segment in hear(decoder, start, OPTIONS).segments for word in segment.words]
    assert len(made) == len(words)
    assert all(one.span.out_time <= after.span.in_time for one, after in pairwise(made))
    assert all(one.span.in_time >= start for one in made)
    if made and words[0][1] >= words[0][0]:
        begin, end, _ = words[0]
        assert made[0].span == Span(start + round(begin * 1000), start + round(end * 1000))
