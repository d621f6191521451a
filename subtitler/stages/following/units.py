"""What stands in a target's file, and for which of the machine's cues."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Claim, Field
from subtitler.domain.sentence import TargetCue
from subtitler.stages.reconciling import Read


@dataclass(frozen=True, slots=True)
class Unit:
    """The machine's cues (`own`, none: a person inserted it), what stands for them (`shown`,
    none: deleted) and where in the file (`at`).

    `claim` is what a person did there, None where the machine's cue is untouched; `approved`
    says that one of the cues is.
    """

    own: tuple[TargetCue, ...]
    shown: tuple[Cue, ...]
    at: tuple[int, ...]
    claim: Claim | None = None
    approved: bool = False

    @property
    def touched(self) -> frozenset[Field]:
        """What a person set."""
        return self.claim.touched if self.claim is not None else frozenset()

    @property
    def guarded(self) -> bool:
        """Whether a person's text, times, deletion or approval is in it."""
        return self.firm or bool(self.touched)

    @property
    def firm(self) -> bool:
        """Whether it stays whatever becomes of its sentence: a person's text, deletion or
        approval."""
        held = self.claim is not None and self.claim.held
        return self.approved or held or not self.shown or Field.TEXT in self.touched

    @property
    def sentences(self) -> frozenset[int]:
        """Numbers of the sentences that its cues show words of."""
        return frozenset(number for one in self.own for number in one.sentences)


def units_of(
    found: Read, targets: Sequence[TargetCue], approved: Collection[CueId]
) -> tuple[Unit, ...]:
    """The units of a file that was read against its base, whose words are the `targets`."""
    units = [
        Unit((targets[one.built.first],), (one.built.cue,), (one.at,)) for one in found.standing
    ]
    for held in found.held:
        claim = held.claim
        own = tuple(targets[at] for at in claim.words)
        mine = any(cue.id in approved for cue in claim.shown)
        units.append(Unit(own, claim.shown, held.at, claim, mine))
    return tuple(units)
