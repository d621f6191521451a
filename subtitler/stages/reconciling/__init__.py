"""A person's edits and the machine's new reading, brought together so that no edit is lost."""

from subtitler.stages.reconciling.adopting import adopt
from subtitler.stages.reconciling.carrying import Carried, Fate, Linked, carry
from subtitler.stages.reconciling.copies import merge_copies
from subtitler.stages.reconciling.inheriting import heirs
from subtitler.stages.reconciling.merging import merge
from subtitler.stages.reconciling.outcome import (
    Build,
    Machine,
    Merged,
    Part,
    Step,
    StepKind,
    Suggestion,
)
from subtitler.stages.reconciling.person import edits
from subtitler.stages.reconciling.settling import settled

__all__ = [
    "Build",
    "Carried",
    "Fate",
    "Linked",
    "Machine",
    "Merged",
    "Part",
    "Step",
    "StepKind",
    "Suggestion",
    "adopt",
    "carry",
    "edits",
    "heirs",
    "merge",
    "merge_copies",
    "settled",
]
