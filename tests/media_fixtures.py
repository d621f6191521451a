"""Makes media whose sounds begin at known times: any container and codec, offsets, holes, faults.

PyAV alone makes them, so the tests need no ffmpeg program. What a player would show is asked of
the file itself: the bursts are placed against the first picture of the video.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from subtitler.ports import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

BURST = 0.2  # s
SIZE = (64, 48)
TICK = Fraction(1, 14_112_000)  # s: divides samples of 8, 44.1 and 48 kHz, pictures and ms
FORMATS = {
    "mkv": "matroska",
    "mka": "matroska",
    "ts": "mpegts",
    "m4a": "ipod",
    "ogv": "ogg",
    "oga": "ogg",
    "aac": "adts",
    "wmv": "asf",
    "vob": "vob",
}


@dataclass(frozen=True)
class Sound:
    """An audio track: bursts at `onsets` (s from its own beginning). `start` is where it begins
    on the common clock, `holes` are (at, length) in s by which everything behind is later, and
    `lone` the only channel that is not silent."""

    codec: str = "aac"
    onsets: tuple[float, ...] = (1.0, 2.5, 4.0, 5.5)
    duration: float = 7.0
    rate: int = 48_000
    layout: str = "mono"
    start: float = 0.0
    holes: tuple[tuple[float, float], ...] = ()
    lone: int | None = None
    language: str | None = None
    title: str | None = None
    default: bool | None = None
    options: dict[str, str] = field(default_factory=dict)

    def times(self) -> list[float]:
        """When the bursts sound, on the common clock."""
        return [
            self.start + onset + sum(length for at, length in self.holes if onset >= at)
            for onset in self.onsets
        ]


@dataclass(frozen=True)
class Picture:
    """A video track. With `variable`, every third picture is missing (VFR)."""

    codec: str = "mpeg4"
    duration: float = 8.0
    rate: int = 10
    start: float = 0.0
    variable: bool = False


def burst(rate: int) -> NDArray[np.float64]:
    """The sound that is sought: a chirp from 400 to 2400 Hz."""
    t = np.arange(round(BURST * rate)) / rate
    chirp = np.sin(2 * np.pi * (400 * t + 5000 * t**2))
    return np.asarray(0.5 * chirp * np.minimum(1, np.minimum(t, BURST - t) / 0.002), np.float64)


def onsets(samples: NDArray[np.float32], start: int = 0) -> list[float]:
    """When bursts begin (s) in 16 kHz samples, the first of which is number `start`."""
    model = burst(SAMPLE_RATE)
    count = 1 << (len(samples) + len(model)).bit_length()
    spectrum = np.fft.rfft(samples, count) * np.conj(np.fft.rfft(model, count))
    match = np.abs(np.fft.irfft(spectrum, count))[: max(1, len(samples))]
    found: list[float] = []
    floor = 0.4 * float(match.max())
    while (best := int(match.argmax())) >= 0 and match[best] > max(floor, 1.0):
        found.append((start + best) / SAMPLE_RATE)
        match[max(0, best - SAMPLE_RATE // 5) : best + SAMPLE_RATE // 5] = 0
    return sorted(found)


def make(
    path: Path,
    sounds: Sequence[Sound] = (Sound(),),
    picture: Picture | None = None,
    *,
    cover: bool = False,
    clock: float = 0.0,
    options: dict[str, str] | None = None,
) -> Path:
    """Writes a media file. `clock` (s) is added to every timestamp; `cover` adds cover art."""
    suffix = path.suffix[1:]
    kind = FORMATS.get(suffix, suffix)
    packets: list[Any] = []
    with av.open(str(path), "w", format=kind, options=options or {}) as container:
        if picture is not None:
            packets += _video(container, picture, clock)
        for sound in sounds:
            packets += _audio(container, sound, clock)
        if cover:
            packets += _cover(container)
        packets.sort(key=lambda packet: packet.dts * packet.time_base)
        container.start_encoding()
        for packet in packets:
            container.mux(packet)
    return path


def shown(path: Path, times: Iterable[float], picture: Picture | None) -> list[float]:
    """When a player sounds what the common clock has at `times`: its zero is the container's
    start, and sound keeps its distance from the first picture."""
    if picture is None:
        return list(times)
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        first = next(packet for packet in container.demux(video) if packet.pts is not None)
        assert first.pts is not None
        zero = Fraction(container.start_time or 0, 1_000_000)
        shift = float(first.pts * first.time_base - zero) - picture.start
    return [time + shift for time in times]


def overwrite(path: Path, begin: float, end: float, fill: bytes = b"\xff\x00\x5a") -> Path:
    """Damages the bytes of a file between two of its places (0 to 1)."""
    content = bytearray(path.read_bytes())
    first, last = int(len(content) * begin), int(len(content) * end)
    content[first:last] = (fill * (last - first))[: last - first]
    path.write_bytes(content)
    return path


def cut_short(path: Path, keep: float) -> Path:
    """Keeps the first part of a file, as a recording or download that broke off does."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    return path


