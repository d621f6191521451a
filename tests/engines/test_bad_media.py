"""Damaged, cut short, empty and odd media: the rest is read, or the error says what to do."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from media_fixtures import Picture, Sound, cut_short, make, onsets, overwrite, shown
from subtitler.domain.timing import Span
from subtitler.engines.media import PyAVReader
from subtitler.errors import MediaError, NoAudioError, StorageError, SubtitlerError

TONES = tuple(0.5 + 1.0 * beat for beat in range(30))
DAMAGED = [  # the last is the part of the file that is overwritten
    *(("mkv", codec, 0.02) for codec in ("aac", "libmp3lame", "libopus", "ac3", "flac")),
    *(("mp4", codec, 0.02) for codec in ("aac", "libmp3lame", "libopus", "ac3")),
    *(("ts", codec, 0.02) for codec in ("aac", "libmp3lame", "libopus", "ac3")),
    *((suffix, "aac", 0.4) for suffix in ("mkv", "mp4", "ts")),
]
TALK = Sound(onsets=TONES, duration=30.0)
FILM = Picture(duration=30.0)


def read(path: Path) -> tuple[list[float], list[Span], int]:
    """Onsets (s), damaged spans and the number of samples."""
    reader = PyAVReader()
    media = reader.probe(path)
    blocks = list(reader.read(media, media.tracks[0]))
    whole = np.concatenate([block.samples for block in blocks] or [np.zeros(0, np.float32)])
    return onsets(whole), [one for block in blocks for one in block.damaged], len(whole)


@pytest.mark.parametrize(("suffix", "codec", "part"), DAMAGED)
def test_around_a_damaged_place_all_is_heard(
    tmp_path: Path, suffix: str, codec: str, part: float
) -> None:
    """Bytes overwritten in the middle (0.6 s, or 12 s): what lies before and behind is heard in
    its place, and the hole is reported."""
    sound = Sound(codec, TONES, 30.0)
    path = make(tmp_path / f"film.{suffix}", [sound], FILM)
    times = shown(path, TONES, FILM)
    heard, damaged, _ = read(overwrite(path, 0.5 - part / 2, 0.5 + part / 2))
    missing = [at for at in times if min(abs(one - at) for one in heard) > 0.02]
    assert len(missing) <= 30 * part + 4
    gone = [span.grown(250) for span in damaged]
    assert all(
        any(span.overlap(Span(int(at * 1000), int(at * 1000) + 200)) for span in gone)
        for at in missing
    )
    assert damaged
    assert all(0.3 - part / 2 <= span.in_time / 30_000 <= 0.6 + part / 2 for span in damaged)


def test_a_damaged_mp3_is_read_on(tmp_path: Path) -> None:
    """An mp3 has no times: behind the damage the sounds go on, and the hole is reported."""
    path = make(tmp_path / "talk.mp3", [Sound("libmp3lame", TONES, 30.0, 44_100)])
    heard, damaged, _ = read(overwrite(path, 0.49, 0.51))
    assert len(heard) >= len(TONES) - 2
    assert damaged


def test_damage_does_not_spoil_what_follows(tmp_path: Path) -> None:
    """A floating-point file with numbers that are none gives samples from -1 to 1 all the same."""
    path = make(tmp_path / "talk.wav", [Sound("pcm_f32le", TONES, 30.0)])
    content = bytearray(path.read_bytes())
    for at in range(400_000, 440_000, 4):
        struct.pack_into("<f", content, at, (float("nan"), float("inf"), 1e30)[at % 3])
    path.write_bytes(content)
    reader = PyAVReader()
    media = reader.probe(path)
    samples = np.concatenate([block.samples for block in reader.read(media, media.tracks[0])])
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1


@pytest.mark.parametrize("suffix", ["mkv", "mp4"])
def test_a_file_that_broke_off_is_read_as_far_as_it_goes(tmp_path: Path, suffix: str) -> None:
    """Of a download that broke off, what is there is heard, and that the rest is missing is
    reported to its end."""
    options = {"movflags": "faststart"} if suffix == "mp4" else {}
    path = make(tmp_path / f"film.{suffix}", [TALK], FILM, options=options)
    heard, damaged, samples = read(cut_short(path, 0.5))
    assert 10 <= len(heard) <= 16
    assert abs(damaged[-1].in_time - samples / 16) <= 1000
    assert damaged[-1].out_time == pytest.approx(30_000, abs=150)


def test_an_audio_track_may_end_before_the_video(tmp_path: Path) -> None:
    """Nothing is missing where the audio ends and the video goes on to its end."""
    _, damaged, samples = read(make(tmp_path / "film.mp4", [Sound()], FILM))
    assert samples < 8 * 16_000
    assert not damaged


@pytest.mark.parametrize("said", [3.0, 3600.0])
def test_a_wrong_duration_in_the_header(tmp_path: Path, said: float) -> None:
    """All of the audio is read, with its holes, whatever the header says of its duration."""
    sound = Sound("libopus", TONES, 30.0, holes=((20.0, 2.0),))
    path = make(tmp_path / "film.mkv", [sound], Picture(duration=32.0))
    content = bytearray(path.read_bytes())
    at = content.index(b"\x44\x89\x88")  # Matroska's Duration, a double in ms
    struct.pack_into(">d", content, at + 3, said * 1000)
    path.write_bytes(content)
    assert PyAVReader().probe(path).duration == said * 1000
    heard, _, _ = read(path)
    assert heard == pytest.approx(sound.times(), abs=0.02)


def test_no_duration_in_the_header(tmp_path: Path) -> None:
    """A recording that was never finished, without a duration, is read whole."""
    path = make(tmp_path / "film.mkv", [TALK], FILM, options={"live": "1"})
    heard, damaged, _ = read(path)
    assert PyAVReader().probe(path).duration == 0
    assert heard == pytest.approx(shown(path, TONES, FILM), abs=0.02)
    assert not damaged


@pytest.mark.parametrize(("seconds", "codec"), [(0.1, "aac"), (0.1, "pcm_s16le"), (30.0, "flac")])
def test_short_audio(tmp_path: Path, seconds: float, codec: str) -> None:
    """0.1 s, and 30 s to the sample, are read to their end and no further."""
    path = make(tmp_path / "talk.mkv", [Sound(codec, (), seconds)])
    _, damaged, samples = read(path)
    assert samples == pytest.approx(seconds * 16_000, abs=16_000 * 0.03)
    assert not damaged


@pytest.mark.parametrize("suffix", ["wav", "mkv"])
def test_an_audio_track_without_a_sample(tmp_path: Path, suffix: str) -> None:
    """An audio track in which there is nothing gives no block."""
    codec, picture = ("pcm_s16le", None) if suffix == "wav" else ("aac", Picture())
    path = make(tmp_path / f"film.{suffix}", [Sound(codec, (), 0.0)], picture)
    assert read(path) == ([], [], 0)


def test_a_codec_that_is_unknown(tmp_path: Path) -> None:
    """A track that no decoder knows can be told, but not read."""
    path = make(tmp_path / "talk.wav", [Sound("pcm_s16le")])
    content = bytearray(path.read_bytes())
    struct.pack_into("<H", content, content.index(b"fmt ") + 8, 0x7777)
    path.write_bytes(content)
    assert PyAVReader().probe(path).tracks[0].codec == "unknown"
    with pytest.raises(MediaError, match="no decoder for audio track 1"):
        read(path)


def _refused(path: Path, kind: type[SubtitlerError], *words: str) -> None:
    with pytest.raises(kind) as caught:
        PyAVReader().probe(path)
    assert type(caught.value) is kind
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert path.name[:20] in caught.value.what
    assert caught.value.remedy


def test_what_is_no_media(tmp_path: Path) -> None:
    """Each is refused in its own words, with the name of the file and what to do."""
    (tmp_path / "notes.mp4").write_text("These are my notes.\n" * 500)
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "zeros.mp4").write_bytes(bytes(100_000))
    (tmp_path / "folder.mp4").mkdir()
    make(tmp_path / "silent.mp4", [], Picture())
    for name, kept in (("cut", 0.5), ("nearly", 0.9), ("very nearly", 0.97), ("only", 0.0001)):
        cut_short(make(tmp_path / f"{name}.mp4", [TALK], FILM), kept)
    _refused(tmp_path / "notes.mp4", MediaError, "no media")
    _refused(tmp_path / "empty.mp4", MediaError, "empty")
    _refused(tmp_path / "zeros.mp4", MediaError, "no media")
    _refused(tmp_path / "folder.mp4", MediaError, "folder")
    _refused(tmp_path / "silent.mp4", NoAudioError, "no audio track")
    for name in ("cut", "nearly", "very nearly", "only"):
        _refused(tmp_path / f"{name}.mp4", MediaError, "damaged", "moov")
    _refused(tmp_path / "missing.mp4", MediaError, "no such file")
    _refused(tmp_path / "notes.mp4" / "talk.mp4", MediaError, "no such file")
    _refused(tmp_path / ("long" * 100), MediaError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """A named pipe would be waited for without end."""
    os.mkfifo(tmp_path / "pipe.mp4")
    _refused(tmp_path / "pipe.mp4", MediaError, "no file")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    """A file, or its folder, without permission."""
    (tmp_path / "closed").mkdir()
    path = make(tmp_path / "closed" / "talk.wav", [Sound("pcm_s16le")])
    path.chmod(0)
    _refused(path, StorageError, "may not be read")
    path.parent.chmod(0)
    _refused(path, StorageError, "may not be read")
    path.parent.chmod(0o700)


NAMES = ["my talk.wav", "it's \"so\".wav", "two\nlines.wav", "🎤 речь.wav", "-i.wav", "100%d%20.wav",
         "a:b.wav", "concat:x|y.wav", "http:.wav", "#1?.wav", "back\\slash.wav", "[1].wav"]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", NAMES)
def test_any_file_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is taken for an option, a pattern or a protocol, given whole or from its folder."""
    make(tmp_path / "talk.wav", [Sound("pcm_s16le")]).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert len(read(tmp_path / name)[0]) == 4
    assert len(read(Path(name))[0]) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A name in an old encoding is opened, and its error can be shown."""
    path = tmp_path / os.fsdecode(b"r\xe9union.wav")
    make(tmp_path / "talk.wav", [Sound("pcm_s16le")]).rename(path)
    assert len(read(path)[0]) == 4
    path.write_text("no media")
    _refused(path, MediaError, "no media")


def test_tracks_are_told(tmp_path: Path) -> None:
    """Tracks are numbered from 1, with language, title, codec, channels and which is default."""
    sounds = [
        Sound("aac", (1.0,), language="eng", title="Commentary", default=False),
        Sound("ac3", (2.0,), layout="5.1", language="spa", default=True),
        Sound("libopus", (3.0,), layout="stereo", language="jpn", default=False),
    ]
    picture = Picture(variable=True)
    path = make(tmp_path / "film.mkv", sounds, picture)
    media = PyAVReader().probe(path)
    told = [(t.index, t.language, t.title, t.codec, t.channels, t.default) for t in media.tracks]
    assert told == [
        (1, "eng", "Commentary", "aac", 1, False),
        (2, "spa", None, "ac3", 6, True),
        (3, "jpn", None, "opus", 2, False),
    ]
    for track, sound in zip(media.tracks, sounds, strict=True):
        samples = np.concatenate([one.samples for one in PyAVReader().read(media, track)])
        assert onsets(samples) == pytest.approx(shown(path, sound.onsets, picture), abs=0.02)


def test_the_frame_rate(tmp_path: Path) -> None:
    """The video's average rate; cover art is no video, and a variable rate is averaged."""
    reader = PyAVReader()
    steady = make(tmp_path / "a.mp4", [Sound()], Picture(rate=25, codec="libx264"))
    variable = make(tmp_path / "b.mp4", [Sound()], Picture(rate=30, variable=True))
    cover = make(tmp_path / "c.mp3", [Sound("libmp3lame", rate=44_100)], cover=True)
    assert reader.probe(steady).frame_rate == 25
    assert reader.probe(variable).frame_rate == pytest.approx(20, abs=0.2)
    assert reader.probe(cover).frame_rate is None
    assert len(read(cover)[0]) == 4


def test_one_wrong_timestamp_moves_nothing(tmp_path: Path) -> None:
    """A packet whose timestamp is far ahead, or behind, is heard in its place, as all others."""
    source = make(tmp_path / "film.mkv", [TALK], FILM)
    path = tmp_path / "odd.mkv"
    with av.open(str(source)) as given, av.open(str(path), "w") as container:
        audio, video = given.streams.audio[0], given.streams.video[0]
        stream = container.add_stream_from_template(audio)
        container.add_stream_from_template(video)
        packets = [packet for packet in given.demux(audio) if packet.pts is not None]
        for at, packet in enumerate(packets):
            packet.stream = stream
            assert packet.pts is not None
            packet.pts += {300: 9000, 301: 15_000, 700: 3_000_000}.get(at, 0)
            container.mux_one(packet)
    heard, _, samples = read(path)
    with av.open(str(path)) as made:
        zero = (made.start_time or 0) / 1_000_000
    assert heard == pytest.approx([at - zero for at in TONES], abs=0.02)
    assert samples == pytest.approx(30 * 16_000, abs=16_000)
