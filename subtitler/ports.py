"""What we ask of the outside, in the words of the domain. Engines answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment
from subtitler.domain.translation import Hypothesis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    """Mono audio at SAMPLE_RATE, values from -1 to 1, shape (samples,)."""

SAMPLE_RATE = 16_000
SPEECH_HOP = 512  # samples a speech probability stands for: 32 ms
LEVEL_HOP = 160  # samples a level stands for: 10 ms
BLOCK = 256_000  # samples in a block: 16 s, a whole number of both hops


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """One audio track of a media. `index` counts audio tracks from 1, as `--audio-track` does."""

    index: int
    language: str | None
    title: str | None
    codec: str
    channels: int
    default: bool


@dataclass(frozen=True, slots=True)
class Media:
    """What a media file says of itself. `duration` in ms (0 where it does not say);
    `frame_rate` is the video's average, None without a video."""

    path: Path
    duration: int
    frame_rate: Fraction | None
    tracks: tuple[AudioTrack, ...]


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """A run of samples from `start`, counted in samples from the media's time zero.

    `damaged` are spans (ms) that ended in it or before it, could not be decoded and are silent.
    """

    start: int
    samples: Samples
    damaged: tuple[Span, ...] = ()


class MediaReader(Protocol):
    """Reads containers. Time zero is the container's start, as players show it."""

    def probe(self, path: Path) -> Media:
        """What the file holds. Raises MediaError, NoAudioError."""
        ...

    def read(self, media: Media, track: AudioTrack, start: int = 0) -> Iterator[AudioBlock]:
        """The track's audio from `start` ms on, in blocks of at most BLOCK samples without a
        hole between them. Raises MediaError."""
        ...


@dataclass(frozen=True, slots=True)
class Activity:
    """How much a run of samples sounds like speech: `speech`, a probability for every
    SPEECH_HOP, and `levels`, dB below full scale for every LEVEL_HOP."""

    speech: Sequence[float]
    levels: Sequence[float]


class SpeechFinder(Protocol):
    """Tells speech from everything else. It remembers what it heard: one object, one stream."""

    def hear(self, samples: Samples) -> Activity:
        """The activity of the next samples of the stream, a whole number of both hops."""
        ...


@dataclass(frozen=True, slots=True)
class DecodingOptions:
    """How one window is decoded.

    `language` is a BCP 47 tag. `temperatures` are tried in turn until the text is neither
    repetitive (`compression_ratio` above its limit) nor unlikely (`logprob` below its limit):
    openai-whisper's fallback, with its figures. Where silence is likely (`no_speech`) an
    unlikely text is not tried again. `seed` makes a sampled window repeatable.
    """

    language: str
    temperatures: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    compression_ratio: float = 2.4
    logprob: float = -1.0
    no_speech: float = 0.6
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Hearing:
    """What an engine heard in one window: segments in the media's time, and how sure it was."""

    segments: tuple[Segment, ...]
    temperature: float
    avg_logprob: float
    compression_ratio: float
    no_speech: float


class Transcriber(Protocol):
    """A speech recogniser. `name` is the engine's, `model_digest` SHA-256 of the weights."""

    name: str
    model_digest: str
    multilingual: bool

    def languages(self, samples: Samples) -> dict[str, float]:
        """Languages (BCP 47) and their probabilities for up to 30 s of samples."""
        ...

    def transcribe(self, samples: Samples, start: int, options: DecodingOptions) -> Hearing:
        """The words in up to 30 s of samples that begin at `start` ms of the media."""
        ...


TRANSLATION_BATCH = 64  # sentences after which a translator tells how far it is


@dataclass(frozen=True, slots=True)
class TranslationOptions:
    """How sentences are translated; all but the first two are for another try after garbage.

    Up to `hypotheses` different ones are given for each sentence, found with a beam of at least
    `beam` (None: the engine's own). No run of `no_repeat` tokens comes twice in a translation (0:
    it may). With `recase` a sentence in capitals is sent in small letters and comes back in
    capitals.
    """

    hypotheses: int = 4
    beam: int | None = None
    no_repeat: int = 0
    recase: bool = False

    def __post_init__(self) -> None:
        if self.hypotheses < 1 or self.no_repeat < 0 or (self.beam is not None and self.beam < 1):
            raise ValueError(f"no way to translate: {self}")


Translations = Sequence[tuple[Hypothesis, ...]]
"""For each sentence its hypotheses, best first."""


class Translator(Protocol):
    """A translation engine for one pair of languages, as BCP 47 tags.

    `via` is the language in between where there is no direct way, `digests` SHA-256 of each
    package on the way. Sentences of up to `limit` tokens are translated whole.
    """

    name: str
    source: str
    target: str
    via: str | None
    digests: tuple[str, ...]
    limit: int

    def token_count(self, sentence: str) -> int:
        """How many of the engine's tokens a sentence is."""
        ...

    def translate(
        self,
        sentences: Sequence[str],
        options: TranslationOptions,
        done: Callable[[Sequence[str], Translations], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """The hypotheses of each sentence; none for one that is blank or longer than the limit.

        Equal sentences are translated once. `done` is told each distinct sentence once, up to
        TRANSLATION_BATCH of them with their hypotheses as soon as they are finished.
        """
        ...
