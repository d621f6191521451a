"""What a change of the source's times and boundaries means for a target track, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Field
from subtitler.domain.timing import Span
from subtitler.stages.pacing import Pace


@dataclass(frozen=True, slots=True)
class Linked:
    """A target cue: the source cues that it belongs to, the sentences that it shows words of (any
    numbers that tell them apart), and what a person did to it. A `deleted` one is not shown."""

    cue: Cue
    links: tuple[CueId, ...]
    sentences: tuple[int, ...]
    touched: frozenset[Field] = frozenset()
    approved: bool = False
    deleted: bool = False

    @property
    def guarded(self) -> bool:
        """Whether a person's text, times, deletion or approval is in it."""
        return bool(self.touched) or self.approved or self.deleted


class Fate(str, Enum):
    """What becomes of a target cue. REFIT: its whole sentence is to be fitted anew."""

    STAYS = "stays"
    RETIMED = "retimed"
    REFIT = "refit"
    GONE = "gone"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Carried:
    """A target cue after its source was changed, and what became of it."""

    linked: Linked
    fate: Fate


def carry(
    target: Sequence[Linked],
    before: Mapping[CueId, Span],
    now: Mapping[CueId, Span],
    heirs: Mapping[CueId, tuple[CueId, ...]],
    pace: Pace,
) -> tuple[Carried, ...]:
    """Carries the source's edits into a target, in the target's order.

    `before` are the spans of the source cues when the target was made, `now` those in the source
    as it is, `heirs` where the words of the old ones are (none: deleted). Times that nobody set
    follow; where boundaries moved, a sentence that is all machine-made is refitted, in any other
    each cue keeps text and span and gets new links.
    """
    moved: set[int] = set()
    guarded: set[int] = set()
    for linked in target:
        if any(heirs.get(link, ()) != (link,) for link in linked.links):
            moved.update(linked.sentences)
        if linked.guarded:
            guarded.update(linked.sentences)
    carried = []
    for linked in target:
        if moved.intersection(linked.sentences):
            refit = guarded.isdisjoint(linked.sentences)
            carried.append(_relinked(linked, heirs, refit=refit))
        else:
            carried.append(_retimed(linked, before, now))
    return _drawn_back(carried, pace)


def _relinked(linked: Linked, heirs: Mapping[CueId, tuple[CueId, ...]], *, refit: bool) -> Carried:
    links = tuple(dict.fromkeys(heir for link in linked.links for heir in heirs.get(link, ())))
    if not links:
        own = Field.TEXT in linked.touched or linked.approved
        return Carried(replace(linked, links=links), Fate.ORPHAN if own else Fate.GONE)
    return Carried(replace(linked, links=links), Fate.REFIT if refit else Fate.STAYS)


def _retimed(linked: Linked, before: Mapping[CueId, Span], now: Mapping[CueId, Span]) -> Carried:
    old = _hull(before[link] for link in linked.links if link in before)
    new = _hull(now[link] for link in linked.links if link in now)
    if Field.TIMES in linked.touched or old is None or new is None or old == new:
        return Carried(linked, Fate.STAYS)
    start = max(0, _followed(linked.cue.span.in_time, old, new))
    out = max(start, _followed(linked.cue.span.out_time, old, new))
    return Carried(replace(linked, cue=replace(linked.cue, span=Span(start, out))), Fate.RETIMED)


def _hull(spans: Iterable[Span]) -> Span | None:
    every = list(spans)
    if not every:
        return None
    return Span(min(span.in_time for span in every), max(span.out_time for span in every))


def _followed(time: int, old: Span, new: Span) -> int:
    """Where a time of a target cue goes when its source moves from `old` to `new`."""
    if time <= old.in_time or not old.duration:
        return time + new.in_time - old.in_time
    if time >= old.out_time:
        return time + new.out_time - old.out_time
    return new.in_time + round((time - old.in_time) * new.duration / old.duration)


def _drawn_back(carried: Sequence[Carried], pace: Pace) -> tuple[Carried, ...]:
    """Out-times that nobody set, drawn back where a retimed cue would run into the next."""
    drawn = list(carried)
    places = [at for at, one in enumerate(drawn) if one.fate in {Fate.STAYS, Fate.RETIMED}]
    places = [at for at in places if not drawn[at].linked.deleted]
    places.sort(key=lambda at: drawn[at].linked.cue.span)
    for at, after in zip(places, places[1:], strict=False):
        one, span = drawn[at], drawn[at].linked.cue.span
        next_in = drawn[after].linked.cue.span.in_time
        if Fate.RETIMED not in {one.fate, drawn[after].fate} or Field.TIMES in one.linked.touched:
            continue
        if span.in_time < next_in < span.out_time + pace.gap:
            out = max(next_in - pace.gap, min(span.out_time, span.in_time + pace.least))
            cue = replace(one.linked.cue, span=Span(span.in_time, out))
            drawn[at] = Carried(replace(one.linked, cue=cue), Fate.RETIMED)
    return tuple(drawn)
