"""Audio in, words out: the stream is cut into windows, each heard, and heard again if doubtful."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtitler.domain.hearing import HeardWindow
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.ports import (
    LEVEL_HOP,
    SAMPLE_RATE,
    AudioBlock,
    DecodingOptions,
    Hearing,
    SpeechFinder,
    Transcriber,
)
from subtitler.stages.acoustics import HOP, acoustics
from subtitler.stages.guards import (
    Trouble,
    hidden,
    loop_in,
    speech_without_text,
    text_without_speech,
    uncovered,
)
from subtitler.stages.speech import PAD, SpeechSpans, Window, cut_windows, window

if TYPE_CHECKING:
    from subtitler.ports import Samples

KEPT = 2_000  # ms of audio behind the last window that stay in memory
PAUSE = 350  # ms of silence in which a window is cut when it is heard again
DIFFERENT = (0.2, 0.4, 0.6, 0.8, 1.0)  # temperatures of a retry that cannot be cut in two


@dataclass(frozen=True, slots=True)
class AudioWindow:
    """A window with its audio: `samples` and `levels` (dB) begin at the window's in-time."""

    window: Window
    samples: Samples
    levels: Sequence[float]


@dataclass(slots=True)
class Listened:
    """What is known of the stream so far: its length in ms, and where it is damaged."""

    duration: int = 0
    damaged: tuple[Span, ...] = ()


def windows(
    blocks: Iterable[AudioBlock],
    finder: SpeechFinder,
    listened: Listened,
) -> Iterator[AudioWindow]:
    """The windows of a stream, as soon as each is decided; `listened` fills on the way.

    At no time is more held than a window's lookahead of audio (about 2 minutes).
    """
    buffer = _Buffer()
    spans = SpeechSpans()
    waiting: tuple[Span, ...] = ()
    before = 0
    for block in blocks:
        activity = finder.hear(block.samples)
        buffer.add(block.samples, activity.levels)
        listened.duration = buffer.end
        listened.damaged += block.damaged
        waiting = (*waiting, *spans.add(activity.speech))
        going = buffer.end if spans.since is None else spans.since
        groups, waiting = cut_windows(waiting, known=going)
        for at, group in enumerate(groups):
            follows = [*groups[at + 1 : at + 2], waiting]
            after = next((some[0].in_time for some in follows if some), going)
            yield buffer.take(window(group, before, after))
            before = group[-1].out_time
        buffer.forget(min(waiting[0].in_time if waiting else going, buffer.end) - KEPT)
    groups, _ = cut_windows((*waiting, *spans.add([], final=True)), final=True)
    for at, group in enumerate(groups):
        after_time = groups[at + 1][0].in_time if at + 1 < len(groups) else buffer.end
        yield buffer.take(window(group, before, after_time))
        before = group[-1].out_time


