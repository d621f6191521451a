"""When cues come and go: rule 13's times, in the order in which one rule yields to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from subtitler.domain.measure import reading_time
from subtitler.domain.style import StyleGuide
from subtitler.domain.timing import Span, frames

LEAD_FRAMES = 2  # frames that a cue may come before its first word


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a cue says: from its first word's start to its last word's end (ms), and how many
    characters there are to read."""

    start: int
    end: int
    characters: float


@dataclass(frozen=True, slots=True)
class Pace:
    """A style's times in ms at one frame length."""

    gap: int
    least: int
    chain_from: int
    chain_to: int
    lead: int
    minimum: int
    maximum: int
    linger: int
    cps: float

    @classmethod
    def of(cls, style: StyleGuide, frame: Fraction) -> Pace:
        """The times of a style guide, frames rounded up to whole ms."""
        return cls(
            gap=frames(style.gap_frames, frame),
            least=frames(2, frame),
            chain_from=frames(style.chain_from_frames, frame),
            chain_to=frames(style.chain_to_frames, frame),
            lead=frames(LEAD_FRAMES, frame),
            minimum=style.min_duration,
            maximum=style.max_duration,
            linger=style.linger,
            cps=style.cps,
        )

    def need(self, characters: float) -> int:
        """Ms a cue should be on screen: for its characters, and the style's minimum."""
        return max(self.minimum, reading_time(characters, self.cps))


def pace(spoken: Sequence[Spoken], style: StyleGuide, frame: Fraction) -> list[Span]:
    """The spans of cues, in order of what they say.

    (1) The in-time is the first word's start, up to 2 frames earlier where the cue needs the
    time and takes none from the cue before, later only where (2) and (3) force it. (2) No
    overlap, and a gap of at least the style's. (3) At most the style's maximum. (4) Out not
    before the last word's end, except for (2) and (3). (5) Out as late as CPS and the minimum
    ask. (6) Else out lingers after the last word. (7) A gap of 3 to 11 frames is closed to 2.
    """
    times = Pace.of(style, frame)
    ins: list[int] = []
    for cue in spoken:
        ins.append(max(cue.start, ins[-1] + times.least + times.gap) if ins else cue.start)
    for at, cue in enumerate(spoken):
        limit = _limit(ins, at, times)
        short = ins[at] + min(times.need(cue.characters), times.maximum) - limit
        if short <= 0 or ins[at] != cue.start:
            continue
        free = ins[at]
        if at:
            free -= _out(ins, at - 1, spoken[at - 1], times, chained=False) + times.gap
        ins[at] -= max(0, min(short, times.lead, free))
        for later in range(at + 1, len(ins)):  # one that had to come late now comes less late
            moved = max(spoken[later].start, ins[later - 1] + times.least + times.gap)
            if moved == ins[later]:
                break
            ins[later] = moved
    return [Span(ins[at], _out(ins, at, cue, times, chained=True)) for at, cue in enumerate(spoken)]


def _limit(ins: Sequence[int], at: int, times: Pace) -> int:
    """The latest out-time of a cue: 7 s, and 2 frames before the next in-time."""
    longest = ins[at] + times.maximum
    return min(longest, ins[at + 1] - times.gap) if at + 1 < len(ins) else longest


def _out(ins: Sequence[int], at: int, cue: Spoken, times: Pace, *, chained: bool) -> int:
    limit = _limit(ins, at, times)
    wanted = max(
        ins[at] + times.need(cue.characters), cue.end + times.linger, ins[at] + times.least
    )
    out = min(wanted, limit)
    if chained and at + 1 < len(ins):
        gap = ins[at + 1] - out
        if times.chain_from <= gap <= times.chain_to:
            out = limit
    return out
