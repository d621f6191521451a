"""A stream becomes windows, and a window words: with a finder and a recogniser by script."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import (
    FAINT,
    LOUD,
    MS,
    FakeFinder,
    FakeTranscriber,
    audio,
    blocks,
    heard,
    silence,
    spread,
    word,
)
from subtitler.domain.hearing import HeardWindow
from subtitler.domain.timing import Span
from subtitler.ports import BLOCK, AudioBlock, DecodingOptions, Hearing
from subtitler.workflow.recognising import AudioWindow, Listened, recognise, windows

if TYPE_CHECKING:
    from subtitler.ports import Samples

HOPS = 2560  # samples: the least block of whole speech and level hops, 160 ms
OPTIONS = DecodingOptions("en")
PAUSES = st.one_of(st.integers(200, 700), st.integers(200, 6000), st.just(20_000))
LASTS = st.one_of(st.integers(200, 4000), st.integers(200, 40_000))
TALK = st.lists(st.tuples(LASTS, PAUSES), max_size=8)


def cut(samples: Samples, size: int = BLOCK) -> list[AudioWindow]:
    """The windows of a stream that arrives in blocks of a size."""
    return list(windows(blocks(samples, size), FakeFinder(), Listened()))


def seen(found: list[AudioWindow]) -> list[tuple[object, ...]]:
    return [(one.window, one.samples.tobytes(), list(one.levels)) for one in found]


@given(TALK, st.sampled_from([13 * HOPS, BLOCK, 7 * BLOCK]))
def test_windows_do_not_depend_on_the_sizes_of_blocks(
    talk: list[tuple[int, int]], size: int
) -> None:
    """Their places, their audio and their levels: a resumed run meets the same windows."""
    samples = np.concatenate([silence(500), *(audio(*one) for one in talk)])
    assert seen(cut(samples, size)) == seen(cut(samples, len(samples) // HOPS * HOPS + HOPS))


@given(TALK, st.integers(0, 159))
def test_each_window_is_its_own_part_of_the_stream(talk: list[tuple[int, int]], rest: int) -> None:
    """Its samples are the stream's there, a level for each 10 ms, all speech in one of them."""
    samples = np.concatenate([silence(300), *(audio(*one) for one in talk), silence(rest)])
    samples = samples * np.linspace(0.8, 1.0, len(samples), dtype=np.float32)
    found = cut(samples)
    for one in found:
        span = one.window.span
        assert np.array_equal(one.samples, samples[span.in_time * MS : span.out_time * MS])
        assert len(one.levels) == -(-span.out_time // 10) - span.in_time // 10
        assert span.duration <= 30_000
        assert span.out_time <= len(samples) // MS
    for one, after in pairwise(found):
        assert one.window.span.out_time <= after.window.span.in_time
    voiced = sum(span.duration for one in found for span in one.window.speech)
    assert voiced == pytest.approx(sum(lasts for lasts, _ in talk), abs=64 * len(talk))


def test_speech_that_goes_on_over_a_blocks_end_is_whole() -> None:
    """The first sentence of a media begins 3 s before the first block ends, and goes on."""
    samples = audio(0, 13_000, 20_000, 1000)
    (one,) = cut(samples)
    assert one.window.span == Span(12_592, 33_424)
    assert len(one.samples) == one.window.span.duration * MS


def test_a_stream_tells_its_length_and_its_holes() -> None:
    """Also where nobody speaks."""
    listened = Listened()
    first, second = blocks(silence(20_000))
    hole = (Span(17_000, 18_000),)
    stream = [first, AudioBlock(second.start, second.samples, hole)]
    assert list(windows(stream, FakeFinder(), listened)) == []
    assert (listened.duration, listened.damaged) == (20_000, hole)


def test_no_audio_no_windows() -> None:
    """Neither of no block nor of one that is shorter than any hop."""
    listened = Listened()
    assert list(windows([], FakeFinder(), listened)) == []
    assert listened.duration == 0
    assert cut(audio(20)) == []


MINUTES = 16
STREAMS: list[tuple[str, Callable[[int], Samples]]] = [
    ("nobody speaks", lambda at: np.full(BLOCK, FAINT, np.float32)),
    ("nobody pauses", lambda at: np.full(BLOCK, LOUD, np.float32)),
    ("talk", lambda at: audio(*[3000, 1000] * 4)),
    ("a word, and no more", lambda at: silence(16_000) if at else audio(0, 5000, 1000, 10_000)),
    ("a word a block", lambda at: audio(0, 8000, 1000, 7000)),
]


@pytest.mark.parametrize(("law", "make"), STREAMS, ids=[one[0] for one in STREAMS])
def test_two_minutes_of_a_long_stream_are_held(law: str, make: Callable[[int], Samples]) -> None:
    """And what moving them takes; ten hours need no more than the first ten minutes."""

    def stream() -> Iterator[AudioBlock]:
        for at in range(MINUTES * 60 // 16):
            yield AudioBlock(at * BLOCK, make(at))

    list(windows([next(stream())], FakeFinder(), Listened()))  # what is imported stays
    tracemalloc.start()
    try:
        for _ in windows(stream(), FakeFinder(), Listened()):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    minute = 60_000 * MS * 4  # bytes
    assert peak < 7 * minute < MINUTES * minute / 2


# A window of 12 s: two stretches of speech with a pause of 1 s between
TWO = audio(5000, 1000, 5500, 500)


def listen(
    script: Callable[[Span, DecodingOptions], Hearing], samples: Samples = TWO
) -> tuple[HeardWindow, FakeTranscriber, AudioWindow]:
    """What becomes of the one window in samples, the recogniser that was asked, the window."""
    (audible,) = cut(samples)
    model = FakeTranscriber(script)
    return recognise(audible, model, OPTIONS), model, audible


def text(window: HeardWindow) -> str:
    return "".join(segment.text for segment in window.segments).strip()


def rules(window: HeardWindow) -> list[str]:
    return [finding.rule for finding in window.findings]


def fine(span: Span, options: DecodingOptions, said: str = "All is well here today.") -> Hearing:
    """A good hearing: as many words as somebody says in a span."""
    more = (f"w{at}" for at in range(len(said.split()), span.duration // 400))
    return heard(spread(" ".join([said, *more]), span))


def test_what_is_heard_well_is_heard_once() -> None:
    """As it is, with the speech and the sound of the window, and nothing to look at."""
    made, model, audible = listen(fine)
    assert [span for span, _ in model.asked] == [audible.window.span]
    assert (text(made)[:23], made.findings) == ("All is well here today.", ())
    assert (made.span, made.speech) == (audible.window.span, audible.window.speech)
    assert made.acoustics.boundaries == len(text(made).split()) - 1
    assert any(span.overlap(Span(5100, 5900)) >= 700 for span in made.acoustics.quiet)


def loop_as_a_whole(span: Span, options: DecodingOptions) -> Hearing:
    """Loops over more than 7 s, hears well what is shorter."""
    if span.duration > 7000:
        return heard(spread("go on " * 20, span), avg_logprob=-0.6, compression_ratio=6)
    return fine(span, options)


def test_a_loop_is_heard_again_in_pieces_and_the_better_hearing_counts() -> None:
    """Cut in the pause, once; where no piece loops, nothing is left to look at."""
    made, model, audible = listen(loop_as_a_whole)
    whole = audible.window.span
    asked = [span for span, _ in model.asked]
    assert asked == [
        whole,
        Span(whole.in_time, asked[1].out_time),
        Span(asked[1].out_time, whole.out_time),
    ]
    assert 5000 < asked[1].out_time < 6000
    assert text(made).count("All is well here today.") == 2
    assert "go on" not in text(made)
    assert made.findings == ()


def test_a_loop_that_stays_is_kept_and_flagged() -> None:
    """Both ways loop: the first hearing stands, whole, with its finding where it is."""
    made, model, audible = listen(
        lambda span, _: heard(spread("go on " * 20, span), avg_logprob=-0.6, compression_ratio=6)
    )
    assert len(model.asked) == 3
    assert text(made) == " ".join(["go on"] * 20)
    assert rules(made) == ["repetition"]
    assert made.findings[0].span == audible.window.span


def test_of_two_doubtful_hearings_the_less_doubtful_counts() -> None:
    """A shorter loop in one piece is better than a long one; it is still a finding."""

    def script(span: Span, options: DecodingOptions) -> Hearing:
        if span.duration > 7000:
            return heard(spread("go on " * 20, span), avg_logprob=-0.6, compression_ratio=6)
        return heard(spread("so it is " * 4, span))

    made, _, _ = listen(script)
    assert text(made).startswith("so it is")
    assert rules(made) == ["repetition", "repetition"]


def test_what_cannot_be_cut_is_heard_again_warmer() -> None:
    """One stretch of speech without a pause: other temperatures, the same place."""

    def script(span: Span, options: DecodingOptions) -> Hearing:
        if options.temperatures[0] == 0:
            return heard(spread("go on " * 20, span), avg_logprob=-0.6, compression_ratio=6)
        return fine(span, options)

    made, model, audible = listen(script, audio(6000, 500))
    assert [span for span, _ in model.asked] == [audible.window.span] * 2
    assert model.asked[1][1].temperatures[0] > 0
    assert (text(made)[:23], made.findings) == ("All is well here today.", ())


def test_people_who_repeat_themselves_are_believed() -> None:
    """ "No. No. No." is heard once and not flagged."""
    made, model, _ = listen(lambda span, options: fine(span, options, "No. No. No. I said no."))
    assert len(model.asked) == 1
    assert (text(made)[:22], made.findings) == ("No. No. No. I said no.", ())


BYE = "Thanks for watching."


def test_text_without_speech_is_heard_again_and_flagged() -> None:
    """Words that the recogniser itself takes for silence stay where they are."""
    made, model, audible = listen(
        lambda span, options: replace(fine(span, options, BYE), no_speech=0.9, avg_logprob=-1.2)
    )
    assert len(model.asked) == 3
    assert text(made).startswith(BYE)
    assert rules(made) == ["text-without-speech"]
    assert audible.window.span.overlap(made.findings[0].span) > 0


def misses_the_second(span: Span, options: DecodingOptions) -> Hearing:
    """Hears nothing after 5.5 s, unless that is all there is."""
    if span.in_time < 5500 < span.out_time:
        return heard(spread("all is well here today and we go", Span(span.in_time, 5000)))
    return fine(Span(span.in_time + 200, span.out_time - 200), options, "and on")


def test_speech_without_text_is_heard_by_itself() -> None:
    """What is found stands between what was there, in order; nothing is left to look at."""
    made, model, _ = listen(misses_the_second)
    assert [span.in_time > 5500 for span, _ in model.asked] == [False, True]
    assert text(made).startswith("all is well here today and we go and on w2 w3")
    assert made.findings == ()
    times = [one.span for segment in made.segments for one in segment.words]
    assert all(one.out_time <= after.in_time for one, after in pairwise(times))


@pytest.mark.parametrize(
    "doubtful",
    [
        heard(),
        heard(spread("and now it all goes on and on so", Span(6500, 11_000)), avg_logprob=-1.1),
        heard(spread("go on " * 9, Span(6500, 11_000))),
    ],
    ids=["nothing", "unlikely", "a loop"],
)
def test_what_is_found_there_must_be_likely(doubtful: Hearing) -> None:
    """Else a person is told where speech has no text: inventing some would be worse."""
    made, model, _ = listen(
        lambda span, options: doubtful if span.in_time > 5500 else misses_the_second(span, options)
    )
    assert len(model.asked) == 2
    assert text(made) == "all is well here today and we go"
    assert rules(made) == ["speech-without-text"]
    assert made.findings[0].span.overlap(Span(6000, 11_500)) > 4000


def test_a_window_without_any_text_is_heard_again_warmer() -> None:
    """The same place at the same temperature would give the same nothing."""

    def script(span: Span, options: DecodingOptions) -> Hearing:
        return heard() if options.temperatures[0] == 0 else fine(span, options)

    made, model, _ = listen(script, audio(6000, 500))
    assert [options.temperatures[0] > 0 for _, options in model.asked] == [False, True]
    assert (text(made)[:23], made.findings) == ("All is well here today.", ())
    made, _, _ = listen(lambda *_: heard(), audio(6000, 500))
    assert (text(made), rules(made)) == ("", ["speech-without-text"])


KINDS = st.sampled_from(["fine", "loop", "silent", "nothing", "late", "stretched"])


def answer(kind: str, span: Span, number: int) -> Hearing:
    """A hearing of a kind whose words carry their own number."""
    said = {"fine": 6, "loop": 6, "silent": 3, "nothing": 0, "late": 2, "stretched": 1}[kind]
    words = spread(" ".join(f"{number}:{at}" for at in range(said)), span)
    if kind == "late":
        words = tuple(word(one.text, span.out_time, span.out_time) for one in words)
    return heard(
        words[: said // 2],
        words[said // 2 :],
        avg_logprob=-1.5 if kind == "silent" else -0.5 + number / 100,
        compression_ratio=5 if kind == "loop" else 1,
        no_speech=0.9 if kind == "silent" else 0,
    )


@given(
    st.lists(st.tuples(st.integers(300, 5000), st.integers(150, 1500)), min_size=1, max_size=4),
    st.lists(KINDS, min_size=12, max_size=12),
)
def test_no_word_of_what_was_taken_is_dropped(
    talk: list[tuple[int, int]], kinds: list[str]
) -> None:
    """Whatever a recogniser says: the first hearing whole or all pieces of the second, and what
    was found in holes whole; in order, and doubts lie in the window."""
    answers: list[Hearing] = []

    def script(span: Span, options: DecodingOptions) -> Hearing:
        answers.append(answer(kinds[len(answers) % 12], span, len(answers)))
        return answers[-1]

    found = cut(np.concatenate([silence(400), *(audio(*one) for one in talk)]))
    for audible in found:
        answers.clear()
        model = FakeTranscriber(script)
        made = recognise(audible, model, OPTIONS)
        kept = [one for segment in made.segments for one in segment.words]
        numbers = Counter(int(one.text.split(":")[0]) for one in kept)
        for number, count in numbers.items():
            assert count == sum(len(one.words) for one in answers[number].segments)
        assert all(one.span.out_time <= after.span.in_time for one, after in pairwise(kept))
        assert len({one.text for one in kept}) == len(kept)
        whole = audible.window.span
        assert all(f.span == whole or f.span.distance(whole) == 0 for f in made.findings)
        assert all(
            whole.in_time <= span.in_time <= span.out_time <= whole.out_time
            for span, _ in model.asked
        )


def seeds(samples: Samples) -> dict[Span, set[int]]:
    """The seeds with which each place in a stream was heard."""
    model = FakeTranscriber(loop_as_a_whole)
    for audible in cut(samples):
        recognise(audible, model, DecodingOptions("en", seed=99))
    found: dict[Span, set[int]] = {}
    for span, options in model.asked:
        found.setdefault(span, set()).add(options.seed)
    return found


def test_a_seed_comes_of_the_windows_place_alone() -> None:
    """Not of what was heard before it, of its sound, or of a seed from outside; every place has
    its own."""
    stream = audio(0, 3000, 5000, 1000, 5500, 4000, 5000, 1000, 5500, 4000)
    all_of_it = seeds(stream)
    assert len(all_of_it) == 6
    assert all(len(one) == 1 for one in all_of_it.values())
    assert len(set.union(*all_of_it.values())) == 6
    quiet = stream.copy()
    quiet[: 18_000 * MS] = FAINT  # the first window is gone
    rest = seeds((quiet * 0.9).astype(np.float32))
    assert len(rest) == 3
    assert rest.items() <= all_of_it.items()


def test_the_language_and_the_limits_are_passed_on() -> None:
    """Only the seed is the window's own."""
    asked = DecodingOptions("pt-BR", compression_ratio=3.0, logprob=-0.7, no_speech=0.4)
    (audible,) = cut(TWO)
    model = FakeTranscriber(fine)
    recognise(audible, model, asked)
    options = model.asked[0][1]
    assert (options.language, options.compression_ratio, options.logprob, options.no_speech) == (
        "pt-BR", 3.0, -0.7, 0.4,
    )  # fmt: skip
    assert options.temperatures == asked.temperatures
