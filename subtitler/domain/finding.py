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
    `cue` is None where the finding is about what was heard and not about one cue. `about` is what
    else was measured than that cue: the forms that a rule over several cues tells apart, the words
    of a source cue that is missing.
    """

    rule: str
    severity: Severity
    span: Span
    advice: str
    measured: float | None = None
    limit: float | None = None
    cue: CueId | None = None
    about: tuple[str, ...] = ()

    @property
    def weight(self) -> tuple[int, float]:
        """For ranking, worst greatest: severity, then how far the measure is past its limit."""
        if self.measured is None or not self.limit:
            return (int(self.severity), 0.0)
        ratio = self.measured / self.limit
        return (int(self.severity), max(ratio, 1 / ratio if ratio else 1e9))


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A person's word that a finding is none, with a `note`, and `when` they gave it (UTC, ISO).

    `cue` is None where no cue has a lasting id, `digest` that of what the rule measured: a finding
    is dismissed by the same rule at the same cue with the same digest.
    """

    rule: str
    cue: CueId | None
    digest: str
    note: str = ""
    when: str = ""

    @property
    def key(self) -> tuple[str, CueId | None, str]:
        """What a finding must have to be dismissed."""
        return (self.rule, self.cue, self.digest)