class _Buffer:
    """The audio between the last window and the end of what was read."""

    def __init__(self) -> None:
        self._samples: list[Samples] = []
        self._levels: list[float] = []
        self._start = 0  # ms
        self._count = 0  # samples

    @property
    def end(self) -> int:
        """Ms up to which the stream was read."""
        return self._start + self._count * 1000 // SAMPLE_RATE

    def add(self, samples: Samples, levels: Sequence[float]) -> None:
        self._samples.append(samples)
        self._levels.extend(levels)
        self._count += len(samples)

    def take(self, wanted: Window) -> AudioWindow:
        """The window with its audio; its span ends at the latest where the audio does."""
        span = Span(
            wanted.span.in_time, max(wanted.span.in_time, min(wanted.span.out_time, self.end))
        )
        speech = tuple(
            Span(one.in_time, min(one.out_time, span.out_time))
            for one in wanted.speech
            if one.in_time < span.out_time
        )
        samples = self._joined()
        rate = SAMPLE_RATE // 1000
        begin, end = (span.in_time - self._start), (span.out_time - self._start)
        return AudioWindow(
            Window(span, speech),
            samples[begin * rate : end * rate],
            self._levels[begin // HOP : -(-end // HOP)],
        )

    def forget(self, time: int) -> None:
        """Drops what lies before `time` ms, in whole level hops."""
        hops = (time - self._start) // HOP
        if hops <= 0:
            return
        samples = self._joined()[hops * LEVEL_HOP :].copy()
        self._samples, self._count = [samples], len(samples)
        self._levels = self._levels[hops:]
        self._start += hops * HOP

    def _joined(self) -> Samples:
        import numpy as np

        if len(self._samples) != 1:
            self._samples = [
                np.concatenate(self._samples) if self._samples else np.zeros(0, np.float32)
            ]
        return self._samples[0]


def recognise(
    audio: AudioWindow, transcriber: Transcriber, options: DecodingOptions
) -> HeardWindow:
    """The words of a window, with what stays doubtful after one retry in a different way.

    A loop, text without speech, or words that hide speech: the window is heard in pieces, cut in
    its pauses (from a higher temperature on where it has none), and that counts where it is both
    less doubtful and likelier (than a loop it need not be likelier).
    Speech without text: it is heard by itself. Nothing is dropped; what remains is a finding.
    """
    seeded = replace(options, seed=_seed(audio.window.span))
    hearing = _hear(audio, audio.window.span, transcriber, seeded)
    troubles = _troubles(hearing, audio.window)
    segments = hearing.segments
    if troubles:
        again = _differently(audio, transcriber, seeded)
        remaining = [one for part, span in again for one in _troubles(part, _within(audio, span))]
        parts = [part for part, _ in again]
        likelier = _likelihood(parts) > hearing.avg_logprob
        looped = loop_in(hearing, audio.window.span) is not None  # loops are likely by nature
        if _badness(remaining) < _badness(troubles) and (likelier or looped):
            segments = tuple(segment for part in parts for segment in part.segments)
            troubles = remaining
    segments = _fill(audio, segments, transcriber, seeded)
    missed = speech_without_text(_words(segments), audio.window.speech)
    levels = acoustics(
        audio.levels,
        audio.window.span.in_time // HOP * HOP,
        audio.window.speech,
        [word.span.in_time for word in _words(segments)[1:]],
    )
    findings = tuple(trouble.finding for trouble in (*troubles, *missed))
    return HeardWindow(audio.window.span, audio.window.speech, segments, levels, findings)


def _hear(
    audio: AudioWindow, span: Span, transcriber: Transcriber, options: DecodingOptions
) -> Hearing:
    """What is heard in `span`, a part of the window."""
    rate = SAMPLE_RATE // 1000
    start = audio.window.span.in_time
    samples = audio.samples[(span.in_time - start) * rate : (span.out_time - start) * rate]
    return transcriber.transcribe(samples, span.in_time, options)


def _troubles(hearing: Hearing, part: Window) -> list[Trouble]:
    found = (loop_in(hearing, part.span), text_without_speech(hearing, part.speech))
    stretched = hidden(_words(hearing.segments), part.speech)
    return [trouble for trouble in found if trouble is not None] + stretched


def _badness(troubles: Sequence[Trouble]) -> float:
    return sum(trouble.size for trouble in troubles)


def _likelihood(parts: Sequence[Hearing]) -> float:
    """The mean log probability over parts, each counting by its words."""
    words = [max(1, len(_words(part.segments))) for part in parts]
    total = sum(count * part.avg_logprob for count, part in zip(words, parts, strict=True))
    return total / sum(words)


def _within(audio: AudioWindow, span: Span) -> Window:
    speech = tuple(
        Span(max(one.in_time, span.in_time), min(one.out_time, span.out_time))
        for one in audio.window.speech
        if one.overlap(span)
    )
    return Window(span, speech)


def _differently(
    audio: AudioWindow, transcriber: Transcriber, options: DecodingOptions
) -> list[tuple[Hearing, Span]]:
    """The window heard in another way: in pieces cut in its pauses, or with other temperatures."""
    whole, speech = audio.window.span, audio.window.speech
    cuts = [
        (before.out_time + after.in_time) // 2
        for before, after in zip(speech, speech[1:], strict=False)
        if after.in_time - before.out_time >= PAUSE
    ]
    if not cuts:
        warmer = replace(options, temperatures=DIFFERENT)
        return [(_hear(audio, whole, transcriber, warmer), whole)]
    edges = [whole.in_time, *cuts, whole.out_time]
    pieces = [Span(begin, end) for begin, end in zip(edges, edges[1:], strict=False)]
    return [
        (_hear(audio, piece, transcriber, replace(options, seed=_seed(piece))), piece)
        for piece in pieces
    ]


def _fill(
    audio: AudioWindow,
    segments: tuple[Segment, ...],
    transcriber: Transcriber,
    options: DecodingOptions,
) -> tuple[Segment, ...]:
    """`segments` and, between them, what is heard in speech that they leave without text.

    Only a likely text is taken: one that is no loop and not above Whisper's own doubt.
    """
    filled = list(segments)
    for hole in uncovered(_words(segments), audio.window.speech):
        span = Span(
            max(audio.window.span.in_time, hole.in_time - PAD // 2),
            min(audio.window.span.out_time, hole.out_time + PAD // 2),
        )
        if span.duration >= audio.window.span.duration * 9 // 10:
            heard = _hear(audio, span, transcriber, replace(options, temperatures=DIFFERENT))
        else:
            heard = _hear(audio, span, transcriber, replace(options, seed=_seed(span)))
        part = _within(audio, span)
        if heard.avg_logprob < options.logprob or _troubles(heard, part):
            continue
        filled += heard.segments
    return _ordered(filled)


def _ordered(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments by time; one that lies inside another parts it, so that words stay in order."""
    words = sorted(
        ((word, at) for at, segment in enumerate(segments) for word in segment.words),
        key=lambda pair: pair[0].span.in_time,
    )
    groups: list[tuple[int, list[Word]]] = []
    latest = 0
    for word, at in words:
        begin = max(latest, word.span.in_time)
        latest = max(begin, word.span.out_time)
        timed = Word(word.text, Span(begin, latest), word.probability)
        if groups and groups[-1][0] == at:
            groups[-1][1].append(timed)
        else:
            groups.append((at, [timed]))
    return tuple(Segment(tuple(group)) for _, group in groups)


def _words(segments: Sequence[Segment]) -> list[Word]:
    return [word for segment in segments for word in segment.words]


def _seed(span: Span) -> int:
    """A seed from the window's place alone, so that a resumed run draws the same."""
    digest = hashlib.sha256(f"{span.in_time}-{span.out_time}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1
