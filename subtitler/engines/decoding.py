"""What both Whisper engines share: the fallback over temperatures, and tokens into timed words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.ports import SAMPLE_RATE, DecodingOptions, Hearing

WINDOW_SAMPLES = 30 * SAMPLE_RATE
OPENING = "\"'“¿¡([{-«"  # punctuation that belongs to the word after it …
CLOSING = "\"'.。,，!！?？:：”)]}、»…;」』）】"  # … and to the one before it (openai's, and more)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One decoding of a window: tokens with timestamps, and the model's mean log probability."""

    tokens: tuple[int, ...]
    avg_logprob: float
    no_speech: float


@dataclass(slots=True)
class TimedWord:
    """A word of an alignment; times in s from the window's start, `tokens` it is made of."""

    text: str
    tokens: int
    start: float
    end: float
    probability: float


class WindowDecoder(Protocol):
    """One window, encoded, in one engine."""

    eot: int
    timestamp_begin: int

    def attempt(self, temperature: float, seed: int) -> Attempt:
        """Decodes the window at a temperature; the same seed gives the same tokens."""
        ...

    def text(self, tokens: Sequence[int]) -> str:
        """The text of tokens below `eot`."""
        ...

    def align(self, tokens: Sequence[int]) -> list[TimedWord]:
        """The words of these text tokens, in order, over the window's audio."""
        ...


@dataclass(frozen=True, slots=True)
class _Tried:
    """An attempt, how repetitive its text is, and whether it will do."""

    attempt: Attempt
    temperature: float
    compression_ratio: float


def hear(decoder: WindowDecoder, start: int, options: DecodingOptions) -> Hearing:
    """The window that begins at `start` ms, with openai-whisper's fallback, as timed segments."""
    tried = _decode(decoder, options)
    pieces = _pieces(tried.attempt.tokens, decoder)
    words = _merged(decoder.align([token for piece in pieces for token in piece]))
    return Hearing(
        segments=_segments(words, pieces, start),
        temperature=tried.temperature,
        avg_logprob=tried.attempt.avg_logprob,
        compression_ratio=tried.compression_ratio,
        no_speech=tried.attempt.no_speech,
    )


def _decode(decoder: WindowDecoder, options: DecodingOptions) -> _Tried:
    """The first attempt that will do; if none does, the likeliest that is not a loop."""
    tries: list[_Tried] = []
    for temperature in options.temperatures:
        attempt = decoder.attempt(temperature, _seed(options.seed, temperature))
        text = decoder.text([token for token in attempt.tokens if token < decoder.eot])
        tries.append(_Tried(attempt, temperature, compression_ratio(text)))
        unlikely = attempt.avg_logprob < options.logprob
        if unlikely and attempt.no_speech > options.no_speech:
            return tries[-1]
        if not unlikely and tries[-1].compression_ratio <= options.compression_ratio:
            return tries[-1]
    sound = [tried for tried in tries if tried.compression_ratio <= options.compression_ratio]
    return max(sound or tries, key=lambda tried: tried.attempt.avg_logprob)


def compression_ratio(text: str) -> float:
    """Bytes of a text per byte of its deflated form: Whisper's measure of repetition."""
    raw = text.strip().encode()
    return len(raw) / len(zlib.compress(raw))


def _seed(seed: int, temperature: float) -> int:
    return (seed * 31 + round(temperature * 10)) % 2**31


def _pieces(tokens: Sequence[int], decoder: WindowDecoder) -> list[list[int]]:
    """The text tokens between timestamps: what Whisper means by a segment."""
    pieces: list[list[int]] = [[]]
    for token in tokens:
        if token >= decoder.timestamp_begin:
            pieces.append([])
        elif token < decoder.eot:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _merged(words: Sequence[TimedWord]) -> list[TimedWord]:
    """Punctuation joined to its word, as openai-whisper joins it; the word keeps its times."""
    joined: list[TimedWord] = []
    opening: TimedWord | None = None
    for word in words:
        bare = word.text.strip()
        if opening is not None:
            word.text, word.tokens = opening.text + word.text, opening.tokens + word.tokens
            opening = None
            bare = word.text.strip()
        if bare and bare in OPENING and word.text.startswith(" "):
            opening = word
        elif joined and (not bare or (word.text in CLOSING and not joined[-1].text.endswith(" "))):
            joined[-1].text += word.text
            joined[-1].tokens += word.tokens
        else:
            joined.append(word)
    if opening is not None:
        joined.append(opening)
    return joined


def _segments(
    words: Sequence[TimedWord], pieces: Sequence[Sequence[int]], start: int
) -> tuple[Segment, ...]:
    """The words by the pieces in which their first tokens lie, times in ms, in order."""
    ends = list(accumulate(len(piece) for piece in pieces))
    groups: list[list[Word]] = [[] for _ in pieces]
    at, home, earliest = 0, 0, 0
    for word in words:
        while home < len(ends) - 1 and at >= ends[home]:
            home += 1
        at += word.tokens
        if not word.text.strip():
            continue
        begin = max(earliest, start + round(word.start * 1000))
        earliest = max(begin, start + round(word.end * 1000))
        probability = min(1.0, max(0.0, float(word.probability)))
        groups[home].append(Word(word.text, Span(begin, earliest), probability))
    return tuple(Segment(tuple(group)) for group in groups if group)
