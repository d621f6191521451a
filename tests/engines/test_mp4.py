"""An mp4's edits and index, read before FFmpeg reads them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from media_fixtures import Picture, Sound, cut_short, make, onsets, overwrite, shown
from subtitler.engines import mp4
from subtitler.engines.media import PyAVReader

FILM = Picture("libx264", 12.0)
KINDS = [("mp4", "aac"), ("mp4", "libopus"), ("mov", "alac"), ("mov", "aac"), ("m4a", "aac")]


@pytest.fixture(autouse=True)
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp4, "LARGE", 0)


def heard(path: Path) -> list[float]:
    reader = PyAVReader()
    media = reader.probe(path)
    return onsets(np.concatenate([one.samples for one in reader.read(media, media.tracks[0])]))


def edit(path: Path, track: int, begin: float) -> Path:
    """Makes a track start at `begin` s of what it holds."""
    content = bytearray(path.read_bytes())
    at = -1
    for _ in range(track):
        at = content.index(b"elst", at + 1)
    header = content.rindex(b"trak", 0, at)
    scale = struct.unpack_from(">I", content, content.index(b"mdhd", header) + 16)[0]
    assert struct.unpack_from(">I", content, at + 8)[0] == 1
    struct.pack_into(">i", content, at + 16, round(begin * scale))
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("suffix", "codec"), KINDS)
@pytest.mark.parametrize("offset", [0.0, 3.3, -3.3])
def test_without_edits_sounds_are_in_their_place(
    tmp_path: Path, suffix: str, codec: str, offset: float
) -> None:
    """Where a track is shown whole, its late start and its encoder's delay are kept, to 20 ms,
    without FFmpeg's copy of the index."""
    sound = Sound(codec, rate=44_100 if codec == "alac" else 48_000, start=max(0.0, offset))
    picture = None if suffix == "m4a" else Picture("libx264", 12.0, start=max(0.0, -offset))
    if picture is None and offset:
        sound = Sound(codec)
    path = make(tmp_path / f"film.{suffix}", [sound], picture)
    assert mp4.large_and_plain(path)
    assert heard(path) == pytest.approx(shown(path, sound.times(), picture), abs=0.02)


@pytest.mark.parametrize("track", [1, 2])
def test_edits_are_honoured(tmp_path: Path, track: int) -> None:
    """A track that was trimmed in front is shown as players show it, so FFmpeg has to apply it."""
    path = edit(make(tmp_path / "film.mp4", [Sound()], FILM), track, 2.0)
    assert not mp4.large_and_plain(path)
    if track == 2:  # the audio; the trimmed video does not move it
        assert heard(path) == pytest.approx([0.5, 2.0, 3.5], abs=0.05)
    else:
        assert heard(path) == pytest.approx(list(Sound().onsets), abs=0.05)


def test_a_small_index_is_left_to_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only hours of media are worth it."""
    monkeypatch.undo()
    assert not mp4.large_and_plain(make(tmp_path / "film.mp4", [Sound()], FILM))


@pytest.mark.parametrize("suffix", ["mkv", "ts", "wav", "txt"])
def test_other_files_have_no_index_to_lose(tmp_path: Path, suffix: str) -> None:
    """What is no mp4 is neither plain nor cut short."""
    path = tmp_path / f"film.{suffix}"
    if suffix == "txt":
        path.write_text("A text, of some length.\n" * 100)
    else:
        make(path, [Sound("pcm_s16le" if suffix == "wav" else "aac")])
    assert not mp4.large_and_plain(path)
    assert not mp4.lost_index(path)


def test_whatever_the_bytes_are(tmp_path: Path) -> None:
    """Damaged boxes end the reading; they raise nothing."""
    path = make(tmp_path / "film.mp4", [Sound()], FILM, options={"movflags": "faststart"})
    whole = path.read_bytes()
    rng = np.random.default_rng(1)
    for _ in range(200):
        path.write_bytes(whole)
        place = float(rng.uniform(0, 0.2))
        overwrite(path, place, place + float(rng.uniform(0, 0.01)), rng.bytes(7))
        cut_short(path, float(rng.uniform(0.01, 1)))
        assert mp4.large_and_plain(path) in {True, False}
        assert mp4.lost_index(path) in {True, False}
