"""Terms in texts: found, checked in a translation, repaired, masked, and heard."""

from subtitler.stages.terms.checking import MissKind, TermMiss, check_terms
from subtitler.stages.terms.finding import TermMatch, find_forms, find_terms
from subtitler.stages.terms.hearing import apply_heard_as
from subtitler.stages.terms.masking import Masked, mask, unmask
from subtitler.stages.terms.repairing import TermRepair, repair, required_form
from subtitler.stages.terms.rows import rows_of

__all__ = [
    "Masked",
    "MissKind",
    "TermMatch",
    "TermMiss",
    "TermRepair",
    "apply_heard_as",
    "check_terms",
    "find_forms",
    "find_terms",
    "mask",
    "repair",
    "required_form",
    "rows_of",
    "unmask",
]
