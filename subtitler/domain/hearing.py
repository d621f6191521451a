"""One window as it was heard: the evidence from which words get their final times."""

from __future__ import annotations

from dataclasses import dataclass

from subtitler.domain.finding import Finding
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment


@dataclass(frozen=True, slots=True)
class Acoustics:
    """A window's pauses (`quiet`), and its level around the boundaries of the words heard in
    it: `profile` is the sum of levels (dB) at each offset, over `boundaries` boundaries."""

    quiet: tuple[Span, ...] = ()
    profile: tuple[float, ...] = ()
    boundaries: int = 0


@dataclass(frozen=True, slots=True)
class HeardWindow:
    """Segments with the engine's own times, where speech is in the window, what its sound says,
    and what stays doubtful."""

    span: Span
    speech: tuple[Span, ...]
    segments: tuple[Segment, ...]
    acoustics: Acoustics
    findings: tuple[Finding, ...] = ()