def join(path: Path, *parts: Path) -> Path:
    """Files one after another, byte for byte, so that the clock jumps back."""
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def signal(sound: Sound) -> NDArray[np.float32]:
    """The samples of one channel at the sound's own rate."""
    samples = np.zeros(round(sound.duration * sound.rate), np.float32)
    one = burst(sound.rate).astype(np.float32)
    for onset in sound.onsets:
        at = round(onset * sound.rate)
        room = samples[at : at + len(one)]
        room += one[: len(room)]
    return samples


def _audio(container: Any, sound: Sound, clock: float) -> list[Any]:
    stream = container.add_stream(sound.codec, rate=sound.rate, options=sound.options)
    stream.layout = sound.layout
    stream.time_base = Fraction(1, sound.rate)
    for name, value in (("language", sound.language), ("title", sound.title)):
        if value is not None:
            stream.metadata[name] = value
    if sound.default is not None:
        stream.disposition = av.stream.Disposition.default.value if sound.default else 0
    packets: list[Any] = []
    for frame in _frames(stream, sound):
        packets += stream.encode(frame)
    packets += stream.encode(None)
    for packet in packets:
        own = packet.pts * packet.time_base
        late = clock + sound.start + sum(length for at, length in sound.holes if own >= at)
        _move(packet, late)
    return packets


def _frames(stream: Any, sound: Sound) -> Iterator[Any]:
    stream.codec_context.open()
    size = stream.codec_context.frame_size or 1024
    layout = av.AudioLayout(sound.layout)
    mono = signal(sound)
    planes = np.tile(mono, (layout.nb_channels, 1))
    if sound.lone is not None:
        planes[[index for index in range(len(planes)) if index != sound.lone]] = 0
    for at in range(0, len(mono), size):
        piece = np.ascontiguousarray(planes[:, at : at + size])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=sound.layout)
        frame.sample_rate, frame.pts = sound.rate, at
        frame.time_base = Fraction(1, sound.rate)
        yield frame


def _video(container: Any, picture: Picture, clock: float) -> list[Any]:
    stream = container.add_stream(picture.codec, rate=picture.rate)
    stream.width, stream.height = SIZE
    stream.pix_fmt = "yuv420p"
    stream.time_base = Fraction(1, picture.rate)
    stream.codec_context.max_b_frames = 0
    packets: list[Any] = []
    for at in range(round(picture.duration * picture.rate)):
        if picture.variable and at % 3 == 2:
            continue
        frame = av.VideoFrame.from_ndarray(
            np.full((SIZE[1] * 3 // 2, SIZE[0]), 40 + at % 100, np.uint8), format="yuv420p"
        )
        frame.pts, frame.time_base = at, Fraction(1, picture.rate)
        packets += stream.encode(frame)
    packets += stream.encode(None)
    for packet in packets:
        _move(packet, clock + picture.start)
    return packets


def _cover(container: Any) -> list[Any]:
    stream = container.add_stream("mjpeg", rate=1)
    stream.width, stream.height = SIZE
    stream.pix_fmt = "yuvj420p"
    stream.disposition = av.stream.Disposition.attached_pic.value
    frame = av.VideoFrame(*SIZE, "yuvj420p")
    frame.pts = 0
    return [*stream.encode(frame), *stream.encode(None)]


def _move(packet: Any, seconds: float) -> None:
    base = packet.time_base / TICK
    packet.pts = round(packet.pts * base + seconds / TICK)
    packet.dts = round(packet.dts * base + seconds / TICK)
    packet.duration = round(packet.duration * base)
    packet.time_base = TICK
