"""PyAV's reader keeps the clock of the container: sounds stand where a player has them."""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from media_fixtures import Picture, Sound, join, make, onsets, shown
from subtitler.engines.media import PyAVReader
from subtitler.ports import BLOCK, SAMPLE_RATE

TOLERANCE = 0.020  # s, the bound
LONG = Picture(duration=12.0)
H264, VP8 = Picture("libx264", 12.0), Picture("libvpx", 12.0, rate=5)
MPEG2 = Picture("mpeg2video", 12.0, rate=25)
FLV = Picture("flv", 12.0)
TIMED = [
    ("mkv", "aac", LONG),
    ("mkv", "libopus", H264),
    ("mkv", "flac", LONG),
    ("mkv", "libmp3lame", LONG),
    ("mkv", "pcm_s16le", LONG),
    ("mp4", "aac", H264),
    ("mp4", "libopus", LONG),
    ("mov", "aac", LONG),
    ("mov", "alac", LONG),
    ("ts", "aac", H264),
    ("ts", "mp2", MPEG2),
    ("ts", "ac3", MPEG2),
    ("webm", "libopus", VP8),
    ("flv", "aac", FLV),
]
AUDIO_ONLY = [
    ("mp3", "libmp3lame", 44_100, "stereo"),
    ("mp3", "libmp3lame", 16_000, "mono"),
    ("m4a", "aac", 44_100, "stereo"),
    ("m4a", "alac", 44_100, "mono"),
    ("mka", "ac3", 48_000, "5.1"),
    ("ogg", "libopus", 48_000, "stereo"),
    ("oga", "flac", 48_000, "mono"),
    ("flac", "flac", 44_100, "stereo"),
    ("wav", "pcm_s16le", 8_000, "mono"),
    ("wav", "pcm_f32le", 48_000, "5.1"),
    ("aiff", "pcm_s16be", 48_000, "mono"),
    ("ac3", "ac3", 48_000, "mono"),
]


def read(path: Path, start: int = 0, track: int = 0) -> tuple[NDArray[np.float32], int]:
    """All samples from `start` ms, and the position of the first."""
    reader = PyAVReader()
    media = reader.probe(path)
    blocks = list(reader.read(media, media.tracks[track], start))
    assert all(0 < len(block.samples) <= BLOCK for block in blocks)
    assert all(one.start + len(one.samples) == two.start for one, two in pairwise(blocks))
    whole = np.concatenate([block.samples for block in blocks] or [np.zeros(0, np.float32)])
    assert whole.dtype == np.float32
    assert not len(whole) or np.abs(whole).max() <= 1
    return whole, blocks[0].start if blocks else start * SAMPLE_RATE // 1000


def assert_heard(path: Path, times: list[float], tolerance: float = TOLERANCE) -> None:
    heard = onsets(read(path)[0])
    assert len(heard) == len(times), (heard, times)
    assert max(abs(one - two) for one, two in zip(heard, times, strict=True)) <= tolerance


@pytest.mark.parametrize(("suffix", "codec", "picture"), TIMED)
@pytest.mark.parametrize("offset", [0.0, 10.0, -0.5, -10.0])
def test_sounds_are_where_a_player_has_them(
    tmp_path: Path, suffix: str, codec: str, picture: Picture, offset: float
) -> None:
    """Audio that starts before or after the video keeps its place, to 20 ms: codecs' delays and
    the containers' ways of saying it (edit lists, a clock that starts at 1.4 s) shift nothing."""
    rate = 44_100 if codec in {"libmp3lame", "alac"} else 48_000
    sound = Sound(codec, (0.4, 1.5, 3.0), 4.0, rate, start=max(0.0, offset))
    video = Picture(picture.codec, picture.duration, picture.rate, start=max(0.0, -offset))
    path = make(tmp_path / f"film.{suffix}", [sound], video)
    assert_heard(path, shown(path, sound.times(), video))


