"""Which sentences of a target are laid anew, and what stays as it is, with new links and times.

The unit is the sentence: where a person's text, deletion or approval is in one of its cues, none
of them is rewritten, and where a person set times, none is cut anew for its boundaries' sake.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import BOTH, Field
from subtitler.domain.sentence import TargetCue
from subtitler.domain.timing import Span
from subtitler.stages.following.fragments import Fragment
from subtitler.stages.following.units import Unit
from subtitler.stages.pacing import Pace
from subtitler.stages.reconciling import Carried, Fate, Linked, carry
from subtitler.stages.staleness import Cause, Change, SourceSentence


@dataclass(frozen=True, slots=True)
class Kept:
    """A unit that stays: the machine's cues that it stands for with their links as they are now,
    and its cues with the times that they have now. `orphan`: its source was deleted."""

    unit: Unit
    own: tuple[TargetCue, ...]
    shown: tuple[Cue, ...]
    orphan: bool = False


@dataclass(frozen=True, slots=True)
class Following:
    """`free` are the sentences (numbers of the source as it is) to be laid anew; `frozen` those
    (numbers of the record) that stay; `stale` the changes of frozen ones that say something else
    now. `timed` are the times that a person set in sentences that are laid anew."""

    free: tuple[int, ...]
    kept: tuple[Kept, ...]
    frozen: tuple[int, ...]
    fragments: tuple[Fragment, ...]
    stale: tuple[Change, ...]
    timed: Mapping[CueId, Span]


@dataclass(frozen=True, slots=True)
class Source:
    """The source then and now: the changes between its sentences, those (numbers now) to be
    `redone` although their words are the same, which cues hold the words of old ones, and all
    spans."""

    changes: Sequence[Change]
    now: Sequence[SourceSentence]
    redone: Collection[int]
    heirs: Mapping[CueId, tuple[CueId, ...]]
    before_spans: Mapping[CueId, Span]
    spans: Mapping[CueId, Span]

    def lays_anew(self, change: Change) -> bool:
        """Whether what was made of a change's sentences is no longer what they say."""
        return change.cause > Cause.BOUNDARIES or any(at in self.redone for at in change.now)


def follow(
    units: Sequence[Unit], source: Source, pace: Pace, firm: Collection[CueId] = ()
) -> Following:
    """What becomes of a target. `firm` are cues whose times a person set that have no cue to go
    to in what would be laid anew: their sentences stay as well."""
    group = {at: number for number, change in enumerate(source.changes) for at in change.before}
    frozen = _frozen(units, source, group, firm)
    kept, fragments, held = _settled(units, source, group, frozen)
    carried = _carried(kept, source, group, pace)
    there = {group[at] for one in carried for at in one.unit.sentences}
    frozen = held & (there | {group[one.number] for one in fragments})
    changes = source.changes
    free = [
        at for number, change in enumerate(changes) if number not in frozen for at in change.now
    ]
    timed = {
        unit.own[0].cue.id: unit.shown[0].span
        for unit in units
        if unit.guarded and not unit.firm and not _groups(unit, group) & held
        if not _leaves(unit, source)
        if len(unit.own) == len(unit.shown) == 1
    }
    return Following(
        free=tuple(sorted(free)),
        kept=carried,
        frozen=tuple(sorted(at for number in frozen for at in changes[number].before)),
        fragments=tuple(fragments),
        stale=tuple(
            changes[number]
            for number in sorted(frozen)
            if source.lays_anew(changes[number]) and changes[number].now
        ),
        timed=timed,
    )


def _groups(unit: Unit, group: Mapping[int, int]) -> set[int]:
    return {group[number] for number in unit.sentences}


def _leaves(unit: Unit, source: Source) -> bool:
    """Whether it goes with its source, which was deleted: it shows no text of a person's."""
    if not unit.own or (unit.firm and unit.shown):
        return False
    return not any(source.heirs.get(link) for one in unit.own for link in one.sources)


