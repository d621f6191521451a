"""`check` on 10,000 cues: seconds for the rules on one track, a pair, and a track's sound."""

from __future__ import annotations

import time
from collections.abc import Callable, Sized
from dataclasses import replace
from pathlib import Path

from bench.tables import show
from check_corpus import Told, pair_of, source_of
from subtitler.domain.cue import Cue, CueId, Track
from subtitler.domain.timing import Span
from subtitler.stages.checking import (
    PairView,
    SoundView,
    TalkView,
    TrackView,
    check_pair,
    check_sound,
    check_talk,
    check_track,
    fixed,
    paired_by_time,
    seen,
)
from subtitler.stages.checking.pairing import Structure

KEYNOTE = Path(__file__).parents[2] / "media" / "keynote.truth.json"
CUES = 10_000


def main() -> None:
    """The keynote again and again, each time with figures of its own, until there are enough."""
    told = Told.of(KEYNOTE)
    once = source_of(told)
    pair = pair_of(told, once, "es")
    length = told.words[-1].span.out_time + 2000
    source = _repeated(once, length)
    target = _repeated(pair.target, length)
    rounds = CUES // len(once.cues) + 1
    words = tuple(
        replace(word, span=_later(word.span, at * length))
        for at in range(rounds)
        for word in told.words
    )
    speech = tuple(_later(span, at * length) for at in range(rounds) for span in told.speech)
    rows = []

    def timed(name: str, work: Callable[[], Sized], bar: str) -> None:
        began, used = time.perf_counter(), time.process_time()
        found = work()
        seconds = time.perf_counter() - began, time.process_time() - used
        rows.append((name, *seconds, bar, len(found)))

    timed("track rules", lambda: check_track(_fresh(source), {}), "1")
    timed("track rules, a translation", lambda: check_track(_fresh(target), {}), "1")
    made = _pair(_fresh(source), _fresh(target))
    timed("pair rules", lambda: check_pair(made, {}), "5")
    timed(
        "pair rules, with pairing by time",
        lambda: check_pair(_pair(_fresh(source), _fresh(target)), {}),
        "5",
    )
    timed("names, figures, titles over the talk", lambda: check_talk(TalkView((made,)), {})[0], "-")
    timed("sound rules", lambda: check_sound(SoundView(_fresh(source), words, speech), {}), "-")
    cues = Track("es", tuple(one.cue for one in target.cues))
    timed("fixers", lambda: fixed(cues, target.style, "es").cues, "-")
    show(f"check, {CUES} cues", ("", "s", "CPU s", "bar", "findings"), rows)


def _pair(source: TrackView, target: TrackView) -> PairView:
    return PairView(source, target, paired_by_time(source, target), Structure(recorded=True))


def _fresh(track: TrackView) -> TrackView:
    """The same track, with nothing of it known yet."""
    return TrackView(track.cues, track.language, track.style, track.frame, track.translated)


def _repeated(track: TrackView, length: int) -> TrackView:
    cues: list[Cue] = []
    for at in range(CUES // len(track.cues) + 1):
        for one in track.cues:
            number = len(cues) + 1
            lines = (*one.cue.lines[:-1], f"{at} {one.cue.lines[-1]}")
            cues.append(Cue(CueId(f"c{number}"), _later(one.cue.span, at * length), lines))
    return replace(track, cues=seen(cues[:CUES]))


def _later(span: Span, by: int) -> Span:
    return Span(span.in_time + by, span.out_time + by)


if __name__ == "__main__":
    main()
