"""One slot's words in several cues, inside the slot's own span."""

from __future__ import annotations

import math
from collections.abc import Sequence

from subtitler.domain.timing import Span
from subtitler.stages.cueing import FASTER, FEW, FRAGMENT, SHORTER, TOO_FAST, TOO_SHORT
from subtitler.stages.fitting.flow import monotone
from subtitler.stages.fitting.placing import BREAKS, INSIDE, Run
from subtitler.stages.fitting.slots import Slot

PIECE = 200.0  # every cue
LONE = 100.0  # a cue of one word


def split(run: Run, slot: Slot, first: int, end: int) -> list[tuple[int, int, Span]] | None:
    """Words `first` to `end` in as many cues as lines need, one after the other in the slot.

    Each is shown for the style's minimum where the slot has the time, else for less, but for 2
    frames. None where it has not even that.
    """
    pace = run.pace
    starts = _starts(run, slot, first, end)
    parts = _search(run, starts, first, end, slot, fewest=False)
    if len(parts) * (pace.minimum + pace.gap) - pace.gap > slot.room:
        fewer = _search(run, starts, first, end, slot, fewest=True)
        parts = fewer if len(fewer) < len(parts) else parts
    if len(parts) * (pace.least + pace.gap) - pace.gap > slot.room:
        return None
    wanted = [starts[begin - first] for begin, _ in parts]
    lines = run.lines
    needs = [pace.need(lines.characters(lines.starts(begin, stop), stop)) for begin, stop in parts]
    spans = _spans(run, slot, wanted, needs)
    return [(*part, span) for part, span in zip(parts, spans, strict=True)]


def _starts(run: Run, slot: Slot, first: int, end: int) -> list[int]:
    """When each word is said (ms), never before the word before it, within the slot."""
    times = monotone([token.start for token in run.tokens[first:end]])
    return [min(max(time, slot.in_time), slot.out) for time in times]


def _search(
    run: Run, starts: Sequence[int], first: int, end: int, slot: Slot, *, fewest: bool
) -> list[tuple[int, int]]:
    """The cues whose costs are least in sum; `fewest`: the fewest that lines allow."""
    count = end - first
    best = [0.0] + [math.inf] * count
    came = [0] * (count + 1)
    for begin in range(count):
        for stop in range(begin + 1, count + 1):
            laid = run.lines.layout(first + begin, first + stop)
            if laid is None:
                break
            cost = PIECE
            if stop < count and run.tokens[first + stop - 1].tied:
                cost += INSIDE
            if not fewest:
                until = starts[stop] - run.pace.gap if stop < count else slot.latest
                cost += laid[0] + _cost(run, first + begin, first + stop, until - starts[begin])
            if best[begin] + cost < best[stop]:
                best[stop], came[stop] = best[begin] + cost, begin
    parts: list[tuple[int, int]] = []
    while count:
        parts.append((first + came[count], first + count))
        count = came[count]
    return parts[::-1]


def _cost(run: Run, first: int, end: int, room: int) -> float:
    """What a reader suffers of words `first` to `end` as a cue with so many ms."""
    characters = run.lines.width(first, end)
    cost = BREAKS * run.lines.costs[end - 1]
    if end - first == 1:
        cost += LONE
    need = characters * 1000 / run.pace.cps
    if need > room:
        cost += TOO_FAST + FASTER * min(10.0, need / max(room, 1) - 1)
    if room < run.pace.minimum:
        cost += TOO_SHORT + SHORTER * min(1.0, 1 - room / run.pace.minimum)
    return cost + (FRAGMENT * (1 - characters / FEW) if characters < FEW else 0.0)


def _spans(run: Run, slot: Slot, wanted: Sequence[int], needs: Sequence[int]) -> list[Span]:
    """A span for each cue: from when it is wanted, if all have the time that they need."""
    pace = run.pace
    gaps = pace.gap * (len(needs) - 1)
    end = min(slot.latest, max(slot.out, slot.in_time + sum(needs) + gaps))
    least = _least(needs, end - slot.in_time - gaps, pace.minimum, pace.least)
    ins = [slot.in_time]
    for at in range(1, len(needs)):
        ins.append(max(wanted[at], ins[-1] + least[at - 1] + pace.gap))
    stop = end
    outs = []
    for at in range(len(needs) - 1, -1, -1):
        ins[at] = min(ins[at], stop - least[at])
        outs.append(stop)
        stop = ins[at] - pace.gap
    return [Span(one, other) for one, other in zip(ins, reversed(outs), strict=True)]


def _least(needs: Sequence[int], room: int, minimum: int, flash: int) -> list[int]:
    """Ms for each cue, at most `room` in sum: what it needs, or from a floor on its share."""
    if sum(needs) <= room:
        return list(needs)
    floor = minimum if minimum * len(needs) <= room else flash
    over = [max(0, need - floor) for need in needs]
    spare = room - floor * len(needs)
    return [floor + spare * one // sum(over) for one in over]
