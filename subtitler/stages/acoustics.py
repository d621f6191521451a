"""What the loudness of a window says about its words: its pauses, and the level at boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from subtitler.domain.hearing import Acoustics
from subtitler.domain.timing import Span
from subtitler.ports import LEVEL_HOP, SAMPLE_RATE

HOP = LEVEL_HOP * 1000 // SAMPLE_RATE  # ms a level stands for
MIN_QUIET = 150  # ms: shorter quiet is a closure inside a word (p, t, k hold it under 120 ms)
ABOVE_FLOOR = 6  # dB over the noise between speech that still count as quiet
BELOW_VOICE = 10  # dB under the voice, at least, to be quiet …
FAR_BELOW_VOICE = 30  # … and quiet in any case
SILENT = -60.0  # dB: all below is alike
OFFSETS = range(-60, 150, HOP)  # ms around a boundary at which the level is asked
MAX_LAG = 120  # ms


def acoustics(
    levels: Sequence[float], start: int, speech: Sequence[Span], boundaries: Sequence[int]
) -> Acoustics:
    """The acoustics of a window whose `levels` (dB) begin at `start` ms.

    `boundaries` (ms) are where the recogniser put the starts of words.
    """
    if not levels:
        return Acoustics()
    quiet = _quiet(levels, start, _threshold(levels, start, speech))
    profile = [0.0] * len(OFFSETS)
    for boundary in boundaries:
        for at, offset in enumerate(OFFSETS):
            hop = min(max(0, (boundary + offset - start) // HOP), len(levels) - 1)
            profile[at] += max(SILENT, levels[hop])
    return Acoustics(quiet, tuple(round(value, 3) for value in profile), len(boundaries))


def lag(windows: Sequence[Acoustics]) -> int:
    """How many ms the recogniser's word boundaries come before the sound's own.

    Cross-attention runs ahead of the sound by an amount that differs from model to model. Over
    many words the level is lowest where one word ends and the next begins; how far that is from
    where the model put the boundaries is the model's lag. 0 where there is too little to tell.
    """
    if sum(window.boundaries for window in windows) < 20:
        return 0
    profiles = [window.profile for window in windows if window.boundaries]
    total = [sum(column) for column in zip(*profiles, strict=True)]
    smooth = [
        (before + 2 * here + after) / 4
        for before, here, after in zip(total, total[1:], total[2:], strict=False)
    ]
    allowed = [
        (value, abs(offset), offset)
        for value, offset in zip(smooth, list(OFFSETS)[1:-1], strict=True)
        if 0 <= offset <= MAX_LAG
    ]
    best = min(allowed)[2]
    return 0 if best == MAX_LAG else best  # at the edge there is no valley, only a slope


def _threshold(levels: Sequence[float], start: int, speech: Sequence[Span]) -> float:
    """The level at and below which this window is quiet."""
    voiced = [False] * len(levels)
    for span in speech:
        first = max(0, (span.in_time - start) // HOP)
        for at in range(first, min(len(levels), (span.out_time - start) // HOP)):
            voiced[at] = True
    voice = sorted(level for level, is_voice in zip(levels, voiced, strict=True) if is_voice)
    rest = sorted(level for level, is_voice in zip(levels, voiced, strict=True) if not is_voice)
    if not voice:
        return min(levels) - 1
    loud = voice[len(voice) * 3 // 4]
    floor = rest[len(rest) // 2] if len(rest) >= 10 else voice[len(voice) // 33]
    return max(loud - FAR_BELOW_VOICE, min(floor + ABOVE_FLOOR, loud - BELOW_VOICE))


def _quiet(levels: Sequence[float], start: int, threshold: float) -> tuple[Span, ...]:
    spans: list[Span] = []
    begin: int | None = None
    for at in range(len(levels) + 1):
        is_quiet = at < len(levels) and levels[at] <= threshold
        if is_quiet and begin is None:
            begin = at
        elif not is_quiet and begin is not None:
            if (at - begin) * HOP >= MIN_QUIET:
                spans.append(Span(start + begin * HOP, start + at * HOP))
            begin = None
    return tuple(spans)
