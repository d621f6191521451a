"""A person's edits and the machine's new reading, brought together so that no edit is lost."""

from subtitler.stages.reconciling.adopting import adopt
from subtitler.stages.reconciling.carrying import Carried, Fate, Linked, carry
from subtitler.stages.reconciling.copies import merge_copies
from subtitler.stages.reconciling.inheriting import heirs
from subtitler.stages.reconciling.laying import give_way
from subtitler.stages.reconciling.merging import merge
from subtitler.stages.reconciling.names import Names
from subtitler.stages.reconciling.ordering import interleaved
from subtitler.stages.reconciling.outcome import (
    Build,
    Machine,
    Merged,
    Part,
    Step,
    StepKind,
    Suggestion,
)
from subtitler.stages.reconciling.person import Held, Read, Standing, edits, read
from subtitler.stages.reconciling.settling import holding, settled

__all__ = [
    "Build",
    "Carried",
    "Fate",
    "Held",
    "Linked",
    "Machine",
    "Merged",
    "Names",
    "Part",
    "Read",
    "Standing",
    "Step",
    "StepKind",
    "Suggestion",
    "adopt",
    "carry",
    "edits",
    "give_way",
    "heirs",
    "holding",
    "interleaved",
    "merge",
    "merge_copies",
    "read",
    "settled",
]
