"""Two persons' copies of one track: what only one of them changed is taken, the rest is listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Shown, TrackBase
from subtitler.domain.timing import Span
from subtitler.stages.grouping import Node, groups
from subtitler.stages.matching import match
from subtitler.stages.reconciling.merging import merge
from subtitler.stages.reconciling.ordering import interleaved
from subtitler.stages.reconciling.outcome import Machine, Merged, Part, Second

Content = list[tuple[Span, tuple[str, ...], str]]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A cue of the composed file: from which copy, and where it is there."""

    shown: Shown
    at: int
    second: bool

    @property
    def span(self) -> Span:
        return self.shown.span


def merge_copies(
    base: TrackBase, ours: Sequence[Shown], second: Sequence[Shown], machine: Machine
) -> Merged:
    """Merges a second person's copy into ours; the base is what the machine wrote.

    A cue that both changed stays as ours, with the second's text as a suggestion. What ours has
    already had when the track was last written is no change of the second's if they have it too,
    and none of theirs if they do not have it yet. What a person approved stays as well: the
    second's is a suggestion. `machine` has the words that the base's indexes mean; nothing is
    built anew where nobody undid an edit.
    """
    taken: list[_Taken] = []
    seconds: list[tuple[str, list[_Taken], frozenset[CueId]]] = []
    for group in _groups(base, ours, second):
        written, standing = _states(base, group)
        mine = [_Taken(ours[at], at, second=False) for side, at in group if side == "ours"]
        other = [_Taken(second[at], at, second=True) for side, at in group if side == "second"]
        was = [_of_cues(written), _of_cues(standing)]
        if _content(other) in [*was, _content(mine)]:
            taken.extend(mine)
        elif _content(mine) == _of_cues(written) and not _approved(base, group):
            taken.extend(other)
        else:
            taken.extend(mine)
            text = "\n".join(one.shown.text for one in other)
            seconds.append((text, mine, frozenset(cue.id for cue in written)))
    kept = sorted((one for one in taken if not one.second), key=lambda one: one.at)
    file = interleaved(kept, [one for one in taken if one.second], lambda one: one.span)
    places = {one: at for at, one in enumerate(file)}
    merged = merge(
        base,
        [one.shown for one in file],
        machine.words,
        replace(machine, rules=base.rules),
        [
            Second(text, frozenset(places[one] for one in mine), ids)
            for text, mine, ids in seconds
            if text
        ],
    )
    return replace(merged, parts=tuple(_of_copy(part, file) for part in merged.parts))


def _groups(base: TrackBase, ours: Sequence[Shown], second: Sequence[Shown]) -> list[list[Node]]:
    """What stands for each other in the base and in both copies.

    A claim stands for the machine's cues and for what the person had in their place.
    """
    known = [(one.cue, ("built", at)) for at, one in enumerate(base.built)]
    for at, claim in enumerate(base.claims):
        known.extend((cue, ("claim", at)) for cue in (*claim.base, *claim.shown))
    known.sort(key=lambda pair: pair[0].span)
    cues = [cue for cue, _ in known]
    nodes = [node for _, node in known]
    links: list[tuple[Node, Node]] = []
    own: dict[str, tuple[int, ...]] = {}
    for side, file in (("ours", ours), ("second", second)):
        nodes += [(side, at) for at in range(len(file))]
        matching = match(cues, file)
        links += [(known[one.base][1], (side, one.shown)) for one in matching.matches]
        own[side] = matching.unmatched_shown
    inserted = [Cue(CueId("c1"), ours[at].span, ours[at].lines) for at in own["ours"]]
    both = match(inserted, [second[at] for at in own["second"]])
    links += [
        (("ours", own["ours"][one.base]), ("second", own["second"][one.shown]))
        for one in both.matches
    ]
    return groups(nodes, links)


def _states(base: TrackBase, group: Sequence[Node]) -> tuple[list[Cue], list[Cue]]:
    """What the machine wrote for a group, and what stood in the file when it was last written."""
    built = [base.built[at].cue for side, at in group if side == "built"]
    claims = [base.claims[at] for side, at in group if side == "claim"]
    return (
        built + [cue for claim in claims for cue in claim.base],
        built + [cue for claim in claims for cue in claim.shown],
    )


def _approved(base: TrackBase, group: Sequence[Node]) -> bool:
    return any(base.claims[at].held for side, at in group if side == "claim")


def _of_cues(cues: Sequence[Cue]) -> Content:
    return sorted((cue.span, cue.lines, "") for cue in cues)


def _content(file: Sequence[_Taken]) -> Content:
    return sorted((one.span, one.shown.lines, one.shown.beside) for one in file)


def _of_copy(part: Part, file: Sequence[_Taken]) -> Part:
    if part.shown is None:
        return part
    return replace(part, shown=file[part.shown].at, second=file[part.shown].second)
