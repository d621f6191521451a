"""Which language is spoken: asked of the speech, all over the media."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fakes import FAINT, LOUD, MS, FakeFinder, FakeReader, FakeTranscriber, audio, heard, silence
from subtitler.domain.timing import Span
from subtitler.domain.transcript import UNDETERMINED
from subtitler.ports import SAMPLE_RATE
from subtitler.stages.speech import Window
from subtitler.workflow.languages import detect, spread_windows
from subtitler.workflow.recognising import AudioWindow

if TYPE_CHECKING:
    from subtitler.ports import Samples


def windows_of(samples: Samples) -> tuple[list[AudioWindow], FakeReader]:
    reader = FakeReader(samples)
    media = reader.probe(Path("talk.mp4"))
    return list(spread_windows(media, media.tracks[0], reader, FakeFinder)), reader


def a_window(ms: int, mark: float = LOUD) -> AudioWindow:
    """A window of speech throughout; `mark` is its loudness, by which a fake knows it."""
    span = Span(0, ms)
    return AudioWindow(Window(span, (span,)), np.full(ms * MS, mark, np.float32), [])


def model(tongues: Mapping[float, Mapping[str, float]]) -> FakeTranscriber:
    """Hears languages by the loudness of a window."""
    rounded = {round(mark, 3): found for mark, found in tongues.items()}
    return FakeTranscriber(
        lambda span, options: heard(), lambda samples: rounded[round(float(samples.max()), 3)]
    )


def test_a_window_counts_by_its_speech() -> None:
    """One long window of Spanish outweighs two short ones that sound more English; certainty is
    the mean over all speech."""
    tongues = model({0.6: {"es": 0.7, "en": 0.3}, 0.7: {"en": 0.9}})
    found = detect([a_window(2000, 0.7), a_window(11_000, 0.6), a_window(2000, 0.7)], tongues)
    assert (found.tag, found.certainty) == ("es", round(0.7 * 11 / 15, 4))
    found = detect([a_window(4000, 0.7), a_window(8000, 0.6), a_window(4000, 0.7)], tongues)
    assert (found.tag, found.certainty) == ("en", round((0.9 * 8 + 0.3 * 8) / 16, 4))


def test_a_tie_is_settled_the_same_way_each_time() -> None:
    """Two runs give one language, whatever order an engine names them in."""
    for tongues in ({"fr": 0.5, "es": 0.5}, {"es": 0.5, "fr": 0.5}):
        assert detect([a_window(1000, 0.6)], model({0.6: tongues})).tag == "es"


@pytest.mark.parametrize("ms", [0, 100, 10_000, 700_000])
def test_where_nobody_speaks_there_is_no_language(ms: int) -> None:
    """`und`, of no certainty, and the model is not asked."""
    audible, _ = windows_of(silence(ms))
    found = detect(audible, model({}))
    assert (found.tag, found.certainty) == (UNDETERMINED, 0.0)


def test_a_short_media_is_asked_from_beginning_to_end() -> None:
    """At most five windows, the first among them, spread over all there are."""
    found, reader = windows_of(audio(*[9000, 3000] * 13))
    assert reader.starts == [0]
    begins = [one.window.span.in_time for one in found]
    assert len(begins) == 5
    assert begins[0] == 0
    assert begins == sorted(begins)
    assert begins[-1] > 100_000


def test_a_long_media_is_asked_at_five_places() -> None:
    """At the middle of each fifth; at each the window with most speech, of up to 96 s read."""
    place = audio(2000, 8000, 9000, 8000, 4000, 9000)
    samples = np.tile(place, 10)
    found, reader = windows_of(samples)
    total = len(samples) // MS
    assert reader.starts == [total * (2 * at + 1) // 10 for at in range(5)]
    assert len(found) == 5
    for one in found:
        assert sum(span.duration for span in one.window.speech) == pytest.approx(9000, abs=64)


def test_places_without_speech_are_passed_over() -> None:
    """A concert with one address: its language is the media's."""
    samples = np.full(600_000 * MS, FAINT, np.float32)
    samples[300_000 * MS : 320_000 * MS] = LOUD
    found, _ = windows_of(samples)
    assert len(found) == 1
    assert detect(found, model({LOUD: {"fr": 0.9}})).tag == "fr"


def test_a_media_that_hides_its_length_is_not_read_to_its_end() -> None:
    """A stream that says it lasts 0 ms may last ten hours: five minutes of it are asked."""
    reader = FakeReader(np.tile(audio(9000, 1000), 60))
    media = reader.probe(Path("talk.ts"))
    nameless = type(media)(media.path, 0, None, media.tracks)
    found = list(spread_windows(nameless, media.tracks[0], reader, FakeFinder))
    assert 0 < len(found) <= 5
    assert found[-1].window.span.out_time <= 300_000 + 16_000


def test_a_window_has_just_its_own_samples() -> None:
    """What the model hears is the window's audio, up to 30 s of it."""
    found, _ = windows_of(audio(9000, 3000, 20_000, 3000))
    for one in found:
        assert len(one.samples) == one.window.span.duration * MS
        assert len(one.samples) <= 30 * SAMPLE_RATE
        assert float(one.samples.max()) == LOUD
