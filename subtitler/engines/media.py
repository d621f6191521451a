"""PyAV: what a media file holds, and its audio as 16 kHz mono on the clock of its container."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtitler.domain.timing import Span
from subtitler.errors import MediaError, NoAudioError, StorageError
from subtitler.ports import BLOCK, SAMPLE_RATE, AudioBlock, AudioTrack, Media

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet

    from subtitler.ports import Samples

JITTER = Fraction(15, 1000)  # s a timestamp may be off before it is a hole: less than an AAC frame
REWIND = Fraction(1)  # s of a backward step that is a new clock (a joined file), not an overlap
MERGE_DAMAGE = 500  # ms between two damaged places that are reported as one
MAX_READ_ERRORS = 200  # in a row, after which the rest of the file is given up
LOST_INDEX = "its index (moov) is missing, as in a file whose recording or download was cut short"


class PyAVReader:
    """MediaReader over PyAV, which brings FFmpeg with it."""

    def probe(self, path: Path) -> Media:
        """See MediaReader.probe. Raises MediaError, NoAudioError, StorageError."""
        import av

        with _open(path) as container:
            videos = [
                stream
                for stream in container.streams.video
                if not stream.disposition & av.stream.Disposition.attached_pic
            ]
            rate = videos[0].average_rate if videos else None
            tracks = tuple(
                _track(index, stream)
                for index, stream in enumerate(container.streams.audio, start=1)
            )
            if not tracks:
                raise NoAudioError(
                    f"{path}: there is no audio track in it",
                    "Give a file in which somebody speaks.",
                )
            duration = round((container.duration or 0) / 1000)
            return Media(path, max(0, duration), rate, tracks)

    def read(self, media: Media, track: AudioTrack, start: int = 0) -> Iterator[AudioBlock]:
        """See MediaReader.read.

        Every frame is put where its timestamp says, less the container's start: holes become
        silence, overlaps are cut. A frame that cannot be decoded is a hole. A file that carries
        no audio at all after all yields nothing.
        """
        with _open(media.path) as container:
            stream = container.streams.audio[track.index - 1]
            if start:
                _seek(container, start)
            timeline = _Timeline(start * SAMPLE_RATE // 1000, media.duration)
            zero = Fraction(container.start_time or 0, 1_000_000)
            for packet, frame in _frames(container, stream):
                if frame is None:
                    timeline.damage(_time(packet.pts, packet.time_base, zero), packet)
                    continue
                timeline.add(frame, _time(frame.pts, frame.time_base, zero))
                yield from timeline.blocks()
            timeline.flush()
            yield from timeline.blocks(final=True)


def _track(index: int, stream: AudioStream) -> AudioTrack:
    import av

    codec = stream.codec_context
    return AudioTrack(
        index=index,
        language=stream.metadata.get("language"),
        title=stream.metadata.get("title"),
        codec=codec.name if codec else "unknown",
        channels=codec.channels if codec else 0,
        default=bool(stream.disposition & av.stream.Disposition.default),
    )


def _open(path: Path) -> InputContainer:
    """The opened container; every way in which that fails, in words."""
    import av

    if path.is_dir():
        raise MediaError(f"{path}: this is a folder", "Give the media files in it by name.")
    again = "Copy, download or record the file again."
    try:
        # "file:" so that no name is taken for a protocol, and a leading dash is part of a name
        return av.open(f"file:{path.absolute()}", metadata_errors="replace")
    except FileNotFoundError:
        raise MediaError(f"{path}: there is no such file", "Look at the name.") from None
    except PermissionError:
        raise StorageError(f"{path}: this file may not be read", "Change its permissions.") from None
    except av.error.FFmpegError as error:
        if path.stat().st_size == 0:
            raise MediaError(f"{path}: the file is empty", again) from None
        if _looks_like_mp4(path):
            raise MediaError(f"{path}: the file is damaged: {LOST_INDEX}", again) from None
        raise MediaError(
            f"{path}: this is no media that FFmpeg can read ({error.strerror})",
            "Look whether the file plays in a player, and whether it is the right one.",
        ) from None


def _looks_like_mp4(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[4:8] in {b"ftyp", b"mdat", b"moov", b"free", b"wide"}


def _seek(container: InputContainer, start: int) -> None:
    """To just before `start` ms. Where a format cannot seek, reading begins at its beginning."""
    import av

    try:
        container.seek(start * 1000 + (container.start_time or 0), backward=True)
    except av.error.FFmpegError:
        container.seek(0)


def _time(pts: int | None, base: Fraction | None, zero: Fraction) -> Fraction | None:
    return None if pts is None or base is None else pts * base - zero


def _frames(
    container: InputContainer, stream: AudioStream
) -> Iterator[tuple[Packet, AudioFrame | None]]:
    """Decoded frames, each with its packet; None for a packet that is damaged.

    FFmpeg goes on after most errors when it is asked again, so it is, MAX_READ_ERRORS times.
    """
    import av

    packets = container.demux(stream)
    errors = 0
    while errors < MAX_READ_ERRORS:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError:
            errors += 1
            packets = container.demux(stream)
            continue
        if packet is None:
            return
        try:
            decoded: list[Any] = list(packet.decode())
        except av.error.FFmpegError:
            errors += 1
            yield packet, None
            continue
        errors = 0
        for frame in decoded:
            yield packet, frame


class _Timeline:
    """Frames with times in, samples without holes out. Positions count samples from time zero."""

    def __init__(self, start: int, duration: int) -> None:
        self.start = start  # nothing before it is given out
        self.position = start  # of the next sample to be put into `pending`
        self.limit = duration * SAMPLE_RATE // 1000 + 60 * SAMPLE_RATE if duration else None
        self.pending: list[Samples] = []
        self.held = 0  # samples in pending
        self.resampler: Any = None
        self.shape: tuple[int, str, str] | None = None
        self.expected: Fraction | None = None  # s: when the next frame is due
        self.shift = Fraction(0)  # s: added to the clock of a joined file
        self.damaged: list[Span] = []
        self.skip = 0  # resampled samples to drop, because they lie before `position`

    def damage(self, time: Fraction | None, packet: Packet) -> None:
        """A packet that could not be decoded: its time is damaged."""
        begin = time if time is not None else self.expected
        if begin is None:
            return
        length = (packet.duration or 0) * (packet.time_base or 0)
        self._mark(begin + self.shift, begin + self.shift + length)

    def add(self, frame: AudioFrame, time: Fraction | None) -> None:
        """A frame at `time` s (None: right after the frame before)."""
        shape = (frame.sample_rate, frame.layout.name, frame.format.name)
        if time is None:
            time = self.expected if self.expected is not None else Fraction(0)
        else:
            time += self.shift
        if self.expected is None or shape != self.shape:
            self._anchor(time, shape)
        elif abs(time - self.expected) > JITTER:
            time = self._jump(time)
            self._anchor(time, shape)
        self._put(self.resampler.resample(frame))
        assert self.expected is not None
        self.expected += Fraction(frame.samples, frame.sample_rate)

    def flush(self) -> None:
        """What the resampler still holds."""
        if self.resampler is not None:
            self._put(self.resampler.resample(None))
            self.resampler = None

    def blocks(self, *, final: bool = False) -> Iterator[AudioBlock]:
        """Full blocks that are ready; with `final`, the rest too."""
        import numpy as np

        while self.held >= BLOCK or (final and self.held):
            joined = np.concatenate(self.pending) if len(self.pending) > 1 else self.pending[0]
            block, rest = joined[:BLOCK], joined[BLOCK:]
            begin = self.position - self.held
            self.pending, self.held = ([rest] if len(rest) else []), len(rest)
            end = (begin + len(block)) * 1000 // SAMPLE_RATE
            ready = [span for span in self.damaged if span.in_time < end or final]
            self.damaged = self.damaged[len(ready) :]
            yield AudioBlock(begin, block, tuple(ready))

    def _jump(self, time: Fraction) -> Fraction:
        """A frame that is not due when it comes: a hole, an overlap, or a new clock."""
        assert self.expected is not None
        late = self.limit is not None and time * SAMPLE_RATE > self.limit
        if late or time < self.expected - REWIND:
            self.shift += self.expected - time
            return self.expected
        if time > self.expected + Fraction(MERGE_DAMAGE, 1000):
            self._mark(self.expected, time)
        return time

    def _anchor(self, time: Fraction, shape: tuple[int, str, str]) -> None:
        """From here on samples belong at `time`."""
        import av

        self.flush()
        at = round(time * SAMPLE_RATE)
        if at > self.position:
            self._silence(at - self.position)
        self.skip = max(0, self.position - at)
        self.resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        self.shape, self.expected = shape, time

    def _silence(self, count: int) -> None:
        import numpy as np

        while count > 0:
            piece = min(count, BLOCK)
            self._append(np.zeros(piece, np.float32))
            count -= piece

    def _put(self, frames: list[AudioFrame]) -> None:
        for frame in frames:
            samples = frame.to_ndarray().reshape(-1)
            dropped = min(self.skip, len(samples))
            self.skip -= dropped
            if dropped < len(samples):
                self._append(samples[dropped:])

    def _append(self, samples: Samples) -> None:
        self.pending.append(samples)
        self.held += len(samples)
        self.position += len(samples)

    def _mark(self, begin: Fraction, end: Fraction) -> None:
        span = Span(max(0, round(begin * 1000)), max(0, round(max(begin, end) * 1000)))
        last = self.damaged[-1] if self.damaged else None
        if last is not None and span.in_time <= last.out_time + MERGE_DAMAGE:
            self.damaged[-1] = Span(
                min(last.in_time, span.in_time), max(last.out_time, span.out_time)
            )
        else:
            self.damaged.append(span)
