"""To whom the words of a new transcript belong: to a person's claims, or to the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from subtitler.domain.edit import Claim
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.pacing import Pace
from subtitler.stages.wordalign import align_words, equal_words

RETURNED = 0.5  # share of a vanished claim's words that must be heard again to be that claim


M = TypeVar("M", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Owned:
    """For each new word the claim (position) that it belongs to, None for the machine, and the
    old word that it is, None where it is new; and the claims with their new words."""

    owners: tuple[int | None, ...]
    olds: tuple[int | None, ...]
    claims: tuple[Claim, ...]

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The stretches of words between claims, `first` to `end`, that are the machine's."""
        return [(first, end) for owner, first, end in stretches(self.owners) if owner is None]


def stretches(marks: Sequence[M]) -> Iterator[tuple[M, int, int]]:
    """Equal neighbours: what they are, `first` and `end`."""
    for mark, group in groupby(enumerate(marks), key=lambda pair: pair[1]):
        places = [at for at, _ in group]
        yield mark, places[0], places[-1] + 1


def own(claims: Sequence[Claim], old: Sequence[Word], new: Sequence[Word], pace: Pace) -> Owned:
    """Maps `new` words to `old` ones and gives each its owner."""
    found = _without_strays(_found(claims, old, new), claims)
    owners = [None if entry is None else entry.claim for entry in found]
    for first, end in _between_claims(found, owners):
        _give(owners, first, end, new, claims, pace)
    return Owned(
        tuple(owners),
        tuple(None if entry is None or entry.lost else entry.at for entry in found),
        _carried(claims, owners, found, old),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A word known before: its claim if it is in one, and its index in the old transcript, or
    (`lost`) among the words that its claim lost earlier."""

    claim: int | None
    at: int
    lost: bool = False


def _found(
    claims: Sequence[Claim], old: Sequence[Word], new: Sequence[Word]
) -> list[_Known | None]:
    """What each new word was before; a word lost earlier only where no old one takes its place."""
    held = {at: number for number, claim in enumerate(claims) for at in claim.words}
    found = [None if at is None else _Known(held.get(at), at) for at in align_words(old, new)]
    lost = [
        (word, _Known(number, at, lost=True))
        for number, claim in enumerate(claims)
        for at, word in enumerate(claim.lost)
    ]
    lost.sort(key=lambda pair: pair[0].span)
    free = [at for at, entry in enumerate(found) if entry is None]
    for pair in equal_words([word for word, _ in lost], [new[at] for at in free]):
        found[free[pair.new]] = lost[pair.old][1]
    return found


def _without_strays(found: list[_Known | None], claims: Sequence[Claim]) -> list[_Known | None]:
    """A word lost earlier is heard again only beside the rest of its claim, or with most of it."""
    alive = {entry.claim for entry in found if entry is not None and not entry.lost}
    again = [entry.claim if entry is not None and entry.lost else None for entry in found]
    kept = list(found)
    for owner, first, end in stretches(again):
        if owner is None:
            continue
        beside = [found[at] for at in (first - 1, end) if 0 <= at < len(found)]
        joined = any(entry is not None and entry.claim == owner for entry in beside)
        many = again.count(owner) >= RETURNED * len(claims[owner].lost)
        if not joined and (owner in alive or not many):
            kept[first:end] = [None] * (end - first)
    return kept


def _between_claims(
    found: Sequence[_Known | None], owners: Sequence[int | None]
) -> Iterator[tuple[int, int]]:
    """Stretches of new words with a claim on each side, or on one and nothing on the other."""
    for is_new, first, end in stretches([entry is None for entry in found]):
        before = first == 0 or owners[first - 1] is not None
        after = end == len(owners) or owners[end] is not None
        if is_new and before and after and end - first < len(owners):
            yield first, end


def _give(
    owners: list[int | None],
    first: int,
    end: int,
    new: Sequence[Word],
    claims: Sequence[Claim],
    pace: Pace,
) -> None:
    """Gives new words to the claim that they are inside of, or, without room, to the nearer."""
    before = owners[first - 1] if first else None
    after = owners[end] if end < len(owners) else None
    said = Span(new[first].span.in_time, max(word.span.out_time for word in new[first:end]))
    if before != after and _has_room(said, claims, pace):
        return
    for at in range(first, end):
        near = after
        if after is None or (
            before is not None
            and new[at].span.distance(new[first - 1].span) <= new[at].span.distance(new[end].span)
        ):
            near = before
        owners[at] = near


def _has_room(span: Span, claims: Sequence[Claim], pace: Pace) -> bool:
    """Whether a person's cues leave free the style's minimum duration, with gaps, at `span`."""
    start = 0
    for cue in sorted(cue.span for claim in claims for cue in claim.shown):
        end = cue.in_time - pace.gap
        if end - start >= pace.minimum and start <= span.out_time and span.in_time < end:
            return True
        start = max(start, cue.out_time + pace.gap)
    return start <= span.out_time


def _carried(
    claims: Sequence[Claim],
    owners: Sequence[int | None],
    found: Sequence[_Known | None],
    old: Sequence[Word],
) -> tuple[Claim, ...]:
    """The claims with the indexes of their new words, and with the words that are lost."""
    words: dict[int, list[int]] = defaultdict(list)
    for at, owner in enumerate(owners):
        if owner is not None:
            words[owner].append(at)
    heard = set(found)
    carried = []
    for number, claim in enumerate(claims):
        lost = [old[at] for at in claim.words if _Known(number, at) not in heard]
        lost += [
            word for at, word in enumerate(claim.lost) if _Known(number, at, lost=True) not in heard
        ]
        lost.sort(key=lambda word: word.span)
        carried.append(replace(claim, words=tuple(words[number]), lost=tuple(lost)))
    return tuple(carried)
