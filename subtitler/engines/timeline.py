"""Decoded audio with timestamps in, samples without holes out: the clock of a container, read.

Positions and lengths count samples at SAMPLE_RATE, from the media's time zero.
"""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subtitler.domain.timing import Span
from subtitler.ports import BLOCK, SAMPLE_RATE, AudioBlock

if TYPE_CHECKING:
    from subtitler.ports import Samples

JITTER = 15 * SAMPLE_RATE // 1000  # a timestamp may be off by this: less than an AAC frame lasts
REWIND = SAMPLE_RATE  # a backward step that is a new clock (a joined file), not an overlap
BEYOND = 60 * SAMPLE_RATE  # a step this far past the media's end is a new clock, not a hole
AHEAD = SAMPLE_RATE  # samples that are looked at before an odd timestamp is believed …
LEAST_AHEAD, MOST_AHEAD = 3, 24  # … in so many stretches
BACKING = 2 / 3  # of them that must bear it out
MERGE_DAMAGE = 500  # ms between two damaged places that are reported as one


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one step of decoding gave: `sound`, of `length` samples at `rate`, and its `time`
    (None: right behind the stretch before). Without sound it could not be decoded."""

    time: int | None
    length: int
    rate: int
    sound: Any


def placed(stretches: Iterable[Stretch], end: int | None) -> Iterator[tuple[Stretch, int, bool]]:
    """Each stretch with where it belongs, and whether that is elsewhere than right behind the
    one before. `end` is where the media says that it ends."""
    clock = _Clock(end)
    ahead: deque[Stretch] = deque()
    length = 0
    for stretch in stretches:
        ahead.append(stretch)
        length += _samples(stretch)
        while len(ahead) > LEAST_AHEAD and (len(ahead) > MOST_AHEAD or length > AHEAD):
            length -= _samples(ahead[0])
            yield clock.place(ahead)
    while ahead:
        yield clock.place(ahead)


class _Clock:
    """Believes timestamps where those that follow bear them out.

    So neither a single wrong one nor noise around the right time (streams recorded off a network)
    parts sound that belongs together.
    """

    def __init__(self, end: int | None) -> None:
        self._end = end
        self._anchor: int | None = None
        self._passed = 0  # samples at `rate` since the anchor
        self._rate = SAMPLE_RATE
        self._shift = 0  # added to the timestamps of a joined file
        self._behind = False  # what came last had no sound

    def place(self, ahead: deque[Stretch]) -> tuple[Stretch, int, bool]:
        """The first stretch, taken off `ahead`, as `placed` gives it."""
        due = self._due(ahead)
        time = ahead[0].time
        odd = time is not None and abs(time + self._shift - due) > self._jitter()
        step = self._jump(ahead, due) if odd else 0
        stretch = ahead.popleft()
        moved = self._anchor is None or self._behind or step != 0
        if moved or stretch.rate != self._rate:
            self._anchor, self._passed, self._rate = due + step, 0, stretch.rate
        self._passed += stretch.length
        self._behind = stretch.sound is None
        return stretch, due + step, moved

    def _jitter(self) -> int:
        """How far a timestamp may be off: behind damage sound begins anew anyway, and exactly."""
        return 0 if self._behind else JITTER

    def _due(self, ahead: Sequence[Stretch]) -> int:
        if self._anchor is not None:
            return self._anchor + self._passed * SAMPLE_RATE // self._rate
        return round(statistics.median(_late(ahead, 0) or [0]))

    def _jump(self, ahead: Sequence[Stretch], due: int) -> int:
        """By how much the clock jumps here: forward over a hole, back over an overlap."""
        late = [one + self._shift for one in _late(ahead, due)]
        first, middle = late[0], round(statistics.median(late))
        if abs(middle) <= self._jitter() + _noise(late) or (first > 0) != (middle > 0):
            return 0
        if first > 0:  # more holes may follow at once, so what counts is to be as late or later
            backing = sum(one >= first - JITTER for one in late)
        else:
            backing = sum(one <= first + JITTER for one in late)
        if backing < BACKING * len(late):
            return 0
        step = min(first, middle, key=abs)
        far = None if self._end is None else max(self._end, due) + BEYOND
        if step < -REWIND or (far is not None and due + step > far):
            self._shift -= step
            return 0
        return step


def _late(ahead: Iterable[Stretch], due: int) -> list[int]:
    """By how much each stretch that has a timestamp is late, if the first is due at `due`."""
    late: list[int] = []
    for stretch in ahead:
        if stretch.time is not None:
            late.append(stretch.time - due)
        due += _samples(stretch)
    return late


def _noise(late: Sequence[int]) -> int:
    """How far timestamps are from the next one, as a rule."""
    apart = [abs(one - after) for one, after in zip(late, late[1:], strict=False)]
    return round(statistics.median(apart)) if apart else 0


def _samples(stretch: Stretch) -> int:
    return stretch.length * SAMPLE_RATE // stretch.rate


class Timeline:
    """Samples in the order of time from `start` on, given out in blocks of BLOCK samples."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._position = start  # of the next sample
        self._pending: list[Samples] = []
        self._held = 0  # samples in pending
        self._skip = 0  # samples to come that lie before `position`
        self._begun = False
        self._damaged: list[Span] = []

    def put(self, samples: Samples) -> Iterator[AudioBlock]:
        """Samples that follow."""
        dropped = min(self._skip, len(samples))
        self._skip -= dropped
        if dropped < len(samples):
            yield from self._append(samples[dropped:])

    def move(self, position: int) -> Iterator[AudioBlock]:
        """What follows belongs at `position`: silence up to it, or what is there already stays."""
        import numpy as np

        if self._begun and position - self._position > MERGE_DAMAGE * SAMPLE_RATE // 1000:
            self.damage(self._position, position)
        self._begun = True
        self._skip = max(0, self._position - position)
        while self._position < position:
            silent = min(position - self._position, BLOCK)
            yield from self._append(np.zeros(silent, np.float32))

    def damage(self, begin: int, end: int) -> None:
        """From `begin` to `end` nothing could be decoded."""
        if end <= self._start:
            return
        span = Span(_ms(begin), _ms(max(begin, end)))
        last = self._damaged[-1] if self._damaged else None
        if last is not None and span.in_time <= last.out_time + MERGE_DAMAGE:
            both = (min(last.in_time, span.in_time), max(last.out_time, span.out_time))
            self._damaged[-1] = Span(*both)
        else:
            self._damaged.append(span)

    def finish(self) -> Iterator[AudioBlock]:
        """The block that is not full: an empty one where only damage is left to be told."""
        if self._held or (self._begun and self._damaged):
            yield self._block(self._damaged)

    def _append(self, samples: Samples) -> Iterator[AudioBlock]:
        self._pending.append(samples)
        self._held += len(samples)
        self._position += len(samples)
        while self._held >= BLOCK:
            settled = _ms(self._position - self._held + BLOCK) - MERGE_DAMAGE
            ready = [span for span in self._damaged if span.out_time < settled]
            self._damaged = [span for span in self._damaged if span.out_time >= settled]
            yield self._block(ready)

    def _block(self, damaged: list[Span]) -> AudioBlock:
        import numpy as np

        joined = np.concatenate([np.zeros(0, np.float32), *self._pending])
        block, rest = joined[:BLOCK], joined[BLOCK:]
        begin = self._position - self._held
        self._pending, self._held = [rest], len(rest)
        return AudioBlock(begin, block, tuple(damaged))


def _ms(position: int) -> int:
    return max(0, round(position * 1000 / SAMPLE_RATE))
