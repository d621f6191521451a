"""What in a file is a person's: which cues they touched, and which words each of these claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from subtitler.domain.cue import Cue, CueId, Origin
from subtitler.domain.edit import BOTH, Built, Claim, CueEdit, Field, Shown, TrackBase
from subtitler.domain.transcript import Word
from subtitler.stages.grouping import Node, groups
from subtitler.stages.matching import Matching, match
from subtitler.stages.reconciling.names import Names


@dataclass(frozen=True, slots=True)
class Standing:
    """A cue of the machine that is untouched in the file, at position `at`.

    `behind`: the machine has a newer reading, held back while a person's text stood there.
    """

    built: Built
    at: int
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A claim, and where in the file its cues are."""

    claim: Claim
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A file read against its base."""

    standing: tuple[Standing, ...]
    held: tuple[Held, ...]
    matching: Matching


def edits(base: Sequence[Cue], theirs: Sequence[Shown], matching: Matching) -> tuple[CueEdit, ...]:
    """What a person did to each cue of `base`, and which cues are their own; by time."""
    nodes = [("base", at) for at in range(len(base))] + [("shown", at) for at in range(len(theirs))]
    links = [(("base", found.base), ("shown", found.shown)) for found in matching.matches]
    sure: dict[int, float] = defaultdict(lambda: 1.0)
    for found in matching.matches:
        sure[found.shown] = min(sure[found.shown], found.sure)
    done = []
    for group in groups(nodes, links):
        olds = sorted((base[at] for side, at in group if side == "base"), key=lambda cue: cue.span)
        at = _by_time(group, theirs)
        now = tuple(theirs[place] for place in at)
        done.append(CueEdit(tuple(olds), now, at, min((sure[place] for place in at), default=1.0)))
    return tuple(sorted(done, key=lambda edit: edit.span))


def read(base: TrackBase, theirs: Sequence[Shown], heard: Sequence[Word], names: Names) -> Read:
    """Reads a file against its base; `heard` are the words that the base's indexes mean.

    Cues are matched with what stood in the file when it was written, and with what a person had
    deleted then: who puts that back exactly has undone the deletion.
    """
    known = _known(base)
    matching = match([cue for cue, _ in known], theirs)
    ids: dict[int, list[CueId]] = defaultdict(list)
    for found in matching.matches:
        ids[found.shown].append(known[found.base][0].id)
    nodes = [node for _, node in known] + [("shown", at) for at in range(len(theirs))]
    links = [(known[found.base][1], ("shown", found.shown)) for found in matching.matches]
    standing: list[Standing] = []
    held: list[Held] = []
    for group in groups(nodes, links):
        built = [base.built[at] for side, at in group if side == "built"]
        claims = [base.claims[at] for side, at in group if side == "claim"]
        at = _by_time(group, theirs)
        kept = _untouched(built, claims, at, theirs, heard)
        if kept is not None:
            standing.append(kept)
            continue
        parts = [*claims, *(_of_built(one, heard) for one in built)]
        claim = _same(parts, [theirs[place] for place in at], names)
        if claim is None:
            claim = _joined(parts, at, theirs, _named(at, theirs, ids, names))
        if claim is not None:
            held.append(Held(claim, at))
    standing.sort(key=lambda one: one.built.first)
    return Read(tuple(standing), tuple(held), matching)


def _known(base: TrackBase) -> list[tuple[Cue, Node]]:
    """What stood in the file and what had been deleted from it, by time, and whose it is."""
    known = [(built.cue, ("built", at)) for at, built in enumerate(base.built)]
    for at, claim in enumerate(base.claims):
        known.extend((cue, ("claim", at)) for cue in claim.shown or claim.base)
    return sorted(known, key=lambda pair: pair[0].span)


def _by_time(group: Sequence[Node], theirs: Sequence[Shown]) -> tuple[int, ...]:
    at = (place for side, place in group if side == "shown")
    return tuple(sorted(at, key=lambda place: theirs[place].span))


def _untouched(
    built: Sequence[Built],
    claims: Sequence[Claim],
    at: Sequence[int],
    theirs: Sequence[Shown],
    heard: Sequence[Word],
) -> Standing | None:
    """The machine's cue that is in the file as it was written, or is so again."""
    if len(at) != 1 or len(built) + len(claims) != 1:
        return None
    shown = theirs[at[0]]
    if built:
        return Standing(built[0], at[0]) if shown.untouched(built[0].cue) else None
    claim = claims[0]
    if claim.held or len(claim.base) != 1 or not shown.untouched(claim.base[0]) or not claim.words:
        return None
    first, end = claim.words[0], claim.words[-1] + 1
    if end - first != len(claim.words):
        return None
    behind = reading(heard, claim.words) != claim.reading
    return Standing(Built(claim.base[0], first, end), at[0], behind)


def _of_built(built: Built, heard: Sequence[Word]) -> Claim:
    words = range(built.first, built.end)
    return Claim((built.cue,), (), tuple(words), reading=reading(heard, words))


def _same(parts: Sequence[Claim], shown: Sequence[Shown], names: Names) -> Claim | None:
    """The claim whose cues stand in the file as they did."""
    if len(parts) != 1 or len(parts[0].shown) != len(shown):
        return None
    if not all(map(Shown.says, shown, parts[0].shown)):
        return None
    if Field.TEXT not in parts[0].touched and any(one.beside for one in shown):
        return None
    for cue in parts[0].shown:
        names.take([cue.id])
    return parts[0]


def _joined(
    parts: Sequence[Claim], at: Sequence[int], theirs: Sequence[Shown], cues: Sequence[Cue]
) -> Claim | None:
    """One claim for all that `cues` stand for; None where nothing is left to claim."""
    base = [cue for part in parts for cue in part.base or (part.shown if part.words else ())]
    base.sort(key=lambda cue: cue.span)
    if not base and not cues:
        return None
    held = any(part.held for part in parts)  # an approval comes back with the text it covers
    touched = BOTH
    if len(base) == len(cues) == 1:
        fields = CueEdit((base[0],), (theirs[at[0]],), tuple(at)).fields
        touched = fields if held else fields or BOTH
    in_order = sorted(parts, key=lambda part: part.words[:1])
    return Claim(
        base=tuple(base),
        shown=tuple(cues),
        words=tuple(sorted(at for part in parts for at in part.words)),
        touched=touched,
        reading=" ".join(part.reading for part in in_order if part.reading),
        second="\n".join(part.second for part in in_order if part.second),
        lost=tuple(sorted((word for part in parts for word in part.lost), key=lambda w: w.span)),
        held=held,
    )


def _named(
    at: Sequence[int], theirs: Sequence[Shown], ids: dict[int, list[CueId]], names: Names
) -> list[Cue]:
    """The cues of one group, by time: the first keeps an id, what is split off is a part of it."""
    cues = []
    for place in at:
        known = ids.get(place, [])
        name = names.take(known)
        if name is None:
            name = names.part_of(known[0]) if known else names.fresh()
        cues.append(Cue(name, theirs[place].span, theirs[place].lines, Origin.PERSON))
    return cues


def reading(heard: Sequence[Word], words: Iterable[int]) -> str:
    """What is heard at some words, blanks folded."""
    return " ".join("".join(heard[at].text for at in words).split())
