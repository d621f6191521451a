"""The machine's cues of a merge: built anew over its own words, around what a person wrote."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Built, Laid
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.pacing import Pace
from subtitler.stages.reconciling.claiming import Owned
from subtitler.stages.reconciling.names import Names
from subtitler.stages.reconciling.outcome import Machine
from subtitler.stages.reconciling.person import Standing


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue of the machine, and its position in the person's file if it stands there already."""

    built: Built
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What the machine's cues are laid on: the words' owners, the cues that stand untouched (by
    words), the old words that these show, and the spans of a person's cues, by in-time."""

    owned: Owned
    standing: Sequence[Standing]
    heard: Sequence[Word]
    person: Sequence[Span]
    same_rules: bool
    _firsts: list[int] = field(init=False)
    _by_id: dict[CueId, Standing] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_firsts", [one.built.first for one in self.standing])
        object.__setattr__(self, "_by_id", {one.built.cue.id: one for one in self.standing})

    def there(self, cue: Cue) -> int | None:
        """The position in the file of a cue that stands there as it is."""
        one = self._by_id.get(cue.id)
        return one.at if one is not None and one.built.cue == cue else None

    def unchanged(self, run: tuple[int, int], words: Sequence[Word]) -> list[Placed] | None:
        """The cues that stand for a run of words, where these are what they were."""
        olds = self.owned.olds[run[0] : run[1]]
        old = olds[0]
        if not self.same_rules or old is None or olds != tuple(range(old, old + len(olds))):
            return None
        if list(self.heard[old : old + len(olds)]) != list(words[run[0] : run[1]]):
            return None
        low, high = bisect_left(self._firsts, old), bisect_left(self._firsts, old + len(olds))
        there = self.standing[low:high]
        ends = [old, *(one.built.end for one in there)]
        if [one.built.first for one in there] != ends[:-1] or ends[-1] != old + len(olds):
            return None
        if any(one.behind for one in there):
            return None
        by = run[0] - old
        return [
            Placed(Built(one.built.cue, one.built.first + by, one.built.end + by), one.at)
            for one in there
        ]

    def heir(self, laid: Laid) -> list[CueId]:
        """The id of the untouched cue that held the first word of a new one, if one did."""
        known = (self.owned.olds[at] for at in range(laid.first, laid.end))
        old = next((at for at in known if at is not None), None)
        if old is None:
            return []
        place = bisect_right(self._firsts, old) - 1
        holder = self.standing[place].built if place >= 0 else None
        return [holder.cue.id] if holder is not None and old < holder.end else []


def lay(ground: Ground, machine: Machine, names: Names) -> list[Placed]:
    """The machine's cues over all runs of its words, in order.

    Raises ValueError where `machine.build` loses or doubles a word.
    """
    runs = ground.owned.runs
    kept = [ground.unchanged(run, machine.words) for run in runs]
    for cues in kept:
        for cue in cues or ():
            names.take([cue.built.cue.id])
    placed: list[Placed] = []
    for at, run in enumerate(runs):
        cues = kept[at]
        if cues is None:
            before = placed[-1].built.cue.span.out_time if placed else None
            after = _next_in(at, runs, kept, machine.words)
            cues = _built(ground, run, machine, names, (before, after))
        placed.extend(cues)
    return placed


def _next_in(
    at: int,
    runs: Sequence[tuple[int, int]],
    kept: Sequence[list[Placed] | None],
    words: Sequence[Word],
) -> int | None:
    """When the machine's next cue after a run comes; its word's start where it is not yet laid."""
    if at + 1 == len(runs):
        return None
    there = kept[at + 1]
    return there[0].built.cue.span.in_time if there else words[runs[at + 1][0]].span.in_time


def _built(
    ground: Ground,
    run: tuple[int, int],
    machine: Machine,
    names: Names,
    beside: tuple[int | None, int | None],
) -> list[Placed]:
    """New cues over one run, between the machine's other cues (`beside`) and the person's."""
    not_before, not_after = _bounds(ground.person, run, machine, beside)
    laid = machine.build(*run, not_before, not_after)
    ends = [run[0], *(one.end for one in laid)]
    if [one.first for one in laid] != ends[:-1] or ends[-1] != run[1]:
        raise ValueError(f"words {run[0]} to {run[1]} were not all laid out, each once")
    placed = []
    for one in laid:
        said = Span(machine.words[one.first].span.in_time, machine.words[one.end - 1].span.out_time)
        span = give_way(one.span, said, ground.person, machine.pace)
        name = names.take(ground.heir(one)) or names.fresh()
        cue = Cue(name, span, one.lines)
        placed.append(Placed(Built(cue, one.first, one.end), ground.there(cue)))
    return placed


def _bounds(
    person: Sequence[Span],
    run: tuple[int, int],
    machine: Machine,
    beside: tuple[int | None, int | None],
) -> tuple[int, int | None]:
    """Not before and not after which a run's cues may be shown.

    A person's cue takes no time from the run's own words; a cue of the machine does.
    """
    gap = machine.pace.gap
    start = machine.words[run[0]].span.in_time
    end = machine.words[run[1] - 1].span.out_time
    low = [min(cue.out_time + gap, start) for cue in person if cue.in_time <= start]
    high = [max(cue.in_time - gap, end) for cue in person if cue.in_time > start]
    if beside[0] is not None:
        low.append(beside[0] + gap)
    if beside[1] is not None:
        high.append(beside[1] - gap)
    return max(low, default=0), min(high, default=None)


def give_way(span: Span, said: Span, person: Sequence[Span], pace: Pace) -> Span:
    """A machine's span drawn back from a person's cues, down to its own words' (`said`), and to
    no less than 2 frames."""
    start, out = span.in_time, span.out_time
    for cue in person:
        if cue.in_time > span.in_time:
            out = min(out, max(cue.in_time - pace.gap, said.out_time, start + pace.least))
        elif cue.out_time + pace.gap > start:
            start = max(start, min(cue.out_time + pace.gap, said.in_time, out - pace.least))
    return replace(span, in_time=start, out_time=max(start, out))
