"""What goes into a merge beside the files, and what comes out: values that can be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Claim, Laid, TrackBase
from subtitler.domain.finding import Finding
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.pacing import Pace


class Build(Protocol):
    """Lays out words of the new transcript as cues."""

    def __call__(
        self, first: int, end: int, not_before: int, not_after: int | None
    ) -> Sequence[Laid]:
        """Cues over words `first` to `end` (exclusive), each word in one of them, in order.

        None starts before `not_before` or ends after `not_after` (ms, None: no limit) but where
        the hard limits leave no other way.
        """


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine has to say now: words, how it cuts them, and by which rules.

    `rules` is equal to the base's where style, frame and language are.
    """

    words: Sequence[Word]
    rules: str
    build: Build
    pace: Pace


class StepKind(str, Enum):
    """What a merge does with cues."""

    KEPT = "kept"
    FOLLOWS = "follows"
    CONFLICT = "conflict"
    DELETED = "deleted"
    INSERTED = "inserted"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the plan. `before` is the machine's text that the file came from, `after` what
    stands there now; `suggestion` what it could be instead. Cues that stay have no step."""

    kind: StepKind
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    suggestion: str = ""

    @property
    def span(self) -> Span:
        """Where it is, for sorting."""
        return (self.after or self.before)[0].span


@dataclass(frozen=True, slots=True)
class Part:
    """A cue of the merged file. `shown` is its position in the person's file where its block
    stays byte for byte (in the second person's, with `second`), None where it is written anew."""

    cue: Cue
    shown: int | None = None
    second: bool = False


@dataclass(frozen=True, slots=True)
class Second:
    """The text of another person's copy where both changed it: at cues in our file (positions),
    or instead of cues that stood there before (ids)."""

    text: str
    at: frozenset[int]
    ids: frozenset[CueId]

    def belongs(self, claim: Claim, at: Sequence[int]) -> bool:
        """Whether it is another text for a claim whose cues are at these positions."""
        return not self.at.isdisjoint(at) or any(cue.id in self.ids for cue in claim.base)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What else could stand at a person's cues (none: where they deleted it)."""

    cues: tuple[CueId, ...]
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged track: its parts in file order, what to record, and what to tell the person.

    `heirs` says for each cue that stood in the file before which cues now hold its words.
    """

    parts: tuple[Part, ...]
    base: TrackBase
    plan: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    share_matched: float = 1.0
    heirs: Mapping[CueId, tuple[CueId, ...]] = field(default_factory=dict)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """All that the machine or a second person reads otherwise than the person."""
        return tuple(
            Suggestion(tuple(cue.id for cue in claim.shown), claim.span, text)
            for claim in self.base.claims
            for text in (claim.suggestion, claim.second)
            if text
        )

    @property
    def conflicts(self) -> frozenset[CueId]:
        """Cues that both sides changed."""
        return frozenset(cue for suggestion in self.suggestions for cue in suggestion.cues)

    @property
    def orphans(self) -> frozenset[CueId]:
        """A person's cues whose words are no longer heard."""
        return frozenset(
            cue.id for claim in self.base.claims if claim.orphaned for cue in claim.shown
        )
