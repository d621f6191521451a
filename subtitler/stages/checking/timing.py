"""Rules about when cues come and go, and how fast they have to be read."""

from __future__ import annotations

import math
from collections.abc import Iterator

from subtitler.domain.measure import speed
from subtitler.domain.timing import frames
from subtitler.stages.checking.rules import ERROR, INFO, WARNING, Hit, Rule
from subtitler.stages.checking.views import TrackView

VERY_SHORT = 500  # ms, under which a cue is an error
VERY_LONG = 10_000  # ms, over which it is one; or 1.4 times a style's own longer maximum
FAST_SHARE = 0.85  # of the greatest CPS, from which on a cue is worth knowing of
MUCH_FASTER = 1.25  # times the greatest CPS


def _gaps(track: TrackView) -> Iterator[Hit]:
    least = track.pace.gap
    for at in range(len(track.cues) - 1):
        here, after = track.cues[at].cue.span, track.cues[at + 1].cue.span
        gap = after.in_time - here.out_time
        if gap < 0:
            advice = "it is still shown when the next cue comes: end it before"
            yield Hit(at, ERROR, advice, -gap, 0)
        elif gap < least:
            advice = "the gap to the next cue is shorter than the style's: end it earlier"
            yield Hit(at, WARNING, advice, gap, least)


def _durations(track: TrackView) -> Iterator[Hit]:
    least, most = track.style.min_duration, track.style.max_duration
    very_long = max(VERY_LONG, round(1.4 * most))
    for at, seen in enumerate(track.cues):
        lasts = seen.cue.span.duration
        if 0 < lasts < least:
            severity = ERROR if lasts < VERY_SHORT else WARNING
            advice = "it is shown too shortly: let it stand longer, or join it with a neighbour"
            yield Hit(at, severity, advice, lasts, least)
        elif lasts > most:
            severity = ERROR if lasts > very_long else WARNING
            advice = "it is shown too long: split it, or end it earlier"
            yield Hit(at, severity, advice, lasts, most)


def _unchained(track: TrackView) -> Iterator[Hit]:
    style, frame = track.style, track.frame
    first = frames(style.chain_from_frames, frame)
    last = frames(style.chain_to_frames, frame)
    for at in range(len(track.cues) - 1):
        here, after = track.cues[at].cue.span, track.cues[at + 1].cue.span
        gap = after.in_time - here.out_time
        if first <= gap <= last and after.in_time - track.pace.gap - here.in_time <= (
            style.max_duration
        ):
            advice = "the gap to the next cue flickers: close it to the style's gap"
            yield Hit(at, INFO, advice, gap, track.pace.gap)


def _speeds(track: TrackView) -> Iterator[Hit]:
    most = track.style.cps
    warn = math.ceil(FAST_SHARE * most)
    for at, seen in enumerate(track.cues):
        cps = speed(sum(track.widths[at]), seen.cue.span.duration)
        if cps <= (most if track.translated else warn) or math.isinf(cps):
            continue
        if track.translated:
            severity = WARNING if cps > MUCH_FASTER * most else INFO
        else:
            levels = ((MUCH_FASTER * most, ERROR), (most, WARNING), (warn, INFO))
            severity = next(level for limit, level in levels if cps > limit)
        advice = "it is read too fast: shorten the text, or let it stand longer"
        yield Hit(at, severity, advice, math.ceil(cps * 10) / 10, most)


TIMING_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q02",
        "gap",
        (ERROR, WARNING),
        _gaps,
        "A cue that is still shown when the next one comes (E), or a gap shorter than the "
        "style's, 2 frames in our presets (W).",
    ),
    Rule(
        "Q03",
        "duration",
        (ERROR, WARNING),
        _durations,
        "Shorter than the style's shortest duration (W) or than 500 ms (E); longer than its "
        "longest (W) or than 10 s (E).",
    ),
    Rule(
        "Q04",
        "unchained",
        (INFO,),
        _unchained,
        "A gap of 3 to 11 frames, which flickers: the style closes it to 2 frames.",
    ),
    Rule(
        "Q05",
        "reading-speed",
        (ERROR, WARNING, INFO),
        _speeds,
        "Faster than about 85 % of the style's CPS (I), than CPS (W), than 1.25 times CPS (E). In "
        "a translation: I above CPS, W above 1.25 times CPS, never E.",
    ),
)
