"""Where somebody speaks: speech probabilities and levels become spans, and spans windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from subtitler.domain.timing import Span
from subtitler.ports import SAMPLE_RATE, SPEECH_HOP

ENTER = 0.5  # Silero's own thresholds: speech begins at this probability …
LEAVE = 0.35  # … and ends below this one
MIN_SILENCE = 100  # ms: a shorter dip is inside a word
MIN_SPEECH = 60  # ms: shorter is a click
MAX_SPEECH = 28_000  # ms without a silence, after which speech is parted where it is weakest
WINDOW = 29_500  # ms that a window may last, of Whisper's 30 s
PAD = 400  # ms of silence that a window keeps around its speech, so that no sound is cut off
LONG_SILENCE = 2_500  # ms: always parts windows, since long pauses make Whisper skip or invent
LOOKAHEAD = 90_000  # ms of speech to look at before windows are decided


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of at most 30 s to recognise at once: `span` of audio and the speech in it."""

    span: Span
    speech: tuple[Span, ...]


class SpeechSpans:
    """Speech spans out of a stream of probabilities, one for each SPEECH_HOP."""

    def __init__(self) -> None:
        self._hop = 0
        self._run: list[float] = []  # probabilities since speech began, its last silence too
        self._quiet = 0  # hops at the end of the run that are below LEAVE

    @property
    def since(self) -> int | None:
        """When the speech that is still going on began (ms), None where nobody speaks."""
        return _ms(self._hop - len(self._run)) if self._run else None

    def add(self, probabilities: Sequence[float], *, final: bool = False) -> list[Span]:
        """The spans that ended within the next probabilities; with `final`, the open one too."""
        spans: list[Span] = []
        for probability in probabilities:
            self._hop += 1
            if not self._run:
                if probability >= ENTER:
                    self._run = [probability]
                continue
            self._run.append(probability)
            self._quiet = self._quiet + 1 if probability < LEAVE else 0
            if self._quiet * SPEECH_HOP >= MIN_SILENCE * SAMPLE_RATE // 1000:
                spans += self._close(len(self._run) - self._quiet)
                self._run, self._quiet = [], 0
            elif _ms(len(self._run)) >= MAX_SPEECH:
                spans += self._part()
        if final and self._run:
            spans += self._close(len(self._run) - self._quiet)
            self._run, self._quiet = [], 0
        return spans

    def _close(self, hops: int) -> list[Span]:
        begin = self._hop - len(self._run)
        span = Span(_ms(begin), _ms(begin + hops))
        return [span] if span.duration >= MIN_SPEECH else []

    def _part(self) -> list[Span]:
        """Speech that does not pause: parted at its least likely hop past the middle."""
        middle = len(self._run) // 2
        weakest = min(range(middle, len(self._run)), key=lambda at: (self._run[at], at))
        spans = self._close(weakest)
        self._run = self._run[weakest:]
        self._quiet = min(self._quiet, len(self._run))
        return spans


def _ms(hops: int) -> int:
    return hops * SPEECH_HOP * 1000 // SAMPLE_RATE


def cut_windows(
    spans: Sequence[Span], *, known: int = 0, final: bool = False
) -> tuple[list[tuple[Span, ...]], tuple[Span, ...]]:
    """Groups of spans that make a window each, and the spans that wait for what follows.

    Windows are cut where the silences are longest: the sum of the cuts' costs is least, and a
    cut costs more in a short silence. Each is decided by all spans up to the next LONG_SILENCE,
    or within LOOKAHEAD, and by nothing else, so that the result does not depend on the sizes in
    which the audio arrived. `known` (ms): no other span begins before it; `final`: none comes.
    """
    groups: list[tuple[Span, ...]] = []
    waiting = list(spans)
    while waiting:
        near = _near(waiting)
        quiet, seen = known - waiting[-1].out_time, known - waiting[0].in_time
        if near == len(waiting) and not (final or quiet >= LONG_SILENCE or seen > LOOKAHEAD):
            break
        groups.append(_group(waiting[:near])[0])
        waiting = waiting[len(groups[-1]) :]
    return groups, tuple(waiting)


def _near(spans: Sequence[Span]) -> int:
    """How many of the spans decide about the first window."""
    for at, (span, after) in enumerate(zip(spans, spans[1:], strict=False), start=1):
        silence = after.in_time - span.out_time
        if silence >= LONG_SILENCE or after.out_time - spans[0].in_time > LOOKAHEAD:
            return at
    return len(spans)


def _group(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """All the spans in windows, by dynamic programming over the silences between them."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(spans) + 1):
        options = []
        for begin in range(end - 1, -1, -1):
            if begin < end - 1 and spans[end - 1].out_time - spans[begin].in_time > WINDOW - PAD:
                break
            silence = spans[begin].in_time - spans[begin - 1].out_time if begin else LONG_SILENCE
            options.append((best[begin][0] + _cut_cost(silence), begin))
        best.append(min(options))
    groups: list[tuple[Span, ...]] = []
    end = len(spans)
    while end:
        begin = best[end][1]
        groups.append(tuple(spans[begin:end]))
        end = begin
    return groups[::-1]


def _cut_cost(silence: int) -> float:
    """1 for the window itself, and more the shorter the silence that is cut in."""
    return 1.0 + 2.0 * max(0.0, 1.0 - silence / 1000) ** 2


def window(spans: tuple[Span, ...], before: int, after: int) -> Window:
    """The window of a group, with PAD around it, less where its neighbours are nearer.

    `before` is where speech ended before it and `after` where it goes on (ms); the audio
    between two windows belongs by halves to both.
    """
    begin = max(spans[0].in_time - PAD, (spans[0].in_time + before) // 2, 0)
    end = min(spans[-1].out_time + PAD, (spans[-1].out_time + after) // 2)
    return Window(Span(begin, max(end, spans[-1].out_time)), spans)
