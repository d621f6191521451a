"""What a check noticed, said so that a person knows what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from subtitler.domain.cue import CueId
from subtitler.domain.timing import Span


class Severity(IntEnum):
    """How bad it is: INFO to know, WARNING to look at, ERROR to repair."""

    INFO = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed at a span of the media.

    `measured` and `limit` are in the unit that `advice` names (None where there is no figure);
    `cue` is None where the finding is about what was heard and not about one cue.
    """

    rule: str
    severity: Severity
    span: Span
    advice: str
    measured: float | None = None
    limit: float | None = None
    cue: CueId | None = None

    @property
    def weight(self) -> tuple[int, float]:
        """For ranking, worst greatest: severity, then how far the measure is past its limit."""
        if self.measured is None or not self.limit:
            return (int(self.severity), 0.0)
        ratio = self.measured / self.limit
        return (int(self.severity), max(ratio, 1 / ratio if ratio else 1e9))
