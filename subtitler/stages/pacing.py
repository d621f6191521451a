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


def pace(
    spoken: Sequence[Spoken],
    style: StyleGuide,
    frame: Fraction,
    not_before: int = 0,
    not_after: int | None = None,
) -> list[Span]:
    """The spans of cues, in order of what they say, between two times (ms) where that can be.

    (1) The in-time is the first word's start, up to 2 frames earlier where the cue needs the
    time and takes none from the cue before, later only where (2) and (3) force it. (2) No
    overlap, and a gap of at least the style's. (3) At most the style's maximum. (4) Out not
    before the last word's end, except for (2) and (3). (5) Out as late as CPS and the minimum
    ask. (6) Else out lingers after the last word. (7) A gap of 3 to 11 frames is closed to 2.
    """
    times = Pace.of(style, frame)
    ins: list[int] = []
    for cue in spoken:
        earliest = ins[-1] + times.least + times.gap if ins else not_before
        ins.append(max(cue.start, earliest))
    for at, cue in enumerate(spoken):
        limit = _limit(ins, at, times, not_after)
        short = ins[at] + min(times.need(cue.characters), times.maximum) - limit
        if short <= 0 or ins[at] != cue.start:
            continue
        free = ins[at] - not_before
        if at:
            free = ins[at] - times.gap - _out(ins, at - 1, spoken[at - 1], times, not_after)
        ins[at] -= max(0, min(short, times.lead, free))
        for later in range(at + 1, len(ins)):  # one that had to come late now comes less late
            moved = max(spoken[later].start, ins[later - 1] + times.least + times.gap)
            if moved == ins[later]:
                break
            ins[later] = moved
    return [
        Span(ins[at], _chained(ins, at, _out(ins, at, cue, times, not_after), times, not_after))
        for at, cue in enumerate(spoken)
    ]


def _limit(ins: Sequence[int], at: int, times: Pace, not_after: int | None) -> int:
    """The latest out-time of a cue: 7 s, 2 frames before the next in-time, and `not_after`."""
    longest = ins[at] + times.maximum
    if at + 1 < len(ins):
        return min(longest, ins[at + 1] - times.gap)
    if not_after is None:
        return longest
    return min(longest, max(not_after, ins[at] + times.least))


def _out(ins: Sequence[int], at: int, cue: Spoken, times: Pace, not_after: int | None) -> int:
    wanted = max(
        ins[at] + times.need(cue.characters), cue.end + times.linger, ins[at] + times.least
    )
    return min(wanted, _limit(ins, at, times, not_after))


def _chained(ins: Sequence[int], at: int, out: int, times: Pace, not_after: int | None) -> int:
    """The out-time, with a short gap to the next cue closed."""
    if at + 1 < len(ins) and times.chain_from <= ins[at + 1] - out <= times.chain_to:
        return _limit(ins, at, times, not_after)
    return out
