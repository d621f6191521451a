"""PyAV: what a media file holds, and its audio as 16 kHz mono on the clock of its container."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtitler.engines.mp4 import large_and_plain, lost_index
from subtitler.engines.timeline import Stretch, Timeline, placed
from subtitler.errors import MediaError, NoAudioError, StorageError
from subtitler.ports import SAMPLE_RATE, AudioBlock, AudioTrack, Media

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet

    from subtitler.ports import Samples

RATE_MS = SAMPLE_RATE // 1000  # samples in a ms
PRE_ROLL = SAMPLE_RATE  # samples that are decoded before a place, so that it sounds as it should
FURTHER_BACK = tuple(seconds * SAMPLE_RATE for seconds in (2, 20, 200))  # seeks may land too late
MISSING_END = 5 * SAMPLE_RATE  # samples that a file may end before it says it does
MAX_READ_ERRORS = 200  # in a row, after which the rest of the file is given up
RAW = frozenset("aac ac3 eac3 dts dtshd truehd mlp mp3 loas amr amrnb amrwb".split())  # no times
AGAIN = "Copy, download or record the file again."
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

        Sound is put where its timestamps say, less the container's start: holes become silence,
        overlaps are cut. What cannot be decoded, or is missing at the end of a file that broke
        off, is damaged. A file that carries no audio at all after all yields nothing. In a file
        that was joined from several, whose clocks begin anew, a `start` is only about right.
        """
        with _open(media.path) as container:
            stream = container.streams.audio[track.index - 1]
            if stream.codec_context is None:
                raise MediaError(
                    f"{media.path}: FFmpeg has no decoder for audio track {track.index}",
                    "Choose another with --audio-track, or convert the file with what made it.",
                )
            source = _Source(container, stream)
            timeline = Timeline(start * RATE_MS)
            mixer = _Mixer()
            if start:
                source.seek(start * RATE_MS)
            for stretch, position, moved in placed(source, media.duration * RATE_MS or None):
                if moved:
                    yield from timeline.put(mixer.rest())
                    yield from timeline.move(position)
                if stretch.sound is None:
                    timeline.damage(
                        position, position + stretch.length * SAMPLE_RATE // stretch.rate
                    )
                else:
                    yield from timeline.put(mixer.mix(stretch.sound))
            yield from timeline.put(mixer.rest())
            if source.broken_off(media.duration * RATE_MS):
                timeline.damage(source.latest, media.duration * RATE_MS)
            yield from timeline.finish()


def _track(index: int, stream: AudioStream) -> AudioTrack:
    import av

    codec = stream.codec_context
    language = stream.metadata.get("language")
    return AudioTrack(
        index=index,
        language=language if language != "und" else None,
        title=stream.metadata.get("title"),
        codec=codec.name if codec else "unknown",
        channels=codec.channels if codec else 0,
        default=bool(stream.disposition & av.stream.Disposition.default),
    )


def _open(path: Path) -> InputContainer:
    """The opened container; every way in which that fails, in words."""
    import av

    _look(path)
    try:
        options = {"advanced_editlist": "0"} if large_and_plain(path) else {}
        # "file:" so that no name is taken for a protocol, and a leading dash is part of a name
        container = av.open(f"file:{path.absolute()}", options=options, metadata_errors="replace")
    except PermissionError:
        raise _unreadable(path) from None
    except av.error.FFmpegError as error:
        if lost_index(path):
            raise _cut_short(path) from None
        raise MediaError(
            f"{path}: this is no media that FFmpeg can read ({error.strerror})",
            "Look whether the file plays in a player, and whether it is the right one.",
        ) from None
    if not container.streams.audio and lost_index(path):  # taken for a bare video, for instance
        container.close()
        raise _cut_short(path)
    return container


