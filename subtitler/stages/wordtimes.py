"""When words were said: the recogniser's times, set right by the sound."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.hearing import HeardWindow
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.stages.acoustics import lag

MIN_WORD = 20  # ms
MAX_WORD = 7000  # ms
OUTSIDE = 200  # ms that a word may lie outside its speech
BEFORE_QUIET = 400  # ms before a pause …
AFTER_QUIET = 200  # … or after it, within which a boundary belongs to the pause


@dataclass(slots=True)
class _Timed:
    """A word whose times are being settled."""

    text: str
    begin: int
    end: int
    probability: float
    segment: int


def settle(
    windows: Sequence[HeardWindow], duration: int
) -> tuple[tuple[Segment, ...], tuple[Finding, ...]]:
    """The words of all windows with their final times (ms), and what had to be cut.

    In every word: 20 ms to 7 s long, no earlier than the end of the word before, at most 200 ms
    outside its speech, within `duration`. No word is dropped: where there is no room for 20 ms
    each, words are joined into one.
    """
    shift = lag([window.acoustics for window in windows])
    segments: list[Segment] = []
    findings: list[Finding] = []
    earliest = 0
    for window in windows:
        words = _timed(window, shift)
        if not words:
            continue
        latest = max(earliest, min(duration, window.span.out_time))
        reach = _reach(window.speech, Span(earliest, latest))
        if not reach:
            findings.append(_no_room(window))
            continue
        _to_pauses(words, window.acoustics.quiet)
        findings += _cut_long(words)
        _into_speech(words, reach)
        words = _in_order(words, reach)
        earliest = words[-1].end
        segments += _segments(words)
    return tuple(segments), tuple(findings)


def _timed(window: HeardWindow, shift: int) -> list[_Timed]:
    return [
        _Timed(
            word.text,
            word.span.in_time + shift,
            word.span.out_time + shift,
            word.probability,
            index,
        )
        for index, segment in enumerate(window.segments)
        for word in segment.words
    ]


def _to_pauses(words: list[_Timed], quiet: Sequence[Span]) -> None:
    """Each pause is a boundary between words: the nearest boundary moves to its edges."""
    boundaries = [word.begin for word in words] + [words[-1].end]
    for pause in quiet:
        first = bisect_left(boundaries, pause.in_time - BEFORE_QUIET)
        near = [
            (max(0, pause.in_time - boundary, boundary - pause.out_time), at)
            for at, boundary in enumerate(boundaries[first:], start=first)
            if boundary <= pause.out_time + AFTER_QUIET
        ]
        if not near:
            continue
        at = min(near)[1]
        if at > 0 and words[at - 1].begin <= pause.in_time - MIN_WORD:
            words[at - 1].end = pause.in_time
        if at < len(words) and words[at].end >= pause.out_time + MIN_WORD:
            words[at].begin = pause.out_time


def _cut_long(words: list[_Timed]) -> list[Finding]:
    findings = []
    for word in words:
        length = word.end - word.begin
        if length > MAX_WORD:
            span = Span(max(0, word.begin), max(0, word.end))
            word.end = word.begin + MAX_WORD
            findings.append(
                Finding(
                    "word-cut",
                    Severity.WARNING,
                    span,
                    f"{word.text.strip()!r} was said to last {length} ms: hear when it ends",
                    float(length),
                    float(MAX_WORD),
                )
            )
    return findings


def _reach(speech: Sequence[Span], room: Span) -> list[Span]:
    """Where words may lie: speech and 200 ms around it within `room`, which itself counts where
    there is no speech in it. Empty where no word has room."""
    reach: list[Span] = []
    for span in speech:
        begin = max(span.in_time - OUTSIDE, room.in_time)
        end = min(span.out_time + OUTSIDE, room.out_time)
        if reach and begin <= reach[-1].out_time:
            reach[-1] = Span(reach[-1].in_time, max(end, reach[-1].out_time))
        elif end - begin >= MIN_WORD:
            reach.append(Span(begin, end))
    return reach or ([room] if room.duration >= MIN_WORD else [])


def _into_speech(words: list[_Timed], reach: Sequence[Span]) -> None:
    """Each word into the part of `reach` that it overlaps most, or that is nearest."""
    for word in words:
        span = Span(max(0, word.begin), max(0, word.begin, word.end))
        home = min(reach, key=lambda one: (-one.overlap(span), one.distance(span)))
        word.begin = min(max(word.begin, home.in_time), home.out_time - MIN_WORD)
        word.end = min(max(word.end, word.begin + MIN_WORD), home.out_time)


def _in_order(words: list[_Timed], reach: Sequence[Span]) -> list[_Timed]:
    """Words one after the other, each within one part of `reach` and at least MIN_WORD long."""
    words = _fewer(words, sum(part.duration // MIN_WORD for part in reach))
    at, before = 0, 0
    for word in words:
        begin = max(word.begin, before)
        while at < len(reach) - 1 and begin + MIN_WORD > reach[at].out_time:
            at += 1
        word.begin = max(begin, reach[at].in_time)
        word.end = max(word.begin + MIN_WORD, min(word.end, reach[at].out_time))
        before = word.end
    latest = reach[at].out_time
    for word in reversed(words):
        word.end = min(word.end, latest)
        while word.end - MIN_WORD < reach[at].in_time:
            at -= 1
            word.end = min(word.end, reach[at].out_time)
        word.begin = min(word.begin, word.end - MIN_WORD)
        latest = word.begin
    return words


def _fewer(words: list[_Timed], room: int) -> list[_Timed]:
    """At most `room` words: the last ones are joined where there are more."""
    if len(words) > room:
        last = words[room - 1]
        last.text = "".join(word.text for word in words[room - 1 :])
        last.end = min(max(last.end, words[-1].end), last.begin + MAX_WORD)
    return words[:room]


def _no_room(window: HeardWindow) -> Finding:
    text = "".join(segment.text for segment in window.segments).strip()
    return Finding(
        "text-without-speech",
        Severity.WARNING,
        window.span,
        f"there was no time left for {text!r}: listen whether it was said",
    )


def _segments(words: Sequence[_Timed]) -> list[Segment]:
    groups: dict[int, list[Word]] = {}
    for word in words:
        timed = Word(word.text, Span(word.begin, word.end), word.probability)
        groups.setdefault(word.segment, []).append(timed)
    return [Segment(tuple(group)) for group in groups.values()]
