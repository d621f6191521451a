"""Time: spans in whole milliseconds, and the frame that a style counts in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

DEFAULT_FRAME = Fraction(1000, 25)  # ms: audio, stills, screen recordings and odd rates


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `in_time` to `out_time`, whole ms, `0 <= in_time <= out_time`.

    Raises ValueError where the times are no span. Zero length is allowed: a draft must be able
    to exist, and a check finds it.
    """

    in_time: int
    out_time: int

    def __post_init__(self) -> None:
        if not 0 <= self.in_time <= self.out_time:
            raise ValueError(f"no span: {self.in_time} ms to {self.out_time} ms")

    @property
    def duration(self) -> int:
        """Length in ms."""
        return self.out_time - self.in_time

    def overlap(self, other: Span) -> int:
        """Ms that both spans cover, 0 where they do not touch."""
        return max(0, min(self.out_time, other.out_time) - max(self.in_time, other.in_time))

    def distance(self, other: Span) -> int:
        """Ms between the two spans, 0 where they touch or overlap."""
        return max(0, self.in_time - other.out_time, other.in_time - self.out_time)

    def grown(self, by: int) -> Span:
        """This span, `by` ms longer at both ends, not before zero."""
        return Span(max(0, self.in_time - by), self.out_time + by)


def frame_of(rate: Fraction | None) -> Fraction:
    """The length in ms of one frame, the unit in which styles give gaps.

    `rate` is a video's average frames a second, None without a video. Rates from 23.9 to 30.1
    count as they are, 47.8 to 60.2 as half, all others as 25 frames a second: nobody spaces
    subtitles by the frames of a screen recording at 8 fps.
    """
    if rate is not None and Fraction("47.8") <= rate <= Fraction("60.2"):
        rate = rate / 2
    if rate is not None and Fraction("23.9") <= rate <= Fraction("30.1"):
        return 1000 / rate
    return DEFAULT_FRAME


def frames(count: int, frame: Fraction) -> int:
    """`count` frames in whole ms, rounded up, so that the ms never fall short of the frames."""
    return -((-count * frame.numerator) // frame.denominator)


def covered(span: Span, by: tuple[Span, ...]) -> int:
    """Ms of `span` that the spans `by`, in order and apart from each other, cover."""
    return sum(span.overlap(other) for other in by)


def clock(time: int) -> str:
    """A time in ms as people read it: `1:02:03.456`, without hours where there are none."""
    minutes, rest = divmod(time, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 1000:02d}.{rest % 1000:03d}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"