@pytest.mark.parametrize(("suffix", "codec", "picture"), TIMED)
def test_holes_in_the_timestamps_are_silence(
    tmp_path: Path, suffix: str, codec: str, picture: Picture
) -> None:
    """Behind a hole of 2.5 s in the timestamps, and another of 0.3 s, sounds keep their place;
    the longer one is reported."""
    holes = ((2.0, 2.5), (4.0, 0.3))
    rate = 44_100 if codec in {"libmp3lame", "alac"} else 48_000
    sound = Sound(codec, (1.0, 2.5, 3.5, 4.5, 6.0), 7.0, rate, holes=holes)
    path = make(tmp_path / f"film.{suffix}", [sound], picture)
    times = shown(path, sound.times(), picture)
    assert_heard(path, times)
    reader = PyAVReader()
    media = reader.probe(path)
    damaged = [one for block in reader.read(media, media.tracks[0]) for one in block.damaged]
    assert len(damaged) == 1
    assert 1900 <= damaged[0].in_time - (times[0] - 1.0) * 1000 <= 2150
    assert 2400 <= damaged[0].duration <= 2520


@pytest.mark.parametrize("suffix", ["mkv", "ts", "flv"])
def test_the_container_may_start_late(tmp_path: Path, suffix: str) -> None:
    """A container whose clock begins at 4.087 s, as web downloads do, is shown from 0:00."""
    sound, picture = Sound(), FLV if suffix == "flv" else LONG
    path = make(tmp_path / f"film.{suffix}", [sound], picture, clock=4.087)
    times = shown(path, sound.times(), picture)
    assert times == pytest.approx(sound.times(), abs=0.03)
    assert_heard(path, times)


@pytest.mark.parametrize(("suffix", "codec", "rate", "layout"), AUDIO_ONLY)
def test_audio_alone(tmp_path: Path, suffix: str, codec: str, rate: int, layout: str) -> None:
    """In a file of audio alone, what an encoder put in front is not heard."""
    sound = Sound(codec, rate=rate, layout=layout)
    assert_heard(make(tmp_path / f"talk.{suffix}", [sound]), list(sound.onsets))


@pytest.mark.parametrize(
    ("suffix", "codec", "delay", "picture"),
    [("aac", "aac", 1024, None), ("avi", "libmp3lame", 1105, LONG)],
)
def test_a_delay_that_the_file_does_not_tell(
    tmp_path: Path, suffix: str, codec: str, delay: int, picture: Picture | None
) -> None:
    """Where nothing in the file says that the encoder put something in front, players hear it."""
    sound = Sound(codec, rate=44_100)
    path = make(tmp_path / f"talk.{suffix}", [sound], picture)
    assert_heard(path, [onset + delay / 44_100 for onset in sound.onsets])


