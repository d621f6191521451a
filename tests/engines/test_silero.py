"""The streamed network says what faster-whisper's own call over the whole array says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from faster_whisper.vad import get_speech_timestamps, get_vad_model
from numpy.typing import NDArray

from subtitler.engines.media import PyAVReader
from subtitler.engines.silero import SileroFinder
from subtitler.ports import BLOCK, LEVEL_HOP, SAMPLE_RATE, SPEECH_HOP
from subtitler.stages.speech import MIN_SILENCE, SpeechSpans

HOP = SPEECH_HOP * 1000 / SAMPLE_RATE  # ms
BOTH_HOPS = 2560  # samples: five speech hops, sixteen level hops


@pytest.fixture(scope="module")
def speech(media: Path) -> NDArray[np.float32]:
    """The opening address."""
    reader = PyAVReader()
    probed = reader.probe(media / "opening-address.mp4")
    return np.concatenate([one.samples for one in reader.read(probed, probed.tracks[0])])


def hear(samples: NDArray[np.float32], size: int) -> tuple[list[float], list[float]]:
    finder = SileroFinder()
    heard = [finder.hear(samples[at : at + size]) for at in range(0, len(samples), size)]
    return (
        [one for activity in heard for one in activity.speech],
        [one for activity in heard for one in activity.levels],
    )


def test_probabilities_are_those_of_the_whole(speech: NDArray[np.float32]) -> None:
    """Block by block or at once, the probabilities are the same to a thousandth."""
    whole = np.pad(speech, (0, -len(speech) % SPEECH_HOP))
    expected = get_vad_model()(whole.copy()).reshape(-1)
    given, _ = hear(speech, BLOCK)
    # its last hop differs: faster-whisper blanks the end of the array that it is given
    assert np.abs(np.array(given) - expected)[:-1].max() < 1e-3


def test_spans_are_those_of_the_whole(
    speech: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    """faster-whisper's own way to spans finds the same in both, to a hop; ours begins speech
    where it does, and ends it no earlier and at most 3 hops later (it waits for a hop under the
    lower threshold with no likelier one behind it)."""
    options = {"min_silence_duration_ms": MIN_SILENCE, "speech_pad_ms": 0}
    expected = get_speech_timestamps(speech.copy(), **options)
    given, _ = hear(speech, BLOCK)
    monkeypatch.setattr("faster_whisper.vad.get_vad_model", lambda: lambda _: np.array(given))
    assert len(expected) > 10
    for one, two in zip(get_speech_timestamps(speech, **options), expected, strict=True):
        assert abs(one["start"] - two["start"]) <= SPEECH_HOP
        assert abs(one["end"] - two["end"]) <= SPEECH_HOP
    finder = SpeechSpans()
    spans = [*finder.add(given), *finder.add([], final=True)]
    for span, two in zip(spans, expected, strict=True):
        assert abs(span.in_time - two["start"] * 1000 / SAMPLE_RATE) <= HOP
        assert 0 <= span.out_time - two["end"] * 1000 / SAMPLE_RATE <= 3 * HOP


@pytest.mark.parametrize("size", [BOTH_HOPS, 3 * BOTH_HOPS, 99 * BOTH_HOPS, 10**9])
def test_block_sizes_do_not_matter(speech: NDArray[np.float32], size: int) -> None:
    """What is heard does not depend on the sizes in which it arrives."""
    some = speech[: 30 * SAMPLE_RATE]
    probabilities, levels = hear(some, size)
    expected = hear(some, BLOCK)
    assert probabilities == pytest.approx(expected[0], abs=1e-4)
    assert levels == expected[1]


@pytest.mark.parametrize("length", [0, 1, SPEECH_HOP, SPEECH_HOP + 1, 10 * BOTH_HOPS])
def test_every_sample_counts(length: int) -> None:
    """As many hops as hold all samples; the last one may be filled up with silence."""
    activity = SileroFinder().hear(np.zeros(length, np.float32))
    assert len(activity.speech) == -(-length // SPEECH_HOP)
    assert len(activity.levels) == -(-length // LEVEL_HOP)


def test_levels_are_decibels() -> None:
    """A sine at full scale is at -3 dB, at a hundredth of it at -43, silence at -100."""
    sine = np.sin(2 * np.pi * 1000 * np.arange(SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32)
    loud, soft = SileroFinder().hear(sine), SileroFinder().hear(sine / np.float32(100))
    silent = SileroFinder().hear(np.zeros(SAMPLE_RATE, np.float32))
    assert loud.levels == pytest.approx([-3.01] * 100, abs=0.01)
    assert soft.levels == pytest.approx([-43.01] * 100, abs=0.01)
    assert silent.levels == [-100.0] * 100


@pytest.mark.parametrize("kind", ["silence", "noise", "hum"])
def test_what_nobody_says_is_no_speech(kind: str) -> None:
    """Silence, noise and mains hum stay below Silero's threshold for speech."""
    rng, time = np.random.default_rng(1), np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    sound = {
        "silence": np.zeros(len(time)),
        "noise": 0.05 * rng.standard_normal(len(time)),
        "hum": 0.3 * np.sin(2 * np.pi * 50 * time),
    }[kind]
    assert max(SileroFinder().hear(sound.astype(np.float32)).speech) < 0.5
