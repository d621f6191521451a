"""What will be shown: cues, their lasting ids, and the track they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import NewType

from subtitler.domain.timing import Span

CueId = NewType("CueId", str)
"""`c17`: made once, kept through retiming and translation. `c17.2` is the second half of a cue
that a person split, `c17/2` that of one which fitting cut."""

CUE_ID = re.compile(r"c[1-9][0-9]*(?:[./][1-9][0-9]*)*")


class Origin(str, Enum):
    """Who wrote a cue's words."""

    MACHINE = "machine"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines on screen for a span. Raises ValueError for an id that is none."""

    id: CueId
    span: Span
    lines: tuple[str, ...]
    origin: Origin = Origin.MACHINE

    def __post_init__(self) -> None:
        if not CUE_ID.fullmatch(self.id):
            raise ValueError(f"no cue id: {self.id!r}")

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Track:
    """Cues of one language (BCP 47) by in-time.

    Raises ValueError for two cues of one id or cues out of order.
    """

    language: str
    cues: tuple[Cue, ...]

    def __post_init__(self) -> None:
        if len({cue.id for cue in self.cues}) != len(self.cues):
            raise ValueError("two cues share an id")
        for cue, after in zip(self.cues, self.cues[1:], strict=False):
            if after.span.in_time < cue.span.in_time:
                raise ValueError(f"cues out of order at {after.id}")
