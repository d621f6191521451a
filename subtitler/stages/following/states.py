"""Whose each cue is, and whether it still says what its source says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Against, Field, TrackBase
from subtitler.stages.following.units import Unit
from subtitler.stages.staleness import Cause, Change, ComparisonWords, SourceSentence


class State(str, Enum):
    """Whose a cue's text is."""

    MACHINE = "machine"
    EDITED = "edited"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class CueState:
    """A cue that stands in a file, at position `at`.

    `cause` is what changed in its source since it was made or approved (GONE: the source was
    deleted), `old` and `new` its sentences then and now, `numbers` the sentences now.
    `suggestion` is what the machine would write, `second` what another person's copy has.
    `retimed`: a person set its times.
    """

    cue: Cue
    at: int
    state: State
    cause: Cause = Cause.NONE
    old: str = ""
    new: str = ""
    numbers: tuple[int, ...] = ()
    sources: tuple[CueId, ...] = ()
    suggestion: str = ""
    second: str = ""
    retimed: bool = False
    orphan: bool = False

    @property
    def stale(self) -> bool:
        """Whether its source says something else now."""
        return self.cause is Cause.WORDS and not self.orphan

    @property
    def conflict(self) -> bool:
        """Whether both sides changed it."""
        told = self.cause in {Cause.MARKS, Cause.WORDS} or self.orphan
        return bool(self.second or (self.suggestion and not told))


@dataclass(frozen=True, slots=True)
class Side:
    """Sentences of one state of the source, in its order, and the rows of terms.csv that apply to
    each."""

    sentences: Sequence[SourceSentence]
    terms: Sequence[tuple[str, ...]]

    def against(self, numbers: Sequence[int]) -> Against:
        """What some of them say, taken together."""
        rows = {row for at in numbers for row in self.terms[at]}
        text = " ".join(self.sentences[at].text for at in numbers)
        return Against(text, tuple(sorted(rows)))


@dataclass(frozen=True, slots=True)
class Compared:
    """A source then and now: the `changes` between both sides' sentences, which cues hold the
    words of old ones now, how words are compared, and in which language."""

    before: Side
    now: Side
    changes: Sequence[Change]
    heirs: Mapping[CueId, tuple[CueId, ...]]
    words_of: ComparisonWords
    language: str

    def cause(self, old: Against, new: Against) -> Cause:
        """What changed between two texts: words or terms, marks, or nothing."""
        if self.words_of(old.text, self.language) != self.words_of(new.text, self.language):
            return Cause.WORDS
        if old.terms != new.terms:
            return Cause.WORDS
        return Cause.NONE if old.text.split() == new.text.split() else Cause.MARKS

    def redone(self) -> frozenset[int]:
        """Sentences (numbers now) of the same words to which other terms apply."""
        found: set[int] = set()
        for change in self.changes:
            if change.cause in {Cause.WORDS, Cause.NEW, Cause.GONE}:
                continue
            if self.before.against(change.before).terms != self.now.against(change.now).terms:
                found.update(change.now)
        return frozenset(found)


def states(
    units: Sequence[Unit],
    compared: Compared,
    against: Mapping[CueId, Against],
    approved: Collection[CueId],
    suggestions: Mapping[str, str],
) -> tuple[CueState, ...]:
    """The states of a target's cues, in the file's order. `suggestions` are translations by the
    text of sentences as they are now."""
    group = {at: change for change in compared.changes for at in change.before}
    found: list[CueState] = []
    for unit in units:
        changes = list({id(group[at]): group[at] for at in sorted(unit.sentences)}.values())
        before = [at for change in changes for at in change.before]
        now = [at for change in changes for at in change.now]
        links = tuple(dict.fromkeys(link for one in unit.own for link in one.sources))
        heirs = tuple(dict.fromkeys(h for link in links for h in compared.heirs.get(link, ())))
        new = compared.now.against(now)
        made_from = compared.before.against(before)
        moved = max((c.cause for c in changes if c.cause <= Cause.BOUNDARIES), default=Cause.NONE)
        for cue, at in zip(unit.shown, unit.at, strict=True):
            old = against.get(cue.id, made_from)
            orphan = bool(unit.own) and not heirs
            cause = Cause.GONE if orphan else max(compared.cause(old, new), moved)
            changed = cause > Cause.BOUNDARIES
            found.append(
                CueState(
                    cue,
                    at,
                    _state(unit.touched, cue, approved),
                    cause if unit.own else Cause.NONE,
                    old.text if changed else new.text,
                    new.text,
                    tuple(now),
                    heirs,
                    _suggestion(now, compared, suggestions) if changed and not orphan else "",
                    unit.claim.second if unit.claim is not None else "",
                    Field.TIMES in unit.touched,
                    orphan,
                )
            )
    return tuple(sorted(found, key=lambda one: one.at))


def source_states(
    base: TrackBase, standing: Sequence[tuple[Cue, int]], approved: Collection[CueId]
) -> tuple[CueState, ...]:
    """The states of a source's cues, given with their positions in the file."""
    claims = {cue.id: claim for claim in base.claims for cue in claim.shown}
    found = []
    for cue, at in standing:
        claim = claims.get(cue.id)
        touched = claim.touched if claim is not None else frozenset[Field]()
        found.append(
            CueState(
                cue,
                at,
                _state(touched, cue, approved),
                suggestion=claim.suggestion if claim is not None else "",
                second=claim.second if claim is not None else "",
                retimed=Field.TIMES in touched,
                orphan=claim is not None and claim.orphaned,
            )
        )
    return tuple(found)


def _state(touched: frozenset[Field], cue: Cue, approved: Collection[CueId]) -> State:
    if cue.id in approved:
        return State.APPROVED
    return State.EDITED if Field.TEXT in touched else State.MACHINE


def _suggestion(now: Sequence[int], compared: Compared, suggestions: Mapping[str, str]) -> str:
    texts = [compared.now.sentences[at].text for at in now]
    if not all(text in suggestions for text in texts):
        return ""
    return " ".join(suggestions[text] for text in texts)
