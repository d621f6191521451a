"""Rules about a cue's form: its times as such, its lines and how wide they are."""

from __future__ import annotations

from collections.abc import Iterator

from subtitler.stages.checking.rules import ERROR, INFO, WARNING, Hit, Rule
from subtitler.stages.checking.views import TrackView
from subtitler.stages.sounds import NOTE

MUCH_WIDER = 1.2  # times CPL, from which on a line is an error
SHORT_SHARE = 0.25  # of the longer line, under which the shorter one is unbalanced
ORPHAN = 3  # characters of a lone word


def _bad_times(track: TrackView) -> Iterator[Hit]:
    for at, seen in enumerate(track.cues):
        if seen.backwards:
            advice = "the out-time stands before the in-time: set it anew"
            yield Hit(at, ERROR, advice)
        elif not seen.cue.span.duration:
            yield Hit(at, ERROR, "it is shown for no time: set its out-time anew", 0)


def _wide_lines(track: TrackView) -> Iterator[Hit]:
    limit = track.style.cpl
    for at, widths in enumerate(track.widths):
        widest = max(widths, default=0)
        if widest > limit:
            severity = ERROR if widest > MUCH_WIDER * limit else WARNING
            advice = "a line is wider than the style's CPL: break it, or shorten it"
            yield Hit(at, severity, advice, widest, limit)


def _many_lines(track: TrackView) -> Iterator[Hit]:
    limit = track.style.max_lines
    for at, widths in enumerate(track.widths):
        if len(widths) > limit:
            severity = ERROR if len(widths) > limit + 1 else WARNING
            advice = "it has more lines than the style allows: join lines, or split the cue"
            yield Hit(at, severity, advice, len(widths), limit)


def _unbalanced(track: TrackView) -> Iterator[Hit]:
    for at, widths in enumerate(track.widths):
        if len(widths) < 2 or track.plain_cues[at].turns or _laid_out(track, at):
            continue
        if sum(widths) + len(widths) - 1 <= track.style.cpl:
            advice = "it fits in one line: join the lines"
            yield Hit(at, INFO, advice, sum(widths) + len(widths) - 1, track.style.cpl)
            continue
        lines = track.texts[at].split("\n")
        words = min((line.split() for line in lines), key=lambda one: sum(map(len, one)))
        lone = len(words) == 1 and len(words[0].strip(".,!?…;:")) <= ORPHAN
        share = min(widths) / max(*widths, 1)
        if lone or share < SHORT_SHARE:
            advice = "one line is much shorter than the other: break nearer to the middle"
            yield Hit(at, INFO, advice, round(share, 2), SHORT_SHARE)


def _laid_out(track: TrackView, at: int) -> bool:
    """Songs and sounds have lines of their own."""
    text = track.texts[at]
    return text.lstrip()[:1] in "[(（【" + NOTE or any(mark in text for mark in NOTE)


def _empty(track: TrackView) -> Iterator[Hit]:
    for at, text in enumerate(track.texts):
        if not text.strip():
            severity = ERROR if track.translated else WARNING
            yield Hit(at, severity, "it has no words: write what is said, or remove the cue")


SHAPE_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q01",
        "bad-times",
        (ERROR, WARNING, INFO),
        _bad_times,
        "A block of the file that cannot be read as it is meant (E), an out-time that is not "
        "after the in-time (E), other oddities of the file's form (W, I).",
    ),
    Rule(
        "Q06",
        "line-width",
        (ERROR, WARNING),
        _wide_lines,
        "A line wider than the style's CPL (W), or than 1.2 times CPL (E). Graphemes count; in "
        "Chinese, Japanese and Korean a half-width character counts half.",
    ),
    Rule(
        "Q07",
        "lines",
        (ERROR, WARNING),
        _many_lines,
        "More lines than the style allows (W), or two more (E).",
    ),
    Rule(
        "Q08",
        "unbalanced",
        (INFO,),
        _unbalanced,
        "A line shorter than a quarter of the other, or of one word of up to three letters; two "
        "lines that fit in one.",
    ),
    Rule(
        "Q11",
        "empty",
        (ERROR, WARNING),
        _empty,
        "A cue without words: E in a translation, W in any other track.",
    ),
)
