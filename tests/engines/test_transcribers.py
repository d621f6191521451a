"""One contract over both recognisers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from subtitler.errors import UsageError
from subtitler.ports import SAMPLE_RATE, DecodingOptions, Hearing

if TYPE_CHECKING:
    from subtitler.ports import Samples, Transcriber

ENGLISH = DecodingOptions("en")
SAMPLED = DecodingOptions("en", temperatures=(0.8,), seed=7)


def words(hearing: Hearing) -> list[tuple[str, int, int]]:
    return [
        (word.text, word.span.in_time, word.span.out_time)
        for segment in hearing.segments
        for word in segment.words
    ]


def seconds(samples: Samples, begin: float, end: float) -> Samples:
    return samples[int(begin * SAMPLE_RATE) : int(end * SAMPLE_RATE)]


def test_words_are_heard_in_order_within_the_window(
    transcriber: Transcriber, english: Samples
) -> None:
    """Words come in order, with a probability, inside the window that was given."""
    hearing = transcriber.transcribe(seconds(english, 0, 20), 5_000, ENGLISH)
    heard = words(hearing)
    assert "".join(text for text, _, _ in heard).startswith(" Good morning, dear friends,")
    assert all(5_000 <= begin <= end <= 25_100 for _, begin, end in heard)
    assert all(a[2] <= b[1] for a, b in zip(heard, heard[1:], strict=False))
    assert all(0 < w.probability <= 1 for segment in hearing.segments for w in segment.words)
    assert hearing.temperature == 0.0
    assert hearing.avg_logprob > -1.0


def test_the_start_moves_all_times_and_nothing_else(
    transcriber: Transcriber, english: Samples
) -> None:
    """The same audio, later in the media: the same words, later."""
    audio = seconds(english, 0, 12)
    at_zero = words(transcriber.transcribe(audio, 0, ENGLISH))
    later = words(transcriber.transcribe(audio, 3_600_123, ENGLISH))
    assert [(t, b + 3_600_123, e + 3_600_123) for t, b, e in at_zero] == later


def test_a_sampled_window_is_the_same_whatever_was_heard_before(
    transcriber: Transcriber, english: Samples
) -> None:
    """Sampling is seeded by the window alone: a resumed run draws what the first one drew."""
    audio = seconds(english, 0, 10)
    first = transcriber.transcribe(audio, 0, SAMPLED)
    transcriber.transcribe(seconds(english, 10, 20), 0, replace(SAMPLED, seed=99))
    transcriber.transcribe(seconds(english, 10, 20), 0, ENGLISH)
    assert transcriber.transcribe(audio, 0, SAMPLED) == first


def test_another_seed_draws_something_else(transcriber: Transcriber, english: Samples) -> None:
    """The seed is used: of several seeds at a high temperature not all give one text."""
    hot = replace(SAMPLED, temperatures=(1.0,))
    noise = np.random.default_rng(1).standard_normal(len(seconds(english, 0, 8))) * 0.04
    audio = (seconds(english, 0, 8) + noise).astype(np.float32)
    texts = {str(words(transcriber.transcribe(audio, 0, replace(hot, seed=s)))) for s in range(4)}
    assert len(texts) > 1


@pytest.mark.parametrize("length", [0.1, 1.0, 30.0])
def test_any_length_up_to_thirty_seconds(
    transcriber: Transcriber, english: Samples, length: float
) -> None:
    """A tenth of a second and exactly 30 s are heard without times past their end."""
    hearing = transcriber.transcribe(seconds(english, 0, length), 0, ENGLISH)
    assert all(end <= length * 1000 + 100 for _, _, end in words(hearing))


def test_silence_has_no_words_or_is_doubted(transcriber: Transcriber) -> None:
    """Digital silence: no text, or one that is marked as unlikely or as silence."""
    hearing = transcriber.transcribe(np.zeros(10 * SAMPLE_RATE, np.float32), 0, ENGLISH)
    assert not words(hearing) or hearing.no_speech > 0.3 or hearing.avg_logprob < -0.5


def test_the_language_is_told_from_the_sound(
    transcriber: Transcriber, english: Samples, spanish: Samples
) -> None:
    """Probabilities by BCP 47 tag, summing to one, the spoken language first."""
    for audio, tag in ((english, "en"), (spanish, "es")):
        found = transcriber.languages(seconds(audio, 0, 25))
        assert max(found, key=lambda one: found[one]) == tag
        assert sum(found.values()) == pytest.approx(1, abs=0.01)
    assert "jv" in found  # Whisper's own code for it, jw, is no BCP 47
    assert "jw" not in found


def test_a_language_that_whisper_does_not_know_is_refused(
    transcriber: Transcriber, english: Samples
) -> None:
    """The error names the language and those there are."""
    with pytest.raises(UsageError, match=r"'tlh'[^$]*It knows: en zh"):
        transcriber.transcribe(seconds(english, 0, 2), 0, DecodingOptions("tlh"))
