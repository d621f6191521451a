"""Stand-ins at the ports, scripted by a test: a recogniser, a speech finder, a reader, a decoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.engines.decoding import Attempt, TimedWord
from subtitler.ports import (
    BLOCK,
    LEVEL_HOP,
    SAMPLE_RATE,
    SPEECH_HOP,
    Activity,
    AudioBlock,
    AudioTrack,
    DecodingOptions,
    Hearing,
    Media,
)

if TYPE_CHECKING:
    from subtitler.ports import Samples

LOUD, FAINT = 0.5, 0.001  # what FakeFinder takes for a voice, and for a room without one
MS = SAMPLE_RATE // 1000


def audio(*lasts: int) -> Samples:
    """Samples of a voice and of silence in turn, each lasting so many ms."""
    levels = [LOUD if at % 2 == 0 else FAINT for at in range(len(lasts))]
    pieces = [np.full(ms * MS, level, np.float32) for level, ms in zip(levels, lasts, strict=True)]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)


def silence(ms: int) -> Samples:
    """Samples of a room without a voice."""
    return audio(0, ms)


def blocks(samples: Samples, size: int = BLOCK) -> Iterator[AudioBlock]:
    """The samples as a reader gives them, `size` at a time."""
    for start in range(0, len(samples), size):
        yield AudioBlock(start, samples[start : start + size])


class FakeFinder:
    """SpeechFinder by loudness alone: it needs no memory, so its answers never depend on blocks
    that are a whole number of hops."""

    def hear(self, samples: Samples) -> Activity:
        """Certain speech where the sound is louder than half of LOUD."""
        hops = np.pad(samples, (0, -len(samples) % SPEECH_HOP)).reshape(-1, SPEECH_HOP)
        steps = np.pad(samples, (0, -len(samples) % LEVEL_HOP)).reshape(-1, LEVEL_HOP)
        speech = (hops.max(axis=1) > LOUD / 2).astype(float)
        levels = 20 * np.log10(np.abs(steps).mean(axis=1) + 1e-6)
        return Activity(speech.tolist(), levels.tolist())


@dataclass
class FakeReader:
    """MediaReader of one medium that exists in memory only; `size` is that of its blocks."""

    samples: Samples
    size: int = BLOCK
    starts: list[int] = field(default_factory=list)

    def probe(self, path: Path) -> Media:
        """One track, as long as the samples."""
        return Media(
            path, len(self.samples) // MS, None, (AudioTrack(1, None, None, "pcm", 1, True),)
        )

    def read(self, media: Media, track: AudioTrack, start: int = 0) -> Iterator[AudioBlock]:
        """The blocks from `start` ms on; notes that they were asked for."""
        self.starts.append(start)
        for block in blocks(self.samples[start * MS :], self.size):
            yield AudioBlock(start * MS + block.start, block.samples)


def word(text: str, begin: int, end: int, probability: float = 0.9) -> Word:
    """A word that lasts from `begin` to `end` ms."""
    return Word(text, Span(begin, end), probability)


def spread(text: str, span: Span) -> tuple[Word, ...]:
    """The words of a text, evenly over a span."""
    texts = [" " + one for one in text.split()]
    step = span.duration / max(1, len(texts))
    at = [span.in_time + round(step * place) for place in range(len(texts) + 1)]
    return tuple(word(one, *at[place : place + 2]) for place, one in enumerate(texts))


def heard(
    *segments: Sequence[Word],
    avg_logprob: float = -0.3,
    compression_ratio: float = 1.2,
    no_speech: float = 0.01,
    temperature: float = 0.0,
) -> Hearing:
    """A hearing of these segments, sure of itself unless told otherwise."""
    made = tuple(Segment(tuple(words)) for words in segments if words)
    return Hearing(made, temperature, avg_logprob, compression_ratio, no_speech)


Script = Callable[[Span, DecodingOptions], Hearing]


@dataclass
class FakeTranscriber:
    """Transcriber that answers by script, given the span it hears; `asked` is what it was asked.

    `tongues` gives the languages heard in samples.
    """

    script: Script
    tongues: Callable[[Samples], Mapping[str, float]] = lambda samples: {"en": 1.0}
    name: str = "fake"
    model_digest: str = "0" * 64
    multilingual: bool = True
    asked: list[tuple[Span, DecodingOptions]] = field(default_factory=list)

    def languages(self, samples: Samples) -> dict[str, float]:
        """See Transcriber.languages."""
        return dict(self.tongues(samples))

    def transcribe(self, samples: Samples, start: int, options: DecodingOptions) -> Hearing:
        """See Transcriber.transcribe."""
        span = Span(start, start + len(samples) // MS)
        self.asked.append((span, options))
        return self.script(span, options)


EOT, TIMESTAMPS = 1000, 2000


@dataclass
class FakeDecoder:
    """WindowDecoder whose tokens below EOT are `texts` by place, and say one word each.

    `attempts` answers by temperature; `tried` is what was asked, with its seed. Each token lasts
    200 ms in the alignment.
    """

    texts: Sequence[str]
    attempts: Mapping[float, Attempt]
    words: Sequence[TimedWord] | None = None
    tried: list[tuple[float, int]] = field(default_factory=list)
    eot: int = EOT
    timestamp_begin: int = TIMESTAMPS

    def attempt(self, temperature: float, seed: int) -> Attempt:
        """See WindowDecoder.attempt."""
        self.tried.append((temperature, seed))
        return self.attempts[temperature]

    def text(self, tokens: Sequence[int]) -> str:
        """See WindowDecoder.text."""
        return "".join(self.texts[token] for token in tokens)

    def align(self, tokens: Sequence[int]) -> list[TimedWord]:
        """See WindowDecoder.align."""
        if self.words is not None:
            return list(self.words)
        return [
            TimedWord(self.texts[token], 1, at * 0.2, at * 0.2 + 0.2, 0.9)
            for at, token in enumerate(tokens)
        ]
