"""A target track follows its source: what is laid anew, and what stays as a person left it."""

from subtitler.stages.following.adopting import adopt_target
from subtitler.stages.following.fragments import Fragment, fragment_of
from subtitler.stages.following.inheriting import completed
from subtitler.stages.following.pairs import SentencePair, pairs_of
from subtitler.stages.following.plan import Following, Kept, Source, follow
from subtitler.stages.following.states import (
    Compared,
    CueState,
    Side,
    State,
    source_states,
    states,
)
from subtitler.stages.following.units import Unit, units_of

__all__ = [
    "Compared",
    "CueState",
    "Following",
    "Fragment",
    "Kept",
    "SentencePair",
    "Side",
    "Source",
    "State",
    "Unit",
    "adopt_target",
    "completed",
    "follow",
    "fragment_of",
    "pairs_of",
    "source_states",
    "states",
    "units_of",
]
