"""Links by time: texts rewritten in place, and halves and swallowed cues of what is matched."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from subtitler.stages.matching.by_text import PART_IN_TIME, TOGETHER, likeness
from subtitler.stages.matching.links import Links, Text

INSIDE = 0.6  # share of its own time that a rewritten half or a swallowed cue lies inside another
PART_SURE = 0.25  # how sure such a half or swallowed cue is


def same_times(links: Links) -> None:
    """Links what is left by its time: a text rewritten as a whole. The very same times are sure."""
    likely: list[tuple[float, int, int]] = []
    for at, other in _together(links, links.free_bases(), links.free_showns()):
        timely = links.timely(at, other)
        like = likeness(links.bases[at], links.showns[other])
        if timely + like / 2 >= TOGETHER and timely > 0:
            likely.append((timely + like, at, other))
    for _, at, other in sorted(likely, key=lambda pair: (-pair[0], *pair[1:])):
        if at not in links.of_base and other not in links.of_shown:
            timely = links.timely(at, other)
            links.add(at, other, 0.6 if timely == 1.0 else 0.45 * timely)


def _together(
    links: Links, bases: Sequence[int], showns: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs that are on screen together, of positions by in-time."""
    longest = max((links.showns[other].span.duration for other in showns), default=0)
    ins = [links.showns[other].span.in_time for other in showns]
    for at in bases:
        span = links.bases[at].span
        for place in range(bisect_left(ins, span.in_time - longest), len(showns)):
            if ins[place] > span.out_time:
                break
            other = links.showns[showns[place]].span
            if span.overlap(other) or span == other:
                yield at, showns[place]


def parts_in_time(links: Links) -> None:
    """Links a rewritten half with its cue, and a cue that a rewritten one swallowed."""
    every_base = sorted(range(len(links.bases)), key=lambda at: links.bases[at].span)
    every_shown = sorted(range(len(links.showns)), key=lambda at: links.showns[at].span)
    parts = [
        (at, other)
        for at, other in _together(links, every_base, links.free_showns())
        if _lies_in(
            links.showns[other],
            links.bases[at],
            [links.showns[near] for near in links.of_base.get(at, ())],
        )
    ]
    parts += [
        (at, other)
        for at, other in _together(links, links.free_bases(), every_shown)
        if _lies_in(
            links.bases[at],
            links.showns[other],
            [links.bases[near] for near in links.of_shown.get(other, ())],
        )
    ]
    for at, other in parts:
        links.add(at, other, PART_SURE)


def _lies_in(part: Text, whole: Text, others: Sequence[Text]) -> bool:
    """Whether `part` fills what `others`, matched to the whole, leave of its time and words."""
    if not others or part.span.overlap(whole.span) < INSIDE * max(1, part.span.duration):
        return False
    taken = sum(part.span.overlap(other.span) for other in others)
    left = Counter(whole.words)
    for other in others:
        left.subtract(other.words)
    size = sum(len(word) * count for word, count in left.items() if count > 0)
    return taken <= part.span.duration / 2 and size >= PART_IN_TIME * whole.size