def _frozen(
    units: Sequence[Unit], source: Source, group: Mapping[int, int], firm: Collection[CueId]
) -> set[int]:
    """The changes (numbers) that hold something that stays."""
    guarded = [unit for unit in units if unit.guarded and not _leaves(unit, source)]
    frozen: set[int] = set()
    for unit in guarded:
        stays = unit.firm or any(one.cue.id in firm for one in unit.own)
        for number in _groups(unit, group):
            if stays or not source.lays_anew(source.changes[number]):
                frozen.add(number)
    grown = True
    while grown:  # what stays for one of its sentences stays in the others too
        grown = False
        for unit in guarded:
            own = _groups(unit, group)
            if own & frozen and not own <= frozen:
                frozen |= own
                grown = True
    return frozen


def _settled(
    units: Sequence[Unit], source: Source, group: Mapping[int, int], frozen: set[int]
) -> tuple[list[Unit], list[Fragment], set[int]]:
    """The units that stay, and what of frozen sentences stays in cues that are laid anew.

    Where such a part has no place in the source any more, the cue's other sentences stay too.
    """
    while True:
        kept: list[Unit] = []
        fragments: list[Fragment] = []
        grown: set[int] = set()
        for unit in units:
            own = _groups(unit, group)
            if own <= frozen:
                kept.append(unit)
            elif own & frozen:
                found = _fragments(unit, source, group, frozen)
                if found is None:
                    grown |= own
                else:
                    fragments += found
        if grown <= frozen:
            return kept, fragments, frozen
        frozen = frozen | grown


def _fragments(
    unit: Unit, source: Source, group: Mapping[int, int], frozen: Collection[int]
) -> list[Fragment] | None:
    """The parts of frozen sentences in an untouched cue; None where one has no place."""
    found = []
    for one in unit.own:
        links = frozenset(heir for link in one.sources for heir in source.heirs.get(link, ()))
        for number in one.sentences:
            if group[number] not in frozen:
                continue
            now = _likeliest(source.changes[group[number]], number)
            if not any(links.intersection(source.now[at].cues) for at in now):
                return None
            shares = tuple(share for share in one.shares if share.sentence == number)
            after = [share.at for share in one.shares if share.at > shares[-1].at]
            stop = min(after, default=None)
            found.append(Fragment(number, one.cue, shares, links, now, stop))
    return found


def _likeliest(change: Change, number: int) -> tuple[int, ...]:
    """The sentences now of a change, first the one that stands where a former one stood."""
    if len(change.now) < 2:
        return change.now
    place = change.before.index(number) * (len(change.now) - 1) / max(1, len(change.before) - 1)
    order = sorted(range(len(change.now)), key=lambda at: abs(at - place))
    return tuple(change.now[at] for at in order)


def _carried(
    kept: Sequence[Unit], source: Source, group: Mapping[int, int], pace: Pace
) -> tuple[Kept, ...]:
    """The units with links and times as they are now; without those whose source is gone."""
    linked = [_linked(unit, one, group) for unit in kept for one in unit.own]
    carried = iter(
        carry(linked, source.before_spans, source.spans, source.heirs, pace) if linked else ()
    )
    found = []
    for unit in kept:
        if not unit.own:
            found.append(Kept(unit, (), unit.shown))
            continue
        fates = [next(carried) for _ in unit.own]
        if any(one.fate not in {Fate.GONE, Fate.ORPHAN} for one in fates):
            found.append(_kept(unit, fates))
        elif unit.firm and unit.shown:
            found.append(Kept(unit, unit.own, unit.shown, orphan=True))
    return tuple(found)


def _linked(unit: Unit, one: TargetCue, group: Mapping[int, int]) -> Linked:
    single = len(unit.own) == len(unit.shown) == 1
    return Linked(
        cue=replace(one.cue, span=unit.shown[0].span) if single else one.cue,
        links=one.sources,
        sentences=tuple(sorted({group[number] for number in one.sentences})),
        touched=unit.touched if single else BOTH,
        approved=unit.firm and bool(unit.shown),
        deleted=not unit.shown,
    )


def _kept(unit: Unit, fates: Sequence[Carried]) -> Kept:
    own = tuple(
        replace(one, sources=fate.linked.links or one.sources)
        for one, fate in zip(unit.own, fates, strict=True)
    )
    if len(own) != 1 or len(unit.shown) != 1 or Field.TIMES in unit.touched:
        return Kept(unit, own, unit.shown)
    span = fates[0].linked.cue.span
    moved = (replace(own[0], cue=replace(own[0].cue, span=span)),)
    return Kept(unit, moved, (replace(unit.shown[0], span=span),))