def test_avi_says_its_offset_in_the_header(tmp_path: Path) -> None:
    """An AVI whose audio has a start in its header (dwStart) begins there."""
    path = make(tmp_path / "film.avi", [Sound("pcm_s16le")], LONG)
    content = bytearray(path.read_bytes())
    at = content.index(b"auds")  # the stream header: scale at 20, rate at 24, start at 28
    scale, rate = struct.unpack_from("<II", content, at + 20)
    struct.pack_into("<I", content, at + 28, 3 * rate // scale)
    path.write_bytes(content)
    assert_heard(path, [3 + onset for onset in Sound().onsets])


@pytest.mark.parametrize(
    ("layout", "lone"), [("stereo", 0), ("stereo", 1), ("5.1", 2), ("5.1", 5), ("quad", 3)]
)
def test_a_voice_in_one_channel_is_heard(tmp_path: Path, layout: str, lone: int) -> None:
    """Every channel is in the mixture (the bass of 5.1 apart, which carries no speech)."""
    sound = Sound("flac", layout=layout, lone=lone)
    assert_heard(make(tmp_path / "talk.mka", [sound]), list(sound.onsets))


@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1"])
def test_full_scale_stays_full_scale(tmp_path: Path, layout: str) -> None:
    """The mixture of channels that all say the same is as loud as each of them."""
    samples, _ = read(make(tmp_path / "talk.wav", [Sound("pcm_f32le", layout=layout)]))
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("suffix", "codec", "picture"),
    [*TIMED, ("avi", "pcm_s16le", LONG), ("mp3", "libmp3lame", None), ("aac", "aac", None),
     ("ogg", "libopus", None), ("flac", "flac", None), ("wav", "pcm_s16le", None)],
)  # fmt: skip
def test_reading_from_a_time_on(
    tmp_path: Path, suffix: str, codec: str, picture: Picture | None
) -> None:
    """Reading from a time on gives what the whole gives from there, whatever the codec needs to
    have decoded before."""
    tones = tuple(0.5 + 0.7 * beat + 0.01 * beat * beat for beat in range(18))
    rate = 44_100 if codec in {"libmp3lame", "alac"} else 48_000
    late = 0.7 if picture else 0.0
    path = make(tmp_path / f"film.{suffix}", [Sound(codec, tones, 16.0, rate, start=late)], picture)
    whole, _ = read(path)
    for start in (100, 4321, 12_000):
        part, first = read(path, start)
        assert first == start * SAMPLE_RATE // 1000
        same = whole[first:]
        assert abs(len(same) - len(part)) <= 16
        shared = min(len(same), len(part)) // 80 * 80
        loud, again = (np.abs(one[:shared]).reshape(-1, 80).mean(1) for one in (same, part))
        assert np.abs(loud - again).max() < 0.02  # by 5 ms: half a sample apart is allowed
        assert onsets(part, first)[1:] == pytest.approx(onsets(same, first)[1:], abs=0.001)
    assert len(read(path, 60_000)[0]) == 0


def test_variable_bit_rate_and_long_mp3(tmp_path: Path) -> None:
    """Times in an mp3 of variable bit rate do not drift, nor when it is read from a time on."""
    times = tuple(1.0 + 6.0 * beat for beat in range(12))
    sound = Sound("libmp3lame", times, 70.0, 44_100, options={"q": "9", "compression_level": "9"})
    path = make(tmp_path / "talk.mp3", [sound])
    assert_heard(path, list(times))
    samples, first = read(path, 40_000)
    assert onsets(samples, first) == pytest.approx([t for t in times if t >= 40], abs=TOLERANCE)


def test_the_clock_of_a_joined_file_goes_on(tmp_path: Path) -> None:
    """MPEG-TS files one behind the other, whose clocks begin anew, are heard in turn."""
    one = make(tmp_path / "one.ts", [Sound()], Picture(duration=7.0))
    two = make(tmp_path / "two.ts", [Sound(onsets=(0.5, 1.7), duration=3.0)], Picture(duration=3.0))
    heard = onsets(read(join(tmp_path / "film.ts", one, two, one))[0])
    assert len(heard) == 10
    assert heard[5] - heard[4] == pytest.approx(1.2, abs=TOLERANCE)
    assert heard[9] - heard[6] == pytest.approx(4.5, abs=TOLERANCE)


@pytest.mark.parametrize(("suffix", "codec"), [("mp3", "libmp3lame"), ("ts", "mp2")])
def test_rate_and_channels_may_change(tmp_path: Path, suffix: str, codec: str) -> None:
    """A stream that goes on with another sample rate and other channels is read on."""
    one = make(tmp_path / f"one.{suffix}", [Sound(codec, rate=48_000, layout="stereo")])
    two = make(tmp_path / f"two.{suffix}", [Sound(codec, rate=32_000, layout="mono")])
    heard = onsets(read(join(tmp_path / f"talk.{suffix}", one, two))[0])
    assert len(heard) == 8
    assert heard[7] - heard[4] == pytest.approx(4.5, abs=TOLERANCE)