def _look(path: Path) -> None:
    """Refuses what is no file, or an empty one."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise MediaError(f"{path}: there is no such file", "Look at the name.") from None
    except PermissionError:
        raise _unreadable(path) from None
    except OSError as error:
        raise MediaError(f"{path}: {error.strerror}", "Look at the name.") from None
    if stat.S_ISDIR(found.st_mode):
        raise MediaError(f"{path}: this is a folder", "Give the media files in it by name.")
    if not stat.S_ISREG(found.st_mode):
        raise MediaError(f"{path}: this is no file", "Save what it gives to a file first.")
    if found.st_size == 0:
        raise MediaError(f"{path}: the file is empty", AGAIN)


def _cut_short(path: Path) -> MediaError:
    return MediaError(f"{path}: the file is damaged: {LOST_INDEX}", AGAIN)


def _unreadable(path: Path) -> StorageError:
    return StorageError(f"{path}: this file may not be read", "Change its permissions.")


class _Source:
    """The decoded audio of a stream, with the times of the media's clock."""

    def __init__(self, container: InputContainer, stream: AudioStream) -> None:
        self._container = container
        self._stream = stream
        self._zero = container.start_time or 0  # microseconds
        self._since = 0  # what ends before it is not decoded
        self._gave_up = False
        self.latest = 0  # where the last packet of any stream ends

    def seek(self, start: int) -> None:
        """To where what sounds at `start` can be decoded rightly."""
        self._since = start - PRE_ROLL
        if self._container.format.name in RAW:
            return  # times would be reckoned from bytes: read from the beginning, undecoded
        for back in FURTHER_BACK:
            self._to(max(0, start - back))
            first = next((one for one in self._packets() if one.pts is not None), None)
            time = self._time(first.pts, first) if first is not None else None
            if time is not None and time <= self._since:
                self._to(max(0, start - back))
                return
        self._to(0)

    def __iter__(self) -> Iterator[Stretch]:
        import av

        for packet in self._packets():
            begin, length = self._time(packet.pts, packet), self._length(packet)
            if begin is not None and begin + length < self._since:
                continue
            try:
                frames: list[Any] = list(packet.decode())
            except av.error.FFmpegError:
                if packet.size:
                    yield Stretch(begin, length, SAMPLE_RATE, None)
                continue
            for frame in frames:
                time = self._time(frame.pts, frame)
                yield Stretch(time, frame.samples, frame.sample_rate, frame)

    def broken_off(self, end: int) -> bool:
        """Whether the file ends before what it says of itself, or could not be read to `end`."""
        guessed = self._container.format.name in RAW
        return self._gave_up or (not guessed and end - self.latest > MISSING_END)

    def _packets(self) -> Iterator[Packet[Any]]:
        """The stream's packets. FFmpeg goes on after most errors when it is asked again."""
        import av

        packets, errors = self._container.demux(), 0
        while errors < MAX_READ_ERRORS:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                packets, errors = self._container.demux(), errors + 1
                continue
            if packet is None:
                return
            errors = 0
            time = self._time(packet.pts, packet)
            if time is not None:
                self.latest = max(self.latest, time + self._length(packet))
            if packet.stream_index == self._stream.index:
                yield packet
        self._gave_up = True

    def _to(self, position: int) -> None:
        import av

        try:
            self._container.seek(position * 1_000_000 // SAMPLE_RATE + self._zero, backward=True)
        except av.error.FFmpegError:
            self._container.seek(0)

    def _time(self, pts: int | None, timed: Packet[Any] | AudioFrame) -> int | None:
        base = timed.time_base
        if pts is None or base is None:
            return None
        ticks = 1_000_000 * base.denominator
        return (
            SAMPLE_RATE * (1_000_000 * pts * base.numerator - self._zero * base.denominator)
            + ticks // 2
        ) // ticks

    def _length(self, packet: Packet[Any]) -> int:
        base = packet.time_base
        if not packet.duration or base is None:
            return 0
        return packet.duration * base.numerator * SAMPLE_RATE // base.denominator


class _Mixer:
    """Frames of any shape to mono at SAMPLE_RATE.

    By way of whole numbers, as openai-whisper does it: for them FFmpeg makes the channels' weights
    sum to 1, so that no mixture is louder than full scale.
    """

    def __init__(self) -> None:
        self._resampler: Any = None
        self._shape: tuple[int, str, str] | None = None

    def mix(self, frame: AudioFrame) -> Samples:
        """The samples that are ready; the last few wait for what follows."""
        import av
        import numpy as np

        shape = (frame.sample_rate, frame.layout.name, frame.format.name)
        if shape == self._shape:
            return _joined(self._resampler.resample(frame))
        before = self.rest()
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._shape = shape
        return np.concatenate([before, _joined(self._resampler.resample(frame))])

    def rest(self) -> Samples:
        """The last few samples; what comes next has nothing to do with them."""
        frames = self._resampler.resample(None) if self._resampler is not None else []
        self._resampler = self._shape = None
        return _joined(frames)


def _joined(frames: list[AudioFrame]) -> Samples:
    import numpy as np

    samples = [frame.to_ndarray().reshape(-1) for frame in frames]
    whole = np.concatenate(samples) if samples else np.zeros(0, np.int16)
    return whole.astype(np.float32) / np.float32(32768)
