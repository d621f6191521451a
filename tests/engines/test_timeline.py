"""The clock of a container: holes are honoured, noise and single errors are not believed."""

from __future__ import annotations

import random
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.timing import Span
from subtitler.engines.timeline import Stretch, Timeline, placed
from subtitler.ports import BLOCK, SAMPLE_RATE, AudioBlock

FRAME = 341  # samples at 16 kHz: an AAC frame at 48 kHz
MS = SAMPLE_RATE // 1000
HOUR = 3600 * SAMPLE_RATE


def stretches(times: list[int | None]) -> list[Stretch]:
    return [Stretch(time, 1024, 48_000, "sound") for time in times]


def positions(times: list[int | None], end: int | None = None) -> list[int]:
    return [position for _, position, _ in placed(stretches(times), end)]


def steady(count: int, start: int = 0) -> list[int]:
    return [start + at * 1024 // 3 for at in range(count)]


@given(
    st.integers(0, 10 * SAMPLE_RATE),
    st.lists(st.tuples(st.integers(60, 300), st.integers(20 * MS, HOUR)), max_size=4),
)
def test_holes_are_honoured(start: int, holes: list[tuple[int, int]]) -> None:
    """Whatever holes of 20 ms to an hour there are, each stretch stands where its time says."""
    times: list[int] = []
    late = 0
    for count, length in [*holes, (60, 0)]:
        times += [
            time + late for time in steady(count, times[-1] - late + FRAME if times else start)
        ]
        late += length
    given_positions = positions(list(times))
    assert max(abs(one - two) for one, two in zip(given_positions, times, strict=True)) <= 16


@given(st.sets(st.integers(0, 299), max_size=8), st.integers(-HOUR, HOUR))
def test_single_wrong_timestamps_are_not_believed(wrong: set[int], error: int) -> None:
    """Up to 8 wrong among 300, but for the very last, move nothing."""
    times: list[int | None] = [
        time + (error if at in wrong else 0) for at, time in enumerate(steady(300))
    ]
    times += steady(340)[300:]
    assert positions(times, 300 * FRAME) == pytest.approx(steady(340), abs=15 * MS)


@pytest.mark.parametrize("noise", [5, 14, 25])
def test_noise_parts_nothing(noise: int) -> None:
    """Timestamps that are off by up to 25 ms, either way, for 20 minutes: the sound stays in one."""
    rng = random.Random(noise)
    times = [time + rng.randint(-noise * MS, noise * MS) for time in steady(56_000)]
    moved = [position for _, position, moved in placed(stretches(list(times)), None) if moved]
    assert len(moved) == 1
    assert abs(moved[0]) <= 20 * MS


@pytest.mark.parametrize("drift", [0.999, 1.001])
def test_drift_is_followed(drift: float) -> None:
    """Sound that is slower or faster than the clock by a thousandth stays within 20 ms of it."""
    times = [round(time * drift) for time in steady(20_000)]
    off = [abs(one - two) for one, two in zip(positions(list(times)), times, strict=True)]
    assert max(off) <= 20 * MS


@given(st.lists(st.integers(50, 200), min_size=1, max_size=5))
def test_a_clock_that_begins_anew_goes_on(counts: list[int]) -> None:
    """Parts whose clocks all begin at zero follow each other without a hole."""
    times = [time for count in counts for time in steady(count)]
    whole = steady(sum(counts))
    assert positions(list(times)) == pytest.approx(whole, abs=15 * MS * len(counts))


def test_a_step_past_the_end_of_the_media_is_a_new_clock() -> None:
    """A clock that jumps 26 hours ahead (a counter that overflowed) makes no 26 hours of silence."""
    times = [*steady(100), *steady(100, 26 * HOUR)]
    assert positions(list(times), 10 * SAMPLE_RATE) == pytest.approx(steady(200), abs=MS)


def test_no_timestamps() -> None:
    """Without timestamps, or with them from some place on, sound follows sound."""
    assert positions([None] * 50) == pytest.approx(steady(50), abs=2)
    later = positions([None] * 10 + [time + 5 * SAMPLE_RATE for time in steady(50)[10:]])
    assert later == pytest.approx([time + 5 * SAMPLE_RATE for time in steady(50)], abs=16)


def test_what_is_damaged_takes_its_time() -> None:
    """Damage without timestamps behind it keeps its length; what follows is placed anew."""
    given_stretches = stretches([0, None, None, None])
    given_stretches[1] = Stretch(None, SAMPLE_RATE, SAMPLE_RATE, None)
    found = [(position, moved) for _, position, moved in placed(given_stretches, None)]
    assert found == [
        (0, True),
        (FRAME, False),
        (FRAME + SAMPLE_RATE, True),
        (2 * FRAME + SAMPLE_RATE, False),
    ]


@given(st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 400_000)), max_size=12))
def test_blocks_have_no_holes(parts: list[tuple[int, int]]) -> None:
    """Blocks follow each other, all full but the last, and hold each sample in its place."""
    timeline, at = Timeline(1000), 0
    blocks: list[AudioBlock] = []
    for gap, length in parts:
        at += gap
        blocks += timeline.move(at)
        blocks += timeline.put(np.full(length, 0.5, np.float32))
        at += length
    blocks += timeline.finish()
    assert all(one.start + len(one.samples) == two.start for one, two in pairwise(blocks))
    assert all(len(block.samples) == BLOCK for block in blocks[:-1])
    whole = np.concatenate([np.zeros(0, np.float32), *(block.samples for block in blocks)])
    place = 0
    for gap, length in parts:
        place += gap
        begin, end = max(0, place - 1000), max(0, place + length - 1000)
        assert (whole[begin:end] == 0.5).all()
        assert not whole[max(0, place - gap - 1000) : begin].any()
        place += length


def test_a_hole_of_hours_needs_no_memory() -> None:
    """Silence is made block by block."""
    timeline = Timeline(0)
    list(timeline.put(np.ones(100, np.float32)))
    first = list(islice(timeline.move(1000 * HOUR), 3))
    assert [len(block.samples) for block in first] == [BLOCK] * 3


def test_damage_is_reported_once() -> None:
    """Damaged places less than half a second apart are one, over the end of a block too."""
    timeline = Timeline(0)
    damaged: list[Span] = []
    for at in range(40):
        for block in timeline.put(np.zeros(SAMPLE_RATE, np.float32)):
            damaged += block.damaged
        if 10 <= at < 35:
            timeline.damage((at + 1) * SAMPLE_RATE, (at + 1) * SAMPLE_RATE + 8000)
    for block in timeline.finish():
        damaged += block.damaged
    assert damaged == [Span(11_000, 35_500)]
